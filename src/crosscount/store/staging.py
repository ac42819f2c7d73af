"""Rows → Parquet files that lie in a table's folder but belong to no version until store.commit names them.

The same rows give the same bytes with the same pyarrow: row groups have a fixed size however the rows arrive in
batches, and nothing depends on the clock. A file's name is the SHA-256 of its bytes, so damage shows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crosscount.errors import StoreError
from crosscount.model.provenance import StagedFile
from crosscount.store import durable
from crosscount.store.tables import TableSpec, folder, spec

__all__ = ["FILE_ROWS", "GROUP_ROWS", "Writer", "delta_value", "write"]

GROUP_ROWS = 131_072
FILE_ROWS = 8 * GROUP_ROWS
GROUP_BYTES = 262_144  # of long values: enough to read at once, little enough to read for one of them
GROUP_VALUES = 16_384
BOUND_LENGTH = 256  # characters: a longer text gives no bound, the log would swell

_PARTITION_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")  # safe as a folder name, without escapes


def write(
    root: Path, table: str, batches: Iterable[pa.RecordBatch], *, partition: Mapping[str, str] | None = None
) -> list[StagedFile]:
    """Stage all rows; nothing is staged if `batches` raises.

    A partition column that `partition` does not fix is read from the batches. Batches without rows make one empty
    file where the partition is fixed, no batches make none.
    """
    with Writer(root, table, partition=partition) as writer:
        for batch in batches:
            writer.add(batch)
        return writer.finish()


class Writer:
    """Stages rows as they come; on an exception, or without `finish`, nothing is left behind."""

    def __init__(self, root: Path, table: str, *, partition: Mapping[str, str] | None = None) -> None:
        self._root, self._spec, self._fixed = root, spec(table), dict(partition or {})
        self._free = [name for name in self._spec.partition_by if name not in self._fixed]
        for name, value in self._fixed.items():
            if name not in self._spec.partition_by:
                raise StoreError(f"table '{table}' is not partitioned by '{name}' (but by {self._spec.partition_by})")
            _checked_partition(table, name, value)
        self._streams: dict[tuple[str, ...], _Stream] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.discard()

    def add(self, batch: pa.RecordBatch) -> None:
        """Take the rows of one batch, in any order of columns; StoreError if a column is missing, odd or mistyped."""
        for values, rows in _split(batch, self._free):
            key = tuple(self._fixed[name] if name in self._fixed else values[name] for name in self._spec.partition_by)
            if key not in self._streams:
                for name, value in zip(self._spec.partition_by, key, strict=True):
                    _checked_partition(self._spec.name, name, value)
                self._streams[key] = _Stream(self._root, self._spec, key)
            with durable.writing(self._root):
                self._streams[key].add(_fitted(rows, self._spec, self._fixed))

    def finish(self) -> list[StagedFile]:
        """Close the files and move them to where a commit expects them."""
        with durable.writing(self._root):
            staged = [file for key in sorted(self._streams) for file in self._streams[key].finish()]
        self._streams = {}
        return staged

    def discard(self) -> None:
        """Remove what is not finished."""
        for stream in self._streams.values():
            stream.discard()
        self._streams = {}


class _Stream:
    """The rows of one partition on their way into files of at most FILE_ROWS rows."""

    def __init__(self, root: Path, table: TableSpec, partition: tuple[str, ...]) -> None:
        self._root, self._table, self._partition = root, table, partition
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0
        self._file: Path | None = None
        self._writer: pq.ParquetWriter | None = None
        self._bounds = _Bounds(table)
        self._closed: list[tuple[Path, _Bounds]] = []

    def add(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._waiting_rows += batch.num_rows
        if self._waiting_rows >= GROUP_ROWS:
            rows = pa.Table.from_batches(self._waiting).unify_dictionaries()
            while rows.num_rows >= GROUP_ROWS:
                self._write(rows.slice(0, GROUP_ROWS).combine_chunks())
                rows = rows.slice(GROUP_ROWS)
            self._waiting, self._waiting_rows = rows.to_batches(), rows.num_rows

    def finish(self) -> list[StagedFile]:
        if self._waiting_rows or not (self._closed or self._writer):
            schema = self._waiting[0].schema if self._waiting else self._table.file_schema
            self._write(pa.Table.from_batches(self._waiting, schema).unify_dictionaries().combine_chunks())
        self._close()
        return [self._named(file, bounds) for file, bounds in self._closed]

    def discard(self) -> None:
        if self._writer is not None:
            self._writer.close()
        for file in [*(file for file, _ in self._closed), *([self._file] if self._file else [])]:
            durable.forget(file)

    def _write(self, rows: pa.Table) -> None:
        if self._writer is None:
            self._file = durable.temporary(self._root, ".parquet")
            self._writer = pq.ParquetWriter(
                self._file,
                rows.schema,  # text may come as dictionaries: in the file it is the same column
                compression="zstd",
                store_schema=False,
                use_dictionary=[name for name in rows.schema.names if name not in self._table.encodings],
                column_encoding=dict(self._table.encodings),
                write_statistics=list(self._table.indexed) or True,
            )
        # One chunk a row group: the pages of a file must not depend on how its rows came in batches.
        for first, after in _groups(rows, self._table.sized_by):
            self._writer.write_table(_own_words(rows.slice(first, after - first)), row_group_size=GROUP_ROWS)
        self._bounds.add(rows)
        if self._bounds.rows >= FILE_ROWS:
            self._close()

    def _close(self) -> None:
        if self._writer is not None and self._file is not None:
            self._writer.close()
            self._closed.append((self._file, self._bounds))
            self._file, self._writer, self._bounds = None, None, _Bounds(self._table)

    def _named(self, file: Path, bounds: _Bounds) -> StagedFile:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        partition = dict(zip(self._table.partition_by, self._partition, strict=True))
        path = "/".join([*(f"{name}={value}" for name, value in partition.items()), f"{digest}.parquet"])
        size = file.stat().st_size
        durable.publish(file, folder(self._root, self._table.name) / path)
        return StagedFile(self._table.name, path, size, bounds.rows, partition, bounds.as_stats())


def _own_words(rows: pa.Table) -> pa.Table:
    """The rows with dictionaries of the words that they use, by first use: as if the words had come one by one."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            column = rows.column(place).combine_chunks()
            low, high = pc.min_max(column.indices).as_py().values()
            if low == high and low is not None and not column.null_count:  # one word, as in most rows in some order
                own = pa.DictionaryArray.from_arrays(np.zeros(len(column), np.int32), column.dictionary.slice(low, 1))
            else:
                used = column.indices.unique().drop_null()
                own = pa.DictionaryArray.from_arrays(pc.index_in(column.indices, used), column.dictionary.take(used))
            rows = rows.set_column(place, field.name, own)
    return rows


