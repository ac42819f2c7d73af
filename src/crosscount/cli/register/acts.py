"""crosscount register acts: the words for what was said or done."""

from __future__ import annotations

import typer

from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.register.acts import ACTS

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def acts(session: Session) -> None:
    """List the acts, with CAMEO, PLOVER and EuRepoC codes where those exist."""
    rows = [(act.id, act.form.value, act.cameo, act.plover, act.eurepoc, act.means) for act in ACTS.values()]
    session.result(list(ACTS.values()), [table(("act", "said or done", "CAMEO", "PLOVER", "EuRepoC", "means"), rows)])
