"""A run of whole new lines of a followed file, as a snapshot of its own: the bytes stored are its head and the lines.

Together the segments of a file hold each of its records once, so their sums are those of the whole file.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from crosscount import plugins
from crosscount.flow import intake, mapping, snapshots
from crosscount.flow.context import context_of
from crosscount.flow.snapshots import INGESTED
from crosscount.flow.taking import Order, Taken
from crosscount.flow.watch.cursor import EDGE, Cursor
from crosscount.kernels.reading.quoting import MULTILINE
from crosscount.model.source import Cut, Source
from crosscount.store import raw

__all__ = ["again", "cut_of", "end_of", "take", "with_turns"]

LONGEST = 1_048_576  # bytes without a place to cut after which the last line end is one: no record is longer


def cut_of(source: Source, head: bytes) -> Cut | None:
    """How a file with that head may be cut while it grows; None if it may not."""
    feed, carriage = head.find(b"\n"), head.find(b"\r")
    if 0 <= carriage < feed - 1 or (feed < 0 and carriage >= 0):
        return None  # lines that end at CR
    return source.cut(head)


def end_of(data: bytes, cut: Cut) -> int:
    """How many of the new bytes are whole records, as far as line ends can tell."""
    end = data.rfind(b"\n") + 1
    if cut.opened is not None and end:
        flags = list(cut.opened(data[:end]))
        if any(flags[-MULTILINE:]):  # a quoted value may go on: wait from that record on
            row = next(n for n in range(max(0, len(flags) - MULTILINE), len(flags)) if flags[n])
            lines = data[:end].split(b"\n")
            return sum(len(line) + 1 for line in lines[:row])
    if cut.begins:
        while end and not _whole(data, end, cut) and len(data) - end < LONGEST:
            end = data.rfind(b"\n", 0, end - 1) + 1
        end = end or (data.rfind(b"\n") + 1 if len(data) > LONGEST else 0)
    return end


def take(cursor: Cursor, before: bytes, body: bytes, cut: Cut, modified: float, order: Order) -> tuple[Cursor, Taken]:
    """Store the new bytes, write down that they are taken, and read them; `before` are those right before them.

    Who is killed in between finds by `again` the same segment under the same transaction.
    """
    first = cursor.offset == 0
    lead = body[: cut.lead] if first else cursor.lead
    stored = raw.put(order.settings.store, io.BytesIO(body if first else lead + body))
    context = context_of(cursor.path, modified, day=order.day, site=order.site, family=order.family)
    pending = {
        "sha256": stored.sha256,
        "size": stored.size,
        "path": cursor.path,
        "day": context.day.isoformat() if context.day else None,
        "site": context.site,
        "family": context.family,
        "publisher": order.publisher,
        "licence": order.licence,
        "part": f"{cursor.id} from byte {cursor.offset}, line {cursor.line + 1}",
        "repeated": 0 if first else lead.count(b"\n"),
    }
    advanced = cursor.advanced(
        offset=cursor.offset + len(body),
        line=cursor.line + body.count(b"\n"),
        edge=sha256((before + body)[-EDGE:]).hexdigest(),
        lead=with_turns(lead, body[cut.lead :] if first else body, cut),
        pending=pending,
    )
    advanced.save(order.settings.store)
    return advanced, again(advanced, order)


def again(cursor: Cursor, order: Order) -> Taken:
    """The last segment that was taken, read from the stored bytes."""
    said: dict[str, Any] = cursor.pending or {}
    root, path = order.settings.store, Path(said["path"])
    mapped = mapping.beside(path) if order.source is None else None
    source = plugins.sources()[cursor.source] if mapped is None else mapped.source
    day = date.fromisoformat(said["day"]) if said["day"] else None
    context = context_of(said["path"], 0.0, day=day, site=said["site"], family=said["family"])
    used = snapshots.used(source, context) | ({} if mapped is None else {"mapping": mapped.digest})
    used |= {"part": said["part"]}
    row = {
        "snapshot": snapshots.snapshot_id(said["sha256"], None, source.id, used),
        "sha256": said["sha256"],
        "member": None,
        "name": path.name,
        "source": source.id,
        "publisher": said["publisher"] or source.publisher,
        "licence": said["licence"] or source.licence.value,
        "context": orjson.dumps(used, option=orjson.OPT_SORT_KEYS).decode(),
        "size": said["size"],
        "state": INGESTED,
        "fault": None,
        "ingested_at": datetime.now(UTC),
    }
    with raw.path(root, said["sha256"]).open("rb") as file:
        rows = intake.read_rows(file, source, context, row["snapshot"], root, most_held=intake.HELD_ROWS)
    rows.sums.remarks -= said["repeated"]
    return Taken(said["path"], row | rows.sums.columns(), rows=rows)


def _whole(data: bytes, end: int, cut: Cut) -> bool:
    """Whether a record may begin at `end`, and the one before looks closed where nothing follows yet."""
    if end < len(data):
        return data[end] in cut.begins
    return data[:end].rstrip(b" \r\n\t")[-1:] in (b"}", b"")


def with_turns(lead: bytes, body: bytes, cut: Cut) -> bytes:
    """The head with the lines of the body that change how later ones are read."""
    if not cut.turns or b"#" not in body:
        return lead
    place = 0 if body.startswith(b"#") else body.find(b"\n#") + 1
    while place or body.startswith(b"#", place):
        end = body.find(b"\n", place) + 1 or len(body)
        line = body[place:end]
        if line.startswith(cut.turns) and not _says(lead, line):
            lead += line
        place = body.find(b"\n#", end - 1) + 1
        if not place:
            break
    return lead


def _says(lead: bytes, line: bytes) -> bool:
    """Whether the head's last word on the same matter is that line."""
    word = line.split(None, 1)[0]
    last = [one for one in lead.splitlines(keepends=True) if one.split(None, 1)[:1] == [word]][-1:]
    return last == [line]
