"""Coverage: what a window's numbers rest on. Files and records are summed here; nobody is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import pyarrow as pa

from crosscount import plugins
from crosscount.flow import editions
from crosscount.kernels.counting.days import day_of
from crosscount.model.bulletin import Coverage, EditionUse, SourceCoverage
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["run"]


def run(window: Window, *, settings: Settings) -> Coverage:
    """What was delivered for a window, which days have no record, and which editions placed it.

    A file is of the window if its first to last record touch it; its sums are those of the whole file. A file
    refused whole has no known time, so it is counted whatever the window.
    """
    files = _files_of(window, settings)
    days = _days_by_source(window, settings)
    seen_before = set().union(*_days_by_source(window.previous(), settings).values())
    seen = set().union(*days.values())
    reasons: dict[str, int] = {}
    for row in files:
        for reason, number in orjson.loads(row["reasons"] or b"{}").items():
            reasons[reason] = reasons.get(reason, 0) + number
    names = sorted({row["source"] for row in files if row["source"]} | days.keys())
    uses, notes = _editions_of(window, settings)
    return Coverage(
        sources=tuple(_source(name, files, days.get(name, set())) for name in names),
        reasons=dict(sorted(reasons.items())),
        missing=tuple(day for day in window.days() if day not in seen),
        missing_before=tuple(day for day in window.previous().days() if day not in seen_before),
        editions=uses,
        notes=notes,
    )


def _files_of(window: Window, settings: Settings) -> list[dict[str, Any]]:
    rows = lake.read(lake.at(settings.store, "snapshots")).to_pylist()
    return [
        row
        for row in rows
        if row["state"] != "ingested"
        or (row["first_at"] and row["first_at"] < window.end and row["last_at"] >= window.start)
    ]


def _days_by_source(window: Window, settings: Settings) -> dict[str, set[date]]:
    """For each source the days of the window, in its zone, on which it has at least one kept record."""
    table = lake.overlapping(lake.at(settings.store, "observations"), "observed_at", window.start, window.end)
    out: dict[str, set[date]] = {}
    for batch in lake.batches(table, ["source", "observed_at"]):
        days = day_of(batch.column("observed_at"), window.zone)
        found = pa.table({"source": batch.column("source"), "day": days}).group_by(["source", "day"]).aggregate([])
        for row in found.to_pylist():
            if window.first <= row["day"] <= window.last:
                out.setdefault(row["source"], set()).add(row["day"])
    return out


def _source(name: str, files: Sequence[dict[str, Any]], days: set[date]) -> SourceCoverage:
    known = plugins.sources().get(name)
    files = [row for row in files if row["source"] == name]
    ingested = [row for row in files if row["state"] == "ingested"]
    return SourceCoverage(
        source=name,
        title=known.title if known else name,
        publisher=", ".join(sorted({row["publisher"] for row in files if row["publisher"]})),
        files=len(ingested),
        refused=len(files) - len(ingested),
        days=len(days),
        first=min(days, default=None),
        last=max(days, default=None),
        read=sum(row["read"] for row in ingested),
        kept=sum(row["kept"] for row in ingested),
        set_aside=sum(row["set_aside"] for row in ingested),
    )


@dataclass
class _Use:
    """The days that an edition of a later day had to stand in for."""

    first: date | None = None
    last: date | None = None


def _editions_of(window: Window, settings: Settings) -> tuple[tuple[EditionUse, ...], tuple[str, ...]]:
    known = editions.known(settings)
    used: dict[str, _Use] = {}
    notes: set[str] = set()
    for day in window.utc_days():
        placer = editions.placer(settings, day)
        # One sentence for all days that share a fault, whichever day it names.
        notes |= {note.replace(day.isoformat(), "some days") for note in placer.notes}
        for name in (placer.edition, placer.asn_edition):
            if name in known:
                use = used.setdefault(name, _Use())
                if known[name].day > day:
                    use.first, use.last = use.first or day, day
    uses = (
        EditionUse(name, e.content, e.basis.value, e.day, e.embedded, use.first, use.last)
        for name, use in sorted(used.items())
        for e in [known[name]]
    )
    return tuple(uses), tuple(sorted(notes))
