"""crosscount check: find the claims of a text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crosscount.claims.documents import LARGEST, document
from crosscount.claims.extract import extract
from crosscount.cli.options import optional_day
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.model.claim_plain import claim_to_plain

__all__ = ["app", "check"]

app = typer.Typer()


@verb(app)
def check(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="Text, HTML or Markdown; - for standard input")],
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of the text, for its years")
    ] = None,
) -> None:
    """Find the quantitative claims of a text."""
    read = document(content(file), file.name if str(file) != "-" else "")
    claims = extract(read.text, day=optional_day(day, "--date") or read.day)
    rows = [
        (c.quantity_text, c.modifier, c.unit, c.role, c.origin, c.target, c.first, c.last, c.speaker, c.cited_source)
        for c in claims
    ]
    head = ("quantity", "modifier", "unit", "role", "origin", "target", "from", "to", "speaker", "source")
    session.result({"claims": [claim_to_plain(claim) for claim in claims]}, [table(head, rows)])


def content(file: Path) -> bytes:
    """The bytes of a file, or of standard input."""
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"'{file}' cannot be read: {error.strerror}") from error
