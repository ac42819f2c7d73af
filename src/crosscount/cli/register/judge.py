"""crosscount register judge: hold the claims of a register against the evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crosscount.cli.register.folder import Folder, folder_of
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.cli.verb import verb
from crosscount.flow import judge_register
from crosscount.register.reading import read
from crosscount.register.records import Case
from crosscount.register.timeline import label

__all__ = ["app"]

app = typer.Typer()


@verb(app)
def judge(
    session: Session,
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Only the statements of this case")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write no finding")] = False,
    folder: Folder = None,
) -> None:
    """Recount each claim, and keep what became of it as a finding; earlier findings stay."""
    register = read(folder_of(session, folder))
    chosen = None if case is None else register.find(case, Case)
    today = datetime.now(UTC).date()
    judged = judge_register.run(register, settings=session.settings, on=today, case=chosen, dry=dry_run)
    rows = [
        (each.claim, label(register, each.claim), each.verdict, each.found, each.sentence) for each in judged.findings
    ]
    head = ("claim", "as written", "verdict", "found", "why")
    said = f"{len(judged.findings)} claims, {len(judged.written)} new findings" + (" (not written)" if dry_run else "")
    session.result([each.model_dump(mode="json") for each in judged.findings], [table(head, rows), said])
