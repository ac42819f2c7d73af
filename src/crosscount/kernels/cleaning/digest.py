"""Ids of records: where each came from, to the line."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

__all__ = ["record_ids"]


def record_ids(snapshot: str, record_no: pa.Array) -> pa.Array:
    """The first 8 bytes of the snapshot id (64 hex digits), then each record number as 8 bytes, big endian."""
    ids = np.empty((len(record_no), 2), ">u8")
    ids[:, 0] = int(snapshot[:16], 16)
    ids[:, 1] = record_no.to_numpy(zero_copy_only=False)
    offsets = np.arange(0, 16 * len(ids) + 1, 16, dtype=np.int32)
    return pa.Array.from_buffers(pa.binary(), len(ids), [None, pa.py_buffer(offsets), pa.py_buffer(ids)])
