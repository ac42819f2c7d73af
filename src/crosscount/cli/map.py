"""crosscount map: suggest how the columns of a table are read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow import mapping

__all__ = ["app", "map_columns"]

app = typer.Typer()


@verb(app, name="map")
def map_columns(
    session: Session,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A table that no source knows")],
    write: Annotated[bool, typer.Option("--write", help="Write it beside the file, unless one is there")] = False,
) -> None:
    """Suggest a mapping for a CSV that no source knows; save it as FILE.mapping.toml."""
    text, beside = mapping.suggested(path), path.with_name(path.name + mapping.ENDING)
    if not write:
        session.result({"file": beside, "mapping": text}, [text.rstrip()])
        return
    try:
        with beside.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError(f"'{beside}' exists and was left as it is") from error
    except OSError as error:
        raise InputError(f"'{beside}' cannot be written: {error.strerror}") from error
    session.result({"file": beside, "mapping": text}, [f"wrote {beside}"])