def _groups(rows: pa.Table, sized_by: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each row group begins and ends: all rows, or as many as bring some bytes in columns of long values."""
    if not sized_by:
        yield 0, rows.num_rows
        return
    sizes = sum(np.asarray(pc.binary_length(rows.column(name)).fill_null(0)).astype(np.int64) for name in sized_by)
    reached, first = np.cumsum(sizes), 0
    while first < rows.num_rows or not rows.num_rows:
        before = int(reached[first - 1]) if first else 0
        after = int(np.searchsorted(reached, before + GROUP_BYTES)) + 1
        after = min(after, first + GROUP_VALUES, rows.num_rows)
        yield first, after
        if after >= rows.num_rows:
            return
        first = after


class _Bounds:
    """Smallest and largest value and number of nulls of some columns, exact and in the form of Delta's statistics."""

    def __init__(self, table: TableSpec) -> None:
        self.rows = 0
        self._low: dict[str, Any] = {}
        self._high: dict[str, Any] = {}
        self._nulls: dict[str, int] = dict.fromkeys(table.bounded, 0)

    def add(self, rows: pa.Table) -> None:
        self.rows += rows.num_rows
        for name in self._nulls:
            column = rows.column(name)
            self._nulls[name] += column.null_count
            both = pc.min_max(
                column.unique().dictionary_decode() if pa.types.is_dictionary(column.type) else column
            ).as_py()
            if both["min"] is not None:
                self._low[name] = min(both["min"], self._low.get(name, both["min"]))
                self._high[name] = max(both["max"], self._high.get(name, both["max"]))

    def as_stats(self) -> dict[str, Any]:
        short = [name for name in self._low if _short(self._low[name]) and _short(self._high[name])]
        return {
            "numRecords": self.rows,
            "minValues": {name: delta_value(self._low[name]) for name in short},
            "maxValues": {name: delta_value(self._high[name]) for name in short},
            "nullCount": self._nulls,
        }


def _short(value: Any) -> bool:
    return not isinstance(value, str) or len(value) <= BOUND_LENGTH


def delta_value(value: Any) -> Any:
    """A bound as Delta's statistics write it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return value


def _split(batch: pa.RecordBatch, by: list[str]) -> list[tuple[dict[str, str], pa.RecordBatch]]:
    """The batch cut by the values of the partition columns that no one fixed."""
    if not by or not batch.num_rows:
        return [({}, batch)] if not by else []
    missing = [name for name in by if name not in batch.schema.names]
    if missing:
        raise StoreError(f"rows without the partition column {missing[0]!r}, and no partition was given for it")
    distinct = pa.Table.from_batches([batch.select(by)]).group_by(by).aggregate([]).to_pylist()
    if len(distinct) == 1:
        return [({name: _partition_text(distinct[0][name]) for name in by}, batch)]
    out = []
    for values in distinct:
        mask = None
        for name in by:
            same = pc.equal(batch.column(name), pa.scalar(values[name], batch.schema.field(name).type))
            mask = same if mask is None else pc.and_(mask, same)
        out.append(({name: _partition_text(values[name]) for name in by}, batch.filter(mask)))
    return out


def _partition_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _fitted(batch: pa.RecordBatch, table: TableSpec, fixed: Mapping[str, str]) -> pa.RecordBatch:
    schema = table.file_schema
    clash = [name for name in batch.schema.names if name in fixed]
    odd = [name for name in batch.schema.names if name not in table.schema.names]
    if clash or odd:
        raise StoreError(f"rows for table '{table.name}' carry the column '{(clash + odd)[0]}', which its files do not")
    columns = []
    for wanted in schema:
        if batch.schema.names.count(wanted.name) != 1:
            raise StoreError(f"rows for table '{table.name}' need the column '{wanted.name}' once")
        column = batch.column(wanted.name)
        if column.type != wanted.type and not _dictionary_of(column.type, wanted.type):
            raise StoreError(
                f"table '{table.name}', column '{wanted.name}': found {column.type}, expected {wanted.type}"
            )
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=schema.names)


def _dictionary_of(found: pa.DataType, wanted: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(found) and found.value_type == wanted)


def _checked_partition(table: str, name: str, value: str) -> None:
    if not _PARTITION_VALUE.fullmatch(value):
        raise StoreError(f"table '{table}': '{value}' cannot be a value of the partition column '{name}'")
