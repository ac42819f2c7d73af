"""Text to instants: digits at fixed places, the calendar, and ISO 8601, a column at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns

__all__ = ["DAY", "SECOND", "Ints", "Reader", "civil", "digits_at", "iso"]

Ints = npt.NDArray[np.int64]

SECOND = 1_000_000
DAY = 86_400 * SECOND
_ZONE = re.compile(rb"(?:Z|[+-][0-9]{2}:?[0-9]{2})?\Z")
_TAIL = r"^(?:[.,](?P<fraction>[0-9]{1,12}))? ?(?P<zone>Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?$"


def iso(values: pa.Array) -> tuple[Ints, columns.Mask, columns.Mask, columns.Mask]:
    """Microseconds (as if UTC where no zone is named), and whether it is a time, names a zone, is a bare date."""
    return _uniform(values) or _any(values)


def _uniform(values: pa.Array) -> tuple[Ints, columns.Mask, columns.Mask, columns.Mask] | None:
    """The same by Arrow, which is faster, for times that are all as long and end in the same zone; else None."""
    size = columns.lengths(values)
    given = columns.present(values)
    if not given.any():
        return None
    length = int(size[given][0])
    if length < 19 or not (size[given] == length).all():
        return None
    data, starts = columns.binary(values)
    first = starts[:-1][given]
    text = data[first[0] : first[0] + length].tobytes()
    zone = _ZONE.search(text)
    if zone is None or _offset(zone.group().decode()) is None:
        return None
    for place in range(zone.start(), length):
        if not (data[first + place] == text[place]).all():
            return None
    kind = pa.timestamp("us", "UTC") if zone.group() else pa.timestamp("us")
    try:
        micros = columns.as_text(values).cast(kind).cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    named, never = np.full(len(values), bool(zone.group())), np.zeros(len(values), np.bool_)
    return micros, given, named & given, never


def _any(values: pa.Array) -> tuple[Ints, columns.Mask, columns.Mask, columns.Mask]:
    data, starts = columns.binary(values)
    size = columns.lengths(values)
    start = starts[:-1]
    bare, clock, full = size == 10, size >= 16, size >= 19
    (year, month, dd), good = digits_at(data, start, bare | clock, [(0, 4), (5, 2), (8, 2)])
    at = Reader(data, start, bare | clock)
    good &= (at(4) == at(7)) & ((at(4) == 45) | (at(4) == 47))
    (hour, minute), timed = digits_at(data, start, clock, [(11, 2), (14, 2)])
    at = Reader(data, start, clock)
    timed &= ((at(10) == 32) | (at(10) == 84) | (at(10) == 116)) & (at(13) == 58)
    full &= Reader(data, start, full)(16) == 58
    (second,), exact = digits_at(data, start, full, [(17, 2)])
    good &= bare | timed
    good &= ~full | exact
    days, real = civil(year, month, dd)
    good &= real & (hour < 24) & (minute < 60) & (second < 60)
    micros = days * DAY + (hour * 3600 + minute * 60 + second) * SECOND
    named = np.zeros(len(values), np.bool_)
    length = np.where(full, 19, 16)
    rows = np.flatnonzero(good & ~bare & (size > length))
    if rows.size:
        rest, fits, zoned = _tail(values.take(pa.array(rows)), length[rows])
        fits &= full[rows] | zoned | (rest == 0)
        micros[rows] += rest
        good[rows] &= fits
        named[rows] = zoned
    return micros, good, named, bare


def _tail(values: pa.Array, length: Ints) -> tuple[Ints, columns.Mask, columns.Mask]:
    """Fraction and zone after the seconds: microseconds to add, whether they fit, whether a zone is named."""
    data, starts = columns.binary(values)
    first, end = starts[:-1] + length, starts[1:]
    tails = pa.array([data[a:b].tobytes() for a, b in zip(first.tolist(), end.tolist(), strict=True)], pa.binary())
    encoded = tails.dictionary_encode()
    fitting = pc.match_substring_regex(encoded.dictionary, _TAIL)
    safe = pc.if_else(fitting, encoded.dictionary, pa.scalar(None, pa.binary()))
    found = pc.extract_regex(columns.as_text(safe), _TAIL)
    fractions, zones = found.field(0).to_pylist(), found.field(1).to_pylist()
    known = columns.present(safe)
    added = np.zeros(len(known), np.int64)
    fits = known.copy()
    zoned = np.zeros(len(known), np.bool_)
    for row in np.flatnonzero(known):
        fraction, zone = fractions[row], zones[row]
        seconds = _offset(zone)
        fits[row] = seconds is not None
        added[row] = int((fraction or "0")[:6].ljust(6, "0")) - (seconds or 0) * SECOND
        zoned[row] = bool(zone)
    spread = encoded.indices.to_numpy(zero_copy_only=False)
    return added[spread], fits[spread], zoned[spread]


def _offset(zone: str | None) -> int | None:
    if not zone or zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        return None
    return (-1 if zone[0] == "-" else 1) * (hours * 60 + minutes) * 60


def digits_at(
    data: npt.NDArray[np.uint8], start: Ints, fits: columns.Mask, parts: Sequence[tuple[int, int]]
) -> tuple[list[Ints], columns.Mask]:
    """Numbers at fixed places of each value that `fits`, and whether all their characters are digits."""
    at = Reader(data, start, fits)
    good = fits.copy()
    numbers = []
    for first, width in parts:
        number = np.zeros(len(start), np.int64)
        for position in range(first, first + width):
            digit = at(position) - 48
            good &= (digit >= 0) & (digit <= 9)
            number = number * 10 + digit
        numbers.append(np.where(good, number, 0))
    return numbers, good


class Reader:
    """The character at a place of each value; values that do not fit give 0."""

    def __init__(self, data: npt.NDArray[np.uint8], start: Ints, fits: columns.Mask) -> None:
        self.data = data if data.size else np.zeros(1, np.uint8)
        self.start, self.fits = start, fits

    def __call__(self, position: int) -> Ints:
        place = np.minimum(np.where(self.fits, self.start + position, 0), self.data.size - 1)
        return np.where(self.fits, self.data[place], 0).astype(np.int64)


def civil(year: Ints, month: Ints, day_of_month: Ints) -> tuple[Ints, columns.Mask]:
    """Days since 1970-01-01 of dates of the Gregorian calendar, and whether such a day exists."""
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day_of_month >= 1)
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day_of_month <= following - first
    return first + np.where(good, day_of_month, 1) - 1, good
