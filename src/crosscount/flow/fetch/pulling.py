"""Feeds, one after the other: pull, keep the bytes, ingest, write it into the ledger, remember.

In this order: whoever is stopped in between fetches again, and what is in the store already is recognised. What a feed
delivered before it failed is kept. A failing feed never stops the others.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crosscount import plugins
from crosscount.errors import CrosscountError, StoreError
from crosscount.flow.fetch import feeds, http, inbox, memory, shadowserver, taxii
from crosscount.flow.fetch.delivery import Delivery, Job
from crosscount.flow.fetch.handing import day_of, ingested
from crosscount.flow.fetch.transfer import TryLater
from crosscount.flow.ingest import FileReport
from crosscount.settings import Feed, Settings
from crosscount.store import ledger

__all__ = ["FeedReport", "due", "run"]

FETCHED, UNCHANGED, FAILED, WAITING, BUSY = "fetched", "unchanged", "failed", "waiting", "busy"
KIND = "fetch"  # of the ledger

Progress = Callable[[str, int], None]
_PULL: dict[str, Callable[[Job], Iterator[Delivery]]] = {
    "http": http.pull,
    "taxii": taxii.pull,
    "shadowserver": shadowserver.pull,
    "folder": inbox.pull,
}


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What became of one feed."""

    name: str
    state: str  # fetched, unchanged, failed, waiting (not due yet) or busy (another process is fetching it)
    fault: str | None
    due: datetime | None  # from when on it is due again, UTC; None: now
    files: tuple[FileReport, ...]
    notes: tuple[str, ...]


def run(
    *,
    settings: Settings,
    names: Sequence[str] | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> list[FeedReport]:
    """Fetch the named feeds, due or not, else those that are due; one report a feed, in the order of the settings."""
    found = feeds.chosen(settings, names or ())
    secrets = {feed.name: feeds.secret(feed, settings) for feed in found}
    reports = []
    for feed in found:
        at = now or datetime.now(UTC)
        with memory.held(settings, feed) as ours:
            if not ours:
                reports.append(FeedReport(feed.name, BUSY, "another process is fetching it", None, (), ()))
                continue
            known = memory.read(settings, feed)
            due_at = memory.due_at(feed, known)
            if not names and due_at is not None and due_at > at:
                reports.append(FeedReport(feed.name, WAITING, None, due_at, (), ()))
                continue
            job = Job(feed, settings, secrets[feed.name], at, dict(known.state))
            reports.append(_fetched(job, progress))
    return reports


def due(settings: Settings) -> list[tuple[Feed, datetime | None]]:
    """Every feed, and from when on it is due; None if it was never fetched. Nothing is opened or written."""
    return [(feed, memory.due_at(feed, memory.read(settings, feed))) for feed in feeds.chosen(settings, ())]


def _fetched(job: Job, progress: Progress | None) -> FeedReport:
    deliveries: list[Delivery] = []
    fault, later = None, ""
    if progress is not None:
        progress(job.feed.name, 0)
    try:
        for delivery in _PULL[job.feed.kind](job):
            deliveries.append(delivery)
    except StoreError:
        raise
    except CrosscountError as error:
        fault = str(error)
        later = error.at.isoformat() if isinstance(error, TryLater) else ""
    except Exception as error:
        # Strangers' answers are the input here. No text of the error: nobody knows what it may show.
        where = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"fetching it failed, which is our bug: {type(error).__name__} in {where.name}"
    files = ingested(job, deliveries, progress)
    _record(job, deliveries, files, fault)
    remembered = memory.Memory(job.now.isoformat(), fault is None, later, job.state)
    memory.write(job.settings, job.feed, remembered)
    changed = any(delivery.changed for delivery in deliveries)
    return FeedReport(
        job.feed.name,
        FAILED if fault else FETCHED if changed else UNCHANGED,
        fault,
        memory.due_at(job.feed, remembered),
        tuple(report for each in files for report in each),
        tuple(job.notes),
    )


def _record(job: Job, deliveries: Sequence[Delivery], files: Sequence[Sequence[FileReport]], fault: str | None) -> None:
    """One entry a file and day, and one for the first failure of a day: what was fetched again says nothing new."""
    feed, today = job.feed, job.now.date().isoformat()
    common = {"feed": feed.name, "kind": feed.kind}
    entries: list[tuple[str, dict[str, Any]]] = []
    for delivery, reports in zip(deliveries, files, strict=True):
        source = next((plugins.sources()[each.source] for each in reports if each.source), None)
        body = {
            **common,
            **delivery.facts,
            "publisher": feed.publisher or (source.publisher if source else None),
            "licence": feed.licence or (source.licence.value if source else None),
            "name": delivery.name,
            "sha256": delivery.stored.sha256,
            "size": delivery.stored.size,
            "day": day_of(job, delivery).isoformat(),
            "snapshots": [report.snapshot for report in reports],
            "states": [report.state for report in reports],
        }
        entries.append((f"{feed.name}/{today}/{delivery.stored.sha256}/{delivery.name}", body))
    if fault is not None:
        entries.append((f"{feed.name}/{today}/failed", {**common, "fault": fault}))
    if entries:
        ledger.append_many(job.settings.store, KIND, entries, at=job.now)
