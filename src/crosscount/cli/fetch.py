"""crosscount fetch: feeds become files in the store, and are ingested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from crosscount.cli.session import Session
from crosscount.cli.shown import file_line
from crosscount.cli.verb import verb
from crosscount.errors import FetchFailed, FileRefused
from crosscount.flow import fetch as step

__all__ = ["app", "faults", "fetch", "lines"]

app = typer.Typer()


@verb(app)
def fetch(
    session: Session,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Feeds, also if they are not due")] = None,
) -> None:
    """Fetch the feeds of the settings that are due, and ingest what they deliver."""
    with session.progress() as progress:
        reports = step.run(settings=session.settings, names=names, progress=progress)
    session.result(reports, lines(reports) if reports else ["the settings name no feeds; see [[feeds]]"])
    faults(reports)


def lines(reports: Sequence[step.FeedReport]) -> Iterator[str]:
    """What became of each feed and of each of its files."""
    for report in reports:
        when = "now" if report.due is None else f"{report.due:%Y-%m-%d %H:%M} UTC"
        said = f": {report.fault}" if report.fault else ""
        state = "not due" if report.state == "waiting" else report.state
        yield f"{report.name}: {state}{said}; due from {when}"
        yield from (f"  {file_line(each)}" for each in report.files)
        yield from (f"  note: {note}" for note in report.notes)


def faults(reports: Sequence[step.FeedReport]) -> None:
    """Raise if a feed failed, or a file of one could not be ingested."""
    failed = [report.name for report in reports if report.state == "failed"]
    if failed:
        raise FetchFailed(f"{len(failed)} of {len(reports)} feeds failed ({', '.join(failed)}); the reasons are above")
    files = [each for report in reports for each in report.files]
    refused = sum(each.state in {"refused", "unknown"} for each in files)
    if refused:
        raise FileRefused(f"{refused} of {len(files)} fetched files were not ingested; the reasons are above")
