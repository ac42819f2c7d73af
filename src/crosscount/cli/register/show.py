"""crosscount register show: one record, and everything that points at it."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.register.fields import lines
from crosscount.cli.register.folder import Folder, opened
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.register.records import Record
from crosscount.register.timeline import named, pointing_at
from crosscount.register.writing import plain

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def show(
    session: Session,
    record: Annotated[str, typer.Argument(metavar="ID", help="Id of a record, or any name of an actor")],
    folder: Folder = None,
) -> None:
    """Show a record, and what answers, disputes, corrects or cites it."""
    register = opened(session, folder)
    known = register.records.get(record)
    found = [known] if known is not None else list[Record](named(register, record))
    if not found:
        raise InputError(
            f"no record and no actor '{record[:80]}' in {register.folder}; 'crosscount register list' lists"
        )
    back = pointing_at(register)
    told = [{"record": type(each).__name__.lower(), "file": register.files[each.id], **plain(each)} for each in found]
    for each in told:
        each["pointed_at_by"] = [{"field": name, "id": by} for name, by in back.get(str(each["id"]), [])]
    session.result(told[0] if len(told) == 1 else told, (line for each in told for line in lines(register, each)))
