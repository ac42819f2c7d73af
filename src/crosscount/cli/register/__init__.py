"""crosscount register: who said and did what, as reviewed records."""

from __future__ import annotations

from importlib import import_module

import typer

__all__ = ["SUBVERBS", "app"]

SUBVERBS = ("add", "acts", "listing", "show", "timeline", "lint", "carry", "judge", "export", "page")  # one module each

app = typer.Typer(name="register", help="Who said and did what, as reviewed records.", no_args_is_help=True)


@app.callback()
def register() -> None:
    """Who said and did what, as reviewed records."""


for name in SUBVERBS:
    app.registered_commands += import_module(f"crosscount.cli.register.{name}").app.registered_commands
