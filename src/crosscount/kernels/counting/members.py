"""The members of a set: which bytes stand for what is counted, exactly and once.

An address is its 16 bytes. Long text (a page, a site) is the first 16 bytes of its SHA-256 (FIPS 180-4). A slot unit
is 36 bytes: origin key, target key, and the number of the interval since 1970-01-01 00:00 UTC, big endian.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.coded import KEY, scattered
from crosscount.model.figure import Unit

__all__ = ["MINUTE", "member_columns", "members", "slot_ends", "text_key_dictionary", "text_keys"]

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
    encoded = text_key_dictionary(texts)
    return encoded.dictionary.take(encoded.indices)


def text_key_dictionary(texts: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """The same as a dictionary of the distinct keys."""
    column = _array(texts)
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    digests = [None if t is None else sha256(t.encode()).digest()[:KEY] for t in encoded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(encoded.indices, pa.array(digests, pa.binary()))


def slot_ends(rows: pa.Table | pa.RecordBatch) -> tuple[pa.Array, pa.Array]:
    """The key of each row's origin and of its target: 16 bytes, null where unknown."""
    origin = _first(_plain(rows.column("origin_ip")), rows.column("host"))
    site = _array(rows.column("site"))
    return origin, pc.if_else(pc.is_valid(site), text_keys(site), _plain(rows.column("target_ip")))


def _slots(rows: pa.Table | pa.RecordBatch, minutes: int) -> pa.Array:
    origin, target = slot_ends(rows)
    known = pc.and_(pc.is_valid(origin), pc.is_valid(target)).to_numpy(zero_copy_only=False)
    out = np.zeros((int(known.sum()), 2 * KEY + 4), dtype=np.uint8)
    out[:, :KEY] = _matrix(origin.filter(pa.array(known)))
    out[:, KEY : 2 * KEY] = _matrix(target.filter(pa.array(known)))
    times = _array(rows.column("observed_at")).cast(pa.int64()).to_numpy(zero_copy_only=False)[known]
    slots = (times // (minutes * MINUTE)).astype(">i4")
    out[:, 2 * KEY :] = slots.view(np.uint8).reshape(-1, 4)
    return scattered(out, known)


def _first(addresses: pa.Array, texts: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The address, else the key of the text."""
    return addresses if addresses.null_count == 0 else pc.coalesce(addresses, text_keys(_array(texts)))


def _matrix(keys: pa.Array) -> np.ndarray:
    """Binary values of 16 bytes as rows of a matrix."""
    fixed = keys.cast(pa.binary(KEY))
    start = fixed.offset * KEY
    return np.frombuffer(fixed.buffers()[1], dtype=np.uint8)[start : start + len(fixed) * KEY].reshape(-1, KEY)


def _array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column


def _plain(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    one = _array(column)
    return one.dictionary_decode() if pa.types.is_dictionary(one.type) else one
