"""Rules for times: text or numbers become microseconds UTC.

A time outside 1990 to 2100 is a fault: it is a clock that was never set, or another unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.instants import DAY, SECOND, Ints, Reader, civil, digits_at, iso
from crosscount.kernels.cleaning.once import once
from crosscount.model.source import Column, Field, FileContext, Reason
from crosscount.model.tables import TIME

__all__ = ["clf_time", "day", "epoch_seconds", "iso_time"]

EARLIEST = int(np.datetime64("1990-01-01", "us").astype(np.int64))
LATEST = int(np.datetime64("2101-01-01", "us").astype(np.int64))  # exclusive
_NAMES = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")
_MONTHS = dict(zip(_NAMES, range(1, 13), strict=True))
_NUMBER = np.zeros(256, np.bool_)
_NUMBER[[*b"0123456789."]] = True


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
        number = seconds.fill_null(0.0).to_numpy(zero_copy_only=False)
        number = np.nan_to_num(number, nan=-1.0, posinf=-1.0, neginf=-1.0)
        # A double holds seconds of 1990..2100 to within a quarter microsecond, so rounding gives back all six digits.
        micros = np.rint(np.clip(number, -1.0, 1e11) * SECOND).astype(np.int64)
        given = columns.present(seconds)
        return _column(micros, given, wrong)

    return Field(once(rule), Reason.BAD_TIME, "decimal seconds since 1970, in 1990 to 2100", column, required)


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
        micros, good, named, bare = iso(values)
        if end_of_day:
            micros = np.where(bare, micros + DAY - 1, micros)
        if zone != "UTC":
            micros = np.where(named, micros, _to_utc(micros, good & ~named, hours))
        return _column(micros, given, given & ~good)

    return Field(once(rule), Reason.BAD_TIME, "an ISO 8601 date or time, in 1990 to 2100", column, required)


def day(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A date, `2014-03-19`, `2014/03/19` or `20140319`: its first microsecond UTC."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column, absent)
        given = columns.present(values)
        micros, good, _, bare = iso(values)
        data, starts = columns.binary(values)
        compact = columns.lengths(values) == 8
        number, digits = digits_at(data, starts[:-1], compact, [(0, 4), (4, 2), (6, 2)])
        days, real = civil(number[0], number[1], number[2])
        fits = np.where(compact, digits & real, good & bare)
        return _column(np.where(compact, days * DAY, micros), given, given & ~fits)

    return Field(once(rule), Reason.BAD_TIME, "a date like 2014-03-19, in 1990 to 2100", column, required)


def clf_time(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """The time of the Common Log Format, `19/Mar/2014:08:00:00 +0800`."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column, absent)
        given = columns.present(values)
        data, starts = columns.binary(values)
        fits = columns.lengths(values) == 26
        start = starts[:-1]
        parts = [(0, 2), (7, 4), (12, 2), (15, 2), (18, 2), (22, 2), (24, 2)]
        (dd, year, hour, minute, second, zh, zm), good = digits_at(data, start, fits, parts)
        at = Reader(data, start, fits)
        for position, character in ((2, 47), (6, 47), (11, 58), (14, 58), (17, 58), (20, 32)):
            good &= at(position) == character
        name = (at(3) << 16) | (at(4) << 8) | at(5)
        month = np.zeros(len(values), np.int64)
        for text, number in _MONTHS.items():
            month[name == int.from_bytes(text, "big")] = number
        sign = at(21)
        good &= ((sign == 43) | (sign == 45)) & (zh <= 14) & (zm < 60)
        days, real = civil(year, month, dd)
        good &= real & (hour < 24) & (minute < 60) & (second < 60)
        offset = np.where(sign == 45, -1, 1) * (zh * 60 + zm) * 60
        micros = days * DAY + (hour * 3600 + minute * 60 + second - offset) * SECOND
        return _column(micros, given, given & ~good)

    return Field(
        once(rule), Reason.BAD_TIME, "a time like 19/Mar/2014:08:00:00 +0800, in 1990 to 2100", column, required
    )


def _to_utc(micros: Ints, rows: columns.Mask, zone: ZoneInfo) -> Ints:
    inside = rows & (micros >= EARLIEST) & (micros < LATEST)
    local = pa.array(np.where(inside, micros, 0), pa.timestamp("us"))
    aware = pc.assume_timezone(local, zone.key, ambiguous="earliest", nonexistent="earliest")
    return np.where(inside, aware.cast(pa.int64()).to_numpy(zero_copy_only=False), micros)


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
