"""Faults: records that a reader could not cut, in the shape that set_aside keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from crosscount.model.source import Reason

__all__ = ["FAULTS", "SHOWN", "Fault", "batch", "escape", "shown"]

SHOWN = 200  # characters of a faulty value that are kept

FAULTS = pa.schema(
    [
        ("record_no", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("expected", pa.string()),
    ]
)

# Everything below 0x20, and DEL, in the way web servers write them.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}


class Fault(NamedTuple):
    """One broken record: its number, what was found and what was expected."""

    record_no: int
    value: bytes | None
    reason: Reason
    expected: str
    column: str | None = None


def batch(faults: Sequence[Fault]) -> pa.RecordBatch | None:
    """The faults as a table, None if there are none."""
    if not faults:
        return None
    return pa.RecordBatch.from_pydict(
        {
            "record_no": [f.record_no for f in faults],
            "column": [f.column for f in faults],
            "value": [None if f.value is None else shown(f.value) for f in faults],
            "reason": [f.reason.value for f in faults],
            "expected": [f.expected for f in faults],
        },
        schema=FAULTS,
    )


def escape(value: bytes) -> str:
    """Text in which bytes that are no UTF-8, and control characters, are written \\xNN."""
    return value.decode("utf-8", "backslashreplace").translate(_CONTROL)


def shown(value: bytes) -> str:
    """The first 200 characters of a value, escaped."""
    return escape(value[: SHOWN * 4])[:SHOWN]
