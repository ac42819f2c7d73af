"""crosscount ingest: files become observations and set-aside rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.options import optional_day
from crosscount.cli.session import Session
from crosscount.cli.shown import file_line
from crosscount.cli.verb import verb
from crosscount.errors import FileRefused, UnknownFormat
from crosscount.flow import ingest as step

__all__ = ["app", "ingest"]

app = typer.Typer()


@verb(app, engine=True)
def ingest(
    session: Session,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders")],
    source: Annotated[
        str | None, typer.Option(metavar="ID", help="Read as this source, or by a parser: intelmq:MODULE")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of files that carry none")] = None,
    site: Annotated[str | None, typer.Option(metavar="HOST", help="Web site of an access log")] = None,
    family: Annotated[str | None, typer.Option(metavar="NAME", help="Malware family of a list that names none")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who delivered the files")] = None,
) -> None:
    """Read files into the store: every record is kept or set aside with a reason."""
    with session.progress() as progress:
        reports = step.run(
            paths,
            settings=session.settings,
            source=source,
            day=optional_day(date, "--date"),
            site=site,
            family=family,
            publisher=publisher,
            progress=progress,
        )
    session.result(reports, (file_line(report) for report in reports))
    if not reports:
        session.remark("nothing to read: no file in '" + "', '".join(map(str, paths)) + "'")
    states = [report.state for report in reports]
    faulty = states.count("refused") + states.count("unknown")
    if faulty:
        kind = FileRefused if "refused" in states else UnknownFormat
        raise kind(f"{faulty} of {len(reports)} files were not ingested; the reasons are above")
