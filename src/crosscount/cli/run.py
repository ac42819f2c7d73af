"""crosscount run: everything that is due, in order."""

from __future__ import annotations

import typer

from crosscount.cli.conclude import line as concluded_line
from crosscount.cli.conclude import remarks
from crosscount.cli.fetch import faults
from crosscount.cli.fetch import lines as fetched_lines
from crosscount.cli.session import Session
from crosscount.cli.settle import line as settled_line
from crosscount.cli.verb import verb
from crosscount.flow import conclude, fetch, settle

__all__ = ["app", "run"]

app = typer.Typer()


@verb(app, engine=True)
def run(session: Session) -> None:
    """Do everything that is due: fetch, conclude, settle. Says what is not due, and when it will be."""
    with session.progress() as progress:
        fetched = fetch.run(settings=session.settings, progress=progress)
    with session.progress() as progress:
        concluded = conclude.run(settings=session.settings, progress=progress)
    with session.progress() as progress:
        settled = settle.run(settings=session.settings, progress=progress)
    done = {"fetched": fetched, "concluded": concluded, "settled": settled}
    session.result(done, [*fetched_lines(fetched), concluded_line(concluded), settled_line(settled)])
    remarks(session, concluded)
    faults(fetched)
