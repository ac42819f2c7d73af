"""crosscount register list: the records, all or some."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.register.folder import Folder, kind_of, opened
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.register.finding import Wanted, search
from crosscount.register.timeline import day_of, label

__all__ = ["app"]

app = typer.Typer()


@verb(app, "list")
def listing(
    session: Session,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Only this kind: statement, actor, …")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only what names this actor, by any alias")] = None,
    act: Annotated[str | None, typer.Option(metavar="ACT", help="Only this act; 'register acts' lists them")] = None,
    find: Annotated[str | None, typer.Option(metavar="TEXT", help="Only records that hold this text")] = None,
    folder: Folder = None,
) -> None:
    """List records."""
    register = opened(session, folder)
    wanted = Wanted(None if kind is None else kind_of(kind), actor, act, find)
    found = search(register, wanted)
    rows = [
        (type(each).__name__.lower(), each.id, day_of(each), getattr(each, "act", ""), label(register, each.id))
        for each in found
    ]
    plain = [
        {
            "kind": kind,
            "id": name,
            "date": date or None,
            "act": act or None,
            "label": said,
            "file": _file(register, name),
        }
        for kind, name, date, act, said in rows
    ]
    session.result(plain, [table(("kind", "id", "date", "act", "what"), rows), f"{len(rows)} records"])


def _file(register: object, name: str) -> Path:
    return Path(register.files[name])  # type: ignore[attr-defined]
