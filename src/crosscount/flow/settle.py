"""Settle: keep each day's distinct members in `sets`, so that a long window reads sets and not rows.

A day is a day of the reporting time zone. Each carries, as a partition value, the digest of what it was settled from;
a day whose threats have changed since is out of date and never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from crosscount import plugins
from crosscount.kernels.daily import ROWS, columns_for, daily_sets, united
from crosscount.model.figure import Unit
from crosscount.model.provenance import DataFile, StagedFile, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import commit, lake, staging

__all__ = ["Settled", "files_by_day", "inputs_of", "run", "settled_inputs", "stale", "units_of_figures"]

REVISION = 1  # raise it when the rows of `sets` change for the same threats
CHUNK_ROWS = 2_000_000
CHUNK_DAYS = 500
SORTED = [name for name in ROWS.names if name not in ("day", "rows")]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run did."""

    days: tuple[date, ...]
    rows: int  # threat rows read
    members: int  # set rows written
    version: int  # of `sets`


def run(
    *, settings: Settings, days: Sequence[date] | None = None, progress: Callable[[str, int], None] | None = None
) -> Settled:
    """Settle the given days, or all that are out of date; each chunk of days is replaced in one commit."""
    threats = lake.at(settings.store, "threats")
    units = units_of_figures()
    todo = sorted(days) if days is not None else stale(settings, threats=threats)
    read = written = 0
    for chunk in _chunks(todo, threats, settings.timezone):
        staged: list[StagedFile] = []
        table, rows = _sets_of(chunk, threats, units, settings.timezone, progress)
        for day in chunk:
            inputs = inputs_of(day, threats, settings.timezone, units)
            if inputs is not None:
                one = table.filter(pc.equal(table.column("day"), pa.scalar(day, pa.date32()))).drop_columns(["day"])
                partition = {"day": day.isoformat(), "inputs": inputs}
                staged += staging.write(settings.store, "sets", one.to_batches() or _empty(), partition=partition)
        commit.replace_days(settings.store, "sets", chunk, staged)
        read, written = read + rows, written + table.num_rows
    return Settled(tuple(todo), read, written, lake.at(settings.store, "sets").version)


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


def _sets_of(
    days: Sequence[date],
    threats: TableAt,
    units: Mapping[Unit, frozenset[str]],
    zone: str,
    progress: Callable[[str, int], None] | None,
) -> tuple[pa.Table, int]:
    wanted = {utc for day in days for utc in Window(day, day, zone).utc_days()}
    files = tuple(file for file in threats.files if date.fromisoformat(file.partition["day"]) in wanted)
    parts, rows = [ROWS.empty_table()], 0
    for batch in lake.batches(TableAt(threats.table, threats.version, files), columns_for(units)):
        parts.append(daily_sets(batch, units, zone))
        rows += batch.num_rows
        if progress is not None:
            progress("settle", batch.num_rows)
        if sum(part.num_rows for part in parts) > 2 * CHUNK_ROWS:
            parts = [united(parts)]
    table = united(parts)
    table = table.filter(pc.is_in(table.column("day"), pa.array(days, pa.date32())))
    return table.sort_by([(name, "ascending") for name in SORTED]), rows


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


def _empty() -> list[pa.RecordBatch]:
    """One batch without rows: a day that was settled and found empty still says so."""
    return ROWS.remove(0).empty_table().to_batches() or [pa.RecordBatch.from_pylist([], schema=ROWS.remove(0))]
