"""One share of settling: the sets of some days worked out from their threats, and staged for a commit.

Quiet days of one calendar week share a file, so that a long window opens few files; the days of the week that are
settled already are taken over from the file they lie in. A busy day has files of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.engines.scratch import scratch_folder
from crosscount.flow.settled import DAY, covering, files_by_day, partition_of
from crosscount.kernels.counting.buckets import Buckets
from crosscount.kernels.counting.daily import DICTIONARIES, columns_for, daily_sets, united
from crosscount.kernels.counting.lists import ROWS
from crosscount.kernels.counting.weeks import COLUMNS, TEXTS, from_files, to_files
from crosscount.model.figure import Unit
from crosscount.model.provenance import StagedFile, TableAt
from crosscount.model.window import Window
from crosscount.store import lake, staging
from crosscount.store.tables import spec

__all__ = ["CHUNK_ROWS", "PIECE_ROWS", "WEEK_BYTES", "Share", "near", "rows_in", "stage"]

CHUNK_ROWS = 1_000_000  # of threats: many quiet days at once, a busy day alone
PIECE_ROWS = 2_000_000  # of threats, held in memory at once; a busier day goes through buckets on disk
WEEK_BYTES = 256_000_000  # of sets in memory; what is larger is a file of its own


@dataclass(frozen=True, slots=True)
class Share:
    """Days of some calendar weeks, or some of the country pairs of one day; independent of every other share.

    It can be pickled.
    """

    store: Path
    zone: str
    days: tuple[date, ...]  # to settle
    inputs: Mapping[date, str]  # of those, and of the days to take over: the digest of what each is settled from
    threats: TableAt  # of every UTC day that the days touch
    units: Mapping[Unit, frozenset[str]]
    sets: TableAt | None = None  # the files that hold the days to take over
    part: int = 0
    parts: int = 1


def stage(share: Share) -> list[StagedFile]:
    """Settle one share; its files are staged and not committed."""
    if not share.inputs:
        return []
    with scratch_folder() as scratch:
        if len(share.inputs) > 1 or not share.days:
            return list(_weekly(share, scratch))
        day = share.days[0]
        return _staged(share, [day], (to_files(piece, day) for piece in _pieces(share, share.days, scratch)))


def near(days: Iterable[date], threats: TableAt, zone: str) -> TableAt:
    """The threats of every UTC day that the days of the zone touch."""
    wanted = {utc for day in days for utc in Window(day, day, zone).utc_days()}
    files = tuple(file for file in threats.files if date.fromisoformat(file.partition["day"]) in wanted)
    return TableAt(threats.table, threats.version, files)


def rows_in(table: TableAt) -> int:
    """How many rows its files have."""
    return sum(file.rows for file in table.files)


def _runs(share: Share) -> Iterator[list[date]]:
    """The days of all weeks in runs: as many as are settled at once."""
    by_utc_day, run, rows = files_by_day(share.threats), list[date](), 0
    for day in sorted(share.inputs):
        more = 0
        if day in share.days:
            more = sum(f.rows for utc in Window(day, day, share.zone).utc_days() for f in by_utc_day.get(utc, ()))
        if run and rows + more > CHUNK_ROWS:
            yield run
            run, rows = [], 0
        run.append(day)
        rows += more
    yield run


def _weekly(share: Share, scratch: Path) -> Iterator[StagedFile]:
    """A file a week, or several where a week has very many members."""
    held: dict[date, pa.Table] = {}  # by the first of the days that a table is of
    last = date.min
    for run in _runs(share):
        todo = [day for day in run if day in share.days]
        whole = pa.concat_tables([*_pieces(share, todo, scratch), *_taken_over(share, set(run) - set(todo))])
        for first, rows in _cut(run, whole):
            if held and (_week(first) != _week(last) or _bytes(held) > WEEK_BYTES):
                yield from _together(share, held, last)
                held = {}
            held[first] = rows
            last = run[-1] if rows is whole else first
    yield from _together(share, held, last)


def _cut(run: Sequence[date], rows: pa.Table) -> Iterator[tuple[date, pa.Table]]:
    """The rows with the first of their days: as they are if they belong into one file, else day by day."""
    if _week(run[0]) == _week(run[-1]) and rows.nbytes <= WEEK_BYTES:
        yield run[0], rows
        return
    for day in run:
        yield day, rows.filter(pc.equal(rows.column("day"), pa.scalar(day, pa.date32())))


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _bytes(held: Mapping[date, pa.Table]) -> int:
    return sum(table.nbytes for table in held.values())


def _together(share: Share, held: Mapping[date, pa.Table], last: date) -> list[StagedFile]:
    first = min(held)
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return _staged(share, days, [to_files(pa.concat_tables(held.values()), first)])


def _taken_over(share: Share, days: set[date]) -> Iterator[pa.Table]:
    """The rows of days that are settled already."""
    if days and share.sets is not None:
        for batch in lake.batches(covering(share.sets, days), COLUMNS, dictionaries=TEXTS):
            rows = from_files(pa.Table.from_batches([batch]), min(days), max(days))
            yield rows.filter(pc.is_in(rows.column("day"), pa.array(sorted(days), pa.date32())))


def _staged(share: Share, days: Sequence[date], pieces: Iterable[pa.Table]) -> list[StagedFile]:
    """The files of the days; one without rows if no threat is of these days."""
    partition = partition_of(days[0], [share.inputs.get(day) for day in days])
    with staging.Writer(share.store, "sets", partition=partition) as writer:
        for piece in pieces:
            for batch in piece.unify_dictionaries().to_batches():
                writer.add(batch)
        return writer.finish() or (_nothing(share.store, partition) if share.part == 0 else [])


def _nothing(store: Path, partition: Mapping[str, str]) -> list[StagedFile]:
    """One file without rows: a day that was settled and found empty still says so."""
    empty = pa.RecordBatch.from_pylist([], schema=spec("sets").file_schema)
    return staging.write(store, "sets", [empty], partition=partition)


def _pieces(share: Share, days: Sequence[date], scratch: Path) -> Iterator[pa.Table]:
    """The set rows of the days, in as many pieces as memory needs."""
    if not days:
        return
    within = Window(days[0], days[-1], share.zone)
    at = pc.field("observed_at")
    where = (at >= pa.scalar(within.start)) & (at < pa.scalar(within.end))
    threats = near(days, share.threats, share.zone)
    batches = lake.batches(threats, columns_for(share.units), where, dictionaries=DICTIONARIES)
    sets = (_of(days, daily_sets(piece, share.units, share.zone)) for piece in _held(batches))
    first, second = next(sets, None), next(sets, None)
    if first is None:
        return
    if second is None and share.parts == 1:
        yield first
        return
    number = 1 + rows_in(threats) // CHUNK_ROWS
    with Buckets(scratch, number, ROWS, part=share.part, parts=share.parts) as buckets:
        for part in chain((first,), (second,) if second is not None else (), sets):
            buckets.add(part.cast(ROWS))
        del first, second
        yield from (united([piece]) for piece in buckets.tables() if piece.num_rows)


def _of(days: Sequence[date], rows: pa.Table) -> pa.Table:
    """The set rows of the days alone: the UTC days that they touch hold parts of the days between them, too."""
    if (days[-1] - days[0]).days + 1 == len(days):
        return rows
    return rows.filter(pc.is_in(rows.column("day"), pa.array(days, pa.date32())))


def _held(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in as few tables as memory allows."""
    waiting: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        waiting.append(batch)
        size += batch.num_rows
        if size >= PIECE_ROWS:
            yield pa.Table.from_batches(waiting)
            waiting, size = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)
