"""Conclusions sorted by time in bounded memory: kept by slices of time, on disk once there are many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.validity import Instants, microseconds
from crosscount.kernels.placing.wide import wide
from crosscount.model.detector import CONCLUSIONS

__all__ = ["Spool"]

SLICES = 48
IN_MEMORY = 400_000  # rows
RUN = 512  # rows: of shorter runs, rows one by one are copied as fast
IDENTITY = ("observed_at", "kind", "record", "family", "rule")  # a conclusion is stated once
ORDER = [(name, "ascending") for name in (*IDENTITY, "indicator", "source")]


class Spool:
    """Takes conclusions in any order, gives them back sorted and each once. A context manager; `folder` is scratch."""

    def __init__(self, start: datetime, end: datetime, folder: Path) -> None:
        first, after = (int(instant.timestamp()) * 1_000_000 for instant in (start, end))
        self._edges = first + (after - first) * np.arange(1, SLICES, dtype=np.int64) // SLICES
        self._folder = folder
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._writers: dict[int, pa.RecordBatchStreamWriter] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def add(self, rows: pa.Table) -> None:
        """Take conclusions, all of them within the time of the spool."""
        if rows.num_rows:
            self._waiting.append(_by_time(rows)[0])  # parts in order are put together in long runs
            self._waiting_rows += rows.num_rows
            if self._waiting_rows > IN_MEMORY:
                self._write_out()

    def tables(self) -> Iterator[pa.Table]:
        """The conclusions in order of time, slice by slice. Ends the spool."""
        if not self._writers:
            yield _sorted(self._all_waiting())
            return
        self._write_out()
        written = sorted(self._writers)
        self._open.close()
        for piece in written:
            with pa.OSFile(str(self._path(piece))) as source, pa.ipc.open_stream(source) as reader:
                yield _sorted(reader.read_all())
            self._path(piece).unlink()

    def _all_waiting(self) -> pa.Table:
        return pa.concat_tables([CONCLUSIONS.empty_table(), *self._waiting])

    def _write_out(self) -> None:
        rows = self._all_waiting()
        self._waiting, self._waiting_rows = [], 0
        piece = np.searchsorted(self._edges, microseconds(rows.column("observed_at")), side="right")
        if (np.diff(piece) < 0).any():
            order = np.argsort(piece, kind="stable")
            rows, piece = _reordered(rows, order), piece[order]
        for number in np.unique(piece).tolist():
            if number not in self._writers:
                sink = self._open.enter_context(pa.OSFile(str(self._path(number)), "wb"))
                self._writers[number] = self._open.enter_context(pa.ipc.new_stream(sink, CONCLUSIONS))
            first, after = np.searchsorted(piece, [number, number + 1]).tolist()
            self._writers[number].write_table(rows.slice(first, after - first))

    def _path(self, piece: int) -> Path:
        return self._folder / f"conclusions-{piece:02d}.arrows"


def _sorted(rows: pa.Table) -> pa.Table:
    rows, at = _by_time(rows)
    if rows.num_rows < 2 or _in_order(rows, at):
        return rows
    rows = rows.combine_chunks().sort_by(ORDER)
    same = pa.array(np.ones(rows.num_rows - 1, dtype=np.bool_))
    for name in IDENTITY:
        column = rows.column(name).combine_chunks()
        before, after = column.slice(0, len(column) - 1), column.slice(1)
        equal = pc.fill_null(pc.equal(before, after), False)
        same = pc.and_(same, pc.or_(equal, pc.and_(pc.is_null(before), pc.is_null(after))))
    return rows.filter(pa.array(np.append(True, ~same.to_numpy(zero_copy_only=False))))


def _by_time(rows: pa.Table) -> tuple[pa.Table, Instants]:
    at = microseconds(rows.column("observed_at"))
    if (at[1:] < at[:-1]).any():
        order = np.argsort(at, kind="stable")
        rows, at = _reordered(rows, order), at[order]
    return rows, at


def _reordered(rows: pa.Table, order: Instants) -> pa.Table:
    """The rows in that order. A few listings among the reports of a sensor leave long runs, which need no copy."""
    breaks = np.flatnonzero(np.diff(order) != 1) + 1
    if len(breaks) * RUN > len(order):
        return rows.combine_chunks().take(pa.array(order))
    edges = [0, *breaks.tolist(), len(order)]
    return pa.concat_tables([rows.slice(int(order[i]), k - i) for i, k in pairwise(edges)])


def _in_order(rows: pa.Table, at: Instants) -> bool:
    """Whether rows in order of time are so by kind and record too, and each is there once: one file's mostly are."""
    tied = at[1:] == at[:-1]
    if not tied.any():
        return True
    record = rows.column("record").combine_chunks()
    if (pc.fill_null(pc.binary_length(record), 0).to_numpy() != 16).any():
        return False
    kinds = rows.column("kind").combine_chunks().dictionary_encode()
    rank = np.argsort(np.argsort(kinds.dictionary.to_pylist()))[kinds.indices.to_numpy()]
    number = wide(record)
    later = number.at(slice(1, None)).exceeds(number.at(slice(None, -1))) & (rank[1:] == rank[:-1])
    return bool((~tied | later | (rank[1:] > rank[:-1])).all())
