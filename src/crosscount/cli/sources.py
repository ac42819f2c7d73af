"""crosscount sources: what can be read."""

from __future__ import annotations

import typer

from crosscount import plugins
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb

__all__ = ["app", "sources"]

app = typer.Typer()
TOLD = ("id", "title", "publisher", "licence", "seen", "record_means")


@verb(app)
def sources(session: Session) -> None:
    """List the kinds of files that can be ingested."""
    found = [{name: getattr(source, name) for name in TOLD} for _, source in sorted(plugins.sources().items())]
    session.result(found, [table(TOLD, [tuple(each.values()) for each in found])])
