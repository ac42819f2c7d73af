"""Explain: from a figure to its definition, its evidence, and example rows with their files and lines."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.engines.base import Question
from crosscount.flow import compute, editions, rows
from crosscount.flow.narrowing import narrowed, within
from crosscount.flow.trace import Trace, plain_values, trace
from crosscount.kernels.counting.members import members
from crosscount.kernels.counting.traffic import COLUMNS, as_threats, utc_days
from crosscount.model.figure import Figure, Statement
from crosscount.model.provenance import TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Example", "Explanation", "run"]


@dataclass(frozen=True, slots=True)
class Example:
    """One row that a figure counts, where it came from, and the listing that it matched."""

    row: Mapping[str, Any]
    record: Trace | None
    indicator: Trace | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a number means and what it rests on."""

    figure: Figure
    statement: Statement
    examples: tuple[Example, ...]


def run(
    figure: str,
    window: Window,
    *,
    settings: Settings,
    where: Mapping[str, str] | None = None,
    examples: int = 5,
) -> Explanation:
    """Count the figure from rows and follow the earliest rows of different members home."""
    definition = compute.figure_named(figure)
    chosen = dict(where or {})
    pinned = rows.pin(definition, window, settings)
    statement = compute.count(definition, window, [Question((), chosen)], settings=settings, version=pinned.version)[0]
    read = _threat_rows if definition.kinds else _traffic_rows
    found = _earliest(definition, read(definition, window, chosen, pinned, settings), examples)
    wanted = {row[name] for row in found for name in ("record", "indicator") if row[name]}
    traces = trace(wanted, settings=settings)
    return Explanation(
        definition,
        statement,
        tuple(Example(plain_values(row), traces.get(row["record"]), traces.get(row["indicator"])) for row in found),
    )


def _threat_rows(
    figure: Figure, window: Window, where: Mapping[str, str], pinned: TableAt, settings: Settings
) -> Iterator[pa.RecordBatch]:
    """The rows of `threats` that the figure counts."""
    condition = within(window) & pc.field("kind").isin([kind.value for kind in figure.kinds])
    yield from lake.batches(pinned, None, condition & narrowed(figure, where))


def _traffic_rows(
    figure: Figure, window: Window, where: Mapping[str, str], pinned: TableAt, settings: Settings
) -> Iterator[pa.RecordBatch]:
    """The observations that the figure counts, placed and in the shape of threat rows."""
    for batch in lake.batches(pinned, [*COLUMNS, "record"], within(window)):
        for day, seen in utc_days(batch):
            placer = editions.placer(settings, day)
            clients, servers = placer.place(seen.column("client_ip")), placer.place(seen.column("server_ip"))
            placed = as_threats(seen, clients, servers).append_column("record", seen.column("record"))
            placed = placed.append_column("indicator", pa.nulls(seen.num_rows, pa.binary()))
            yield placed.filter(narrowed(figure, where))


def _earliest(figure: Figure, batches: Iterator[pa.RecordBatch], number: int) -> list[dict[str, Any]]:
    """The first row, by time and record, of each of the first few members."""
    first: dict[bytes, tuple[Any, bytes, dict[str, Any]]] = {}
    for batch in batches:
        batch = batch.append_column("member", members(batch, figure.unit)).filter(pc.field("member").is_valid())
        batch = batch.sort_by([("observed_at", "ascending"), ("record", "ascending")]).slice(0, 50 * number)
        for row in batch.to_pylist():
            member = row.pop("member")
            if figure.without and {tag.value for tag in figure.without} & set((row["tags"] or "").split(",")):
                continue
            known = first.get(member)
            if known is None or (row["observed_at"], row["record"]) < known[:2]:
                first[member] = (row["observed_at"], row["record"], row)
        best = heapq.nsmallest(number, first.items(), key=lambda item: item[1][:2])
        first = dict(best)
    return [row for _, (_, _, row) in sorted(first.items(), key=lambda item: item[1][:2])]
