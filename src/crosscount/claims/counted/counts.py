"""What a plain number counts: the phrase behind it, before it, or the one that an earlier number counted."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.counted.idle import allotted, compound, few, more_by, stock, threshold
from crosscount.claims.counted.pairs import beside
from crosscount.claims.counted.subjects import (
    bare_subject,
    behind_noun,
    called,
    dropped_from,
    listed,
    ruling,
    subject_of,
    that_number,
    them,
    told_bare,
)
from crosscount.claims.counted.times import by_times, so_often
from crosscount.claims.sentences.grammar import (
    BARE_CASES,
    NO_CLAIM,
    WEAK,
    Draft,
    agentive,
    alike,
    based,
    leading_phrase,
    nearest,
    nounless,
    opens,
    part_of,
    verb_follows,
)
from crosscount.claims.sentences.reading import STOPS, Phrase, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["count"]


DIFFERENCES = frozenset(("increase", "rise", "fall", "drop", "decrease", "decline", "growth", "jump", "surge"))
NUMBERING = frozenset(("numbered", "totaled", "totalled", "were", "was"))  # "of these cases, defacements numbered 29"
LEVELS = ("infection", "event", "incident", "breach", "defacement", "malware", "host", "site", "page", "ip", "server")
SMALL = 10  # up to which a bare number may tell of anything
CONCERNING = frozenset(("involving", "concerning", "affecting", "targeting"))  # "and 17 involving ransomware"
FOUND_TO_BE = frozenset(
    ("identified", "confirmed", "classified", "verified", "recognised", "recognized", "found", "as", "to", "be")
)
OF_THOSE = ("of those", "of these", "of which", "among which", "of them", "among them", "among these", "among those",
            "其中")  # fmt: skip
WIDER = ("country", "nation", "state", "world")  # "in 12 of the country's 25 regions"


def count(
    reading: Reading,
    number: int,
    phrase: Phrase | None,
    owners: dict[int, Phrase],
    out: list[Draft],
    before: Sequence[Draft],
) -> Draft | None:
    """The draft of a plain number, None where it counts no threat."""
    quantity = reading.quantities[number]
    before_it = lead(reading.tokens, quantity)
    if reading.lower(before_it) in {"by", "了"} and any(m.last == before_it for m in reading.changes):
        return None  # "fell by 1.2 million to 6.8 million", 增加了24个: a difference
    if more_by(reading, quantity):
        return None  # "640 a day, up 90 from last year": a difference
    if reading.lower(before_it) == "of" and reading.lower(before_it - 1) in DIFFERENCES:
        return None  # "an increase of 3.9 million over 2010"
    often = by_times(reading, quantity)
    again = next((each for each in before if each.quantity.value == quantity.value), None)
    if again is not None and phrase is None and reading.words(quantity.first - 2, quantity.first) == "of the":
        return None
    if often is not None:
        return Draft(quantity, ClaimKind.COUNT, often)
    if (
        reading.lower(quantity.last) == "times"
        and out
        and out[-1].phrase is not None
        and out[-1].phrase.sort == "event"
    ):
        return based(quantity, out[-1])  # "3 million times in 2012, against 7 million times in 2013"
    occasions = so_often(reading, quantity, before)
    if occasions is not None:
        return occasions
    if again is not None and quantity.first == 0 and nounless(reading, quantity.last):
        return based(quantity, again)  # "150,000 is a careful estimate"
    if phrase is not None:
        if phrase.sort in NO_CLAIM:
            return None
        if phrase.sort == "botnet" and reading.lower(phrase.last - 1) == "botnet" and quantity.value > 1:
            return None  # "the 911 S5 botnet": a name
        if (few(reading, quantity, phrase) and not dropped_from(reading, quantity)) or compound(reading, phrase):
            return None
        if threshold(reading, phrase, out) or stock(reading, quantity, phrase):
            return None
        bare = reading.lower(phrase.head) in BARE_CASES and not phrase.topics
        whole = nearest(out, before, quantity) if bare else _of_those(reading, quantity, out, before)
        return Draft(quantity, ClaimKind.COUNT, phrase, whole)
    meant = them(reading, quantity, out)
    if meant is not None:
        return meant
    if allotted(reading, quantity):
        return None
    after = reading.lower(quantity.last)
    behind = out[-1] if out and out[-1].quantity.last == quantity.first - 1 else None
    bracketed = (reading.lower(quantity.first - 1), after) == ("(", ")")
    if behind is not None and behind.kind is ClaimKind.SHARE and bracketed:
        return based(quantity, behind)  # "33 percent (2,890) of the addresses"
    if "ones" in (after, reading.lower(quantity.last + 1)):
        return based(quantity, nearest(out, before))
    if after in {"more", "fewer", "less"} and reading.lower(quantity.last + 1) == "than":
        return None  # "1,100 sites, 40 more than in February": a difference
    if after in {"more", "others"} and out:
        return based(quantity, out[-1])  # "seized 39 servers and put 221 more offline"
    level = next((p for p in reading.phrases if p.last == quantity.first - 1 and not p.counted), None)
    at_it = reading.lower(quantity.first - 1) == "at" and nounless(reading, quantity.last)
    if level is not None and level.sort in LEVELS and at_it:
        return Draft(quantity, ClaimKind.COUNT, level)  # "Peru had a level of infections at 31,000"
    if after in {"left", "remaining", "remained", "remain"} and quantity.value >= SMALL:
        return based(quantity, nearest(out, before))  # "of the 900 servers, only 40 remained"
    if after == "of" and out and reading.lower(before_it) in {"including", "among"}:
        return based(quantity, nearest(out, (), quantity))  # "2,311 sites, including 98 of ministries"
    if _place_with(reading, quantity) and out:
        return based(quantity, out[-1])
    shared = None if dropped_from(reading, quantity) else listed(reading, number, owners)
    if shared is not None:
        return None if shared.sort in NO_CLAIM else Draft(quantity, ClaimKind.COUNT, shared)
    bracketed = after == ")" and reading.lower(before_it) == "("
    twice = part_of(reading, quantity.last + bracketed) if after == "," or bracketed else None
    if twice is not None and twice.sort not in NO_CLAIM:  # "the highest number (8,560) of attacks"
        return Draft(quantity, ClaimKind.COUNT, twice, None if bracketed else alike(twice, [*before, *out]))
    if after in {"of", "out"}:
        part = part_of(reading, quantity.last)
        if part is not None:
            whole = alike(part, [*before, *out])
            return None if part.sort in NO_CLAIM else Draft(quantity, ClaimKind.COUNT, part, whole)
        owned_by = {*WIDER} & {*reading.words(quantity.last, quantity.last + 5).split()}
        near_it = range(quantity.last, quantity.last + (6 if owned_by else 3))
        numbered = any(q.first in near_it for q in reading.quantities)
        owned = reading.lower(quantity.last + 1) in {"its", "his", "her", "their", "our"}  # "two of its allies"
        stood = owners.get(id(reading.quantities[number - 1])) if number else None
        if stood is not None and not out and reading.lower(quantity.last + 1) in {"those", "them", "these"}:
            return Draft(quantity, ClaimKind.COUNT, stood)  # "of 900 machines scanned, 300 of those infected"
        whole = _repeated(reading, number, before)
        if whole is not None:
            return based(quantity, whole)  # "30 of the 512"
        if numbered or owned or _uncounted_nearer(reading, number, out):
            return None  # "81 of 236 trusts"
        return based(quantity, nearest(out, before, quantity))
    if out and _kind_named(reading, quantity):
        return based(quantity, out[0])  # "77,600 incidents, of which 8,758 phishing"
    if out and _fared(reading, quantity):
        return based(quantity, nearest(out, (), quantity))
    if out and out[0].base is not None and _another_part(reading, quantity):
        return based(quantity, out[0].base)
    if not nounless(reading, quantity.last):
        return behind_noun(reading, quantity)
    if out and dropped_from(reading, quantity):  # ", up from 2.4 million"
        suffering = [each for each in out if not agentive(reading, each.quantity)]
        return based(quantity, (suffering or out)[-1])
    if out and _same_for(reading, quantity, out[-1]):
        return based(quantity, out[-1].base or out[-1])
    predicate = _predicate(reading, quantity)
    if predicate is not None:
        return Draft(quantity, ClaimKind.COUNT, predicate)
    leading = leading_phrase(reading, quantity)
    named = next((p for p in reading.phrases if p.last == before_it and not p.counted), None)
    named = named if reading.lower(before_it) in NUMBERING else None
    if leading is not None:
        whole = next((d for d in out if d.phrase is leading), alike(leading, before))
        return Draft(quantity, ClaimKind.COUNT, named or leading, whole)
    subject = None if not out and that_number(reading, quantity) else subject_of(reading, quantity)
    if subject is not None:
        kinds = bool(out) and out[0].phrase is not None and out[0].phrase.sort == "incident"
        whole = out[0] if kinds and _categories(reading, out[0].quantity.last, subject.first) else None
        return None if subject.sort in NO_CLAIM else Draft(quantity, ClaimKind.COUNT, subject, whole)
    near = behind_noun(reading, quantity)
    if near is not None:
        return near
    if out:
        return based(quantity, ruling(reading, quantity, out) or nearest(out, (), quantity))
    if beside(reading, quantity) or told_bare(reading, quantity) or that_number(reading, quantity):
        return based(quantity, nearest((), before, quantity))
    if not _uncounted_nearer(reading, number, out) and (called(reading, quantity) or bare_subject(reading, quantity)):
        told_of = [p for p in reading.phrases if reading.lower(p.first - 1) == "for" and p.sort not in NO_CLAIM | WEAK]
        if told_of:
            return Draft(quantity, ClaimKind.COUNT, told_of[-1])  # "For phishing sites, the rate was 26,000"
        return based(quantity, nearest((), before))
    if dropped_from(reading, quantity):  # "That was down from 300,000"
        whole = nearest((), before)
        while whole is not None and whole.paired and whole.base is not None:
            whole = whole.base
        return based(quantity, whole)
    opening = reading.words(0, before_it + 1).rstrip(" ,，:")
    if (
        reading.lower(quantity.first - 1) in {"the", "those", "these"}
        or (opening.endswith(OF_THOSE) and not _uncounted_nearer(reading, number, out))
        or (opens(reading, quantity) and verb_follows(reading, quantity.last))
    ):
        return based(quantity, nearest(out, before, quantity))
    return None


def _another_part(reading: Reading, quantity: Quantity) -> bool:
    """ "Of those, half were harmless but 52 caused a stop": a further part of the same whole, with a verb behind it."""
    verbs = (*reading.consequences, *reading.actives, *reading.plains, *reading.auxiliaries)
    return reading.words(0, 2) in OF_THOSE and any(mark.first == quantity.last for mark in verbs)


def _predicate(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "Among these, 512 were Chilean servers": the noun behind the verb."""
    if reading.lower(quantity.last) not in {"were", "are"}:
        return None
    at = quantity.last + 1
    while reading.lower(at) in FOUND_TO_BE:
        at += 1  # "900 were identified as phishing pages"
    near = range(at, at + 2)
    if reading.lower(quantity.last + 1) in STOPS - {"the"}:
        return None  # "420 were on hosts in Peru"
    kinds = ("server", "host", "ip", "site", "page", "domain")
    return next((p for p in reading.phrases if p.first in near and not p.counted and p.sort in kinds), None)


