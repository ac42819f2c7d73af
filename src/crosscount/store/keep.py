"""Clear away what nobody needs: what no version of a table names, and old versions that nothing cites.

Logs are never removed, so it can always be said what a version held.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import orjson

from crosscount.model.provenance import DataFile, StagedFile, TableAt
from crosscount.store import commit, durable, lake, staging
from crosscount.store.tables import TABLES, folder, spec

__all__ = ["Compacted", "Lineage", "Swept", "compact", "discard", "remove", "superseded", "sweep"]

AGE_SECONDS = 3600
SMALL_ROWS = 131_072
FEW_FILES = 4  # fewer small files are left alone


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


def discard(root: Path, staged: Iterable[StagedFile]) -> None:
    """Remove staged files that nobody will commit; those that a version names stay."""
    by_table: dict[str, set[Path]] = {}
    for file in staged:
        by_table.setdefault(file.table, set()).add(folder(root, file.table) / file.path)
    for table, files in by_table.items():
        with commit.locked(root, table):
            base = folder(root, table)
            for path in files - {base / named for named in _named(base)}:
                path.unlink(missing_ok=True)


class Lineage:
    """Which files hold the rows that a table had at one time, while its files are rewritten and others add to it."""

    def __init__(self, root: Path, table: str) -> None:
        self._root, self.began = root, lake.at(root, table)
        self._names = {file.name for file in self.began.files}

    def replace(
        self, partition: tuple[str, str] | None, gone: Sequence[DataFile], staged: Sequence[StagedFile]
    ) -> None:
        """Put the staged files in the place of some of the first ones: commit.replace_partition."""
        now = commit.replace_partition(self._root, self.began.table, partition, gone, staged)
        stay = self._names - {file.name for file in gone}
        self._names = {now.get(name, name) for name in stay} | {now[Path(file.path).name] for file in staged}

    @property
    def changed(self) -> bool:
        """Whether other files hold them by now."""
        return self._names != {file.name for file in self.began.files}

    def within(self, table: TableAt) -> TableAt:
        """The files of a later version of the table that hold those rows."""
        return TableAt(table.table, table.version, tuple(file for file in table.files if file.name in self._names))


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was put together in one table."""

    before: int  # files
    after: int


def compact(root: Path, lineage: Lineage) -> Compacted:
    """Put small files of each partition together. The rows stay; old versions keep their files until a vacuum."""
    pinned = lineage.began
    table = pinned.table
    by = spec(table).partition_by
    parts: dict[tuple[str, str] | None, list[DataFile]] = {}
    for file in pinned.files:
        if file.rows < SMALL_ROWS:
            parts.setdefault((by[0], file.partition[by[0]]) if by else None, []).append(file)
    before = after = 0
    for partition, small in parts.items():
        if len(small) < FEW_FILES:
            continue
        small.sort(key=_by_bounds)
        rows = lake.batches(TableAt(table, pinned.version, tuple(small)), spec(table).file_schema.names)
        staged = staging.write(root, table, rows, partition=dict([partition]) if partition else None)
        lineage.replace(partition, small, staged)
        before, after = before + len(small), after + len(staged)
    return Compacted(before, after)


def superseded(root: Path, cited: Mapping[str, Collection[int]], *, older_than: float) -> dict[str, list[Path]]:
    """For each table the files of versions that nothing cites and that were replaced so many seconds ago."""
    limit = time.time() - older_than
    out: dict[str, list[Path]] = {}
    for table in TABLES:
        base = folder(root, table).absolute()
        with commit.locked(root, table):
            log = sorted((base / "_delta_log").glob("*.json"))
            if not log:
                continue
            wanted = {file.path for v in cited.get(table, ()) for file in lake.at(root, table, v).files}
            # The version that was the newest at the limit, and all that was added since.
            past = [entry for entry in log if entry.stat().st_mtime <= limit] or log[:1]
            wanted |= {file.path for file in lake.at(root, table, int(past[-1].stem)).files}
            wanted |= {str(base / path) for entry in log[len(past) :] for path in _added(entry)}
            known = {base / path for path in _named(base)}
            out[table] = [file for file in sorted(base.rglob("*.parquet")) if file in known and str(file) not in wanted]
    return out


def remove(root: Path, over: Mapping[str, Collection[Path]]) -> Swept:
    """Remove files of older versions; those that the newest version of their table names by now stay."""
    sizes: list[int] = []
    for table, files in over.items():
        if not files:
            continue
        with commit.locked(root, table):
            current = {file.path for file in lake.at(root, table).files}
            for file in sorted(set(files)):
                if str(file) not in current and file.exists():
                    sizes.append(file.stat().st_size)
                    file.unlink()
    return Swept(len(sizes), sum(sizes))


def _by_bounds(file: DataFile) -> tuple[str, ...]:
    return (*(str(file.minimum.get(name, "")) for name in ("snapshot", "at", "first_at", "record_no")), file.path)


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
    return {path for log in (base / "_delta_log").glob("*.json") for path in _added(log)}


def _added(log: Path) -> set[str]:
    out = set()
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
