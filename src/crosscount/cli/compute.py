"""crosscount compute: one figure for one window."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from crosscount.cli.options import Family, First, Last, Network, Origin, Target, Timezone, narrowed, window
from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.statement import shown
from crosscount.cli.verb import verb
from crosscount.flow import compute as step
from crosscount.flow import snapshots
from crosscount.flow.contamination import variants
from crosscount.model.plain import statement_to_plain

__all__ = ["app", "compute"]

app = typer.Typer()
TAGS = "Also say the total with the rows of every tag (scanner, sinkhole, tor…), and without those of each"
BY = "Dimensions, comma between: origin_country, target_country, network, family, day"


@verb(app, engine=True)
def compute(
    session: Session,
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="Id of a figure; see 'crosscount figures'")],
    first: First,
    last: Last,
    timezone: Timezone = None,
    by: Annotated[str, typer.Option(metavar="DIMENSION,…", help=BY)] = "",
    origin: Origin = None,
    target: Target = None,
    network: Network = None,
    family: Family = None,
    tags: Annotated[bool, typer.Option("--tags", help=TAGS)] = False,
) -> None:
    """Count a figure and keep the statement, with its evidence, in the ledger."""
    settings = session.settings
    days = window(first, last, timezone or settings.timezone)
    where = narrowed(origin=origin, target=target, network=network, family=family)
    dimensions = tuple(each.strip() for each in by.split(",") if each.strip())
    statement = step.run(figure, days, settings=settings, by=dimensions, where=where)
    others = variants(figure, days, settings=settings, where=where) if tags else {}
    lines = (f"  {name}: {'unknown' if total is None else number(total)}" for name, total in others.items())
    session.result(statement_to_plain(statement) | ({"tags": others} if tags else {}), (*shown(statement), *lines))
    if not dimensions and statement.total is None:
        session.remark(unknown(snapshots.observed(settings)))


def unknown(observed: tuple[date, date] | None) -> str:
    """Why a figure is unknown, and the way out."""
    if observed is None:
        return "unknown, because nothing was ingested yet; run 'crosscount ingest'"
    return f"unknown, because nothing was ingested of these days: the records are of {observed[0]} to {observed[1]}"
