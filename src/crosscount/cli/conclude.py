"""crosscount conclude: observations become threats, day by day."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.options import day
from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.verb import verb
from crosscount.flow import conclude as step

__all__ = ["app", "conclude", "line", "remarks"]

app = typer.Typer()


@verb(app, engine=True)
def conclude(
    session: Session,
    date: Annotated[list[str] | None, typer.Option(metavar="YYYY-MM-DD", help="A UTC day; may be repeated")] = None,
) -> None:
    """Detect threats and place both ends, on every day that is out of date."""
    days = [day(each, "--date") for each in date] if date else None
    with session.progress() as progress:
        report = step.run(settings=session.settings, days=days, progress=progress)
    session.result(report, [line(report)])
    remarks(session, report)


def line(report: step.Concluded) -> str:
    """What a run did."""
    rows = f"{number(report.rows)} observations, {number(report.threats)} threats"
    return f"concluded {number(len(report.days))} days: {rows}"


def remarks(session: Session, report: step.Concluded) -> None:
    """What the user may want to mend: rules that cannot be used, editions that had to stand in."""
    for file, why in report.problems:
        session.remark(f"rule left out: {file}: {why}")
    for note in report.notes:
        session.remark(f"note: {note}")
