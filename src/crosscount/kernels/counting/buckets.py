"""Rows dealt out by their member into buckets on disk, so that each bucket can be united and sorted in memory.

Equal members meet in one bucket, so the buckets united one by one are the whole united.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

__all__ = ["Buckets"]

KEY = 16  # bytes that every member has at least


class Buckets:
    """Takes tables with a column `member`, gives them back bucket by bucket. A context manager; `folder` is scratch.

    Of several `parts`, each keeps the rows of other buckets; `part` numbers them from 0.
    """

    def __init__(self, folder: Path, number: int, schema: pa.Schema, *, part: int = 0, parts: int = 1) -> None:
        self._folder, self._number, self._schema = folder, max(number, parts), schema
        self._mine = range(part, self._number, parts)
        self._writers: list[pa.RecordBatchStreamWriter] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for number in self._mine:
            sink = self._open.enter_context(pa.OSFile(str(self._path(number)), "wb"))
            self._writers.append(self._open.enter_context(pa.ipc.new_stream(sink, self._schema)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def add(self, rows: pa.Table) -> None:
        """Deal out the rows."""
        bucket = _bytes_of(rows.column("member")) % self._number
        for number, writer in zip(self._mine, self._writers, strict=True):
            writer.write_table(rows.filter(pa.array(bucket == number)))

    def tables(self) -> Iterator[pa.Table]:
        """All rows, bucket by bucket. Ends the taking in."""
        self._open.close()
        for number in self._mine:
            with pa.OSFile(str(self._path(number))) as source, pa.ipc.open_stream(source) as reader:
                yield reader.read_all()
            self._path(number).unlink()

    def _path(self, number: int) -> Path:
        return self._folder / f"bucket-{number:04d}.arrows"


def _bytes_of(members: pa.ChunkedArray) -> np.ndarray:
    """A number from 0 to 65,535 for each member: the last two bytes of its first key, which vary most. 0 for null."""
    column = pa.concat_arrays([chunk.fill_null(bytes(KEY)) for chunk in members.chunks] or [pa.array([], pa.binary())])
    if not len(column):
        return np.zeros(0, np.int64)
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column)].astype(np.int64)
    data = np.frombuffer(column.buffers()[2], np.uint8)
    return data[offsets + KEY - 2].astype(np.int64) * 256 + data[offsets + KEY - 1]
