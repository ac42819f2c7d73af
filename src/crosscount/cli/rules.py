"""crosscount rules: the Sigma rules, what each is held against, and why one cannot be used."""

from __future__ import annotations

import typer
from rich.console import RenderableType

from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.flow import rules as flow

__all__ = ["app", "rules"]

app = typer.Typer()


@verb(app)
def rules(session: Session) -> None:
    """List the Sigma rules, ours and those of the settings, and say of each whether it runs, and if not, why."""
    listed = flow.run(settings=session.settings)
    head = ("state", "kind", "log", "level", "title", "file", "why")
    used = sum(each.state != "left out" for each in listed)
    lines: list[RenderableType] = [
        table(head, [tuple(getattr(each, name) for name in head) for each in listed]),
        f"{used} of {len(listed)} rules are used",
    ]
    session.result(listed, lines)
