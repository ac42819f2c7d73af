"""Status: what is ingested, by source and day, what was set aside or refused, and what is out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import orjson

from crosscount.flow import conclude, editions, fetch, settle, snapshots
from crosscount.model.place import Edition
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Line", "Status", "by_source", "run"]


@dataclass(frozen=True, slots=True)
class Line:
    """The files of one source whose first record falls on one UTC day."""

    source: str
    first: date | None  # None: a file without records
    last: date | None
    files: int
    read: int
    kept: int
    set_aside: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a store."""

    lines: tuple[Line, ...]
    refused: tuple[dict[str, Any], ...]  # snapshots rows
    versions: dict[str, int]  # table → version, -1 if it does not exist
    to_conclude: tuple[date, ...]  # UTC days
    to_settle: tuple[date, ...]  # days of the reporting zone
    editions: tuple[Edition, ...]
    feeds: tuple[tuple[str, datetime | None], ...] = ()  # name, and from when on it is due (UTC; None: never fetched)

    @property
    def sums(self) -> tuple[int, int, int]:
        """Records read, kept and set aside; the first is the sum of the others."""
        return (
            sum(line.read for line in self.lines),
            sum(line.kept for line in self.lines),
            sum(line.set_aside for line in self.lines),
        )


def run(*, settings: Settings) -> Status:
    """Read the state of the store; nothing is written."""
    files = snapshots.current(settings)
    ingested = [row for row in files if row["state"] == snapshots.INGESTED]
    tables = ("observations", "set_aside", "snapshots", "threats", "sets", "ledger")
    return Status(
        lines=_lines(ingested),
        refused=tuple(row for row in files if row["state"] != snapshots.INGESTED),
        versions={name: lake.at(settings.store, name).version for name in tables},
        to_conclude=tuple(conclude.stale(settings)),
        to_settle=tuple(settle.stale(settings)),
        editions=tuple(editions.editions(settings)),
        feeds=tuple((feed.name, at) for feed, at in fetch.due(settings)),
    )


def by_source(lines: Iterable[Line]) -> tuple[Line, ...]:
    """All days of a source in one line."""
    out = []
    for source, group in groupby(lines, key=lambda line: line.source):
        found = list(group)
        reasons = Counter[str]()
        for line in found:
            reasons.update(line.reasons)
        out.append(
            Line(
                source=source,
                first=min((line.first for line in found if line.first), default=None),
                last=max((line.last for line in found if line.last), default=None),
                files=sum(line.files for line in found),
                read=sum(line.read for line in found),
                kept=sum(line.kept for line in found),
                set_aside=sum(line.set_aside for line in found),
                reasons=dict(sorted(reasons.items())),
            )
        )
    return tuple(out)


def _lines(ingested: list[dict[str, Any]]) -> tuple[Line, ...]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in ingested:
        day = row["first_at"].date().isoformat() if row["first_at"] else ""
        groups.setdefault((row["source"] or "", day), []).append(row)
    return tuple(_line(source, rows) for (source, _), rows in sorted(groups.items()))


def _line(source: str, rows: list[dict[str, Any]]) -> Line:
    reasons: dict[str, int] = {}
    for row in rows:
        for reason, number in orjson.loads(row["reasons"] or b"{}").items():
            reasons[reason] = reasons.get(reason, 0) + number
    firsts = [row["first_at"].date() for row in rows if row["first_at"]]
    lasts = [row["last_at"].date() for row in rows if row["last_at"]]
    return Line(
        source=source,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        files=len(rows),
        read=sum(row["read"] for row in rows),
        kept=sum(row["kept"] for row in rows),
        set_aside=sum(row["set_aside"] for row in rows),
        reasons=dict(sorted(reasons.items())),
    )
