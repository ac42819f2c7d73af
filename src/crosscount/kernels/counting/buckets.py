"""Set rows dealt out by their countries into buckets on disk, so that each bucket can be united in memory.

Equal groups meet in one bucket, so the buckets united one by one are the whole united.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self
from zlib import crc32

import numpy as np
import pyarrow as pa

__all__ = ["Buckets"]

COLUMNS = ("target_country", "origin_country")


class Buckets:
    """Takes rows of `sets`, gives them back bucket by bucket. A context manager; `folder` is scratch.

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
        bucket = _hashes(rows) % self._number
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


def _hashes(rows: pa.Table) -> np.ndarray:
    """A number for each row that its two countries give."""
    out = np.zeros(rows.num_rows, np.int64)
    for name in COLUMNS:
        encoded = rows.column(name).cast(pa.string()).combine_chunks().dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        known = np.array([crc32(text.encode()) for text in encoded.dictionary.to_pylist()] + [0], np.int64)
        out = out * 31 + known[np.asarray(encoded.indices.fill_null(len(known) - 1))]
    return out
