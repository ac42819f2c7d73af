"""Staged files → one Delta commit, at most once per transaction id. The only writer of the tables.

delta-rs accepts a repeated application transaction id and would double the rows, so the id is looked up on a fresh
handle, under a lock of the table that check and commit share. Expired log entries are never cleaned up: a published
number names the version it was counted from.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import orjson
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, PostCommitHookProperties, Transaction
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction

from crosscount.errors import StoreError
from crosscount.model.provenance import DataFile, StagedFile
from crosscount.store import durable, lake, logbook
from crosscount.store.staging import delta_value
from crosscount.store.tables import TableSpec, folder, spec

__all__ = [
    "append",
    "append_many",
    "append_together",
    "citing",
    "done",
    "locked",
    "missing",
    "removing",
    "replace_days",
    "replace_partition",
]

_KEEP_LOG = {"delta.enableExpiredLogCleanup": "false", "delta.logRetentionDuration": "interval 36500 days"}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)


def append(root: Path, table: str, staged: Sequence[StagedFile], *, transaction: str) -> int:
    """Add the files in one commit and return the version; a transaction that is in already changes nothing."""
    return append_many(root, table, [(transaction, staged)])[0]


def append_many(root: Path, table: str, work: Sequence[tuple[str, Sequence[StagedFile]]]) -> tuple[int, list[str]]:
    """Add the files of several transactions in one commit.

    Returns the version, and the transactions that were new; those that are in already change nothing.
    """
    with locked(root, table):
        delta = _opened(root, table)
        new: dict[str, Sequence[StagedFile]] = {}
        for transaction, staged in work:
            if transaction not in new and delta.transaction_version(transaction) is None:
                new[transaction] = staged
        if not new:
            return int(delta.version()), []
        files = [file for staged in new.values() for file in staged]
        return _commit(delta, root, table, _distinct(delta, root, files), list(new), []), list(new)


def append_together(root: Path, table: str, staged: Sequence[StagedFile], transactions: Sequence[str]) -> int | None:
    """Add the files under all the transactions, or change nothing and return None if any of them is in already."""
    with locked(root, table):
        delta = _opened(root, table)
        if any(delta.transaction_version(transaction) is not None for transaction in transactions):
            return None
        return _commit(delta, root, table, _distinct(delta, root, staged), transactions, [])


def done(root: Path, table: str, transaction: str) -> bool:
    """Whether the transaction is in the table."""
    return not missing(root, table, [transaction])


def missing(root: Path, table: str, transactions: Sequence[str]) -> list[str]:
    """Which of the transactions are not in the table, each once and in their order."""
    wanted = list(dict.fromkeys(transactions))
    there = lake.present(root, table, wanted)
    return [transaction for transaction in wanted if transaction not in there]


def replace_days(
    root: Path, table: str, days: Sequence[date], staged: Sequence[StagedFile], *, transaction: str | None = None
) -> int:
    """Put the files in the place of all rows of the days, in one commit: a reader sees the old days or the new ones.

    A day that already consists of exactly these files is left alone.
    """
    names = {day.isoformat() for day in days}
    stray = [file.path for file in staged if file.partition.get("day") not in names]
    if stray:
        raise StoreError(f"table '{table}': file '{stray[0]}' belongs to none of the days that are replaced")
    with locked(root, table):
        delta = _opened(root, table)
        if transaction is not None and delta.transaction_version(transaction) is not None:
            return int(delta.version())
        old = _paths_by_day(delta, days)
        new: dict[str, list[StagedFile]] = {day.isoformat(): [] for day in days}
        for file in staged:
            new[str(file.partition["day"])].append(file)
        changed = [day for day, files in new.items() if {file.path for file in files} != old.get(day, set())]
        files = [_renamed(root, file, old.get(day, set())) for day in changed for file in new[day]]
        transactions = [] if transaction is None else [transaction]
        if not changed and not transactions:
            return int(delta.version())
        return _commit(delta, root, table, files, transactions, changed)


def replace_partition(
    root: Path, table: str, partition: tuple[str, str] | None, gone: Sequence[DataFile], staged: Sequence[StagedFile]
) -> dict[str, str]:
    """Put the staged files in the place of some of a partition's, in one commit; None: the table has no partitions.

    What was added since `gone` was read stays. If one of `gone` is in the table no more, nothing is changed. Returns
    the names that the files of the partition have from now on, by those that they had, or were staged under.
    """
    base = folder(root, table)
    with locked(root, table):
        delta = _opened(root, table)
        now = [file for file in lake.at(root, table).files if partition is None or _in(file, partition)]
        names = {file.path for file in gone}
        if not names <= {file.path for file in now}:
            raise StoreError(f"table '{table}' was rewritten by another run in between; run the same again")
        taken = {str(Path(file.path).relative_to(base.absolute())) for file in now}
        kept = [_again(root, table, file) for file in now if file.path not in names]
        files = [_renamed(root, file, taken) for file in (*kept, *staged)]
        _commit(delta, root, table, files, [], [partition[1]] if partition else [], partition or ("", ""))
    return {Path(old.path).name: Path(new.path).name for old, new in zip((*kept, *staged), files, strict=True)}


def _in(file: DataFile, partition: tuple[str, str]) -> bool:
    return file.partition[partition[0]] == partition[1]


def _again(root: Path, table: str, file: DataFile) -> StagedFile:
    """A committed file as one to commit again."""
    path = Path(file.path)
    stats = {
        "numRecords": file.rows,
        "minValues": {name: delta_value(value) for name, value in file.minimum.items()},
        "maxValues": {name: delta_value(value) for name, value in file.maximum.items()},
        "nullCount": dict.fromkeys(file.minimum, 0),
    }
    within = str(path.relative_to(folder(root, table).absolute()))
    return StagedFile(table, within, path.stat().st_size, file.rows, file.partition, stats)


@contextmanager
def locked(root: Path, table: str) -> Iterator[None]:
    """Hold the table's lock, which threads and processes of this machine share; a killed holder releases it."""
    with _holding(root, spec(table).name, fcntl.LOCK_EX):
        yield


