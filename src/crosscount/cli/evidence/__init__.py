"""crosscount evidence: what a stranger recounts a bulletin from, and proofs for the owners of addresses."""

from __future__ import annotations

from importlib import import_module

import typer

__all__ = ["SUBVERBS", "app"]

SUBVERBS = ("export", "prove", "check")  # one module each
HELP = "What a stranger recounts a bulletin from, and proofs for the owners of addresses."

app = typer.Typer(name="evidence", help=HELP, no_args_is_help=True)


@app.callback()
def evidence() -> None:
    """What a stranger recounts a bulletin from, and proofs for the owners of addresses."""


for name in SUBVERBS:
    app.registered_commands += import_module(f"crosscount.cli.evidence.{name}").app.registered_commands
