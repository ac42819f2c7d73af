"""Rules for times: text or numbers become microseconds UTC.

A time outside 1990 to 2100 is a fault: it is a clock that was never set, or another unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels import columns
from crosscount.model.source import Column, Field, FileContext, Reason
from crosscount.model.tables import TIME

__all__ = ["clf_time", "day", "epoch_seconds", "iso_time"]

Ints = npt.NDArray[np.int64]

SECOND = 1_000_000
DAY = 86_400 * SECOND
EARLIEST = int(np.datetime64("1990-01-01", "us").astype(np.int64))
LATEST = int(np.datetime64("2101-01-01", "us").astype(np.int64))  # exclusive
_MONTHS = {name.encode(): number for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)}
_NUMBER = np.zeros(256, np.bool_)
_NUMBER[[*b"0123456789."]] = True
_TAIL = r"^(?:[.,](?P<fraction>[0-9]{1,12}))? ?(?P<zone>Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?$"


def epoch_seconds(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """Decimal seconds since 1970-01-01 UTC, as text or number, exact to the microsecond."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        index = batch.schema.get_field_index(column)
        if index >= 0 and pa.types.is_floating(batch.column(index).type):
            seconds, wrong = batch.column(index), None
        else:
            values = columns.raw(batch, column, absent)
            wrong = _not_decimal(values)
            seconds = columns.as_text(columns.nulls(values, wrong)).cast(pa.float64())
        number = np.nan_to_num(seconds.fill_null(0.0).to_numpy(zero_copy_only=False), nan=-1.0, posinf=-1.0, neginf=-1.0)
        # A double holds seconds of 1990..2100 to within a quarter microsecond, so rounding gives back all six digits.
        micros = np.rint(np.clip(number, -1.0, 1e11) * SECOND).astype(np.int64)
        given = columns.present(seconds)
        return _column(micros, given, wrong)

    return Field(rule, Reason.BAD_TIME, "decimal seconds since 1970, in 1990 to 2100", column, required)


def iso_time(
    column: str, zone: str = "UTC", *, end_of_day: bool = False, absent: Sequence[str] = (), required: bool = False
) -> Field:
    """ISO 8601 and its relatives: `2014-03-19`, `2014/03/19 08:00`, `2014-03-19T08:00:00.5+08:00`, `… 08:00:00 UTC`.

    `zone` holds for text that names none. With `end_of_day` a bare date means its last microsecond.
    """
    hours = ZoneInfo(zone)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column, absent)
        given = columns.present(values)
        micros, good, named, bare = _iso(values)
        if end_of_day:
            micros = np.where(bare, micros + DAY - 1, micros)
        if zone != "UTC":
            micros = np.where(named, micros, _to_utc(micros, good & ~named, hours))
        return _column(micros, given, given & ~good)

    return Field(rule, Reason.BAD_TIME, "an ISO 8601 date or time, in 1990 to 2100", column, required)


