"""Raw columns as clean rules see them: trimmed bytes, null where the publisher says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = [
    "Mask",
    "always",
    "as_bytes",
    "as_text",
    "binary",
    "each_distinct",
    "is_empty",
    "lengths",
    "nulls",
    "present",
    "raw",
    "view",
]

Mask = npt.NDArray[np.bool_]


def raw(batch: pa.RecordBatch, column: str, absent: Sequence[str] = ()) -> pa.Array:
    """The column as binary without white space at either end; null where it is missing, empty or one of `absent`."""
    index = batch.schema.get_field_index(column)
    if index < 0:
        return pa.nulls(batch.num_rows, pa.binary())
    values = as_bytes(batch.column(index))
    if is_empty(values):
        return values
    size = lengths(values)
    if _has_outer_space(values, size):
        values = as_bytes(pc.ascii_trim_whitespace(as_text(values)))
        size = lengths(values)
    empty = size == 0
    if absent:
        words = pa.array([word.encode() for word in absent], pa.binary())
        empty = empty | pc.is_in(values, words).to_numpy(zero_copy_only=False)
    return nulls(values, empty)


def as_bytes(values: pa.Array) -> pa.Array:
    """Any column as binary: text as its UTF-8, a whole number without a point, a list as null."""
    kind = values.type
    if pa.types.is_binary(kind):
        return values
    if pa.types.is_string(kind):
        return view(values, pa.binary())
    if pa.types.is_dictionary(kind):
        return as_bytes(values.dictionary_decode())
    if pa.types.is_floating(kind):
        return pa.array([None if v is None else _number(v) for v in values.to_pylist()], pa.binary())
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        return pa.nulls(len(values), pa.binary())
    return view(values.cast(pa.string()), pa.binary())


def as_text(values: pa.Array) -> pa.Array:
    """The same bytes called a string, unchecked: for kernels that look at ASCII only."""
    return view(values, pa.string())


def view(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """Binary and string share one layout, so the type changes without a copy."""
    return pa.Array.from_buffers(kind, len(values), values.buffers(), values.null_count, values.offset)


def binary(values: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The bytes of a binary or string array, and n + 1 offsets into them."""
    _, offsets, data = values.buffers()
    if not len(values):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    starts = np.frombuffer(offsets, np.int32, len(values) + 1, values.offset * 4).astype(np.int64)
    return np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8), starts


def lengths(values: pa.Array) -> npt.NDArray[np.int64]:
    """Bytes of each value; 0 for null."""
    size = np.diff(binary(values)[1]) if len(values) else np.zeros(0, np.int64)
    return np.where(present(values), size, 0) if values.null_count else size


def always(text: str, rows: int) -> pa.DictionaryArray:
    """The same text in so many rows, held once."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([text], pa.string()))


def present(values: pa.Array) -> Mask:
    """True where a value is."""
    return np.asarray(values.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)


def nulls(values: pa.Array, where: Mask) -> pa.Array:
    """The values, null where `where` is true."""
    if not where.any():
        return values
    return pc.if_else(pa.array(~where), values, pa.scalar(None, values.type))


def is_empty(values: pa.Array) -> bool:
    """Whether no row has a value, as where records of another sort were read: there is nothing to clean then."""
    return bool(values.null_count == len(values))


def each_distinct(values: pa.Array, change: pa.DataType, results: Iterable[object]) -> pa.Array:
    """Spread one result for each distinct value of a dictionary array over its rows."""
    return pa.array(results, change).take(values.indices)


def _has_outer_space(values: pa.Array, size: npt.NDArray[np.int64]) -> bool:
    data, offsets = binary(values)
    rows = np.flatnonzero(size)
    if not rows.size or data[int(offsets[0]) : int(offsets[-1])].min() > 32:  # no space anywhere
        return False
    return bool((data[offsets[rows]] <= 32).any() or (data[offsets[rows + 1] - 1] <= 32).any())


def _number(value: float) -> bytes:
    if value == value and abs(value) < 2**63 and value == int(value):
        return str(int(value)).encode()
    return repr(value).encode()
