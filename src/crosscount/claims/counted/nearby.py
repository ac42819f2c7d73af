"""The places before and behind a number that no phrase of its own holds: "12 percent came from Germany"."""

from __future__ import annotations

from collections.abc import Collection

from crosscount.claims.counted.ahead import organisations, subject
from crosscount.claims.counted.behind import places_behind
from crosscount.claims.counted.pairs import beside
from crosscount.claims.counted.restated import apposed, whole_of
from crosscount.claims.counted.roles import EVENTS
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["names_place", "near"]


def near(reading: Reading, draft: Draft, besides: Collection[Phrase]) -> tuple[list[str], list[str], list[str]]:
    """Origins, where it is, and the subject: places behind the number up to the next one, else before it.

    `besides`: phrases whose places are their own.
    """
    if whole_of(reading, draft.quantity):
        return [], [], []  # "two of the three servers are in France"
    behind = range(0) if _one_by_one(reading, draft) else _up_to_the_next(reading, draft)
    came, there = places_behind(reading, draft, behind, besides)
    if came or there or (draft.base is None and draft.kind is not ClaimKind.SHARE):
        return came, there, []
    ahead = subject(reading, draft)
    if ahead == [WORLD] and draft.role in EVENTS:
        return [], ahead, []
    return [], organisations(reading, draft), ahead


def _one_by_one(reading: Reading, draft: Draft) -> bool:
    """ "Those in Peru had 900 and those in Chile 700": whether this number and the next stand behind their places."""
    if draft.phrase is not None and draft.quantity in draft.phrase.counted:
        return False
    following = next((each for each in reading.quantities if each.first >= draft.quantity.last), None)
    if following is None or "from" in reading.words(draft.quantity.last, following.first).split():
        return False
    return bool(beside(reading, draft.quantity) and beside(reading, following))


def _up_to_the_next(reading: Reading, draft: Draft) -> range:
    """The tokens between a number and the next one that is another's."""
    begin = draft.quantity.last
    following = (q for q in reading.quantities if q.first >= begin)
    others = (q for q in following if not (apposed(reading, q) or whole_of(reading, q)))
    stop = next((quantity.first for quantity in others), len(reading.tokens))
    if draft.kind is ClaimKind.RATIO:  # "nine times more than those of Peru": what is compared with is elsewhere
        stop = next((at for at in range(begin + 1, stop) if reading.lower(at) in {"than", "as"}), stop)
    return range(begin, stop)


def names_place(reading: Reading, phrase: Phrase | None) -> bool:
    """Whether a phrase names a place itself: "Japanese users"."""
    if phrase is None:
        return False
    across = phrase.last + 1 if reading.lower(phrase.last) in {"across", "throughout"} else phrase.last
    return any(phrase.first <= mark.first < across + (across > phrase.last) for mark in reading.places)
