"""The rows that a figure counts, as pairs: from `sets` where they are fresh, else from `threats` or `observations`.

Whatever is read, the evidence names rows: the version of `threats` (or `observations`) pinned first, and the digest of
its files that the window touches.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.engines import sets as counting
from crosscount.engines.base import Counted, Pairs, Question
from crosscount.engines.choice import chosen
from crosscount.flow import editions, settled
from crosscount.kernels.counting.distinct import pairs_of_sets, pairs_of_threats, threat_columns
from crosscount.kernels.counting.traffic import COLUMNS as TRAFFIC
from crosscount.kernels.counting.traffic import as_threats, utc_days
from crosscount.kernels.counting.weeks import COLUMNS, TEXTS, from_files
from crosscount.model.figure import Figure
from crosscount.model.kinds import Seen
from crosscount.model.provenance import DataFile, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Ask", "Reading", "answers", "names_digest", "pairs_at", "pin", "rows_table"]

SHARE_ROWS = 1_048_576  # read at once: as many as a file of a table has at most


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of one figure."""

    figure: Figure
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure was read from."""

    path: str  # "sets", "threats" or "observations"
    pinned: TableAt  # the table of the evidence, with the files that the window touches


def rows_table(figure: Figure) -> str:
    """The table whose rows are the evidence of a figure."""
    return "threats" if figure.kinds else "observations"


def answers(
    asks: Sequence[Ask],
    window: Window,
    *,
    settings: Settings,
    version: int | None = None,
    references: Collection[str] | None = None,
) -> Iterator[tuple[Reading, list[Counted]]]:
    """The answers for each figure in order. With a version from rows of that version, never from `sets`.

    With `references`, observations are placed by these editions and no other.
    """
    engine = chosen(settings)
    concluded = [ask for ask in asks if ask.figure.kinds]
    sets = None
    if concluded and version is None and window.zone == settings.timezone:
        sets = _fresh_sets(window, settings)
    united = iter(_from_sets(concluded, sets, window)) if sets is not None and engine.name == "local" else iter(())
    pinned: dict[str, TableAt] = {}
    for ask in asks:
        table = rows_table(ask.figure)
        if table not in pinned:
            pinned[table] = pin(ask.figure, window, settings, version)
        if sets is not None and ask.figure.kinds and engine.name == "local":
            yield Reading("sets", pinned[table]), next(united)
            continue
        path = "sets" if sets is not None and ask.figure.kinds else table
        if path == "sets" and sets is not None:
            pairs = Pairs(partial(_pairs_of_sets, ask.figure, window), _shares(sets))
        elif ask.figure.kinds:
            pairs = Pairs(partial(_from_threats, ask.figure, window), _shares(pinned[table]))
        else:
            read = partial(_traffic, ask.figure, window, settings.anywhere(), references)
            pairs = Pairs(read, _shares(pinned[table]))
        yield Reading(path, pinned[table]), engine.count_distinct(pairs, ask.questions)


def _from_sets(asks: Sequence[Ask], sets: TableAt, window: Window) -> Iterator[list[Counted]]:
    """Figures that ask for the same few countries are read together, as their rows lie together; others one by one."""
    groups: list[list[Ask]] = []
    for ask in asks:
        near = _countries([ask])
        if groups and near and _countries(groups[-1]) == near:
            groups[-1].append(ask)
        else:
            groups.append([ask])
    for group in groups:
        near = _countries(group)
        where = dict(near)
        where["unit"] = {ask.figure.unit.value for ask in group}
        where["kind"] = {kind.value for ask in group for kind in ask.figure.kinds}
        asked = [(ask.figure, ask.questions) for ask in group]
        columns = [*counting.columns_for(asked), "later"]
        pieces = lake.pieces(sets, columns, where, exact=near, dictionaries=TEXTS)
        yield from counting.count([partial(_within, piece, window) for piece in pieces], asked)


def _countries(asks: Sequence[Ask]) -> dict[str, set[str]]:
    """The countries that all questions keep to."""
    out: dict[str, set[str]] = {}
    for name in ("target_country", "origin_country"):
        asked = [question.where.get(name) for ask in asks for question in ask.questions]
        if None not in asked:
            out[name] = {value for value in asked if value is not None}
    return out


def pin(figure: Figure, window: Window, settings: Settings, version: int | None = None) -> TableAt:
    """The table of the evidence at a version (the newest if None), with the files that the window touches."""
    table = lake.at(settings.store, rows_table(figure), version)
    if figure.kinds:
        return TableAt(table.table, table.version, _of_days(table, set(window.utc_days())))
    near = lake.overlapping(table, "observed_at", window.start, window.end)
    traffic = {Seen.FLOW.value, Seen.REQUEST.value, Seen.LOOKUP.value}
    return TableAt(table.table, table.version, tuple(f for f in near.files if f.partition["seen"] in traffic))


def pairs_at(
    figure: Figure, window: Window, *, settings: Settings, version: int, references: Collection[str]
) -> Iterator[pa.Table]:
    """The pairs of a figure from rows of a version, placed by these editions where the rows are not placed yet."""
    table = pin(figure, window, settings, version)
    if figure.kinds:
        yield from _from_threats(figure, window, table)
    else:
        yield from _traffic(figure, window, settings, references, table)


def names_digest(table: TableAt) -> str:
    """SHA-256 over the sorted names of the files; each name is the SHA-256 of the file's bytes."""
    return sha256("\n".join(sorted(file.name for file in table.files)).encode()).hexdigest()


