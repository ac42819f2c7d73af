"""The numbers that a quantity, as written, allows.

A bare number stands for whatever rounds to it: "1.18 million" for [1.175 million, 1.185 million), "14,000" for
[13,500, 14,500), "2,077" for itself. Words such as "nearly" move or widen that. The rules are ours, and published in
docs/explanation/claims.md; recomputing with intervals instead of numbers follows statcheck (Nuijten et al. 2016,
doi 10.3758/s13428-015-0664-2).
"""

from __future__ import annotations

from decimal import Decimal

from crosscount.model.claim import ClaimKind, Interval, Modifier

__all__ = ["divided", "implied", "last_place", "near", "number_interval"]

ABOUT = Decimal("0.05")  # "about" allows one unit of the last digit, or 5 per cent where that is more
ROUNDED = Decimal("0.25")  # … of one digit, no more than this part of it: "about 1,000" is not said of 50
OVER = Decimal("0.10")  # "more than 2 million" is not said of 3 million
WORDED = Decimal("0.10")  # "a third" is said of 30 to 36.7 per cent
TIMES = Decimal("0.05")  # "doubled" is said of 1.9 to 2.1
SMALL = 20  # whole numbers below this are counted out, also those that end in 0
HUNDRED = Decimal(100)


def last_place(digits: str, scale: Decimal = Decimal(1)) -> Decimal:
    """The value of one unit of the last digit that is not a trailing zero: 1.18 million → 10,000; 2,077 → 1.

    `digits` holds digits and at most one point.
    """
    whole, point, fraction = digits.partition(".")
    if point and fraction:
        return scale.scaleb(-len(fraction))
    stripped = whole.rstrip("0")
    if scale > 1 or not stripped:
        return scale
    return Decimal(10) ** (len(whole) - len(stripped))


def implied(
    value: Decimal,
    place: Decimal,
    modifier: Modifier,
    kind: ClaimKind = ClaimKind.COUNT,
    *,
    upper: Decimal | None = None,
    worded: bool = False,
) -> Interval:
    """What the quantity allows. `place`: see last_place; `worded`: said in words ("a third", "doubled")."""
    if modifier is Modifier.RANGE:
        return Interval(value, value if upper is None else upper)
    if modifier is Modifier.MORE_THAN:
        open_ended = kind is not ClaimKind.SHARE
        return Interval(value, None if open_ended else max(HUNDRED, value), low_open=not open_ended)
    if modifier is Modifier.UP_TO:
        return Interval(Decimal(0), value)
    if modifier is Modifier.LESS_THAN:
        return Interval(Decimal(0), value, high_open=True)
    width = max(place / 2, min(place, abs(value) * ROUNDED), abs(value) * ABOUT)
    if modifier is Modifier.ABOUT:
        return Interval(value - width, value + width)
    if modifier is Modifier.NEARLY:
        share = abs(value) * WORDED if worded else width
        return Interval(value - share, value, high_open=True) if value >= 0 else Interval(value, value + share, True)
    if worded:
        part = abs(value) * (TIMES if kind is ClaimKind.RATIO else WORDED)
        return Interval(value - part, value + part)
    counted_out = kind is ClaimKind.RANK or (kind is ClaimKind.COUNT and value < SMALL)
    if counted_out or (place == 1 and kind is ClaimKind.COUNT):
        return Interval(value, value)
    return Interval(value - place / 2, value + place / 2, high_open=True)


def near(interval: Interval, modifier: Modifier, place: Decimal) -> Interval:
    """The part of the interval that a writer would have called by that number: bounded also for "more than"."""
    if modifier is Modifier.MORE_THAN and interval.high is None and interval.low is not None:
        return Interval(interval.low, interval.low + max(place, interval.low * OVER), interval.low_open, True)
    if modifier in (Modifier.UP_TO, Modifier.LESS_THAN) and interval.high is not None:
        return Interval(interval.high - max(place, interval.high * OVER), interval.high, False, interval.high_open)
    return interval


def number_interval(value: int) -> Interval:
    """A counted number: itself and nothing else."""
    return Interval(Decimal(value), Decimal(value))


def divided(above: Interval, below: Interval) -> Interval | None:
    """Every quotient of a number of `above` by one of `below`; None where that is without bounds."""
    if above.low is None or above.high is None or below.low is None or below.high is None or below.low <= 0:
        return None
    return Interval(above.low / below.high, above.high / below.low)
