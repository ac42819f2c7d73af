"""From when until when a listing counts.

A listing that states no end is a sighting: for matching traffic it counts a set number of days longer. All times are
microseconds since 1970-01-01 UTC; intervals are half-open. A stated end is the last instant that counts, to the
microsecond: that an end written as a bare date means its whole day is for the source to say (`clean.iso_time`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["DAY", "Instants", "effective", "microseconds", "standing", "stated"]

DAY = 86_400_000_000  # microseconds
Instants = npt.NDArray[np.int64]


def microseconds(times: pa.Array | pa.ChunkedArray, otherwise: Instants | None = None) -> Instants:
    """Timestamps as integers; `otherwise` stands in for nulls."""
    if isinstance(times, pa.ChunkedArray):
        times = times.combine_chunks()
    values = times.cast(pa.int64())
    if values.null_count == 0:
        return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.int64)
    known = values.fill_null(0).to_numpy(zero_copy_only=False)
    if otherwise is None:
        return np.asarray(known, dtype=np.int64)
    return np.where(values.is_null().to_numpy(zero_copy_only=False), otherwise, known).astype(np.int64)


def stated(listings: pa.Table | pa.RecordBatch) -> tuple[Instants, Instants]:
    """What a listing itself states: its interval, or the instant of a sighting. An end before the start is none."""
    seen = microseconds(listings.column("observed_at"))
    if all(listings.column(name).null_count == len(seen) for name in ("valid_from", "valid_to")):
        return seen, seen + 1
    start = microseconds(listings.column("valid_from"), seen)
    last = microseconds(listings.column("valid_to"), seen)
    return start, np.maximum(start, last) + 1


def standing(start: datetime, end: datetime) -> pc.Expression:
    """Statements that may stand between two instants: a coarse condition that spares reading others."""
    begins = pc.coalesce(pc.field("valid_from"), pc.field("observed_at"))
    ends = pc.coalesce(pc.field("valid_to"), pc.field("observed_at"))
    return (begins < pa.scalar(end)) & (ends >= pa.scalar(start - timedelta(days=1)))  # an end may mean a whole day


def effective(listings: pa.Table | pa.RecordBatch, days: int) -> tuple[Instants, Instants]:
    """When a listing counts for matching traffic: the stated interval, a sighting `days` days longer."""
    start, end = stated(listings)
    open_ended = pc.is_null(listings.column("valid_to")).to_numpy(zero_copy_only=False)
    seen = microseconds(listings.column("observed_at"))
    return start, np.where(open_ended, np.maximum(start, seen) + days * DAY, end).astype(np.int64)
