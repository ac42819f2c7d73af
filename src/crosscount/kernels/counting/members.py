"""The members of a set: which bytes stand for what is counted, exactly and once.

An address is its 16 bytes. Long text (a page, a site) is the first 16 bytes of its SHA-256 (FIPS 180-4). A slot unit
is 36 bytes: origin key, target key, and the number of the interval since 1970-01-01 00:00 UTC, big endian.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.model.figure import Unit

__all__ = ["member_columns", "members", "text_keys"]

KEY = 16
MINUTE = 60_000_000  # microseconds


def member_columns(unit: Unit) -> tuple[str, ...]:
    """The columns of `threats` that `members` reads for this unit."""
    if unit.slot_minutes is not None:
        return ("origin_ip", "host", "target_ip", "site", "observed_at")
    names = {Unit.ORIGIN_ADDRESS: "origin_ip", Unit.TARGET_ADDRESS: "target_ip", Unit.PAGE: "page", Unit.SITE: "site"}
    return (names[unit],)


def members(rows: pa.Table | pa.RecordBatch, unit: Unit) -> pa.Array:
    """One binary member a row; null where the row does not say what is counted."""
    if unit.slot_minutes is not None:
        return _slots(rows, unit.slot_minutes)
    column = _array(rows.column(member_columns(unit)[0]))
    return text_keys(column) if unit in (Unit.PAGE, Unit.SITE) else column


def text_keys(texts: pa.Array) -> pa.Array:
    """The first 16 bytes of the SHA-256 of each text; hashed once for each distinct text."""
    encoded = _array(texts).dictionary_encode()
    digests = [None if t is None else sha256(t.encode()).digest()[:KEY] for t in encoded.dictionary.to_pylist()]
    return pa.array(digests, pa.binary()).take(encoded.indices)


def _slots(rows: pa.Table | pa.RecordBatch, minutes: int) -> pa.Array:
    origin = _first(_array(rows.column("origin_ip")), rows.column("host"))
    site = _array(rows.column("site"))
    target = pc.if_else(pc.is_valid(site), text_keys(site), _array(rows.column("target_ip")))
    known = pc.and_(pc.is_valid(origin), pc.is_valid(target)).to_numpy(zero_copy_only=False)
    out = np.zeros((int(known.sum()), 2 * KEY + 4), dtype=np.uint8)
    out[:, :KEY] = _matrix(origin.filter(pa.array(known)))
    out[:, KEY : 2 * KEY] = _matrix(target.filter(pa.array(known)))
    times = _array(rows.column("observed_at")).cast(pa.int64()).to_numpy(zero_copy_only=False)[known]
    slots = (times // (minutes * MINUTE)).astype(">i4")
    out[:, 2 * KEY :] = slots.view(np.uint8).reshape(-1, 4)
    return _scattered(out, known)


def _first(addresses: pa.Array, texts: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The address, else the key of the text."""
    return addresses if addresses.null_count == 0 else pc.coalesce(addresses, text_keys(_array(texts)))


def _matrix(keys: pa.Array) -> np.ndarray:
    """Binary values of 16 bytes as rows of a matrix."""
    fixed = keys.cast(pa.binary(KEY))
    start = fixed.offset * KEY
    return np.frombuffer(fixed.buffers()[1], dtype=np.uint8)[start : start + len(fixed) * KEY].reshape(-1, KEY)


def _scattered(rows: np.ndarray, known: np.ndarray) -> pa.Array:
    """Rows of bytes at the places where `known` is true, null elsewhere."""
    width = rows.shape[1]
    offsets = np.concatenate([[0], np.cumsum(known, dtype=np.int64) * width]).astype(np.int32)
    validity = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    buffers = [validity, pa.py_buffer(offsets.tobytes()), pa.py_buffer(rows.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(known), buffers)


def _array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column
