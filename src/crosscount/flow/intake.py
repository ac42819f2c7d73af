"""A piece of a file → its rows, held or staged but not committed: what a worker does, of this machine or of another.

`read_piece` is a pure function of its job and of the stored bytes that the job names; its result can be sent back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from crosscount import plugins
from crosscount.errors import CrosscountError, FileRefused
from crosscount.flow import mapping, pieces
from crosscount.flow.pieces import Piece
from crosscount.flow.tally import Sums, Tally
from crosscount.kernels.cleaning.clean import clean
from crosscount.model.provenance import StagedFile
from crosscount.model.source import Cleaned, FileContext, RawBatch, Source
from crosscount.store.staging import Writer

__all__ = ["HELD_ROWS", "TABLES", "Job", "Rows", "blamed", "read_piece", "read_rows"]

HELD_ROWS = 20_000  # a snapshot of fewer rows is handed over in memory: many of them make one file of the table
TABLES = ("observations", "set_aside")

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of a snapshot, and all that reading it needs."""

    root: Path  # of the store
    piece: Piece
    source: str  # id of an installed source
    mapping: bytes | None  # the text of the user's mapping, which then makes the source
    context: FileContext
    snapshot: str
    held: int  # rows of each table that may be handed over in memory


@dataclass(slots=True)
class Rows:
    """What was read. Either the rows of a table are held, or its files are staged."""

    sums: Sums = field(default_factory=Sums)
    held: dict[str, list[pa.RecordBatch]] = field(default_factory=dict)  # table → rows
    staged: dict[str, list[StagedFile]] = field(default_factory=dict)  # table → files
    refused: str | None = None  # why the file cannot be read at all

    def add(self, other: Rows) -> None:
        """Take in another piece of the same snapshot."""
        self.sums.add(other.sums)
        self.refused = self.refused or other.refused
        for table in TABLES:
            if table in other.held:
                self.held.setdefault(table, []).extend(other.held[table])
            if table in other.staged:
                self.staged.setdefault(table, []).extend(other.staged[table])


def read_piece(job: Job) -> Rows:
    """The rows of one piece; a source that trips over it refuses the file, which its result then says."""
    source = _source(job.source, job.mapping)
    try:
        with pieces.opened(job.piece) as file:
            return read_rows(file, source, job.context, job.snapshot, job.root, piece=job.piece, most_held=job.held)
    except FileRefused as error:
        return Rows(refused=str(error))


def read_rows(
    file: BinaryIO,
    source: Source,
    context: FileContext,
    snapshot: str,
    root: Path,
    *,
    piece: Piece | None = None,
    most_held: int,
    judged: Callable[[Sums], None] | None = None,
    progress: Progress | None = None,
) -> Rows:
    """The rows of a file, or of one piece of it; nothing stays staged if it, or `judged` of its sums, raises."""
    tally, out = Tally(source, snapshot), Rows()
    with _Way(root, "observations", most_held) as kept, _Way(root, "set_aside", most_held) as aside:
        for raw_batch, cleaned in _batches(source, context, file, piece.shift if piece else 0):
            good, bad = tally.add(raw_batch, cleaned)
            kept.add(good)
            aside.add(bad)
            if progress is not None:
                progress(context.name, good.num_rows + bad.num_rows)
        out.sums = tally.sums
        out.sums.remarks -= piece.remarks if piece else 0
        if judged is not None:
            judged(out.sums)
        for way in (kept, aside):
            way.hand_over(out)
    return out


@lru_cache(maxsize=16)
def _source(source: str, text: bytes | None) -> Source:
    return plugins.sources()[source] if text is None else mapping.parsed(text, source).source


def _batches(source: Source, context: FileContext, file: BinaryIO, shift: int) -> Iterator[tuple[RawBatch, Cleaned]]:
    """The batches, cleaned."""
    batches = source.read(file)
    while True:
        with blamed(context.name, f"source '{source.id}'"):
            raw_batch = next(batches, None)
            if raw_batch is None:
                return
            raw_batch = _shifted(raw_batch, shift) if shift else raw_batch
            cleaned = clean(raw_batch, source, context)
        yield raw_batch, cleaned


def _shifted(batch: RawBatch, shift: int) -> RawBatch:
    """The batch with the numbers that its records have in the whole file."""
    faults = batch.faults
    if faults is not None:
        place = faults.schema.get_field_index("record_no")
        faults = faults.set_column(place, faults.schema.field(place), pc.add(faults.column(place), shift))
    return RawBatch(batch.columns, pc.add(batch.record_no, shift), faults, batch.remarks)


@contextmanager
def blamed(name: str, who: str) -> Iterator[None]:
    """A source that trips over a stranger's bytes refuses the file; it does not stop the run."""
    try:
        yield
    except (CrosscountError, MemoryError):
        raise
    except Exception as error:
        raise FileRefused(f"'{name}': {who} failed, which is its bug: {type(error).__name__}: {error}") from error


class _Way:
    """Rows of one table on their way: in memory while they are few, into staged files once they are many."""

    def __init__(self, root: Path, table: str, most_held: int) -> None:
        self._table, self._writer, self._most = table, Writer(root, table), most_held
        self._held: list[pa.RecordBatch] = []
        self._number = 0

    def __enter__(self) -> _Way:
        return self

    def __exit__(self, *why: object) -> None:
        self._writer.discard()

    def add(self, batch: pa.RecordBatch) -> None:
        if not batch.num_rows:
            return
        self._number += batch.num_rows
        self._held.append(batch)
        if self._number > self._most:
            self._flush()

    def hand_over(self, out: Rows) -> None:
        """Give the rows, in memory only if they are few."""
        if self._number > self._most:
            self._flush()
            out.staged[self._table] = self._writer.finish()
        elif self._held:
            out.held[self._table] = self._held

    def _flush(self) -> None:
        for batch in self._held:
            self._writer.add(batch)
        self._held = []
