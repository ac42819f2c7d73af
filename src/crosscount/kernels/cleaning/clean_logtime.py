"""A rule for the times that services write into their logs, wherever in the first part of a line they stand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.model.source import Column, Field, FileContext, Reason
from crosscount.model.tables import TIME

__all__ = ["WRITTEN", "log_time"]

_CLOCK = r"\d\d:\d\d:\d\d"
_FORMS = (
    (rf"[A-Z][a-z]{{2}} +\d{{1,2}} {_CLOCK}(?:\.\d+)? \d{{4}}", "%b %d %H:%M:%S %Y"),
    (rf"\d{{1,2}}-[A-Z][a-z]{{2}}-\d{{4}} {_CLOCK}", "%d-%b-%Y %H:%M:%S"),
    (rf"[A-Z][a-z]{{2}} +\d{{1,2}} {_CLOCK}", "%b %d %H:%M:%S"),
)
# In RE2 and Python: an optional syslog priority, up to a weekday or bracket, and one of the forms.
WRITTEN = rf"^(?:<\d{{1,3}}>\d? ?)?[^0-9]{{0,12}}?(?P<found>{'|'.join(form for form, _ in _FORMS)})"
_FRACTION = re.compile(r"\.\d+")


def log_time(column: str) -> Field:
    """`Mar 19 10:00:00`, `Wed Mar 19 10:00:00.5 2014` or `19-Mar-2014 10:00:00`, UTC, to the second; null elsewhere.

    Where no year is written it is that of the file's day, or the year before for dates that lie more than a day after.
    """

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        texts = columns.raw(batch, column)
        found = pc.struct_field(pc.extract_regex(texts, WRITTEN), "found").dictionary_encode()
        written = [None if text is None else text.decode("ascii") for text in found.dictionary.to_pylist()]
        times = [None if text is None else _time(text, context.day) for text in written]
        values = columns.each_distinct(found, pa.timestamp("us"), times)
        impossible = pc.and_(found.is_valid(), values.is_null())
        given = pc.assume_timezone(values, "UTC").cast(TIME)
        return Column(given, impossible if pc.any(impossible).as_py() else None)

    return Field(rule, Reason.BAD_TIME, "a time such as Mar 19 10:00:00, in 1990 to 2100", column, uses=("day",))


def _time(text: str, day: date | None) -> datetime | None:
    plain = " ".join(_FRACTION.sub("", text).split())
    for form, layout in _FORMS:
        if re.fullmatch(form, text) is None:
            continue
        named = "%Y" in layout
        if not named and day is None:
            return None
        years = (None,) if named else (day.year, day.year - 1)  # type: ignore[union-attr]
        for year in years:
            try:
                whole, shape = (plain, layout) if year is None else (f"{plain} {year}", f"{layout} %Y")
                time = datetime.strptime(whole, shape).replace(tzinfo=UTC)
            except ValueError:
                continue
            near = named or time.date() <= day + timedelta(days=1)  # type: ignore[operator]
            if 1990 <= time.year <= 2100 and near:
                return time.replace(tzinfo=None)
    return None
