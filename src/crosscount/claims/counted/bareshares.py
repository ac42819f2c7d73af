"""Percentages with no noun beside them: "60 percent of attacks were in Ukraine and 30 in Russia"."""

from __future__ import annotations

import re

from crosscount.claims.answers import NO_THREAT, NoThreat
from crosscount.claims.counted.changes import of_no_threat
from crosscount.claims.counted.pairs import beside
from crosscount.claims.counted.percentage import Percentage
from crosscount.claims.sentences.grammar import BARE_CASES, NO_CLAIM, WEAK, Draft, alike, nearest, nounless
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.model.claim import ClaimKind

__all__ = ["BARE_SHARES"]

FOLLOWED = frozenset(("it was followed by", "it is followed by", "this was followed by", "that was followed by"))
SUFFERING = re.compile(r"(?:(?:target|victim)s? (?:of|in)|suffered|faced|hit by|affected by)(?: \w+){0,2}$")
THEIRS = frozenset(("of them", "of these", "of those"))
SETTINGS = frozenset(("according to", "among countries", "among nations", "of countries"))
PARTS = WEAK | {"botnet", "malware"}  # "the largest botnet made up 18 percent of them"


def _of_these(number: Percentage) -> Draft | None:
    """ "Of these, spam relays accounted for 47 percent"."""
    return number.of(None, nearest((), number.earlier)) if number.of_these and not number.here else None


def _again_in(number: Percentage) -> Draft | None:
    """ "60 percent of attacks were in Ukraine and 30 in Russia"."""
    reading, quantity, last = number.reading, number.quantity, number.here[-1] if number.here else None
    if last is None or last.kind is not ClaimKind.SHARE or last.phrase is None:
        return None
    again = reading.lower(quantity.last) in {"in", "from"} and reading.lower(quantity.first - 1) in {"and", ","}
    return number.of(last.phrase, last.base) if again else None


def _followed_by(number: Percentage) -> Draft | None:
    """ "It was followed by Peru with 6 percent"."""
    if number.here or not number.earlier or number.reading.words(0, 4) not in FOLLOWED:
        return None
    return number.of(number.earlier[-1].phrase, number.earlier[-1])


def _of_its_subject(number: Percentage) -> Draft | None:
    """ "900 attacks, US-based servers accounting for 24.3 percent": of servers that were counted before."""
    subject = number.subject() if number.unranked else None
    whole = alike(subject, number.told) if subject is not None else None
    return None if whole is None else number.of(subject, whole)


def _of_its_object(number: Percentage) -> Draft | None:
    """ "Half of them are in Peru, which launched the most attacks at 44 percent": attacks, and not what is half."""
    reading, first = number.reading, number.quantity.first
    if not number.unranked or reading.lower(first - 1) not in {"at", "with"}:
        return None
    between = range(number.unranked[-1].quantity.last, first)
    verbs = {mark.first for mark in (*reading.plains, *reading.actives)}
    for phrase in reading.phrases:
        if phrase.sort == "event" and not phrase.counted and phrase.first in between and phrase.last <= first:
            at = phrase.first - 1
            if at - (reading.lower(at) == "the") in verbs:
                return number.of(phrase, None)
    return None


def _of_what_is_told_here(number: Percentage) -> Draft | None:
    """ "900 attacks came in, 12 percent from Peru": of the last count of the sentence."""
    told = number.unranked
    counts = [each for each in told if each.kind is ClaimKind.COUNT]
    base = (counts or told)[-1] if told else None
    return None if base is None else number.of(base.phrase, base)


def _of_the_first_noun(number: Percentage) -> Draft | None:
    """ "Trojans made up 39 percent", "firms were hit by 18.6 percent of them": the first noun of the sentence."""
    reading, earlier, subject = number.reading, number.earlier, _first_noun(number)
    if subject is None:
        return None
    if earlier and subject.sort in PARTS and reading.words(number.end, number.end + 2) in THEIRS:
        return number.of(None, nearest((), earlier))
    if earlier and reading.lower(subject.last) in {"made", "accounted", "constituted"}:
        return number.of(subject, nearest((), earlier))  # of what was counted
    if earlier and subject.sort == "organisation" and SUFFERING.search(reading.words(0, number.quantity.first)):
        return number.of(None, nearest((), earlier))  # "banks were the target of 37 percent"
    bare = reading.lower(subject.head) in BARE_CASES and not subject.topics
    return None if bare and earlier else number.of(subject, alike(subject, earlier))


def _first_noun(number: Percentage) -> Phrase | None:
    """The first noun before a percentage; the one of which 植入后门的IP地址分布 gives the places."""
    reading, told_by = number.reading, _behind_source(number.reading)
    phrases = (p for p in reading.phrases if told_by <= p.first and p.last <= number.quantity.first)
    left = [phrase for phrase in phrases if phrase.sort not in NO_CLAIM]
    spread = next((phrase for phrase in left if reading.lower(phrase.last) == "分布"), None)
    return spread or next(iter(left), None)


def _behind_source(reading: Reading) -> int:
    """The token behind "According to the ministry," at the head, else 0: who speaks is not what is counted.

    Neither is it what "Among countries to which addresses were traced," speaks of.
    """
    if reading.words(0, 2) not in SETTINGS:
        return 0
    return next((at for at, token in enumerate(reading.tokens) if token.text == ","), 0)


def _of_what_was_told(number: Percentage) -> Draft | NoThreat:
    """ "In Peru it was 12 percent": of what was counted in a sentence before."""
    bare = nounless(number.reading, number.quantity.last)
    kind = number.reading.words(number.quantity.first - 2, number.quantity.first) == "accounted for"
    bare &= kind or not of_no_threat(number.reading, number.quantity)  # "improper usage accounted for 20 percent"
    last = nearest((), number.earlier) if bare else None
    return NO_THREAT if last is None else number.of(last.phrase, last)


def _of_what_was_spoken_of(number: Percentage) -> Draft | None:
    """ "Attacks came from 182 countries. Peru accounted for 41 percent": of attacks that nobody has counted yet."""
    told = number.reading.told
    if told is None or not nounless(number.reading, number.quantity.last):
        return None
    bare = Phrase(told.first, told.last, told.head, told.sort, set(told.topics))
    made = number.reading.words(0, number.quantity.first).endswith(("responsible for", "accounted for", "came with"))
    placed = made and any(mark.last <= number.quantity.first for mark in number.reading.places)
    return number.of(bare, None) if placed or beside(number.reading, number.quantity) else None


BARE_SHARES = (
    _of_these,
    _again_in,
    _followed_by,
    _of_its_subject,
    _of_its_object,
    _of_what_is_told_here,
    _of_the_first_noun,
    _of_what_was_spoken_of,
    _of_what_was_told,
)