def day(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A date, `2014-03-19`, `2014/03/19` or `20140319`: its first microsecond UTC."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column, absent)
        given = columns.present(values)
        micros, good, _, bare = _iso(values)
        data, starts = columns.binary(values)
        compact = columns.lengths(values) == 8
        number, digits = _digits(data, starts[:-1], compact, [(0, 4), (4, 2), (6, 2)])
        days, real = _civil(number[0], number[1], number[2])
        return _column(np.where(compact, days * DAY, micros), given, given & ~np.where(compact, digits & real, good & bare))

    return Field(rule, Reason.BAD_TIME, "a date like 2014-03-19, in 1990 to 2100", column, required)


def clf_time(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """The time of the Common Log Format, `19/Mar/2014:08:00:00 +0800`."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column, absent)
        given = columns.present(values)
        data, starts = columns.binary(values)
        fits = columns.lengths(values) == 26
        start = starts[:-1]
        parts = [(0, 2), (7, 4), (12, 2), (15, 2), (18, 2), (22, 2), (24, 2)]
        (dd, year, hour, minute, second, zh, zm), good = _digits(data, start, fits, parts)
        at = _reader(data, start, fits)
        for position, character in ((2, 47), (6, 47), (11, 58), (14, 58), (17, 58), (20, 32)):
            good &= at(position) == character
        name = (at(3) << 16) | (at(4) << 8) | at(5)
        month = np.zeros(len(values), np.int64)
        for text, number in _MONTHS.items():
            month[name == int.from_bytes(text, "big")] = number
        sign = at(21)
        good &= ((sign == 43) | (sign == 45)) & (zh <= 14) & (zm < 60)
        days, real = _civil(year, month, dd)
        good &= real & (hour < 24) & (minute < 60) & (second < 60)
        offset = np.where(sign == 45, -1, 1) * (zh * 60 + zm) * 60
        micros = days * DAY + (hour * 3600 + minute * 60 + second - offset) * SECOND
        return _column(micros, given, given & ~good)

    return Field(rule, Reason.BAD_TIME, "a time like 19/Mar/2014:08:00:00 +0800, in 1990 to 2100", column, required)


def _iso(values: pa.Array) -> tuple[Ints, columns.Mask, columns.Mask, columns.Mask]:
    """Microseconds as if UTC or of the zone named, whether it is a time, whether a zone is named, whether a bare date."""
    data, starts = columns.binary(values)
    size = columns.lengths(values)
    start = starts[:-1]
    bare, clock, full = size == 10, size >= 16, size >= 19
    (year, month, dd), good = _digits(data, start, bare | clock, [(0, 4), (5, 2), (8, 2)])
    at = _reader(data, start, bare | clock)
    good &= (at(4) == at(7)) & ((at(4) == 45) | (at(4) == 47))
    (hour, minute), timed = _digits(data, start, clock, [(11, 2), (14, 2)])
    at = _reader(data, start, clock)
    timed &= ((at(10) == 32) | (at(10) == 84) | (at(10) == 116)) & (at(13) == 58)
    full &= _reader(data, start, full)(16) == 58
    (second,), exact = _digits(data, start, full, [(17, 2)])
    good &= bare | timed
    good &= ~full | exact
    days, real = _civil(year, month, dd)
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
    safe = pc.if_else(pc.match_substring_regex(encoded.dictionary, _TAIL), encoded.dictionary, pa.scalar(None, pa.binary()))
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


def _to_utc(micros: Ints, rows: columns.Mask, zone: ZoneInfo) -> Ints:
    inside = rows & (micros >= EARLIEST) & (micros < LATEST)
    local = pa.array(np.where(inside, micros, 0), pa.timestamp("us"))
    aware = pc.assume_timezone(local, zone.key, ambiguous="earliest", nonexistent="earliest")
    return np.where(inside, aware.cast(pa.int64()).to_numpy(zero_copy_only=False), micros)


def _digits(
    data: npt.NDArray[np.uint8], start: Ints, fits: columns.Mask, parts: Sequence[tuple[int, int]]
) -> tuple[list[Ints], columns.Mask]:
    """Numbers at fixed places of each value that `fits`, and whether all their characters are digits."""
    at = _reader(data, start, fits)
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


class _reader:  # noqa: N801 - reads like a function
    """The character at a place of each value; values that do not fit give 0."""

    def __init__(self, data: npt.NDArray[np.uint8], start: Ints, fits: columns.Mask) -> None:
        self.data = data if data.size else np.zeros(1, np.uint8)
        self.start, self.fits = start, fits

    def __call__(self, position: int) -> Ints:
        place = np.minimum(np.where(self.fits, self.start + position, 0), self.data.size - 1)
        return np.where(self.fits, self.data[place], 0).astype(np.int64)


def _civil(year: Ints, month: Ints, day_of_month: Ints) -> tuple[Ints, columns.Mask]:
    """Days since 1970-01-01 of dates of the Gregorian calendar, and whether such a day exists."""
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day_of_month >= 1)
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day_of_month <= following - first
    return first + np.where(good, day_of_month, 1) - 1, good


def _not_decimal(values: pa.Array) -> columns.Mask:
    """True where text is no plain decimal number: Arrow would also read `inf`, `nan` and `1e9`."""
    given = columns.present(values)
    data, starts = columns.binary(values)
    used = data[int(starts[0]) : int(starts[-1])]
    if used.size == 0 or bool(_NUMBER[used].all()):
        odd = np.zeros(len(values), np.bool_)
    else:
        bad = np.concatenate(([0], np.cumsum(~_NUMBER[used])))
        edges = starts - starts[0]
        odd = bad[edges[1:]] > bad[edges[:-1]]
    dots = pc.fill_null(pc.count_substring(values, b"."), 0).to_numpy(zero_copy_only=False)
    size = columns.lengths(values)
    return np.asarray(given & (odd | (dots > 1) | (size > 30) | (dots == size)))


def _column(micros: Ints, given: columns.Mask, wrong: columns.Mask | None) -> Column:
    failed = given & ((micros < EARLIEST) | (micros >= LATEST))
    if wrong is not None:
        failed = failed | wrong
    values = pa.array(micros, pa.int64(), mask=~given | failed).cast(TIME)
    return Column(values, pa.array(failed) if failed.any() else None)
