"""How numbers and tables look on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from crosscount.flow.ingest import FileReport
from crosscount.model.estimate import Interval
from crosscount.model.legible import shown

__all__ = ["account", "file_line", "inert", "interval", "number", "table"]


def number(value: int | None) -> str:
    """Digits in groups of three, "-" for null: 1 204 311."""
    return "-" if value is None else f"{value:,}".replace(",", " ")


def interval(said: Interval) -> str:
    """A value with its interval: 1 204 (1 120 to 1 290, 95 %)."""
    value, low, high = (number(round(one)) for one in (said.value, said.low, said.high))
    return f"{value} ({low} to {high}, 95 %)"


def inert(text: str) -> str:
    """The text without characters by which what strangers wrote could steer the terminal or disguise itself."""
    return shown(text)


def account(read: int, kept: int, set_aside: int, reasons: Mapping[str, int]) -> str:
    """The sum that must come out for every file: read 12 = kept 10 + set aside 2 (bad-ip 2)."""
    said = ", ".join(f"{reason} {number(count)}" for reason, count in sorted(reasons.items()))
    return f"read {number(read)} = kept {number(kept)} + set aside {number(set_aside)}" + (f" ({said})" if said else "")


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> Table:
    """Rows under a head; whole numbers are grouped and set to the right."""
    rows = [tuple(row) for row in rows]
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for position, name in enumerate(head):
        counts = any(isinstance(row[position], int) for row in rows)
        made.add_column(name, justify="right" if counts else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(number(cell) if isinstance(cell, int) else _text(cell)) for cell in row))
    return made


def _text(cell: object) -> str:
    return "" if cell is None else inert(str(cell))


def file_line(report: FileReport) -> str:
    """What became of one file."""
    if report.state != "ingested":
        return f"{report.state}: {report.name}: {report.fault}"
    note = " (ingested before: nothing changed)" if report.already else f"; {report.fault}" if report.fault else ""
    said = account(report.read, report.kept, report.set_aside, report.reasons)
    return f"{report.source or 'empty'} {report.name}: {said}{note}"
