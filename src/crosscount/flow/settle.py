"""Settle: keep each day's distinct members in `sets`, so that a long window reads sets and not rows.

A day is a day of the reporting time zone. Each carries, as a partition value, the digest of what it was settled from;
a day whose threats have changed since is out of date and never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from crosscount import plugins
from crosscount.engines.choice import chosen
from crosscount.kernels.counting.buckets import Buckets
from crosscount.kernels.counting.daily import DICTIONARIES, columns_for, daily_sets, united
from crosscount.kernels.counting.lists import ROWS
from crosscount.model.figure import Unit
from crosscount.model.provenance import DataFile, StagedFile, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import commit, lake, staging

__all__ = [
    "Settled",
    "Share",
    "files_by_day",
    "inputs_of",
    "run",
    "settled_inputs",
    "stage",
    "stale",
    "units_of_figures",
]

REVISION = 2  # raise it when the rows of `sets` change for the same threats
CHUNK_ROWS = 1_000_000  # of threats: many quiet days at once, a busy day alone
PIECE_ROWS = 2_000_000  # of threats, held in memory at once; a busier day goes through buckets on disk
CHUNK_DAYS = 500
SPLIT_ROWS = 8_000_000  # of one day, above which its country pairs are dealt out to several shares
MOST_PARTS = 16  # of a day: each reads all its rows
SMALL_ROWS = 500_000  # fewer are settled sooner than another process starts


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run did."""

    days: tuple[date, ...]
    rows: int  # threat rows read
    sets: int  # rows written, each a group of members
    version: int  # of `sets`


def run(
    *, settings: Settings, days: Sequence[date] | None = None, progress: Callable[[str, int], None] | None = None
) -> Settled:
    """Settle the given days, or all that are out of date; each chunk of days is replaced in one commit."""
    threats = lake.at(settings.store, "threats")
    units = units_of_figures()
    todo = sorted(days) if days is not None else stale(settings, threats=threats)
    chunks = list(_chunks(todo, threats, settings.timezone))
    shares, chunk_of = [], []
    for number, chunk in enumerate(chunks):
        cut = _shares(chunk, threats, units, settings)
        shares += cut
        chunk_of += [number] * len(cut)
    small = sum(_rows(share.near) for share in shares) < SMALL_ROWS
    waiting: dict[int, dict[int, list[StagedFile]]] = {}
    read = written = 0
    for number, staged in chosen(settings).each(stage, shares, small=small) if shares else ():
        parts = waiting.setdefault(chunk_of[number], {})
        parts[number] = staged
        if shares[number].part == 0:
            read += _rows(shares[number].near)
            if progress is not None:
                progress("settle", _rows(shares[number].near))
        if len(parts) == shares[number].parts:
            files = [file for _, part in sorted(waiting.pop(chunk_of[number]).items()) for file in part]
            commit.replace_days(settings.store, "sets", chunks[chunk_of[number]], files)
            written += sum(file.rows for file in files)
    return Settled(tuple(todo), read, written, lake.at(settings.store, "sets").version)


@dataclass(frozen=True, slots=True)
class Share:
    """Days, or some of the country pairs of one day; independent of every other share, and it can be pickled."""

    store: Path
    zone: str
    days: tuple[date, ...]
    inputs: Mapping[date, str | None]  # the digest of what each day is settled from
    near: TableAt  # the threats of every UTC day that the days touch
    units: Mapping[Unit, frozenset[str]]
    part: int = 0
    parts: int = 1


def stage(share: Share) -> list[StagedFile]:
    """Settle one share; its files are staged and not committed."""
    with TemporaryDirectory(prefix="crosscount-") as scratch:
        pieces = _pieces(share, Path(scratch))
        if len(share.days) == 1:
            return _staged(share.days[0], pieces, share)
        whole = pa.concat_tables([*pieces] or [ROWS.empty_table()])
        return [file for day in share.days for file in _staged(day, [whole], share)]


def stale(settings: Settings, *, threats: TableAt | None = None) -> list[date]:
    """The days of the reporting zone whose sets are missing, out of date or without threats by now."""
    threats = threats if threats is not None else lake.at(settings.store, "threats")
    units = units_of_figures()
    have = settled_inputs(lake.at(settings.store, "sets"))
    by_utc_day = files_by_day(threats)
    wanted = {
        day: inputs_of(day, threats, settings.timezone, units, by_utc_day)
        for day in sorted({near for utc in by_utc_day for near in (utc - _DAY, utc, utc + _DAY)})
    }
    out = {day for day, inputs in wanted.items() if inputs is not None and have.get(day) != inputs}
    return sorted(out | {day for day in have if wanted.get(day) is None})


def settled_inputs(sets: TableAt) -> dict[date, str]:
    """For each settled day, the digest of what it was settled from."""
    return {date.fromisoformat(file.partition["day"]): file.partition["inputs"] for file in sets.files}


