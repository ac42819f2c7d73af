"""A table of report types: how a report is known by its file name or columns, and which column is which end."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from crosscount.model.kinds import STATED, Kind

__all__ = ["ReportType", "as_table", "by_columns", "by_name", "likely_name", "read_table"]

_KINDS = frozenset(str(kind) for kind in STATED)

_FAMILY = re.compile(r"^(event|scan|population|sinkhole)[46](?=_)|(?<=[a-z])[46]$")
_DATE = re.compile(r"^[\d_]+_(?=[a-z])")
ENDS = ("client", "server", "host", "url")


@dataclass(frozen=True, slots=True)
class ReportType:
    """One line of the table; a tuple of columns is tried from left to right."""

    report: str  # pattern of the name, `*` for any text
    stated: str  # model.kinds.Kind
    client: tuple[str, ...]
    server: tuple[str, ...]
    host: tuple[str, ...]
    url: tuple[str, ...]
    columns: frozenset[str]  # all of them together give the report away


def read_table(text: str) -> tuple[ReportType, ...]:
    """The lines of the table in order; lines starting with `#` are comments. ValueError says what is wrong."""
    rows = csv.DictReader(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    missing = [name for name in ("report", "stated") if name not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"its first line must name the columns report, stated, {', '.join(ENDS)}")
    return tuple(_type(row) for row in rows)


def as_table(kind: ReportType) -> str:
    """One type as a table that read_table reads again."""
    cells = (kind.report, kind.stated, *(" ".join(getattr(kind, end)) for end in ENDS))
    return ",".join(("report", "stated", *ENDS)) + "\n" + ",".join(cells) + "\n"


def _type(row: dict[str, str | None]) -> ReportType:
    report, stated = (row["report"] or "").strip().lower(), (row["stated"] or "").strip()
    if not report:
        raise ValueError("a line names no report")
    if stated not in _KINDS:
        raise ValueError(f"report '{report}': '{stated}' is no kind (there are: {', '.join(sorted(_KINDS))})")
    ends = {end: tuple((row.get(end) or "").split()) for end in ENDS}
    if stated != Kind.OTHER and not any(ends.values()):
        raise ValueError(f"report '{report}': one of {', '.join(ENDS)} must name a column")
    return ReportType(report, stated, columns=frozenset((row.get("columns") or "").split()), **ends)


def by_name(table: Iterable[ReportType], file_name: str) -> tuple[str, ReportType] | None:
    """The report that a file name (`2023-01-01-event4_sinkhole-ee.csv`) says, without address family, and its type."""
    parts = _parts(file_name)
    for kind in table:
        for part in parts:
            if fnmatchcase(part, kind.report):
                return part, kind
    return None


def likely_name(file_name: str) -> str:
    """What in the name of a file may be the type of a report that no table knows: its longest part with a `_`."""
    parts = [part for part in _parts(file_name) if "_" in part] or _parts(file_name)
    return max(parts, key=len)[:60]


def _parts(file_name: str) -> list[str]:
    base = file_name.rsplit("/", 1)[-1].lower()
    parts = [_DATE.sub("", part) for part in re.split(r"[^a-z0-9_]+", base)]
    return [_FAMILY.sub(lambda found: found.group(1) or "", part) for part in parts]


def by_columns(table: Iterable[ReportType], names: Collection[str]) -> ReportType | None:
    """The first type whose telling columns are all there."""
    there = set(names)
    return next((kind for kind in table if kind.columns and kind.columns <= there), None)
