"""crosscount register import: registries of others."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.register.folder import Folder, folder_of
from crosscount.cli.session import Session
from crosscount.cli.shown import number
from crosscount.cli.verb import verb
from crosscount.errors import InputError
from crosscount.flow import carry as step
from crosscount.products.tabular import inert_cell

__all__ = ["app"]

app = typer.Typer()


@verb(app, "import")
def carry(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="EuRepoC and CFR tables, MISP galaxies, ATT&CK")],
    report: Annotated[Path | None, typer.Option(metavar="CSV", help="Write every value that was set aside")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; write no record")] = False,
    folder: Folder = None,
) -> None:
    """Carry registries over, and say of each value that could not be carried where it stood and why."""
    carried = step.run(files, folder=folder_of(session, folder), settings=session.settings, dry=dry_run)
    if report is not None:
        _write(report, carried)
    session.result(carried, lines(carried, report))


def lines(carried: step.Carried, report: Path | None) -> Iterator[str]:
    """The account, the reasons, the records."""
    counted = (carried.cells, carried.cells_carried, carried.cells_in_part, carried.cells_set_aside)
    read, kept, in_part, aside = map(number, counted)
    yield f"{', '.join(carried.files)}: read {read} cells = carried {kept} ({in_part} in part) + set aside {aside}"
    read, kept, aside = map(number, (carried.read, carried.carried, carried.set_aside))
    yield f"a cell that lists several holds several values: read {read} values = carried {kept} + set aside {aside}"
    yield from (f"  {number(count):>9}  {why}" for why, count in carried.reasons.items())
    yield from (f"{number(count)} cells: {what}" for what, count in carried.cleaned.items())
    kinds = ", ".join(f"{number(count)} {kind}" for kind, count in carried.written.items()) or "nothing"
    yield f"new: {kinds}; unchanged: {number(carried.unchanged)}; not written, as they differ: {len(carried.differing)}"
    if report is not None:
        yield f"wrote {report}"


def _write(report: Path, carried: step.Carried) -> None:
    try:
        with report.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("file", "row", "column", "value", "why"))
            rows.writerows([inert_cell(cell) for cell in aside] for aside in carried.asides)
    except OSError as error:
        raise InputError(f"'{report}' cannot be written: {error.strerror}") from error
