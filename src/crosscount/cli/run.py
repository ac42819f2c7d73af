"""crosscount run: everything that is due, in order."""

from __future__ import annotations

import typer

from crosscount.cli.conclude import line as concluded_line
from crosscount.cli.conclude import remarks
from crosscount.cli.session import Session
from crosscount.cli.settle import line as settled_line
from crosscount.cli.verb import verb
from crosscount.flow import conclude, settle

__all__ = ["app", "run"]

app = typer.Typer()


@verb(app)
def run(session: Session) -> None:
    """Do everything that is due: conclude, then settle."""
    with session.progress() as progress:
        concluded = conclude.run(settings=session.settings, progress=progress)
    with session.progress() as progress:
        settled = settle.run(settings=session.settings, progress=progress)
    both = {"concluded": concluded, "settled": settled}
    session.result(both, [concluded_line(concluded), settled_line(settled)])
    remarks(session, concluded)
