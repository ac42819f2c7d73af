"""crosscount status: what is in the store, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.console import RenderableType

from crosscount.cli.session import Session
from crosscount.cli.shown import account, number, table
from crosscount.cli.verb import verb
from crosscount.flow import status as step

__all__ = ["app", "status"]

app = typer.Typer()
HEAD = ("source", "first day", "last day", "files", "read", "kept", "set aside", "reasons")


@verb(app)
def status(
    session: Session, short: Annotated[bool, typer.Option("--short", help="One line a source instead of a day")] = False
) -> None:
    """Show what is ingested by source and day, what was refused, and what is out of date."""
    found = step.run(settings=session.settings)
    session.result(found, lines(found, step.by_source(found.lines) if short else found.lines))


def lines(found: step.Status, files: Iterable[step.Line]) -> Iterator[RenderableType]:
    """Files, sums, refusals, editions, what is due."""
    rows = [
        (
            each.source or "empty",
            each.first,
            each.last,
            each.files,
            each.read,
            each.kept,
            each.set_aside,
            _reasons(each.reasons),
        )
        for each in files
    ]
    yield table(HEAD, rows)
    yield "all files: " + account(*found.sums, {})
    for row in found.refused:
        yield f"refused: {row['source'] or 'unknown format'} {row['name']}: {row['fault']}"
    yield table(
        ("edition", "says", "basis", "day", "from"),
        [(e.id, e.content, e.basis, e.day, "installation" if e.embedded else "user") for e in found.editions],
    )
    yield "table versions: " + ", ".join(f"{name} {version}" for name, version in sorted(found.versions.items()))
    for name, at in found.feeds:
        yield f"feed {name}: due from {at:%Y-%m-%d %H:%M} UTC" if at else f"feed {name}: due, never fetched"
    due = f"{number(len(found.to_conclude))} days to conclude, {number(len(found.to_settle))} days to settle"
    yield f"due: {due}; run 'crosscount run'" if found.to_conclude or found.to_settle else "due: nothing"


def _reasons(reasons: dict[str, int]) -> str:
    return ", ".join(f"{reason} {number(count)}" for reason, count in reasons.items())
