"""A mapping suggested for a table that no source knows, from its header and from what its cells look like."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import PurePosixPath

import orjson

from crosscount.kernels.cleaning.clean_words import kind_of
from crosscount.kernels.reading import heads
from crosscount.model.source import Head

__all__ = ["suggestion", "table_of"]

_DELIMITERS = ",;\t|"
_TIME = re.compile(r"^(?:\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d.*)?|1\d{9}(?:\.\d+)?)$")
_URL = re.compile(r"^(?:https?|ftp)://", re.IGNORECASE)
_HOST = re.compile(r"^(?:[A-Za-z0-9_\-]+\.)+[A-Za-z][A-Za-z0-9\-]+$")
_ENDPOINT = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}:\d+$")
_CLIENT = re.compile(r"src|source|client|victim|attacker|bot|infected|scanner|remote", re.IGNORECASE)
_NAMED = (
    ("family", re.compile(r"family|malware|botnet|threat ?name", re.IGNORECASE)),
    ("label", re.compile(r"tag|comment|desc|type|categor", re.IGNORECASE)),
    ("brand", re.compile(r"brand|target", re.IGNORECASE)),
    ("server_port", re.compile(r"port", re.IGNORECASE)),
)
_ROWS = 40


def table_of(lines: Sequence[str]) -> tuple[str, list[list[str]]] | None:
    """The delimiter and the rows, if all lines but damaged ones have as many cells; None if they are no table."""
    best: tuple[str, list[list[str]]] | None = None
    for delimiter in _DELIMITERS:
        try:
            rows = [next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), []) for line in lines[:_ROWS]]
        except csv.Error:
            continue
        sizes = [len(row) for row in rows]
        size = max(set(sizes), key=sizes.count, default=0)
        if size > 1 and sizes.count(size) * 5 >= len(sizes) * 4 and (best is None or size > len(best[1][0])):
            best = delimiter, [row for row in rows if len(row) == size]
    return best


def suggestion(head: Head) -> str | None:
    """The text of a mapping file; None if the file is no table, or none of its columns names an address or page."""
    found = table_of([line.strip("\r\n") for line in heads.data_lines(head)[:_ROWS]])
    if found is None:
        return None
    delimiter, rows = found
    titled = not any(_shape([cell]) for cell in rows[0])
    names = [cell.strip() for cell in rows[0]] if titled else [f"column {n}" for n in range(1, len(rows[0]) + 1)]
    columns = _columns(names, [[row[n] for row in rows[1 if titled else 0 :]] for n in range(len(names))])
    if not {"client_ip", "server_ip", "host", "url", "indicator"} & set(columns):
        return None
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(head.name).stem.lower()).strip("-")[:40] or "own-feed"
    kind = kind_of(re.sub(r"[_\-.]+", " ", f"{head.name} {' '.join(names)}"))
    return "\n".join(
        (
            "# Suggested from the file's beginning: correct what is wrong (docs/how-to/map-a-csv.md).",
            f"name = {_text(stem)}",
            f"kind = {_text(str(kind or 'other'))}  # what each row states; words of docs/reference/words.md",
            'timezone = "UTC"  # of times that name none',
            *([] if delimiter == "," else [f"delimiter = {_text(delimiter)}"]),
            *([] if titled else [f"header = [{', '.join(_text(name) for name in names)}]"]),
            "",
            "[columns]  # ours = theirs",
            *(f"{ours} = {_text(theirs)}" for ours, theirs in columns.items()),
            "",
        )
    )


def _columns(names: list[str], cells: list[list[str]]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for name, values in zip(names, cells, strict=True):
        shape = _shape([value.strip() for value in values if value.strip()][:_ROWS])
        if shape == "time":
            ours = "observed_at" if "observed_at" not in columns else "last_seen"
            if ours == "last_seen" and not re.search(r"last|end|until|expir", name, re.IGNORECASE):
                continue
        elif shape == "ip":
            ours = "client_ip" if _CLIENT.search(name) else "server_ip"
        else:
            ours = shape or next((ours for ours, named in _NAMED if named.search(name)), "")
        if ours:
            columns.setdefault(ours, name)
    return columns


def _shape(values: list[str]) -> str | None:
    if not values:
        return None
    told = {_one(value) for value in values}
    if len(told) == 1:
        return told.pop()
    return "indicator" if told <= {"ip", "host", "url", "indicator"} else None


def _one(value: str) -> str | None:
    if _TIME.match(value):
        return "time"
    if _URL.match(value):
        return "url"
    if _ENDPOINT.match(value):
        return "indicator"
    try:
        ip_address(value)
    except ValueError:
        return "host" if _HOST.match(value) else None
    return "ip"


def _text(value: str) -> str:
    return orjson.dumps(value).decode()
