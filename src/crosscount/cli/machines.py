"""crosscount machines: how many machines stand behind the addresses, with an interval."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from rich.console import RenderableType

from crosscount.cli.options import Family, First, Last, Network, Origin, Target, Timezone, narrowed, window
from crosscount.cli.session import Session
from crosscount.cli.shown import interval, number
from crosscount.cli.statement import window_words
from crosscount.cli.verb import verb
from crosscount.flow import machines as step
from crosscount.model.estimate import MachineEstimate

__all__ = ["app", "machines"]

app = typer.Typer()


@verb(app)
def machines(
    session: Session,
    first: First,
    last: Last,
    timezone: Timezone = None,
    origin: Origin = None,
    target: Target = None,
    network: Network = None,
    family: Family = None,
) -> None:
    """Estimate the machines behind the addresses: live in an hour, and in all, each with a 95 % interval."""
    days = window(first, last, timezone or session.settings.timezone)
    where = narrowed(origin=origin, target=target, network=network, family=family)
    made = step.run(days, settings=session.settings, where=where)
    session.result(step.plain(made), _shown(made))


def _shown(made: MachineEstimate) -> Iterator[RenderableType]:
    """The estimate, what it assumes, and what was measured on the way."""
    said = made.machines
    narrowed_by = "".join(f", {name} {value}" for name, value in made.where.items())
    yield f"Machines (estimate){narrowed_by}, {window_words(made.window)}"
    yield f"  addresses, counted:       {number(said.addresses)}"
    live = "nothing was seen" if said.live is None else interval(said.live)
    yield f"  machines in an hour:      {live}"
    if said.footprint is not None:
        yield f"  machines in the window:   {interval(said.footprint)}"
    elif said.envelope is not None:
        low, high = (number(round(value)) for value in said.envelope)
        yield f"  machines in the window:   no estimate; order of magnitude {low} to {high}"
    yield from (f"  assumed: {sentence}" for sentence in said.assumptions)
    yield from (f"  measured: {name} {value:,.6g}" for name, value in said.diagnostics.items())
    evidence = made.evidence
    yield f"  evidence: {evidence.table} version {evidence.version}, {number(evidence.rows)} rows; estimate {made.id}"
