"""crosscount register export: a case or the whole register as STIX 2.1."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.files import write
from crosscount.cli.register.folder import Folder, folder_of
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.model.bulletin import Marking
from crosscount.register.reading import read
from crosscount.register.records import Case

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def export(
    session: Session,
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Only this case, with a report object")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write (default: standard output)")] = None,
    marking: Annotated[Marking | None, typer.Option(help="TLP 2.0 (default: that of the case, else TLP:CLEAR)")] = None,
    folder: Folder = None,
) -> None:
    """Write a STIX 2.1 bundle: denials and verdicts are opinions, claims are notes with an extension."""
    # Here, because the STIX library takes long to import and no other verb needs it.
    from crosscount.products.stix.export import bundle_text

    register = read(folder_of(session, folder))
    chosen = None if case is None else register.find(case, Case)
    text = bundle_text(register, chosen, session.settings.publisher, marking)
    if out is None:
        print(text, end="")
        return
    write(out, text)
    session.result({"file": out}, [f"wrote {out}"])
