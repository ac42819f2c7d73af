"""Clear away what no version of a table names. No version is ever removed: published numbers cite them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import orjson

from crosscount.store import commit, durable
from crosscount.store.tables import TABLES, folder

__all__ = ["Swept", "sweep"]

AGE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed."""

    files: int
    size: int  # bytes


def sweep(root: Path, *, older_than: float = AGE_SECONDS) -> Swept:
    """Remove staged files that were never committed and temporary files of dead processes, if older than that."""
    limit = time.time() - older_than
    sizes = [_removed(file, limit) for file in (root / durable.TEMPORARY).glob("*") if not _running(file)]
    for table in TABLES:
        base = folder(root, table)
        old = [file for file in base.rglob("*.parquet") if "_delta_log" not in file.parts and _older(file, limit)]
        if old:
            with commit.locked(root, table):  # a commit that looks for its files waits, then finds them or says so
                sizes += [_removed(file, limit) for file in sorted(set(old) - {base / path for path in _named(base)})]
    removed = [size for size in sizes if size is not None]
    return Swept(len(removed), sum(removed))


def _older(file: Path, limit: float) -> bool:
    return file.stat().st_mtime < limit


def _removed(file: Path, limit: float) -> int | None:
    if not _older(file, limit):
        return None
    size = file.stat().st_size
    file.unlink()
    return size


def _named(base: Path) -> set[str]:
    """Every path that any commit of the table's log ever added; the log is never cleaned up, so it is whole."""
    out = set()
    for log in (base / "_delta_log").glob("*.json"):
        for line in log.read_bytes().splitlines():
            action = orjson.loads(line)
            if "add" in action:
                out.add(unquote(action["add"]["path"]))
    return out


def _running(file: Path) -> bool:
    try:
        os.kill(int(file.name.partition("-")[0]), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
