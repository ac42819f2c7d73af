"""crosscount figures: what can be counted."""

from __future__ import annotations

import typer

from crosscount import plugins
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb

__all__ = ["app", "figures"]

app = typer.Typer()


@verb(app)
def figures(session: Session) -> None:
    """List the figures, and what each counts."""
    found = [figure for _, figure in sorted(plugins.figures().items())]
    rows = [(f"{figure.id}@{figure.version}", figure.unit, figure.means) for figure in found]
    session.result(found, [table(("id@version", "unit", "means"), rows)])
