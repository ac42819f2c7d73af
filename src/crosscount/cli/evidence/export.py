"""crosscount evidence export: a bundle from which a stranger recounts a bulletin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.files import text_of
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow.evidence import export as step
from crosscount.products import bulletin as product
from crosscount.products import tabular

__all__ = ["app", "export"]

app = typer.Typer()


@verb(app)
def export(
    session: Session,
    bulletin: Annotated[Path, typer.Argument(metavar="BULLETIN.json", help="The JSON form of a bulletin")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the bundle")] = Path("."),
) -> None:
    """Write a signed bundle with pseudonymised members, from which every number of a bulletin can be recounted."""
    text = text_of(bulletin)
    published = tabular.from_json(text)
    if product.altered(published):
        raise InputError(f"'{bulletin}' is not what was published; 'crosscount verify' says what differs")
    with session.progress() as progress:
        folder = step.run(published, text, settings=session.settings, out=out, progress=progress)
    session.result({"bundle": folder}, [f"wrote {folder}", f"anyone can now run: crosscount verify {folder}"])