def _place_with(reading: Reading, quantity: Quantity) -> bool:
    """ "The Netherlands came second with 197": another country's number of the same thing."""
    if reading.lower(lead(reading.tokens, quantity)) != "with" or not nounless(reading, quantity.last):
        return False
    return any(0 < quantity.first - mark.last <= 4 for mark in reading.places)


def _categories(reading: Reading, first: int, last: int) -> bool:
    """Whether kinds of what was counted follow: "5,100 incidents, of which phishing (2,400) …"."""
    between = reading.words(first, last)
    return any(
        words in between for words in ("of which", "including", "among which", "comprising", ":", "其中", "包括")
    )


def _uncounted_nearer(reading: Reading, number: int, out: Sequence[Draft]) -> bool:
    """Whether the number before in the sentence counts no threat, so that "four of them" does not either."""
    places = {q.first for phrase in reading.phrases if phrase.sort in ("country", "time") for q in phrase.counted}
    earlier = [q for q in reading.quantities[:number] if q.kind is ClaimKind.COUNT and q.first not in places]
    return bool(earlier) and all(draft.quantity is not earlier[-1] for draft in out)


def _of_those(reading: Reading, quantity: Quantity, out: Sequence[Draft], before: Sequence[Draft]) -> Draft | None:
    said = reading.words(max(0, quantity.first - 5), quantity.first)
    if reading.lower(lead(reading.tokens, quantity)) == "including":
        return nearest(out, (), quantity)  # "1,023 sites, including 41 government sites"
    return nearest(out, before, quantity) if any(words in said for words in OF_THOSE) else None


