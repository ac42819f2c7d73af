"""Settle: keep each day's distinct members in `sets`, so that a long window reads sets and not rows.

A day is a day of the reporting time zone. What it was settled from is kept with it (flow.settled).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from crosscount.engines.choice import chosen
from crosscount.flow.settled import (
    covering,
    days_in,
    files_by_day,
    inputs_of,
    settled_inputs,
    stale,
    units_of_figures,
)
from crosscount.flow.settling import Share, near, rows_in, stage
from crosscount.model.provenance import StagedFile, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import commit, lake

__all__ = ["Settled", "run", "stale"]

CHUNK_ROWS = 1_000_000  # of threats: many quiet weeks at once
CHUNK_DAYS = 500
BUSY_ROWS = 4_000_000  # of one day, above which it shares its file with no other
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
    threats, sets = lake.at(settings.store, "threats"), lake.at(settings.store, "sets")
    todo = sorted(days) if days is not None else stale(settings, threats=threats)
    chunks = list(_Plan(settings, threats, sets, todo).chunks())
    shares = [share for chunk in chunks for share in chunk.shares]
    chunk_of = [number for number, chunk in enumerate(chunks) for _ in chunk.shares]
    small = sum(rows_in(share.threats) for share in shares) < SMALL_ROWS
    waiting: dict[int, dict[int, list[StagedFile]]] = {}
    read = written = 0
    for number, staged in chosen(settings).each(stage, shares, small=small) if shares else ():
        chunk = chunks[chunk_of[number]]
        parts = waiting.setdefault(chunk_of[number], {})
        parts[number] = staged
        if shares[number].part == 0:
            read += rows_in(shares[number].threats)
            if progress is not None:
                progress("settle", rows_in(shares[number].threats))
        if len(parts) == len(chunk.shares):
            files = [file for _, part in sorted(waiting.pop(chunk_of[number]).items()) for file in part]
            commit.replace_days(settings.store, "sets", chunk.replaced, files)
            written += sum(file.rows for file in files)
    return Settled(tuple(todo), read, written, lake.at(settings.store, "sets").version)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What is replaced in one commit."""

    replaced: tuple[date, ...]
    shares: tuple[Share, ...]


class _Plan:
    """Which days are settled together, and which are taken over because they share a file with those."""

    def __init__(self, settings: Settings, threats: TableAt, sets: TableAt, todo: Sequence[date]) -> None:
        self._store, self._zone = settings.store.absolute(), settings.timezone
        self._threats, self._sets, self._todo = threats, sets, todo
        self._units, self._by_utc_day, self._have = units_of_figures(), files_by_day(threats), settled_inputs(sets)

    def chunks(self) -> Iterator[_Chunk]:
        """Quiet weeks, many at once; busy days one by one."""
        quiet: list[date] = []
        rows = 0
        for week, mine in groupby(self._todo, _monday):
            todo = list(mine)
            if any(self._rows(day) > BUSY_ROWS for day in _days_of(week)):
                yield from self._busy(todo)
                continue
            more = sum(map(self._rows, todo))
            if quiet and (rows + more > CHUNK_ROWS or len(quiet) + len(todo) > CHUNK_DAYS):
                yield self._quiet(quiet)
                quiet, rows = [], 0
            quiet, rows = quiet + todo, rows + more
        if quiet:
            yield self._quiet(quiet)

    def _quiet(self, todo: Sequence[date]) -> _Chunk:
        weeks = [day for week in sorted({_monday(day) for day in todo}) for day in _days_of(week)]
        inputs = {day: self._inputs(day) for day in weeks}
        wanted = {
            day: one for day, one in inputs.items() if one is not None and (day in todo or self._have.get(day) == one)
        }
        mine = tuple(day for day in todo if day in wanted)
        return _Chunk(tuple(weeks), (self._share(mine, wanted),))

    def _busy(self, todo: Sequence[date]) -> Iterator[_Chunk]:
        """Each day alone, but together with the days that shared a file with it, as that file goes."""
        touched = [file for file in covering(self._sets, todo).files if len(days_in(file)) > 1]
        mates = {day for file in touched for day in days_in(file)}
        if mates:
            every = sorted(mates | set(todo))
            yield _Chunk(tuple(every), tuple(share for day in every for share in self._alone(day)))
            return
        for day in todo:
            yield _Chunk((day,), tuple(self._alone(day)))

    def _alone(self, day: date) -> list[Share]:
        inputs = self._inputs(day)
        if inputs is None:
            return [self._share((), {})]
        whole = self._share((day,), {day: inputs})
        parts = min(1 + rows_in(whole.threats) // SPLIT_ROWS, MOST_PARTS)
        return [replace(whole, part=part, parts=parts) for part in range(parts)]

    def _share(self, days: tuple[date, ...], inputs: Mapping[date, str]) -> Share:
        threats = near(days, self._threats, self._zone)
        others = covering(self._sets, inputs.keys() - set(days))
        return Share(self._store, self._zone, days, inputs, threats, self._units, others)

    def _inputs(self, day: date) -> str | None:
        return inputs_of(day, self._threats, self._zone, self._units, self._by_utc_day)

    def _rows(self, day: date) -> int:
        """Of the UTC days that this day of the zone touches."""
        return sum(f.rows for utc in Window(day, day, self._zone).utc_days() for f in self._by_utc_day.get(utc, ()))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days_of(week: date) -> list[date]:
    return [week + timedelta(days=number) for number in range(7)]
