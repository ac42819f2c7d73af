"""Rows of any order brought together by one address: in memory, on disk once there are many.

So what is concluded from all rows of a client needs the memory of a part of the clients, whatever the day's traffic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.placing.wide import wide

__all__ = ["Shuffle"]

PARTS = 32
IN_MEMORY = 1_000_000  # rows
_STEP = np.uint64(0x9E3779B97F4A7C15)  # 2^64 divided by the golden ratio: spreads neighbours (Knuth, TAOCP 6.4)


class Shuffle:
    """Takes rows; gives tables so that all rows with equal addresses in the columns `by` are in one of them."""

    def __init__(self, schema: pa.Schema, by: Sequence[str], folder: Path | None) -> None:
        self._schema, self._by, self._folder = schema, by, folder
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._open = ExitStack()
        self._writers: dict[int, pa.RecordBatchStreamWriter] = {}
        self._files: dict[int, Path] = {}

    def add(self, rows: pa.Table) -> None:
        """Take rows of the schema; the addresses of `by` are not null."""
        if rows.num_rows:
            self._waiting.append(rows.select(self._schema.names).cast(self._schema))
            self._rows += rows.num_rows
            if self._rows > IN_MEMORY and self._folder is not None:
                self._write_out()

    def tables(self) -> Iterator[pa.Table]:
        """The rows, part by part, in no particular order. Ends the shuffle."""
        if not self._files:
            yield self._all_waiting()
            return
        self._write_out()
        self._open.close()
        for part in sorted(self._files):
            with pa.OSFile(str(self._files[part])) as source, pa.ipc.open_stream(source) as reader:
                table = reader.read_all().combine_chunks()
            self._files[part].unlink()
            yield table

    def _all_waiting(self) -> pa.Table:
        table = pa.concat_tables([self._schema.empty_table(), *self._waiting]).combine_chunks()
        self._waiting, self._rows = [], 0
        return table

    def _write_out(self) -> None:
        rows = self._all_waiting()
        part = _parts(rows, self._by)
        for number in np.unique(part).tolist():
            if number not in self._writers:
                self._files[number] = self._place() / f"{number:02d}.arrows"
                sink = self._open.enter_context(pa.OSFile(str(self._files[number]), "wb"))
                self._writers[number] = self._open.enter_context(pa.ipc.new_stream(sink, self._schema))
            self._writers[number].write_table(rows.filter(pa.array(part == number)))

    def _place(self) -> Path:
        if self._files:
            return next(iter(self._files.values())).parent
        return Path(mkdtemp(dir=self._folder))  # the owner of `folder` removes it


def _parts(rows: pa.Table, by: Sequence[str]) -> npt.NDArray[np.int64]:
    mixed = np.zeros(rows.num_rows, np.uint64)
    for name in by:
        numbers = wide(rows.column(name).combine_chunks())
        for half in (numbers.high, numbers.low):
            mixed = (mixed ^ half) * _STEP
    return ((mixed >> np.uint64(32)) % np.uint64(PARTS)).astype(np.int64)
