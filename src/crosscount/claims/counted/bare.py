"""Numbers with no noun of their own and no word that stands for it: of the subject, or of what was counted before."""

from __future__ import annotations

import re

from crosscount.claims.answers import NO_THREAT
from crosscount.claims.counted.pairs import beside
from crosscount.claims.counted.partof import OF_THOSE, uncounted_nearer
from crosscount.claims.counted.plain import PlainNumber, Said
from crosscount.claims.counted.subjects import (
    bare_subject,
    behind_noun,
    called,
    dropped_from,
    ruling,
    subject_of,
    that_number,
    told_bare,
)
from crosscount.claims.days.earlier import held_against
from crosscount.claims.sentences.deeds import VERBAL
from crosscount.claims.sentences.grammar import (
    NO_CLAIM,
    WEAK,
    Draft,
    agentive,
    alike,
    leading_phrase,
    nearest,
    opens,
    verb_follows,
)
from crosscount.claims.sentences.reading import STOPS, Phrase
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import ClaimKind

__all__ = ["BARE"]

FAR = 9  # tokens from "the number of sensors" to its number
NUMBERING = frozenset(("numbered", "totaled", "totalled", "were", "was"))  # "of these cases, defacements numbered 29"
FOUND_TO_BE = frozenset(
    ("identified", "confirmed", "classified", "verified", "recognised", "recognized", "found", "as", "to", "be")
)
MACHINES = frozenset(("server", "host", "ip", "site", "page", "domain"))
ATTACKS = frozenset(("event", "incident"))
DOING = frozenset(("ip", "server", "actor", "organisation", "place"))
# Before the number of what somebody did or suffered.
OWNING = re.compile(
    r"(?:responsible for|(?:targets?|victims?) (?:of|in)|(?:was|were|is|are) behind|carried out|launched|mounted|staged"
    r"|suffered|faced)"
)
BY = re.compile(r"(?:in terms of|by|as for|measured by|ranked by)(?: the)?(?: (?:total )?numbers? of)?(?: the)?")
ACCOUNTED = frozenset(("accounted for", "accounts for", "accounting for", "amounted to", "stood at"))
OF_WHICH = ("of which", "including", "among which", "comprising", ":", "其中", "包括")


def _another_noun(number: PlainNumber) -> Said:
    """ "640 trusts": what the dictionary does not know, unless Chinese puts the known noun in front."""
    return None if number.nounless else behind_noun(number.reading, number.quantity) or NO_THREAT


def _up_from_before(number: PlainNumber) -> Said:
    """ ", up from 2.4 million": of those who suffer, as the number before."""
    if not number.here or not dropped_from(number.reading, number.quantity):
        return None
    suffering = [each for each in number.here if not agentive(number.reading, each.quantity)]
    return number.like((suffering or number.here)[-1])


def _compared_with(number: PlainNumber) -> Said:
    """ "Probes stood at 155 compared to 181", "900 attacks as against 750": of what the number before counts."""
    against = held_against(number.reading.tokens, number.quantity)
    return number.like(number.here[-1]) if number.here and against else None


def _for_another_kind(number: PlainNumber) -> Said:
    """ "Defacement accounted for 1,203 cases and malware for 814": the same word before another kind's number."""
    if not number.here:
        return None
    reading, last = number.reading, number.here[-1]
    words = {number.lead_word, reading.lower(lead(reading.tokens, last.quantity))}
    grew = words == {"to"} and reading.lower(number.lead - 1) in {"and", ","}
    return number.like(last.base or last) if words == {"for"} or grew else None


def _predicate(number: PlainNumber) -> Said:
    """ "Among these, 512 were Chilean servers", "900 were identified as phishing pages": the noun behind the verb."""
    if number.word_after not in {"were", "are"} or number.second_after in STOPS - {"the"}:
        return None  # not "420 were on hosts in Peru"
    at = number.quantity.last + 1
    while number.reading.lower(at) in FOUND_TO_BE:
        at += 1
    nouns = (p for p in number.reading.phrases if p.first in (at, at + 1) and not p.counted and p.sort in MACHINES)
    noun = next(nouns, None)
    return None if noun is None else number.of(noun)


