"""Numbers whose noun is left out, where a word beside them stands for it: "221 more", "ones", "only 40 remained"."""

from __future__ import annotations

from crosscount.claims.answers import NO_THREAT
from crosscount.claims.counted.idle import allotted
from crosscount.claims.counted.plain import PlainNumber, Said
from crosscount.claims.counted.subjects import dropped_from, listed, them
from crosscount.claims.sentences.grammar import NO_CLAIM, WEAK, Draft, alike, nearest, of_another, part_of, verb_follows
from crosscount.claims.sentences.reading import Phrase
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import ClaimKind

__all__ = ["ELLIPTIC", "SMALL", "gapped"]

LEVELS = ("infection", "event", "incident", "breach", "defacement", "malware", "host", "site", "page", "ip", "server")
STRIKING = frozenset(
    ("concerned", "hit", "affected", "targeted", "involved", "struck", "were", "concerning", "affecting", "targeting",
     "involving", "related")
)  # fmt: skip
NUMBERED = frozenset(("numbered", "totaled", "totalled", "reached"))
CAME_TO = NUMBERED | {"to", "was", "were", "at", "hit"}
OPENING = frozenset(("", ",", ";", "and", "but", '"'))
SMALL = 10  # up to which a bare number may tell of anything


def _of_them(number: PlainNumber) -> Said:
    """ "2,016 addresses put backdoors in 900 of them": of the sites."""
    return them(number.reading, number.quantity, number.here)


def _allotted(number: PlainNumber) -> Said:
    """ "The addresses allotted to Peru (approx. 13 million)": what there is."""
    return NO_THREAT if allotted(number.reading, number.quantity) else None


def _share_in_numbers(number: PlainNumber) -> Said:
    """ "33 percent (2,890) of the addresses"."""
    last = number.here[-1] if number.here else None
    if last is None or last.kind is not ClaimKind.SHARE or last.quantity.last != number.quantity.first - 1:
        return None
    return number.like(last) if (number.word_before, number.word_after) == ("(", ")") else None


def gapped(number: PlainNumber) -> Said:
    """ "Of them, 347 concerned ministries, 276 local authorities and 127 companies": the verb of the first for all."""
    reading, last = number.reading, number.here[-1] if number.here else None
    if last is None or last.base is None or last.kind is not ClaimKind.COUNT:
        return None
    first = next((d for d in number.here if d.base is last.base and reading.lower(d.quantity.last) in STRIKING), None)
    at = number.lead
    listed = reading.lower(at) == "," or (reading.lower(at) == "and" and reading.lower(at - 1) != ",")
    other = number.noun is not None and number.noun.sort not in WEAK
    bare = number.noun is None and number.nounless and number.word_after != "the"
    if first is None or not listed or other or bare:
        return None
    between = range(first.quantity.last + 1, number.quantity.first)
    return None if any(verb_follows(reading, n) for n in between) else number.like(last.base)


def _ones(number: PlainNumber) -> Said:
    """ "And 40 new ones"."""
    named = "ones" in (number.word_after, number.second_after)
    return number.like(nearest(number.here, number.earlier)) if named else None


def _more_than_before(number: PlainNumber) -> Said:
    """ "1,100 sites, 40 more than in February": a difference."""
    compared = number.word_after in {"more", "fewer", "less"} and number.second_after == "than"
    return NO_THREAT if compared else None


def _more_of_them(number: PlainNumber) -> Said:
    """ "Seized 39 servers and put 221 more offline"."""
    return number.like(number.here[-1]) if number.here and number.word_after in {"more", "others"} else None


def _level_at(number: PlainNumber) -> Said:
    """ "Peru had a level of infections at 31,000"."""
    if number.word_before != "at" or not number.nounless:
        return None
    before = (p for p in number.reading.phrases if p.last == number.quantity.first - 1 and not p.counted)
    level = next(before, None)
    return number.of(level) if level is not None and level.sort in LEVELS else None


def _of_the_number(number: PlainNumber) -> Said:
    """ "Of the 429, 18 were grave": of those that were 429."""
    whole = number.reading.quantities[number.place - 1] if number.place else None
    if whole is None or not number.nounless or number.reading.words(whole.last, number.lead + 1) != ",":
        return None
    opens = lead(number.reading.tokens, whole) - 1
    if number.reading.words(opens, opens + 2) != "of the" or number.reading.lower(opens - 1) not in OPENING:
        return None
    return number.like(next((each for each in reversed(number.told) if each.quantity.value == whole.value), None))


