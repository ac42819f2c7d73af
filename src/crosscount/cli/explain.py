"""crosscount explain: follow a number home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import RenderableType

from crosscount.cli.options import Family, First, Last, Network, Origin, Target, Timezone, narrowed, window
from crosscount.cli.session import Session
from crosscount.cli.statement import shown
from crosscount.cli.verb import verb
from crosscount.flow import explain as step
from crosscount.flow.trace import Trace

__all__ = ["app", "explain"]

app = typer.Typer()


@verb(app)
def explain(
    session: Session,
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="Id of a figure; see 'crosscount figures'")],
    first: First,
    last: Last,
    timezone: Timezone = None,
    origin: Origin = None,
    target: Target = None,
    network: Network = None,
    family: Family = None,
    rows: Annotated[int, typer.Option(min=0, max=1000, help="How many example rows")] = 5,
) -> None:
    """Show what a figure counts, what it rests on, and example rows with file, line and publisher."""
    settings = session.settings
    days = window(first, last, timezone or settings.timezone)
    where = narrowed(origin=origin, target=target, network=network, family=family)
    found = step.run(figure, days, settings=settings, where=where, examples=rows)
    session.result(found, lines(found))


def lines(found: step.Explanation) -> Iterator[RenderableType]:
    """Definition, evidence, examples."""
    figure, evidence = found.figure, found.statement.evidence
    yield from (f"{figure.id}@{figure.version}: {figure.means}", *(f"  caveat: {said}" for said in figure.caveats), "")
    yield from (*shown(found.statement), f"  where: {evidence.where}", f"  digest: {evidence.digest}")
    for place, example in enumerate(found.examples, 1):
        yield f"\nexample {place}: " + ", ".join(f"{name} {value}" for name, value in example.row.items())
        yield from _home("  record", example.record)
        yield from _home("  indicator", example.indicator)


def _home(what: str, trace: Trace | None) -> Iterator[str]:
    if trace is not None:
        file = f"{trace.file}, {trace.member}" if trace.member else trace.file
        publisher = f"publisher {trace.publisher} ({trace.licence})"
        yield f"{what}: {file}, record {trace.record_no}, {trace.source}, {publisher}"
        if trace.line is not None:
            yield f"    line {trace.line}"
        yield f"    raw {trace.sha256}"
