"""crosscount compute: one figure for one window."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.options import Family, First, Last, Network, Origin, Target, Timezone, narrowed, window
from crosscount.cli.session import Session
from crosscount.cli.statement import shown
from crosscount.cli.verb import verb
from crosscount.flow import compute as step
from crosscount.model.plain import statement_to_plain

__all__ = ["app", "compute"]

app = typer.Typer()
BY = "Dimensions, comma between: origin_country, target_country, network, family, day"


@verb(app)
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
) -> None:
    """Count a figure and keep the statement, with its evidence, in the ledger."""
    settings = session.settings
    statement = step.run(
        figure,
        window(first, last, timezone or settings.timezone),
        settings=settings,
        by=tuple(each.strip() for each in by.split(",") if each.strip()),
        where=narrowed(origin=origin, target=target, network=network, family=family),
    )
    session.result(statement_to_plain(statement), shown(statement))
