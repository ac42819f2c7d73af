"""crosscount bulletin: publish the eight figures of one origin and one target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.options import First, Last, Timezone, country, window
from crosscount.cli.publish import publish
from crosscount.cli.session import Session
from crosscount.cli.statement import value, window_words
from crosscount.cli.verb import verb
from crosscount.model.bulletin import Bulletin, Marking
from crosscount.products.bulletin import EIGHT

__all__ = ["app", "bulletin"]

app = typer.Typer()
Country = Annotated[str, typer.Option(metavar="CC", help="ISO 3166-1 alpha-2, e.g. US; ZZ for unplaceable")]


@verb(app, engine=True)
def bulletin(
    session: Session,
    origin: Country,
    target: Country,
    first: First,
    last: Last,
    timezone: Timezone = None,
    language: Annotated[list[str] | None, typer.Option(metavar="LANGUAGE", help="en, zh; may be repeated")] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files")] = Path("."),
    marking: Annotated[Marking, typer.Option(help="Who may read it, TLP 2.0")] = Marking.CLEAR,
    notice: Annotated[str, typer.Option(metavar="TEXT", help="A sentence shown as a band on every form")] = "",
) -> None:
    """Write a bulletin as one self-contained HTML file, JSON and CSV."""
    settings = session.settings
    with session.progress() as progress:
        made, paths = publish(
            country(origin, "--origin"),
            country(target, "--target"),
            window(first, last, timezone or settings.timezone),
            settings=settings,
            languages=[name for given in language or ("en",) for name in given.split(",") if name],
            marking=marking,
            notice=notice,
            out=out,
            progress=progress,
        )
    session.result({"id": made.id, "files": paths}, lines(made, paths))


def lines(made: Bulletin, paths: list[Path]) -> Iterator[str]:
    """The eight figures, then the files."""
    yield f"{made.origin} to {made.target}, {window_words(made.window)}"
    for name, statement in zip(EIGHT, made.statements, strict=False):
        yield f"  {value(statement.cells[0]):>13}  {name}"
    yield from (f"wrote {path}" for path in paths)
