"""Numbers that say one before them again, or divide it: "4,200 attacks, or 12 percent", "two of the three"."""

from __future__ import annotations

from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.quantities import Quantity, lead

__all__ = ["apposed", "whole_of"]


THE = frozenset(("the", "its", "his", "her", "their", "our"))


def whole_of(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number right before is a part of this one: the three in "two of the three", "half (51%) of three"."""
    at = lead(reading.tokens, quantity)
    at -= reading.lower(at) in THE
    at -= 2 * (reading.words(at - 2, at) == "of the")  # "two of the net's three"
    at -= reading.words(at - 1, at + 1) == ") of"
    return reading.lower(at) in {")", "of"} and any(other.last == at for other in reading.quantities)


def apposed(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number says the same again: "4,200 attacks, or 12 percent, came from …"."""
    at = lead(reading.tokens, quantity)
    behind = any(other.last == quantity.first - 1 for other in reading.quantities)
    if behind and reading.lower(quantity.first - 1) == "(" and reading.lower(quantity.last) == ")":
        return True  # "over 65% (65,493) of all attacks come from Russia"
    return reading.lower(at) == "or" and reading.lower(at - 1) in {",", "("}
