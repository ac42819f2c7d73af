"""crosscount register page: a case as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.files import write
from crosscount.cli.register.folder import Folder, folder_of
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.products.case_page import html
from crosscount.register.reading import read
from crosscount.register.records import Case

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def page(
    session: Session,
    case: Annotated[str, typer.Argument(metavar="CASE", help="Id of a case; 'register list case' lists them")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write")],
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="en or zh, for all but the records")] = "en",
    folder: Folder = None,
) -> None:
    """Write a self-contained page: timeline with what answers what, numbers with their chain, actors, sources."""
    register = read(folder_of(session, folder))
    text = html(register, register.find(case, Case), session.settings.publisher, language)
    write(out, text)
    session.result({"file": out}, [f"wrote {out}"])
