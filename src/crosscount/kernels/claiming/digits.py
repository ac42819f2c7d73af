"""What goes wrong when a number is copied: one digit, two exchanged, a factor of ten."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["rounds_to", "significant", "variant"]

FEW = 2  # digits; "60" for "63" is rounding


def significant(value: Decimal) -> str:
    """The digits from the first that is not 0 to the last: "118" of 1,180,000."""
    return "".join(map(str, abs(value).normalize().as_tuple().digits))


def rounds_to(fine: Decimal, coarse: Decimal, place: Decimal) -> bool:
    """Whether `coarse`, written to units of `place`, is what `fine` is rounded or cut to."""
    return abs(fine - coarse) < place and (coarse / place) == (coarse / place).to_integral_value()


def variant(one: Decimal, other: Decimal) -> bool:
    """Whether one number is the other with a digit wrong, added or lost, digits exchanged, or times ten, a hundred …"""
    left, right = significant(one), significant(other)
    if left == right:
        return one != other
    if one.adjusted() == other.adjusted():
        longest = max(len(left), len(right))
        left, right = left.ljust(longest, "0"), right.ljust(longest, "0")
        wrong = [at for at in range(longest) if left[at] != right[at]]
        return longest > 1 and (len(wrong) == 1 or sorted(left) == sorted(right))
    longer, shorter = sorted((left, right), key=len, reverse=True)
    lost = any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    return len(shorter) > FEW and len(longer) == len(shorter) + 1 and lost
