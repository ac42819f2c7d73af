"""Where the register lies: an option of every verb under `register`, else the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.session import Session
from crosscount.errors import InputError
from crosscount.register.reading import Register, read
from crosscount.register.records import KINDS, Record

__all__ = ["Folder", "folder_of", "kind_of", "opened"]

Folder = Annotated[
    Path | None, typer.Option("--folder", metavar="DIR", help="The register (default: register.folder of the settings)")
]


def folder_of(session: Session, folder: Path | None) -> Path:
    """The folder of the register."""
    return folder if folder is not None else session.settings.path(session.settings.register.folder)


def opened(session: Session, folder: Path | None) -> Register:
    """The register, what can be read of it; remarks say what cannot."""
    register = read(folder_of(session, folder), strict=False)
    errors = [fault for fault in register.faults if fault.level == "error"]
    if errors:
        session.remark(f"{errors[0]}; run 'crosscount register lint' ({len(errors)} in all)")
    return register


def kind_of(word: str) -> type[Record]:
    """The kind of record that a word names, in singular or plural."""
    for name, kind in KINDS.items():
        if word.lower() in (name, kind.__name__.lower()):
            return kind
    raise InputError(
        f"no kind of record '{word[:40]}'; there are: {', '.join(k.__name__.lower() for k in KINDS.values())}"
    )
