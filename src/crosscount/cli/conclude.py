"""crosscount conclude: observations become threats, day by day."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.options import day
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.flow import conclude as step

__all__ = ["app", "conclude"]

app = typer.Typer()


@verb(app)
def conclude(
    session: Session,
    date: Annotated[list[str] | None, typer.Option(metavar="YYYY-MM-DD", help="A UTC day; may be repeated")] = None,
) -> None:
    """Detect threats and place both ends, on every day that is out of date."""
    days = [day(each, "--date") for each in date] if date else None
    with session.progress() as progress:
        report = step.run(settings=session.settings, days=days, progress=progress)
    session.result(report, [line(report)])