def _those_numbered(number: PlainNumber) -> Said:
    """ "Those from Peru numbered 390", "they totalled 90": of what was counted before."""
    at = number.lead - 1
    if number.lead_word not in NUMBERED or not number.nounless:
        return None
    placed = next((mark for mark in number.reading.places if mark.last == at + 1), None)
    at = placed.first - 1 - (number.reading.lower(placed.first - 1) in {"from", "in", "on"}) if placed else at
    return number.like_nearest() if number.reading.lower(at) in {"those", "they", "these"} else None


def _left_over(number: PlainNumber) -> Said:
    """ "Of the 900 servers, only 40 remained"."""
    remain = number.word_after in {"left", "remaining", "remained", "remain"} and number.quantity.value >= SMALL
    return number.like(nearest(number.here, number.earlier)) if remain else None


def _including_some_of(number: PlainNumber) -> Said:
    """ "2,311 sites, including 98 of ministries"."""
    some = number.word_after == "of" and number.lead_word in {"including", "among"}
    return number.like(nearest(number.here, (), number.quantity)) if some and number.here else None


def _next_country(number: PlainNumber) -> Said:
    """ "The Netherlands came second with 197": another country's number of the same thing."""
    if not number.here or number.lead_word != "with" or not number.nounless:
        return None
    placed = any(0 < number.quantity.first - mark.last <= 4 for mark in number.reading.places)
    return number.like(number.here[-1]) if placed else None


def _noun_of_the_list(number: PlainNumber) -> Said:
    """ "13,301, 22,060 and 16,035 incidents"."""
    if dropped_from(number.reading, number.quantity):
        return None
    noun = listed(number.reading, number.place, number.owners)
    if noun is not None and noun.sort in NO_CLAIM and number.lead_word in CAME_TO:
        return None  # "hacking cases came to 2,888, and 26,000 people were arrested"
    return None if noun is None else number.of_threat(noun)


def _half_of(number: PlainNumber) -> Said:
    """ "320, or half, of the attacks"."""
    part = part_of(number.reading, number.quantity.last) if number.word_after == "," else None
    if part is None or part.sort in NO_CLAIM:
        return None
    return number.of(part, _worth(number, part) or alike(part, number.told))


def _worth(number: PlainNumber, part: Phrase) -> Draft | None:
    """ "320, or 40 percent, of the attacks": of the 800 that this is 40 percent of."""
    share = next((q for q in number.reading.quantities if q.first > number.quantity.first), None)
    if share is None or share.kind is not ClaimKind.SHARE:
        return None
    same = (d for d in reversed(number.told) if d.kind is ClaimKind.COUNT and d.phrase is not None)
    same = (d for d in same if d.phrase is not None and d.phrase.sort == part.sort and d.quantity.value)
    percent = ((d, number.quantity.value * 100 / d.quantity.value) for d in same)
    return next((d for d, reckoned in percent if abs(reckoned - share.value) < share.place), None)


def _that_of(number: PlainNumber) -> Said:
    """ "The number of attacks reached 900 and that of infected hosts 400"."""
    here = (p for p in number.reading.phrases if number.lead + 1 in (p.last, p.after) and not p.counted)
    thing = next((p for p in here if of_another(number.reading, p.first - 1)), None)
    return None if thing is None else number.of_threat(thing)


def _number_of(number: PlainNumber) -> Said:
    """ "The highest number (8,560) of attacks"."""
    bracketed = number.word_after == ")" and number.lead_word == "("
    part = part_of(number.reading, number.quantity.last + 1) if bracketed else None
    return None if part is None or part.sort in NO_CLAIM else number.of(part)


ELLIPTIC = (
    _of_them,
    _allotted,
    _share_in_numbers,
    _ones,
    _more_than_before,
    _more_of_them,
    _level_at,
    _of_the_number,
    _those_numbered,
    _left_over,
    _including_some_of,
    _next_country,
    _noun_of_the_list,
    _half_of,
    _that_of,
    _number_of,
)
