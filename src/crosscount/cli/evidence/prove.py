"""crosscount evidence prove: tell the owner of an address whether it is counted, so that he can check it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.files import write
from crosscount.cli.recounted import opened, proof_lines, statement_of
from crosscount.cli.session import Session, json_text
from crosscount.cli.verb import verb
from crosscount.flow.evidence import proof

__all__ = ["app", "prove"]

app = typer.Typer()
MEMBER = "An address; a URL or host of pages and sites"


@verb(app)
def prove(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder that 'evidence export' wrote")],
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="Id of a figure, or of a statement of the bulletin")],
    member: Annotated[str, typer.Argument(metavar="ADDRESS", help=MEMBER)],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the proof goes")] = Path("proof.json"),
) -> None:
    """Prove to the owner of an address that it is counted, or not. Needs the keys that the bundle was made with."""
    found, published = opened(folder, None)
    made = proof.proved(found, statement_of(published, figure), member, settings=session.settings)
    write(out, json_text(made) + "\n")
    session.result(made, [*proof_lines(proof.checked(made, found, published.statements)), f"wrote {out}"])
