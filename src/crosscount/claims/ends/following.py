"""What a number takes over from the one before it in a sentence: "from 9 to 4 percent", "56 percent, or 303,000"."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.counted.restated import apposed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import LOOSELY, UP_TO, Reading
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["consequence", "next_origin", "parallel", "ranged"]

AGAIN = 3  # tokens between two numbers that say the same: "by a third (32%)"
CHANGING = frozenset(
    ("increase", "decrease", "rise", "fall", "drop", "jump", "growth", "decline", "surge", "improvement")
)
REACHING = frozenset(("reaching", "hitting", "topping", "totalling", "totaling"))


def ranged(reading: Reading, draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The number before, of "fell from 9 percent in May to 4 percent"."""
    last = before[-1] if before else None
    if last is None or last.role != draft.role:
        return None
    at = reading.back(draft.quantity.first - 1, LOOSELY | {"up", "approximately", "just"})
    first = reading.back(last.quantity.first - 1, UP_TO)
    if draft.kind is ClaimKind.CHANGE:
        again = last.kind in (ClaimKind.CHANGE, ClaimKind.RATIO) and draft.quantity.first - last.quantity.last <= AGAIN
        return last if last.paired or again else None  # "Peru had 800, up 32 percent"
    changed = last.kind is ClaimKind.CHANGE and reading.lower(at) == "to"  # "saw a rise of 14 percent to 520"
    reached = last.kind is draft.kind and reading.lower(at) in REACHING
    ranged = last.kind is draft.kind and reading.lower(at) == "to" and reading.lower(first) == "from"
    return last if changed or reached or ranged else None


def consequence(reading: Reading, draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The draft just before in the sentence, where "leading to" or the like stands between."""
    if not before:
        return None
    last = before[-1]
    joint = reading.words(last.quantity.last, draft.quantity.first)
    if last.kind is ClaimKind.SHARE and joint in {", or", "or", "(", "with"}:
        return last  # "56 percent, or 303,000 infected machines"
    if last.kind is ClaimKind.CHANGE and last.role == draft.role and ", with" in joint:
        return last  # "attacks on Peru rose by 20 percent, with an average of 900 a week"
    if last.kind is ClaimKind.COUNT and draft.kind is ClaimKind.SHARE and apposed(reading, draft.quantity):
        return last  # "hackers made 310 attacks on Peru, or 62 percent of the total"
    between = range(last.quantity.last, draft.quantity.first)
    at = reading.back(draft.quantity.first - 1, UP_TO)
    against = reading.words(at, at + 2) if reading.lower(at) == "compared" else reading.words(at - 1, at + 1)
    grown = reading.lower(at) == "from" and reading.lower(at - 1) in CHANGING
    if grown or against in {"compared with", "compared to", "up from", "down from"}:
        return next((each for each in reversed(before) if each.role == draft.role), None)
    return last if any(mark.first in between for mark in reading.consequences) else None


def parallel(reading: Reading, draft: Draft, before: Sequence[Draft]) -> bool:
    """Whether a share and its place repeat the share before, which said where attacks come from."""
    last = before[-1] if before else None
    if last is None or last.kind is not draft.kind or last.origin is None or draft.kind is not ClaimKind.SHARE:
        return False
    if draft.quantity.last + 1 in reading.dated:
        return False  # "down from 26 percent in 2007"
    return reading.lower(draft.quantity.last) == "in" and reading.lower(last.quantity.last) != "in"


def next_origin(reading: Reading, draft: Draft, before: Sequence[Draft]) -> list[str]:
    """ "Those that began in Kenya numbered 700 (40%), followed by 300 (17%) in Ghana": where more of the same began."""
    row = draft.base or (before[-1] if before else None)
    at = draft.quantity.last
    bracket = next((q for q in reading.quantities if q.first == at + 1 and reading.lower(at) == "("), None)
    at = bracket.last if bracket is not None else at
    at += reading.lower(at) == ")"
    at += 1 + (reading.lower(at + 1) == "the")
    alone = row is not None and row.phrase is draft.phrase and row.origin and row.target in (None, WORLD)
    if not alone or reading.lower(at - 1 - (reading.lower(at - 1) == "the")) != "in":
        return []
    return [mark.value for mark in reading.places if mark.first == at]
