"""Digests of the Delta logs, the one part of the store whose files are not named by theirs.

One line a log file, `sha256  name` as sha256sum writes it, in `logbook/<table>`, added under the table's lock right
after a commit. What a killed process did not enter, the next commit of that table enters.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from crosscount.store import durable
from crosscount.store.tables import folder, spec

__all__ = ["changed", "enter"]

_ENTRY = re.compile(r"^([0-9a-f]{64})  ([0-9]{20}\.[a-z0-9.\-]+)$", re.MULTILINE)
_LOG_FILE = re.compile(r"[0-9]{20}\.(?:json|(?:[0-9a-z.\-]+\.)?parquet)")


def enter(root: Path, table: str) -> None:
    """Enter the log files that are not entered yet. The caller holds the table's lock."""
    log, known = folder(root, table) / "_delta_log", _entries(root, table)
    new = sorted(name for name in os.listdir(log) if name not in known and _LOG_FILE.fullmatch(name))
    with durable.writing(root):
        book = _book(root, table)
        book.parent.mkdir(parents=True, exist_ok=True)
        with book.open("a", encoding="ascii") as file:
            file.write("".join(f"\n{_digest(log / name)}  {name}" for name in new))  # the last line may be torn


def changed(root: Path, table: str) -> list[str]:
    """The log files whose bytes are not those that were entered. One that was never entered is not among them."""
    log = folder(root, table) / "_delta_log"
    entries = _entries(root, table)
    return sorted(name for name, said in entries.items() if (log / name).is_file() and _digest(log / name) != said)


def _entries(root: Path, table: str) -> dict[str, str]:
    book = _book(root, table)
    text = book.read_text(encoding="ascii", errors="replace") if book.is_file() else ""
    return {name: digest for digest, name in _ENTRY.findall(text)}


def _book(root: Path, table: str) -> Path:
    return root / "logbook" / spec(table).name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
