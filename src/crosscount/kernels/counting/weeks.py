"""Rows of `sets` as they lie in a file, in which the days of a country pair stand together, and as they are counted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.coded import combined, ordered
from crosscount.kernels.counting.lists import ROWS

__all__ = ["COLUMNS", "TEXTS", "from_files", "to_files"]

TEXTS = ("target_country", "origin_country", "unit", "kind", "tags")  # columns in which few values repeat
COLUMNS = [*ROWS.names, "later"]


def to_files(rows: pa.Table, first: date) -> pa.Table:
    """Rows of `ROWS` sorted by countries, unit, kind, tags and day; the day as days after the first of the file."""
    order = np.argsort(combined(*(ordered(rows.column(name)) for name in (*TEXTS, "day"))).number)
    days = np.asarray(rows.column("day").cast(pa.int32())) - (first - date(1970, 1, 1)).days
    later = pa.array(days.astype(np.int16))
    return rows.drop_columns(["day"]).append_column("later", later).take(pa.array(order))


def from_files(rows: pa.Table, first: date, last: date) -> pa.Table:
    """Rows of a file, with its first day as `day`: those from `first` to `last`, each with its own day."""
    day = pc.add(rows.column("day").cast(pa.int32()), rows.column("later").cast(pa.int32())).cast(pa.date32())
    table = rows.set_column(rows.column_names.index("day"), "day", day).drop_columns(["later"])
    low, high = (pa.scalar(bound, pa.date32()) for bound in (first, last))
    inside = pc.and_(pc.greater_equal(day, low), pc.less_equal(day, high))
    return table if pc.all(inside).as_py() is not False else table.filter(inside)
