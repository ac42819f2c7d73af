"""crosscount sources: what can be read."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount import plugins
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.kernels.reading.bots import installed

__all__ = ["app", "sources"]

app = typer.Typer()
TOLD = ("id", "title", "publisher", "licence", "seen", "record_means")


@verb(app)
def sources(
    session: Session,
    intelmq: Annotated[bool, typer.Option("--intelmq", help="List the installed parsers of IntelMQ instead")] = False,
) -> None:
    """List the kinds of files that can be ingested."""
    if intelmq:
        parsers = [f"intelmq:{name}" for name in installed()]
        session.result(parsers, parsers or ["none: IntelMQ is not installed here (pip install 'crosscount[intelmq]')"])
        return
    found = [{name: getattr(source, name) for name in TOLD} for _, source in sorted(plugins.sources().items())]
    session.result(found, [table(TOLD, [tuple(each.values()) for each in found])])
