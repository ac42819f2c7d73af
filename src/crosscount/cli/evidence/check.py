"""crosscount evidence check: whether a proof holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from crosscount.cli.files import text_of
from crosscount.cli.options import Key
from crosscount.cli.recounted import key_lines, key_said, opened, proof_lines
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError, NotReproduced
from crosscount.flow.evidence import proof

__all__ = ["app", "check"]

app = typer.Typer()


@verb(app)
def check(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="PROOF", help="The file that 'evidence prove' wrote")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The bundle")],
    key: Key = None,
) -> None:
    """Check a proof against the signed bundle. Needs no key."""
    try:
        given = orjson.loads(text_of(file))
    except orjson.JSONDecodeError as error:
        raise InputError(f"'{file}' is not JSON: {error}") from error
    found, published = opened(folder, key)
    answer = proof.checked(given, found, published.statements)
    said = asdict(answer) | key_said(found)
    session.result(said, [*proof_lines(answer), *key_lines(found)])
    if not answer.holds:
        raise NotReproduced(f"'{file}' does not hold: {answer.why}")
