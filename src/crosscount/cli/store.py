"""crosscount store: look after the folder that everything is kept in."""

from __future__ import annotations

from typing import Annotated

import typer

from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.verb import verb
from crosscount.flow import keep as step
from crosscount.store import keep

__all__ = ["app"]

PUBLISHED = "Also remove versions that only figures outside of bulletins cite"
UNCONCLUDED = "Also close days whose rows are not concluded, so that no figure will ever count them"

app = typer.Typer(name="store", help="Look after the folder that everything is kept in.", no_args_is_help=True)


@verb(app)
def sweep(
    session: Session,
    older_than: Annotated[float, typer.Option(metavar="HOURS", min=0, help="Leave what is younger")] = 1.0,
) -> None:
    """Remove files that an interrupted run staged and never committed; no version of a table is touched."""
    swept = keep.sweep(session.settings.store, older_than=older_than * 3600)
    session.result(swept, [f"removed {number(swept.files)} files, {number(swept.size)} bytes"])


@verb(app)
def compact(session: Session) -> None:
    """Put small files together. Rows and old versions stay; days that were concluded stay so."""
    done = step.compact(settings=session.settings)
    session.result(
        done, [f"{name}: {number(one.before)} files became {number(one.after)}" for name, one in done.items()]
    )


@verb(app)
def vacuum(
    session: Session,
    older_than: Annotated[float, typer.Option(metavar="HOURS", min=0, help="Leave what was replaced later")] = 168.0,
    published_only: Annotated[bool, typer.Option("--published-only", help=PUBLISHED)] = False,
) -> None:
    """Remove files of old versions that no figure in the ledger cites. A version that a bulletin cites always stays."""
    swept = step.vacuum(settings=session.settings, older_than=older_than * 3600, published_only=published_only)
    session.result(swept, [f"removed {number(swept.files)} files, {number(swept.size)} bytes"])


@verb(app)
def retain(
    session: Session, unconcluded: Annotated[bool, typer.Option("--unconcluded", help=UNCONCLUDED)] = False
) -> None:
    """Remove rows and files older than `keep` of the settings says, from all versions; figures and digests stay."""
    gone = step.retain(settings=session.settings, unconcluded=unconcluded)
    said = [f"{table}: {number(count)} rows expired" for table, count in gone.rows.items()]
    said.append(f"removed {number(gone.files)} files, {number(gone.size)} bytes")
    lost = f"closed with {number(gone.unconcluded_rows)} rows not concluded: {number(gone.unconcluded_days)} days"
    session.result(gone, [*said, lost] if gone.unconcluded_days else said)
