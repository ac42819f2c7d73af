"""crosscount compute: one figure for one window."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.machines import machines as shown_machines
from crosscount.cli.options import Family, First, Last, Network, Origin, Target, Timezone, narrowed, window
from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.statement import shown, unknown
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow import compute as step
from crosscount.flow import machines as estimate
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
    if figure == estimate.NAME:
        if by or tags:
            raise InputError("machines are estimated for one place at a time; leave out --by and --tags")
        shown_machines(session, first, last, timezone, origin, target, network, family)
        return
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
