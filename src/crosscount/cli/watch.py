"""crosscount watch: growing files become figures within seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.options import optional_day
from crosscount.cli.session import Session
from crosscount.cli.shown import account, file_line, number
from crosscount.cli.signals import stopping
from crosscount.cli.verb import verb
from crosscount.flow.watch import running as step

__all__ = ["app", "watch"]

app = typer.Typer()


@verb(app)
def watch(
    session: Session,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Growing log files, and folders of them")],
    every: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Between two looks")] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Read to the present end, then stop")] = False,
    finish: Annotated[bool, typer.Option("--finish", help="In the end a last line without line end is a line")] = False,
    source: Annotated[str | None, typer.Option(metavar="ID", help="Read as this source")] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of files that carry none")] = None,
    site: Annotated[str | None, typer.Option(metavar="HOST", help="Web site of an access log")] = None,
    family: Annotated[str | None, typer.Option(metavar="NAME", help="Malware family of a list that names none")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who delivers the files")] = None,
) -> None:
    """Follow growing log files through rotation, and keep the figures up with them; Ctrl-C ends it."""
    with stopping() as signals:
        watched = step.run(
            paths,
            settings=session.settings,
            every=every,
            once=once,
            finish=finish,
            source=source,
            day=optional_day(date, "--date"),
            site=site,
            family=family,
            publisher=publisher,
            stopped=lambda: bool(signals),
            told=lambda update: _tell(session, update),
        )
    sums = account(watched.read, watched.kept, watched.set_aside, dict(watched.reasons))
    session.result(watched, [f"followed {number(watched.files)} files: {sums}"])


def _tell(session: Session, update: step.Update) -> None:
    for report in (each for each in update.files if not each.already):
        session.remark(f"{file_line(report)}, in {update.seconds:.1f} s")
    for text in update.remarks:
        session.remark(f"note: {text}")
