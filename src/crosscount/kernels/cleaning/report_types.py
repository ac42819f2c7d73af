"""A table of report types: how a report is known by its file name or columns, and which column is which end."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

__all__ = ["ReportType", "by_columns", "by_name", "read_table"]

_FAMILY = re.compile(r"^(event|scan|population)[46](?=_)|(?<=[a-z])[46]$")


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
    """The lines of the table in order; lines starting with `#` are comments."""
    rows = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        ReportType(
            report=row["report"],
            stated=row["stated"],
            client=tuple(row["client"].split()),
            server=tuple(row["server"].split()),
            host=tuple(row["host"].split()),
            url=tuple(row["url"].split()),
            columns=frozenset(row["columns"].split()),
        )
        for row in rows
    )


def by_name(table: Iterable[ReportType], file_name: str) -> tuple[str, ReportType] | None:
    """The report that a file name (`2023-01-01-event4_sinkhole-ee.csv`) says, without address family, and its type."""
    base = file_name.rsplit("/", 1)[-1].lower()
    parts = [_FAMILY.sub(lambda found: found.group(1) or "", part) for part in re.split(r"[^a-z0-9_]+", base)]
    for kind in table:
        for part in parts:
            if fnmatchcase(part, kind.report):
                return part, kind
    return None


def by_columns(table: Iterable[ReportType], names: Collection[str]) -> ReportType | None:
    """The first type whose telling columns are all there."""
    there = set(names)
    return next((kind for kind in table if kind.columns and kind.columns <= there), None)