def _of_these_cases(number: PlainNumber) -> Said:
    """ "Of these cases, defacements numbered 29", "of the 900 hosts, 12 were cleaned": the phrase behind "of"."""
    cases = leading_phrase(number.reading, number.quantity)
    if cases is None:
        return None
    whole = next((each for each in number.here if each.phrase is cases), alike(cases, number.earlier))
    return number.of(_numbered(number) or cases, whole)


def _numbered(number: PlainNumber) -> Phrase | None:
    """The noun before "numbered 29"."""
    if number.lead_word not in NUMBERING:
        return None
    return next((p for p in number.reading.phrases if p.last == number.lead and not p.counted), None)


def _of_the_attacks_told(number: PlainNumber) -> Said:
    """ "Hackers in Peru were responsible for 390", "banks were the target of 210": of attacks that were counted before;
    so is what machines "accounted for".
    """
    reading, whole = number.reading, nearest(number.here, number.earlier, number.quantity)
    doers = (p for p in reversed(reading.phrases) if p.last <= number.lead and p.sort != "time")
    doer = next(doers, None)
    if whole is None or whole.phrase is None or not number.nounless:
        return None
    accounts = reading.words(number.lead - 1, number.lead + 1)
    if doer is None:  # "phishing accounted for 4,000": a kind that is no noun of the dictionary
        kind = number.lead > 1 and accounts in ACCOUNTED
        return number.like(whole) if kind and whole.phrase.sort in ATTACKS else None
    made_up = accounts == "accounting for" or (accounts == "accounted for" and doer.sort != "place")
    owning = made_up or any(OWNING.fullmatch(reading.words(number.lead - n, number.lead + 1)) for n in (0, 1))
    attacks = whole.phrase.sort in ATTACKS and doer.sort in DOING and not doer.counted
    return number.like(whole) if owning and attacks else None


def _hit_by_them(number: PlainNumber) -> Said:
    """ "Hackers from Peru defaced 220": of the sites that were counted before."""
    verb = next((mark for mark in number.reading.actives if mark.last == number.lead + 1), None)
    whole = nearest(number.here, number.earlier, number.quantity)
    hit = whole is not None and whole.phrase is not None and whole.phrase.sort in MACHINES
    if verb is None or verb.value not in VERBAL or not hit or not number.nounless:
        return None
    return number.like(whole) if any(p.last <= verb.first and p.sort in DOING for p in number.reading.phrases) else None


def _in_terms_of(number: PlainNumber) -> Said:
    """ "In terms of infected hosts, Peru came first with 4 million": the noun that a ranking is by."""
    reading = number.reading
    noun = next((p for p in reading.phrases if p.sort in MACHINES and not p.counted), None)
    if noun is None or not beside(reading, number.quantity) or not number.nounless:
        return None
    return number.of(noun) if BY.fullmatch(reading.words(0, noun.first)) else None


def _subject(number: PlainNumber) -> Said:
    """ "The number of viruses reported in 2009 is 640", "attacks rose to 2,000"."""
    if not number.here and that_number(number.reading, number.quantity):
        return None
    subject = subject_of(number.reading, number.quantity)
    return None if subject is None else number.of_threat(subject, _incidents_of_kinds(number, subject))


def _incidents_of_kinds(number: PlainNumber, kind: Phrase) -> Draft | None:
    """The 5,100 of "5,100 incidents, of which phishing (2,400) …"."""
    first = number.here[0] if number.here else None
    if first is None or first.phrase is None or first.phrase.sort != "incident":
        return None
    between = number.reading.words(first.quantity.last, kind.first)
    return first if any(words in between for words in OF_WHICH) else None


def _noun_before(number: PlainNumber) -> Said:
    """钓鱼事件1.4万次: Chinese puts the number behind."""
    return behind_noun(number.reading, number.quantity)