@contextmanager
def citing(root: Path) -> Iterator[None]:
    """Read versions until the ledger cites them, many at a time; `removing` waits."""
    with _holding(root, "citing", fcntl.LOCK_SH):
        yield


@contextmanager
def removing(root: Path) -> Iterator[None]:
    """Find out what nothing cites, and remove it, while nobody is about to cite something."""
    with _holding(root, "citing", fcntl.LOCK_EX):
        yield


@contextmanager
def _holding(root: Path, name: str, how: int) -> Iterator[None]:
    path = root / "locks" / name
    with durable.writing(root):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _opened(root: Path, table: str) -> DeltaTable:
    path, one = folder(root, table), spec(table)
    try:
        return _widened(DeltaTable(path), one)
    except TableNotFoundError:
        return _created(root, one)
    except OSError as error:
        raise StoreError(f"table '{table}' of the store cannot be opened: {_one_line(error)}") from error
    except DeltaError as error:
        raise StoreError(f"table '{table}' of the store cannot be opened: {error}") from error


def _created(root: Path, one: TableSpec) -> DeltaTable:
    path = folder(root, one.name)
    try:
        path.mkdir(parents=True, exist_ok=True)
        return DeltaTable.create(path, one.schema, partition_by=list(one.partition_by), configuration=_KEEP_LOG)
    except OSError as error:
        raise StoreError(f"table '{one.name}' cannot be written, run the same again: {_one_line(error)}") from error


def _widened(delta: DeltaTable, one: TableSpec) -> DeltaTable:
    """The table with the columns that were added since it was made: null in the files that it has."""
    known = {field.name for field in delta.schema().fields}
    new = [field for field in one.schema if field.name not in known]
    if new:
        delta.alter.add_columns([Field.from_arrow(field) for field in new])
        delta.update_incremental()
    return delta


def _commit(
    delta: DeltaTable,
    root: Path,
    table: str,
    staged: Iterable[StagedFile],
    transactions: Sequence[str],
    replaced: Sequence[str],
    column: tuple[str, str] = ("day", ""),
) -> int:
    one, now = spec(table), int(time.time() * 1000)
    actions = []
    for file in staged:
        if file.table != table or not (folder(root, table) / file.path).is_file():
            raise StoreError(f"staged file '{file.path}' is not in table '{table}'; it was swept, run the step again")
        stats = orjson.dumps(dict(file.stats)).decode()
        actions.append(AddAction(file.path, file.size, dict(file.partition), now, True, stats))
    try:
        delta.create_write_transaction(
            actions,
            "overwrite" if replaced or not column[0] else "append",
            one.schema,
            partition_by=list(one.partition_by),
            partition_filters=[(column[0], "in", list(replaced))] if replaced else None,
            commit_properties=CommitProperties(app_transactions=[Transaction(name, 1) for name in transactions]),
            post_commithook_properties=_HOOKS,
        )
    except DeltaError as error:
        raise StoreError(f"table '{table}': the commit failed, nothing was changed: {error}") from error
    except OSError as error:  # a full disk, say: delta-rs tells it so, in several lines
        raise StoreError(f"table '{table}' cannot be written, run the same again: {_one_line(error)}") from error
    delta.update_incremental()
    logbook.enter(root, table)
    return int(delta.version())


def _one_line(error: Exception) -> str:
    """The causes one after the other, without the colours and arrows that delta-rs puts between them."""
    return ": ".join(filter(None, (part.strip(" ↳") for part in _COLOUR.sub("", str(error)).splitlines())))


def _paths_by_day(delta: DeltaTable, days: Sequence[date]) -> dict[str, set[str]]:
    actions, wanted = pa.table(delta.get_add_actions(flatten=True)), set(days)
    out: dict[str, set[str]] = {}
    for path, day in zip(*(actions.column(name).to_pylist() for name in ("path", "partition.day")), strict=True):
        if day in wanted:
            out.setdefault(day.isoformat(), set()).add(unquote(path))
    return out


def _distinct(delta: DeltaTable, root: Path, staged: Sequence[StagedFile]) -> list[StagedFile]:
    """The files, each under a path that the table does not have: equal rows of two transactions are rows of both."""
    taken, out = {unquote(path) for path in pa.table(delta.get_add_actions()).column("path").to_pylist()}, []
    for file in staged:
        out.append(_renamed(root, file, taken))
        taken.add(out[-1].path)
    return out


def _renamed(root: Path, file: StagedFile, taken: set[str]) -> StagedFile:
    """The file under a second name where its own is taken: a path stands for one file of a table.

    One commit may not both remove and add a path either (Delta protocol, "Add File and Remove File").
    """
    if file.path not in taken:
        return file
    number = 1
    while (path := file.path.replace(".parquet", f"-{number}.parquet")) in taken:
        number += 1
    base = folder(root, file.table)
    if not (base / path).exists():
        os.link(base / file.path, base / path)
    return replace(file, path=path)