def inputs_of(
    day: date,
    threats: TableAt,
    zone: str,
    units: Mapping[Unit, frozenset[str]],
    by_utc_day: Mapping[date, Sequence[DataFile]] | None = None,
) -> str | None:
    """The digest of what that day of the zone is settled from; None if there are no threats near it."""
    by_utc_day = by_utc_day if by_utc_day is not None else files_by_day(threats)
    names = sorted(file.name for utc in Window(day, day, zone).utc_days() for file in by_utc_day.get(utc, ()))
    if not names:
        return None
    said = repr((REVISION, zone, sorted((unit.value, sorted(kinds)) for unit, kinds in units.items()), names))
    return sha256(said.encode()).hexdigest()[:32]


def units_of_figures() -> dict[Unit, frozenset[str]]:
    """What the installed figures count: unit → kinds."""
    out: dict[Unit, frozenset[str]] = {}
    for figure in plugins.figures().values():
        if figure.kinds:
            out[figure.unit] = out.get(figure.unit, frozenset()) | {kind.value for kind in figure.kinds}
    return out


_DAY = timedelta(days=1)


def _shares(
    days: Sequence[date], threats: TableAt, units: Mapping[Unit, frozenset[str]], settings: Settings
) -> list[Share]:
    """The chunk in one share; a very busy day in several, each with some of its country pairs."""
    near = _near(days, threats, settings.timezone)
    by_utc_day = files_by_day(near)
    inputs = {day: inputs_of(day, near, settings.timezone, units, by_utc_day) for day in days}
    whole = Share(settings.store.absolute(), settings.timezone, tuple(days), inputs, near, units)
    if len(days) > 1:
        return [whole]
    parts = min(1 + _rows(near) // SPLIT_ROWS, MOST_PARTS)
    return [replace(whole, part=part, parts=parts) for part in range(parts)]


def _staged(day: date, pieces: Iterable[pa.Table], share: Share) -> list[StagedFile]:
    """The files of one day; none if there are no threats near it, one without rows if none of them is of the day."""
    inputs = share.inputs[day]
    if inputs is None:
        return []
    partition = {"day": day.isoformat(), "inputs": inputs}
    with staging.Writer(share.store, "sets", partition=partition) as writer:
        for piece in pieces:
            of_day = piece.filter(pc.equal(piece.column("day"), pa.scalar(day, pa.date32()))).drop_columns(["day"])
            for batch in of_day.unify_dictionaries().to_batches():
                writer.add(batch)
        return writer.finish() or (_nothing(share.store, partition) if share.part == 0 else [])


def _nothing(store: Path, partition: Mapping[str, str]) -> list[StagedFile]:
    """One file without rows: a day that was settled and found empty still says so."""
    empty = pa.RecordBatch.from_pylist([], schema=pa.schema([field for field in ROWS if field.name != "day"]))
    return staging.write(store, "sets", [empty], partition=partition)


def _pieces(share: Share, scratch: Path) -> Iterator[pa.Table]:
    """The set rows of the days, in as many pieces as memory needs."""
    within = Window(share.days[0], share.days[-1], share.zone)
    at = pc.field("observed_at")
    where = (at >= pa.scalar(within.start)) & (at < pa.scalar(within.end))
    batches = lake.batches(share.near, columns_for(share.units), where, dictionaries=DICTIONARIES)
    sets = (daily_sets(piece, share.units, share.zone) for piece in _held(batches))
    first, second = next(sets, None), next(sets, None)
    if first is None:
        return
    if second is None and share.parts == 1:
        yield first
        return
    number = 1 + _rows(share.near) // CHUNK_ROWS
    with Buckets(scratch, number, ROWS, part=share.part, parts=share.parts) as buckets:
        for part in chain((first,), (second,) if second is not None else (), sets):
            buckets.add(part.cast(ROWS))
        del first, second
        yield from (united([piece]) for piece in buckets.tables() if piece.num_rows)


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


def _near(days: Iterable[date], threats: TableAt, zone: str) -> TableAt:
    """The threats of every UTC day that the days of the zone touch."""
    wanted = {utc for day in days for utc in Window(day, day, zone).utc_days()}
    files = tuple(file for file in threats.files if date.fromisoformat(file.partition["day"]) in wanted)
    return TableAt(threats.table, threats.version, files)


def _rows(table: TableAt) -> int:
    return sum(file.rows for file in table.files)


def _chunks(days: Iterable[date], threats: TableAt, zone: str) -> Iterator[list[date]]:
    by_utc_day = files_by_day(threats)
    chunk: list[date] = []
    rows = 0
    for day in days:
        near = sum(file.rows for utc in Window(day, day, zone).utc_days() for file in by_utc_day.get(utc, ()))
        if chunk and (rows + near > CHUNK_ROWS or len(chunk) >= CHUNK_DAYS):
            yield chunk
            chunk, rows = [], 0
        chunk.append(day)
        rows += near
    if chunk:
        yield chunk


def files_by_day(table: TableAt) -> dict[date, list[DataFile]]:
    """The files of each partition day."""
    out: dict[date, list[DataFile]] = {}
    for file in table.files:
        out.setdefault(date.fromisoformat(file.partition["day"]), []).append(file)
    return out
