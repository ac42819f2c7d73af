"""crosscount register add: one more record, checked against the others before it is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.register.folder import Folder, folder_of, kind_of
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow import register_lint
from crosscount.register import adding, templates
from crosscount.register.records import Record

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def add(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="source, actor, incident, statement, claim, …")],
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="The record as TOML; - reads standard input")] = "",
    template: Annotated[
        bool, typer.Option("--template", help="Print an empty record with every field instead")
    ] = False,
    folder: Folder = None,
) -> None:
    """Check a record against the register and write it there; nothing that exists is ever overwritten."""
    wanted = kind_of(kind)
    if template:
        print(templates.template(wanted), end="")
        return
    if not file:
        raise InputError(
            f"add wants a file, or - for standard input; 'crosscount register add {kind} --template' shows one"
        )
    text = sys.stdin.read() if file == "-" else _text(Path(file))
    record, path, warnings = adding.add(text, file, wanted, folder_of(session, folder), register_lint.lint)
    for warning in warnings:
        session.remark(str(warning))
    session.result({"id": record.id, "file": path}, lines(record, path))


def lines(record: Record, path: Path) -> Iterator[str]:
    """What was written."""
    yield f"added {type(record).__name__.lower()} {record.id}: {path}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"'{path}' is not text in UTF-8 (byte {error.start + 1})") from error
