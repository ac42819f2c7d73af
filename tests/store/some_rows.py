"""Rows for the tables, filled with nulls where a test does not care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from crosscount.model.tables import OBSERVATIONS
from crosscount.store.tables import spec

MIDNIGHT = datetime(2014, 3, 19, tzinfo=UTC)


def batch(table: str, columns: Mapping[str, Sequence[Any]]) -> pa.RecordBatch:
    """One batch of the table's file schema, or with the partition columns that are named."""
    inside = spec(table).file_schema.names
    schema = pa.schema([field for field in spec(table).schema if field.name in columns or field.name in inside])
    nulls = [None] * len(next(iter(columns.values())))
    return pa.RecordBatch.from_arrays([pa.array(columns.get(f.name, nulls), f.type) for f in schema], schema=schema)


def observations(rows: int, *, start: datetime = MIDNIGHT, step: timedelta = timedelta(seconds=1)) -> pa.RecordBatch:
    """Flows, one a step."""
    numbers = range(rows)
    columns: dict[str, Sequence[Any]] = {
        "seen": ["flow"] * rows,
        "record": [number.to_bytes(16, "big") for number in numbers],
        "snapshot": ["ab" * 32] * rows,
        "source": ["tiny"] * rows,
        "record_no": list(numbers),
        "observed_at": [start + number * step for number in numbers],
    }
    return batch("observations", columns).select(OBSERVATIONS.names)


def threats(*rules: str) -> pa.RecordBatch:
    """Threats told apart by their rules, without the day."""
    return batch("threats", {"rule": list(rules)})
