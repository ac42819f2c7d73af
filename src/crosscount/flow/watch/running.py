"""The loop of `crosscount watch`: look, take, commit, conclude, settle, wait."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crosscount import plugins
from crosscount.errors import InputError
from crosscount.flow import ingest
from crosscount.flow.ingest import FileReport
from crosscount.flow.taking import Order, Taken
from crosscount.flow.watch.figures import Figures
from crosscount.flow.watch.files import Files
from crosscount.settings import Settings
from crosscount.store import cursors

__all__ = ["Update", "Watched", "run"]

LOOK = 0.25  # seconds between two looks for a signal to stop


@dataclass(frozen=True, slots=True)
class Update:
    """What one look brought, committed and concluded."""

    files: tuple[FileReport, ...]
    remarks: tuple[str, ...]
    seconds: float  # from the look to the end of its commits


@dataclass(slots=True)
class Watched:
    """The account of a run. read = kept + set_aside."""

    read: int = 0
    kept: int = 0
    set_aside: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    threats: int = 0
    files: int = 0  # names under which something was taken
    remarks: list[str] = field(default_factory=list)


def run(
    paths: Sequence[Path],
    *,
    settings: Settings,
    every: float = 2.0,
    once: bool = False,
    finish: bool = False,
    source: str | None = None,
    day: date | None = None,
    site: str | None = None,
    family: str | None = None,
    publisher: str | None = None,
    stopped: Callable[[], bool] = lambda: False,
    told: Callable[[Update], None] | None = None,
) -> Watched:
    """Follow the files, and those in the folders, until `stopped`; with `once` only to their present end.

    A last line without a line end is left for later, or is a record with `finish`.
    """
    if source is not None and source not in plugins.sources():
        raise InputError(f"there is no source '{source}' (there are: {', '.join(plugins.sources())})")
    order = Order(settings.anywhere(), source, day, site, family, publisher)
    with cursors.only_one(settings.store):
        files, figures, account = Files(paths, order), Figures(settings), Watched()
        names: set[str] = set()
        try:
            ingest.publish(settings, files.pending())
            figures.whole()
            while True:
                last = once or stopped()
                begun = time.monotonic()
                reports = _committed(settings, files, order, last=last, finish=finish)
                if not last:
                    figures.follow()
                names |= {report.name for report in reports if report.read and not report.already}
                _add(account, reports)
                fresh = [text for text in files.remarks if text not in account.remarks]
                account.remarks += fresh
                if told is not None and (reports or fresh):
                    told(Update(tuple(reports), tuple(fresh), time.monotonic() - begun))
                if last and not files.more:
                    break
                while not last and not files.more and time.monotonic() - begun < every and not stopped():
                    time.sleep(min(LOOK, every))
            figures.whole()
        finally:
            files.close()
    account.threats, account.files = figures.threats, len(names)
    return account


def _committed(settings: Settings, files: Files, order: Order, *, last: bool, finish: bool) -> list[FileReport]:
    taken: list[Taken] = files.poll(last=last, finish=finish)
    reports = ingest.publish(settings, taken) if taken else []
    if files.whole:
        whole, files.whole = files.whole, []
        reports += ingest.run(
            whole,
            settings=settings,
            source=order.source,
            day=order.day,
            site=order.site,
            family=order.family,
            publisher=order.publisher,
        )
    return reports


def _add(account: Watched, reports: Sequence[FileReport]) -> None:
    for report in reports:
        if not report.already:
            account.read += report.read
            account.kept += report.kept
            account.set_aside += report.set_aside
            account.reasons.update(report.reasons)
