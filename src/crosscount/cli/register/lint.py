"""crosscount register lint: what is wrong with a register, and seals for what was reviewed."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.register.folder import Folder, folder_of
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow import register_lint
from crosscount.register import sealing
from crosscount.register.reading import read

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def lint(
    session: Session,
    seal: Annotated[
        bool, typer.Option("--seal", help="Seal the records, so that none is edited or removed later")
    ] = False,
    folder: Folder = None,
) -> None:
    """Check fields, links, order, chains of citation, numbers, names and seals; fails if there is an error."""
    register = read(folder_of(session, folder), strict=False)
    faults = register_lint.lint(register)
    errors = sum(fault.level == "error" for fault in faults)
    sealed = sealing.seal(register) if seal and not errors else 0
    counted = f"{len(register.records)} records, {errors} errors, {len(faults) - errors} warnings"
    told = {"records": len(register.records), "errors": errors, "sealed": sealed, "faults": faults}
    session.result(told, [*map(str, faults), f"{counted}, {sealed} newly sealed" if seal else counted])
    if errors:
        raise InputError(
            f"the register {register.folder} has {errors} errors" + ("; nothing was sealed" if seal else "")
        )
