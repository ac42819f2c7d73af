"""What a multiple multiplies: "attacks were 40 times as many"."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.counted.changes import of_no_threat
from crosscount.claims.counted.roles import ORIGIN_SIDE
from crosscount.claims.sentences.grammar import NO_CLAIM, Draft, alike, main, nearest
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.quantities import Quantity
from crosscount.model.claim import ClaimKind

__all__ = ["ratio"]

THIS_FIGURE = frozenset(("this figure", "this number", "this total", "that figure", "that number", "the figure"))
NEAR = 8  # tokens behind a noun, for "three times as many attacks on Peru as in 2011"


def ratio(reading: Reading, quantity: Quantity, out: list[Draft], before: Sequence[Draft]) -> Draft | None:
    """The draft of a multiple, with what was multiplied."""
    kind = ClaimKind.RATIO
    if of_no_threat(reading, quantity):
        return None
    behind = (p for p in reading.phrases if p.first - quantity.last == 1 and not p.counted and p.sort not in NO_CLAIM)
    as_many = next(behind, None) if reading.words(quantity.last, quantity.last + 2) == "as many" else None
    if reading.words(quantity.last - 2, quantity.last) == "as many":  # "half as many attacks as in 2011"
        as_many = next((p for p in reading.phrases if quantity in p.counted and p.sort not in NO_CLAIM), None)
    if as_many is not None and "as" in reading.words(as_many.last, as_many.last + NEAR).split():
        return Draft(quantity, kind, as_many, alike(as_many, [*before, *out]))
    if out:
        between = [p for p in reading.phrases if out[-1].quantity.last <= p.first and p.last <= quantity.first]
        own = next((p for p in between if not p.counted and p.sort not in NO_CLAIM and main(reading, p)), None)
        if own is not None:
            return Draft(quantity, kind, own, alike(own, [*before, *out]))
        return Draft(quantity, kind, out[-1].phrase, out[-1])
    left = [
        p for p in reversed(reading.phrases) if p.last <= quantity.first and p.sort not in NO_CLAIM and not p.counted
    ]
    subject = next((p for p in left if main(reading, p)), left[0] if left else None)
    if subject is not None:
        return Draft(quantity, kind, subject, alike(subject, before))
    mains = [d for d in before if d.role not in ORIGIN_SIDE] if reading.words(0, 2) in THIS_FIGURE else []
    last = nearest(out, mains or before)
    return None if last is None else Draft(quantity, kind, last.phrase, last)
