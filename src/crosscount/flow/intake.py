"""One file → its rows, held or staged but not committed: what a worker process does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import pyarrow as pa

from crosscount import plugins
from crosscount.errors import CrosscountError, FileRefused, SettingsError, StoreError, UnknownFormat
from crosscount.flow import bots, mapping, opening, report_table, snapshots
from crosscount.flow.context import context_of
from crosscount.flow.opening import Found, Member
from crosscount.flow.snapshots import INGESTED, REFUSED, UNKNOWN
from crosscount.flow.tally import Tally
from crosscount.kernels.cleaning.clean import clean
from crosscount.model.provenance import StagedFile
from crosscount.model.source import Cleaned, FileContext, Head, RawBatch, Source
from crosscount.settings import Settings
from crosscount.store import raw
from crosscount.store.staging import Writer

__all__ = ["Order", "Taken", "take"]

HEAD_BYTES = 65_536
HELD_ROWS = 20_000  # a snapshot of fewer rows is handed over in memory: many of them make one file of the table
HELD_IN_ALL = 500_000  # rows that one file with many members may hand over so

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """How to read, beside what the files say themselves."""

    settings: Settings
    source: str | None = None
    day: date | None = None
    site: str | None = None
    family: str | None = None
    publisher: str | None = None
    licence: str | None = None


@dataclass(slots=True)
class Taken:
    """What one file or member gave. `row` is its row of `snapshots`; the rest is not committed yet."""

    name: str
    row: dict[str, Any] | None  # None: passed over, nothing to record
    fault: str | None = None  # why nothing of it was kept
    already: bool = False  # ingested before; then `row` carries the snapshot id only
    held: dict[str, list[pa.RecordBatch]] = field(default_factory=dict)  # table → rows
    staged: dict[str, list[StagedFile]] = field(default_factory=dict)  # table → files


def take(found: Found, order: Order, known: Mapping[str, Any], progress: Progress | None = None) -> Iterator[Taken]:
    """Store the bytes of a file, then read it, or each member of it; nothing that a file contains stops the others."""
    if found.skipped:
        yield Taken(found.name, None, found.skipped)
        return
    if mapping.is_mapping(found.path):
        yield Taken(found.name, None, f"'{found.name}' maps the columns of other files; it is no data; passed over")
        return
    try:
        with found.path.open("rb") as file:
            stored, modified = raw.put(order.settings.store, file), found.path.stat().st_mtime
    except OSError as error:
        # Only the user's file is to blame here: what raw.put cannot write is a StoreError.
        yield Taken(found.name, None, f"'{found.name}' cannot be read: {error.strerror or error}")
        return
    held = 0
    for member in opening.members(raw.path(order.settings.store, stored.sha256), found.name, order.settings.ingest):
        row = _row(found, member, stored, order)
        try:
            mapped = mapping.beside(found.path) if order.source is None else None
            taken = _read(member, row, modified, order, mapped, known, held < HELD_IN_ALL, progress)
        except UnknownFormat as error:
            taken = _failed(member, row, UNKNOWN, str(error))
        except (SettingsError, StoreError):
            raise
        except CrosscountError as error:
            taken = _failed(member, row, REFUSED, str(error))
        held += sum(batch.num_rows for batches in taken.held.values() for batch in batches)
        yield taken


def _row(found: Found, member: Member, stored: raw.RawObject, order: Order) -> dict[str, Any]:
    return {
        "snapshot": snapshots.snapshot_id(stored.sha256, member.member, None, {}),
        "sha256": stored.sha256,
        "member": member.member,
        "name": found.name.rpartition("/")[2],
        "source": None,
        "publisher": order.publisher,
        "licence": None,
        "context": "{}",
        "size": stored.size,
        "first_at": None,
        "last_at": None,
        **dict.fromkeys(("read", "kept", "set_aside", "remarks"), 0),
        "reasons": "{}",
        "state": INGESTED,
        "fault": None,
        "ingested_at": datetime.now(UTC),
    }


def _failed(member: Member, row: dict[str, Any], state: str, fault: str) -> Taken:
    row |= {"state": state, "fault": fault}
    return Taken(member.name, row, fault)


def _read(
    member: Member,
    row: dict[str, Any],
    modified: float,
    order: Order,
    mapped: mapping.Mapping | None,
    known: Mapping[str, Any],
    hold: bool,
    progress: Progress | None,
) -> Taken:
    if member.refused:
        raise FileRefused(member.refused)
    head = Head(member.name, _head(member))
    if not head.data:
        # Nothing was delivered and nothing is lost: the delivery itself is what is recorded.
        return Taken(member.name, row, already=row["snapshot"] in known)
    source = _source(head, order) if mapped is None else mapped.source
    report = report_table.about(order.settings, member.name)
    context = context_of(member.name, modified, day=order.day, site=order.site, family=order.family, report=report)
    used = snapshots.used(source, context) | ({} if mapped is None else {"mapping": mapped.digest})
    row |= {
        "snapshot": snapshots.snapshot_id(row["sha256"], row["member"], source.id, used),
        "source": source.id,
        "publisher": order.publisher or source.publisher,
        "licence": order.licence or source.licence.value,
        "context": orjson.dumps(used, option=orjson.OPT_SORT_KEYS).decode(),
    }
    if row["snapshot"] in known:
        return Taken(member.name, row, already=True)
    tally = Tally(source, row["snapshot"])
    with _Rows(order.settings.store, "observations") as kept, _Rows(order.settings.store, "set_aside") as aside:
        with member.open() as file:
            for raw_batch, cleaned in _batches(source, context, file):
                good, bad = tally.add(raw_batch, cleaned)
                kept.add(good)
                aside.add(bad)
                if progress is not None:
                    progress(member.name, good.num_rows + bad.num_rows)
        row |= tally.columns()
        tally.judge(member.name, order.settings.ingest)
        taken = Taken(member.name, row, tally.note())
        for rows in (kept, aside):
            rows.hand_over(taken, hold)
    return taken


def _head(member: Member) -> bytes:
    with member.open() as file:
        try:
            return file.read(HEAD_BYTES)
        except EOFError as error:
            raise FileRefused(f"'{member.name}' cannot be unpacked at all: {error}") from error


def _source(head: Head, order: Order) -> Source:
    if order.source is not None and bots.is_bot(order.source):
        return bots.source_of(order.source, head.name)
    if order.source is not None:
        return plugins.sources()[order.source]
    with _blamed(head.name, "a source"):
        return plugins.recognise(head)


def _batches(source: Source, context: FileContext, file: BinaryIO) -> Iterator[tuple[RawBatch, Cleaned]]:
    """The batches, cleaned."""
    batches = source.read(file)
    while True:
        with _blamed(context.name, f"source '{source.id}'"):
            raw_batch = next(batches, None)
            if raw_batch is None:
                return
            cleaned = clean(raw_batch, source, context)
        yield raw_batch, cleaned


@contextmanager
def _blamed(name: str, who: str) -> Iterator[None]:
    """A source that trips over a stranger's bytes refuses the file; it does not stop the run."""
    try:
        yield
    except (CrosscountError, MemoryError):
        raise
    except Exception as error:
        raise FileRefused(f"'{name}': {who} failed, which is its bug: {type(error).__name__}: {error}") from error


class _Rows:
    """Rows of one table on their way: in memory while they are few, into staged files once they are many."""

    def __init__(self, root: Path, table: str) -> None:
        self._table, self._writer = table, Writer(root, table)
        self._held: list[pa.RecordBatch] = []
        self._number = 0

    def __enter__(self) -> _Rows:
        return self

    def __exit__(self, *why: object) -> None:
        self._writer.discard()

    def add(self, batch: pa.RecordBatch) -> None:
        if not batch.num_rows:
            return
        self._number += batch.num_rows
        self._held.append(batch)
        if self._number > HELD_ROWS:
            self._flush()

    def hand_over(self, taken: Taken, hold: bool) -> None:
        """Give the rows to `taken`, in memory only if they are few and `hold` allows it."""
        if self._number > HELD_ROWS or not hold:
            self._flush()
            taken.staged[self._table] = self._writer.finish()
        elif self._held:
            taken.held[self._table] = self._held

    def _flush(self) -> None:
        for batch in self._held:
            self._writer.add(batch)
        self._held = []
