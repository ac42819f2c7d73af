"""One file → what it is, and its rows or the jobs that give them; nothing is committed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson

from crosscount import plugins
from crosscount.errors import CrosscountError, FileRefused, SettingsError, StoreError, UnknownFormat
from crosscount.flow import bots, intake, mapping, opening, pieces, report_table, snapshots
from crosscount.flow.context import context_of
from crosscount.flow.intake import Job, Rows, blamed
from crosscount.flow.opening import Found, Member
from crosscount.flow.snapshots import INGESTED, REFUSED, UNKNOWN
from crosscount.flow.tally import Sums
from crosscount.model.source import Head, Source
from crosscount.settings import Ingest, Settings
from crosscount.store import raw

__all__ = ["Bytes", "Order", "Taken", "finished", "keep_bytes", "take"]

HEAD_BYTES = 65_536
HELD_IN_ALL = 500_000  # rows that one file with many members may hand over in memory

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
    rows: Rows = field(default_factory=Rows)
    jobs: tuple[Job, ...] = ()  # the pieces of a long file; `finished` takes what they give


@dataclass(frozen=True, slots=True)
class Bytes:
    """Where the bytes of a file are stored, and when the file was changed last."""

    stored: raw.RawObject
    modified: float  # seconds since 1970


def keep_bytes(found: Found, order: Order) -> Bytes | Taken:
    """Store the bytes of a file; if it cannot be read, what that makes of it."""
    try:
        with found.path.open("rb") as file:
            return Bytes(raw.put(order.settings.store, file), found.path.stat().st_mtime)
    except OSError as error:
        # Only the user's file is to blame here: what raw.put cannot write is a StoreError.
        return Taken(found.name, None, f"'{found.name}' cannot be read: {error.strerror or error}")


def take(
    found: Found,
    order: Order,
    known: Mapping[str, Any],
    progress: Progress | None = None,
    *,
    kept: Bytes | None = None,
) -> Iterator[Taken]:
    """Store the bytes of a file, then read it, or each member of it; nothing that a file contains stops the others.

    With `kept` the bytes have been stored already.
    """
    if found.skipped:
        yield Taken(found.name, None, found.skipped)
        return
    if mapping.is_mapping(found.path):
        yield Taken(found.name, None, f"'{found.name}' maps the columns of other files; it is no data; passed over")
        return
    given = kept or keep_bytes(found, order)
    if isinstance(given, Taken):
        yield given
        return
    stored = given.stored
    held = 0
    for member in opening.members(raw.path(order.settings.store, stored.sha256), found.name, order.settings.ingest):
        row = _row(found, member, stored, order)
        try:
            mapped = mapping.beside(found.path) if order.source is None else None
            taken = _read(member, row, given, order, mapped, known, held < HELD_IN_ALL, progress)
        except UnknownFormat as error:
            taken = _failed(member, row, UNKNOWN, str(error))
        except (SettingsError, StoreError):
            raise
        except CrosscountError as error:
            taken = _failed(member, row, REFUSED, str(error))
        held += sum(batch.num_rows for batches in taken.rows.held.values() for batch in batches)
        yield taken


def finished(taken: Taken, parts: Sequence[Rows], limits: Ingest) -> Taken:
    """A long file whole again, judged by all its pieces, which stand in their order.

    The staged files of one that is refused are still there, for the caller to remove.
    """
    row, rows = dict(taken.row or {}), Rows()
    for part in parts:
        rows.add(part)
    try:
        if rows.refused is not None:
            raise FileRefused(rows.refused)
        row |= rows.sums.columns()
        rows.sums.judge(taken.name, row["source"], limits)
    except FileRefused as error:
        row |= {"state": REFUSED, "fault": str(error)}
        return Taken(taken.name, row, str(error), rows=Rows(staged=rows.staged))
    return Taken(taken.name, row, rows.sums.note(), rows=rows)


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
    given: Bytes,
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
    context = context_of(
        member.name, given.modified, day=order.day, site=order.site, family=order.family, report=report
    )
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
    root = order.settings.store
    planned = [] if member.stored is None else pieces.plan(member.stored, head.data, source, given.stored)
    if len(planned) > 1:
        text, held = None if mapped is None else mapped.text, intake.HELD_ROWS // len(planned)
        jobs = (Job(root, piece, source.id, text, context, row["snapshot"], held) for piece in planned)
        return Taken(member.name, row, jobs=tuple(jobs))

    def judged(sums: Sums) -> None:
        row.update(sums.columns())
        sums.judge(member.name, source.id, order.settings.ingest)

    most = intake.HELD_ROWS if hold else -1
    with member.open() as file:
        rows = intake.read_rows(
            file, source, context, row["snapshot"], root, most_held=most, judged=judged, progress=progress
        )
    return Taken(member.name, row, rows.sums.note(), rows=rows)


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
    with blamed(head.name, "a source"):
        return plugins.recognise(head)
