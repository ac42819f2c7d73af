"""crosscount evidence check: whether a proof holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from crosscount.cli.files import text_of
from crosscount.cli.recounted import proof_lines
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError, NotReproduced
from crosscount.flow.evidence import bundle, proof

__all__ = ["app", "check"]

app = typer.Typer()


@verb(app)
def check(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="PROOF", help="The file that 'evidence prove' wrote")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The bundle")],
) -> None:
    """Check a proof against the signed bundle. Needs no key."""
    try:
        given = orjson.loads(text_of(file))
    except orjson.JSONDecodeError as error:
        raise InputError(f"'{file}' is not JSON: {error}") from error
    answer = proof.checked(given, bundle.opened(folder))
    session.result(answer, proof_lines(answer))
    if not answer.holds:
        raise NotReproduced(f"'{file}' does not hold: {answer.why}")
