"""How a statement looks on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import RenderableType

from crosscount.cli.shown import number, table
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.window import Window

__all__ = ["shown", "unknown", "value", "window_words"]


def shown(statement: Statement) -> Iterator[RenderableType]:
    """The figure, its cells, what was left out of it, and its evidence."""
    narrowed = "".join(f", {dimension} {said}" for dimension, said in statement.where.items())
    yield f"{statement.title}{narrowed}, {window_words(statement.window)}"
    if statement.by:
        yield table([*statement.by, statement.unit], [(*cell.key, _in_table(cell)) for cell in statement.cells])
    else:
        yield f"{value(statement.cells[0])} {statement.unit}" if statement.cells else f"no {statement.unit}"
    evidence = statement.evidence
    rests_on = f"{evidence.table} version {evidence.version}, {number(evidence.rows)} rows"
    yield f"  read: {statement.path}; evidence: {rests_on}"
    if statement.without_member:
        yield f"  not counted: {number(statement.without_member)} rows without a {statement.unit}"
    if statement.excluded:
        yield f"  not counted: {number(statement.excluded)} members that only scanners, sinkholes… show"
    for note in statement.notes:
        yield f"  note: {note}"
    yield f"  statement {statement.id}"


def _in_table(cell: Cell) -> int | str:
    return cell.state.value if cell.value is None else cell.value


def value(cell: Cell) -> str:
    """The number, or why there is none."""
    return number(cell.value) if cell.state in (CellState.VALUE, CellState.ZERO) else cell.state.value


def window_words(window: Window) -> str:
    """The days, both included, and their zone."""
    length = "1 day" if window.length == 1 else f"{number(window.length)} days"
    return f"{window.first} to {window.last} ({window.zone}, {length})"


def unknown(observed: tuple[date, date] | None) -> str:
    """Why a figure is unknown, and the way out."""
    if observed is None:
        return "unknown, because nothing was ingested yet; run 'crosscount ingest'"
    return f"unknown, because nothing was ingested of these days: the records are of {observed[0]} to {observed[1]}"
