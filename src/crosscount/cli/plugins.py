"""crosscount plugins: what is installed, and whether it keeps the rules."""

from __future__ import annotations

import typer

from crosscount import plugins as found
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb

__all__ = ["app", "plugins"]

app = typer.Typer()


@verb(app)
def plugins(session: Session) -> None:
    """Check the installed sources and figures, ours and others', and list them."""
    listed = [
        *({"group": "source", "id": name, "title": source.title} for name, source in sorted(found.sources().items())),
        *({"group": "figure", "id": name, "title": figure.title} for name, figure in sorted(found.figures().items())),
    ]
    session.result(listed, [table(("group", "id", "title"), [tuple(each.values()) for each in listed])])
