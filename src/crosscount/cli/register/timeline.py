"""crosscount register timeline: who did what to whom, and which act answers which."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.register.folder import Folder, opened
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.register import timeline as told
from crosscount.register.records import Case

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def timeline(
    session: Session,
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Only the records of this case")] = None,
    folder: Folder = None,
) -> None:
    """Tell the events in their order, each with the ones that it answers."""
    register = opened(session, folder)
    events = told.timeline(register, None if case is None else register.find(case, Case))
    number = {event.id: place for place, event in enumerate(events, 1)}
    rows = [
        (
            number[each.id],
            each.date or "undated",
            ", ".join(each.who),
            each.act or each.kind,
            ", ".join(each.whom),
            each.text,
            ", ".join(f"{answer.how} {number[answer.to]}" for answer in each.answers),
        )
        for each in events
    ]
    session.result(events, [table(("no.", "date", "who", "act", "whom", "what", "follows"), rows)])
