"""crosscount init: write a settings file in which every setting is explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.session import Session
from crosscount.cli.template import as_toml
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.settings import DEFAULT_FILE

__all__ = ["app", "init"]

app = typer.Typer()


@verb(app)
def init(
    session: Session,
    path: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it")] = Path(DEFAULT_FILE),
) -> None:
    """Write a commented settings file; a file that exists is left alone."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(as_toml())
    except FileExistsError as error:
        raise InputError(f"'{path}' exists and was left as it is; name another with --path") from error
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
    session.result({"written": path}, [f"wrote {path}"])