def _fared(reading: Reading, quantity: Quantity) -> bool:
    """ "3 million attacks were made, but only 40 proved successful": of those, behind a verb of its own."""
    at, after = lead(reading.tokens, quantity), quantity.last
    word = reading.lower(after)
    verb = word.endswith("ed") or word in CONCERNING
    apart = reading.lower(at) in {"but", "and", "while", "whilst", "whereas", ","}
    own = any(p.first in (after, after + 1) for p in reading.phrases)
    return verb and apart and (not own or word in CONCERNING)


def _same_for(reading: Reading, quantity: Quantity, last: Draft) -> bool:
    """ "Defacement accounted for 1,203 cases and malware for 814": the same word before another kind's number."""
    words = {reading.lower(lead(reading.tokens, each)) for each in (quantity, last.quantity)}
    grew = words == {"to"} and reading.lower(lead(reading.tokens, quantity) - 1) in {"and", ","}
    return words == {"for"} or grew


def _kind_named(reading: Reading, quantity: Quantity) -> bool:
    """Whether nothing but a topic stands between a number and the end of its clause: "8,758 phishing,"."""
    topic = next((mark for mark in reading.topics if mark.first == quantity.last), None)
    behind = reading.tokens[topic.last : topic.last + 1] if topic is not None else []
    return topic is not None and all(token.sort == "mark" or token.lower in {"and", "or"} for token in behind)


def _repeated(reading: Reading, number: int, before: Sequence[Draft]) -> Draft | None:
    """The draft that the number behind "of the" repeats."""
    after = reading.quantities[number + 1 : number + 2]
    if not after or reading.words(reading.quantities[number].last, after[0].first) != "of the":
        return None
    return next((each for each in reversed(before) if each.quantity.value == after[0].value), None)