def _as_before_it(number: PlainNumber) -> Said:
    """其中美国有2077台，控制…: of what the sentence has counted, the machines if they control.

    "900 sites were controlled by 30 addresses and 40 were defaced": of those to which something was done.
    """
    reading, quantity, here = number.reading, number.quantity, number.here
    if number.lead_word == "and" and number.word_after in {"was", "were"}:
        here = [each for each in here if not agentive(reading, each.quantity)] or here
    return number.like(ruling(reading, quantity, here) or nearest(here, (), quantity)) if here else None


def _of_those_before(number: PlainNumber) -> Said:
    """ "Peru 640", "the department counted 6,290", "the total stood at 90": of what a sentence before has counted."""
    reading, quantity = number.reading, number.quantity
    told = beside(reading, quantity) or told_bare(reading, quantity) or that_number(reading, quantity)
    return number.like_nearest() if told else None


def _next_part(number: PlainNumber) -> Said:
    """ "Of those, half came to nothing, but 52 caused harm": of what the part before is one."""
    last, at = (number.here[-1] if number.here else None), number.quantity.last
    if last is None or last.base is None or last.kind not in (ClaimKind.SHARE, ClaimKind.COUNT):
        return None
    does = verb_follows(number.reading, at) or any(mark.first == at for mark in number.reading.consequences)
    return number.like(last.base) if does and number.lead_word in {"but", "while", "and"} else None


def _of_other_things(number: PlainNumber) -> Said:
    """ "The number of sensors, roughly 900, rose": of what the dictionary does not know."""
    reading = number.reading
    known = {at for phrase in reading.phrases for at in range(phrase.first, phrase.last)}
    floor = max((draft.quantity.last for draft in number.here), default=0)
    for at in range(number.lead, max(floor, number.lead - FAR), -1):
        if reading.words(at, at + 2) != "number of" or known & {*range(at + 2, number.quantity.first)}:
            continue
        return NO_THREAT if reading.tokens[at + 2].text.islower() and reading.lower(at + 2) not in STOPS else None
    return None


def _called_a_number(number: PlainNumber) -> Said:
    """ "Last year's record of 10,772", "in 2019, 85,797 were reported"; "for phishing sites, the rate was 26,000"."""
    reading, quantity = number.reading, number.quantity
    if uncounted_nearer(number) or not (called(reading, quantity) or bare_subject(reading, quantity)):
        return None
    behind_for = (p for p in reversed(reading.phrases) if reading.lower(p.first - 1) == "for")
    told_of = next((phrase for phrase in behind_for if phrase.sort not in NO_CLAIM | WEAK), None)
    return number.of(told_of) if told_of is not None else number.like(nearest((), number.earlier))


def _down_from(number: PlainNumber) -> Said:
    """ "That was down from 300,000": of the whole, and not of its part in the country named last."""
    if not dropped_from(number.reading, number.quantity):
        return None
    whole = nearest((), number.earlier)
    while whole is not None and whole.paired and whole.base is not None:
        whole = whole.base
    return number.like(whole)


def _the_number(number: PlainNumber) -> Said:
    """ "The 512", "of those, 40 …", "300 attacked": of what was counted before."""
    reading, quantity = number.reading, number.quantity
    if number.word_before in {"the", "those", "these"} or (
        opens(reading, quantity) and verb_follows(reading, quantity.last)
    ):
        return number.like_nearest()
    opening = reading.words(0, number.lead + 1).rstrip(" ,，:")
    return number.like_nearest() if opening.endswith(OF_THOSE) and not uncounted_nearer(number) else None


BARE = (
    _another_noun,
    _of_other_things,
    _next_part,
    _up_from_before,
    _compared_with,
    _for_another_kind,
    _predicate,
    _of_these_cases,
    _of_the_attacks_told,
    _hit_by_them,
    _in_terms_of,
    _subject,
    _noun_before,
    _as_before_it,
    _of_those_before,
    _called_a_number,
    _down_from,
    _the_number,
)
