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
from crosscount.model.bulletin import Bulletin
from crosscount.products import bulletin as product
from crosscount.products import tabular
from crosscount.products.confidentiality import withheld

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
    _still_withheld(published, session.settings.confidentiality.smallest_cell)
    with session.progress() as progress:
        folder = step.run(published, text, settings=session.settings, out=out, progress=progress)
    session.result({"bundle": folder}, [f"wrote {folder}", f"anyone can now run: crosscount verify {folder}"])


def _still_withheld(published: Bulletin, smallest: int) -> None:
    """A bulletin of before small numbers were withheld tells them; its evidence would tell that of each member."""
    strict = withheld(published.statements, smallest)
    told = [was for was, now in zip(published.statements, strict, strict=True) if was.cells != now.cells]
    if told:
        raise InputError(
            f"{len(told)} statements of this bulletin, such as {told[0].figure}, give numbers that "
            f"confidentiality.smallest_cell = {smallest} withholds; publish the bulletin again and export that"
        )
