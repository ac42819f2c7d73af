"""crosscount store: look after the folder that everything is kept in."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.verb import verb
from crosscount.store import keep

__all__ = ["app"]

app = typer.Typer(name="store", help="Look after the folder that everything is kept in.", no_args_is_help=True)


@app.callback()
def store() -> None:
    """Look after the folder that everything is kept in."""


@verb(app)
def sweep(
    session: Session,
    older_than: Annotated[float, typer.Option(metavar="HOURS", min=0, help="Leave what is younger")] = 1.0,
) -> None:
    """Remove files that an interrupted run staged and never committed; no version of a table is touched."""
    swept = keep.sweep(session.settings.store, older_than=older_than * 3600)
    session.result(swept, [f"removed {number(swept.files)} files, {number(swept.size)} bytes"])
