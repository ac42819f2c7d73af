"""Days of a time zone, without asking the system's zone files: only the boundaries of each day are needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa

from crosscount.model.window import Window

__all__ = ["day_of"]

EPOCH = date(1970, 1, 1)


def day_of(times: pa.Array, zone: str) -> pa.Array:
    """The day of `zone` (date32) in which each instant (timestamp µs UTC, no nulls) falls."""
    if len(times) == 0:
        return pa.array([], pa.date32())
    instants = times.cast(pa.int64()).to_numpy(zero_copy_only=False)
    first = _utc_day(int(instants.min())) - timedelta(days=1)
    last = _utc_day(int(instants.max())) + timedelta(days=1)
    days = Window(first, last, zone).days()
    starts = np.array([_microseconds(Window(day, day, zone).start) for day in days], dtype=np.int64)
    index = np.searchsorted(starts, instants, side="right") - 1
    return pa.array((index + (first - EPOCH).days).astype(np.int32)).cast(pa.date32())


def _utc_day(microseconds: int) -> date:
    return EPOCH + timedelta(microseconds=microseconds)


def _microseconds(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
