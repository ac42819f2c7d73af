"""What a plain number counts: the phrase behind it, before it, or the one that an earlier number counted."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.answers import NO_THREAT, first_answer
from crosscount.claims.counted.bare import BARE
from crosscount.claims.counted.elliptic import ELLIPTIC, gapped
from crosscount.claims.counted.idle import compound, few, more_by, stock, threshold
from crosscount.claims.counted.partof import OF_THOSE, PARTS
from crosscount.claims.counted.plain import PlainNumber, Said
from crosscount.claims.counted.subjects import dropped_from
from crosscount.claims.counted.times import by_times, so_often
from crosscount.claims.sentences.grammar import BARE_CASES, NO_CLAIM, Draft, nearest
from crosscount.claims.sentences.reading import Phrase, Reading

__all__ = ["count"]

TOPPING = frozenset(("topped", "tops", "led", "leads", "first", "headed"))
NEAR = 4  # tokens between "topped" and a number
DIFFERENCES = frozenset(("increase", "rise", "fall", "drop", "decrease", "decline", "growth", "jump", "surge"))


def count(
    reading: Reading,
    place: int,
    noun: Phrase | None,
    owners: dict[int, Phrase],
    here: Sequence[Draft],
    earlier: Sequence[Draft],
) -> Draft | None:
    """The draft of a plain number, None where it counts no threat."""
    return first_answer(RULES, PlainNumber(reading, place, noun, owners, here, earlier))


def _changed_by(number: PlainNumber) -> Said:
    """ "Fell by 1.2 million to 6.8 million", 增加了24个: a difference."""
    by = number.lead_word in {"by", "了"} and any(mark.last == number.lead for mark in number.reading.changes)
    return NO_THREAT if by else None


def _up_from(number: PlainNumber) -> Said:
    """ "640 a day, up 90 from last year": a difference."""
    return NO_THREAT if more_by(number.reading, number.quantity) else None


def _increase_of(number: PlainNumber) -> Said:
    """ "An increase of 3.9 million over 2010"."""
    named = number.lead_word == "of" and number.reading.lower(number.lead - 1) in DIFFERENCES
    return NO_THREAT if named else None


def _said_before(number: PlainNumber) -> Draft | None:
    """The same number, in a sentence before."""
    return next((each for each in number.earlier if each.quantity.value == number.quantity.value), None)


def _of_the_same(number: PlainNumber) -> Said:
    """ "30 of the 512": the 512 that were counted before."""
    first = number.quantity.first
    part = number.noun is None and number.reading.words(first - 2, first) == "of the"
    return NO_THREAT if part and _said_before(number) is not None else None


def _so_many_times(number: PlainNumber) -> Said:
    """ "The network was attacked 20 million times": attacks."""
    attacks = by_times(number.reading, number.quantity)
    return None if attacks is None else number.of(attacks)


def _times_again(number: PlainNumber) -> Said:
    """ "3 million times in 2012, against 7 million times in 2013"."""
    last = number.here[-1] if number.here and number.word_after == "times" else None
    return number.like(last) if last is not None and last.phrase is not None and last.phrase.sort == "event" else None


def _reached_times(number: PlainNumber) -> Said:
    """ "The number reached 900 times": of attacks named before."""
    return so_often(number.reading, number.quantity, number.earlier)


def _repeated_at_head(number: PlainNumber) -> Said:
    """ "150,000 is a careful estimate"."""
    again = _said_before(number)
    return number.like(again) if again is not None and number.quantity.first == 0 and number.nounless else None


def _own_noun(number: PlainNumber) -> Said:
    """ "900 hosts": the phrase that it stands in."""
    noun = number.noun
    if noun is None:
        return None
    if noun.sort in NO_CLAIM or _named_botnet(number, noun) or _no_figure(number, noun):
        return NO_THREAT
    return number.of(noun, _whole(number, noun))


def _named_botnet(number: PlainNumber, noun: Phrase) -> bool:
    """ "The 911 S5 botnet": a name."""
    return noun.sort == "botnet" and number.reading.lower(noun.last - 1) == "botnet" and number.quantity.value > 1


def _no_figure(number: PlainNumber, noun: Phrase) -> bool:
    """ "Two ministry websites", "100 phone lines", "above 10 Gbps", "scanned 2.6 million machines"."""
    reading, quantity = number.reading, number.quantity
    if few(reading, quantity, noun) and not dropped_from(reading, quantity):
        return True
    return compound(reading, noun) or threshold(reading, noun, number.here) or stock(reading, quantity, noun)


def _whole(number: PlainNumber, noun: Phrase) -> Draft | None:
    """What a number is a part of: "1,023 sites, including 41 government sites", "of these, 12 servers", "300 cases"."""
    before = number.reading.words(max(0, number.quantity.first - 5), number.quantity.first)
    if number.lead_word == "including" and not _just_cases(number, noun):
        return nearest(number.here, (), number.quantity)
    of_those = any(words in before for words in OF_THOSE) or _leads_with(number, noun)
    return nearest(number.here, number.earlier, number.quantity) if of_those or _just_cases(number, noun) else None


def _leads_with(number: PlainNumber, noun: Phrase) -> bool:
    """ "Peru topped the list with 390 attacks": of those that a sentence before counted."""
    words = {*number.reading.words(number.lead - NEAR, number.lead + 1).split()}
    heads = any(mark.first <= 1 and mark.last <= number.lead for mark in number.reading.places)
    bare = noun.sort == "event" and not (noun.places or noun.from_places or noun.to_places or number.here)
    return bare and heads and "with" in words and bool(words & TOPPING)


def _just_cases(number: PlainNumber, noun: Phrase) -> bool:
    """ "300 cases": a noun that does not say of what."""
    return number.reading.lower(noun.head) in BARE_CASES and not noun.topics


RULES = (
    _changed_by,
    _up_from,
    _increase_of,
    _of_the_same,
    _so_many_times,
    _times_again,
    _reached_times,
    _repeated_at_head,
    gapped,
    _own_noun,
    *ELLIPTIC,
    *PARTS,
    *BARE,
)
