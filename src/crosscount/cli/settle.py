"""crosscount settle: the threats of a day become its sets of distinct members."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.options import day
from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.verb import verb
from crosscount.flow import settle as step

__all__ = ["app", "line", "settle"]

app = typer.Typer()


@verb(app, engine=True)
def settle(
    session: Session,
    date: Annotated[
        list[str] | None, typer.Option(metavar="YYYY-MM-DD", help="A day of the reporting zone; may be repeated")
    ] = None,
) -> None:
    """Keep the distinct members of every day that is out of date."""
    days = [day(each, "--date") for each in date] if date else None
    with session.progress() as progress:
        report = step.run(settings=session.settings, days=days, progress=progress)
    session.result(report, [line(report)])


def line(report: step.Settled) -> str:
    """What a run did."""
    return f"settled {number(len(report.days))} days: {number(report.rows)} threats, {number(report.sets)} sets"