def _shares(table: TableAt) -> list[TableAt]:
    """The files, so many together as one reader should take; none is larger than a share."""
    shares: list[list[DataFile]] = []
    rows = SHARE_ROWS
    for file in table.files:
        if rows + file.rows > SHARE_ROWS:
            shares, rows = [*shares, []], 0
        shares[-1].append(file)
        rows += file.rows
    return [TableAt(table.table, table.version, tuple(files)) for files in shares]


def _of_days(table: TableAt, days: set[date]) -> tuple[DataFile, ...]:
    return tuple(file for file in table.files if date.fromisoformat(file.partition["day"]) in days)


def _fresh_sets(window: Window, settings: Settings) -> TableAt | None:
    """The sets of the window, or None if a day of it is out of date."""
    threats = lake.at(settings.store, "threats")
    near = TableAt(threats.table, threats.version, _of_days(threats, set(window.utc_days())))
    sets = lake.at(settings.store, "sets")
    have = settled.settled_inputs(sets)
    units = settled.units_of_figures()
    by_day = settled.files_by_day(near)
    for day in window.days():
        if have.get(day) != settled.inputs_of(day, near, window.zone, units, by_day):
            return None
    return settled.covering(sets, set(window.days()))


def _pairs_of_sets(figure: Figure, window: Window, sets: TableAt) -> Iterator[pa.Table]:
    where = {"unit": [figure.unit.value], "kind": [kind.value for kind in figure.kinds]}
    for piece in lake.pieces(sets, COLUMNS, where):
        yield pairs_of_sets(_within(piece, window), figure, window)


def _within(piece: Callable[[], pa.Table], window: Window) -> pa.Table:
    return from_files(piece(), window.first, window.last)


def _from_threats(figure: Figure, window: Window, threats: TableAt) -> Iterator[pa.Table]:
    where = pc.field("kind").isin([kind.value for kind in figure.kinds])
    for batch in lake.batches(threats, threat_columns(figure), where):
        yield pairs_of_threats(batch, figure, window)


def _traffic(
    figure: Figure, window: Window, settings: Settings, references: Collection[str] | None, observations: TableAt
) -> Iterator[pa.Table]:
    """Observations placed as they are counted, each by the edition of its UTC day."""
    where = (pc.field("observed_at") >= window.start) & (pc.field("observed_at") < window.end)
    for batch in lake.batches(observations, TRAFFIC, where):
        for day, rows in utc_days(batch):
            placer = editions.placer(settings, day, references)
            clients, servers = placer.place(rows.column("client_ip")), placer.place(rows.column("server_ip"))
            yield pairs_of_threats(as_threats(rows, clients, servers), figure, window)
