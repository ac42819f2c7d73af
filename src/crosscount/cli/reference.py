"""crosscount reference: the dated tables that say where an address is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.options import day
from crosscount.cli.session import Session
from crosscount.cli.shown import account, table
from crosscount.cli.verb import verb
from crosscount.flow import editions as step

__all__ = ["app"]

app = typer.Typer(name="reference", help="The dated tables that say where an address is.", no_args_is_help=True)


@verb(app)
def add(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Delegated, MMDB, CSV or pyasn; .gz is opened")],
    edition: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day whose state the file gives")],
    basis: Annotated[str | None, typer.Option(metavar="BASIS", help="registered, routed or located")] = None,
    file_format: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="Instead of recognising it")
    ] = None,
) -> None:
    """Add a file to the edition of a day; every day that it places better becomes due."""
    on = day(edition, "--edition")
    added: list[step.Added] = []
    for file in files:
        added.append(step.add(file, settings=session.settings, edition=on, format=file_format, basis=basis))
    session.result(added, (line(each) for each in added))
    if not all(each.already for each in added):
        session.remark("run 'crosscount run' to place the days anew that this edition is the nearest for")


@verb(app, "list")
def editions(session: Session) -> None:
    """List the editions, embedded ones included."""
    found = step.editions(session.settings)
    rows = [(e.id, e.content, e.basis, e.day, len(e.files), "installation" if e.embedded else "user") for e in found]
    session.result(found, [table(("edition", "says", "basis", "day", "files", "from"), rows)])


def line(added: step.Added) -> str:
    """What became of one file."""
    said = account(added.read, added.kept, added.set_aside, added.reasons)
    again = " (added before: nothing changed)" if added.already else ""
    notes = "".join(f"\n  note: {note}" for note in added.notes)
    return f"{added.format} {added.name}: {said}; edition {added.edition.id}{again}{notes}"
