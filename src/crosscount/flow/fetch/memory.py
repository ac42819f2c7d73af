"""What is remembered of a feed between two fetches: only what saves work. The record of what was fetched is the ledger.

A folder of the store for each feed, `fetching/<name>`: `memory.json`, a download that broke off, and a lock. Whoever
deletes it loses nothing but time: everything is fetched once more, and what is in the store already is recognised.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from crosscount.flow.fetch.feeds import every
from crosscount.settings import Feed, Settings
from crosscount.store import durable

__all__ = ["Memory", "due_at", "folder", "held", "read", "write"]

AGAIN = timedelta(minutes=15)  # at the earliest after a failure
SLACK = timedelta(minutes=10)  # a timer never fires at the same instant: a day after 06:00:07 is 06:00:02, too


@dataclass(slots=True)
class Memory:
    """Times are ISO 8601 in UTC, "" if there was none yet."""

    at: str = ""  # of the last attempt
    good: bool = False  # whether it went well
    not_before: str = ""  # the server asks for patience until then
    state: dict[str, Any] = field(default_factory=dict)  # each kind of feed has its own


def folder(settings: Settings, feed: Feed) -> Path:
    """Where the feed's memory and its partial download lie."""
    return settings.store / "fetching" / feed.name


def read(settings: Settings, feed: Feed) -> Memory:
    """What is remembered; nothing if the file is absent or damaged."""
    try:
        found = Memory(**orjson.loads((folder(settings, feed) / "memory.json").read_bytes()))
        for text in (found.at, found.not_before):
            _instant(text)
    except (OSError, ValueError, TypeError):
        return Memory()
    return found if isinstance(found.state, dict) else Memory()


def write(settings: Settings, feed: Feed, memory: Memory) -> None:
    """Replace what is remembered, whole or not at all."""
    with durable.writing(settings.store):
        written = durable.temporary(settings.store, ".json")
        written.write_bytes(orjson.dumps(asdict(memory), option=orjson.OPT_INDENT_2))
        durable.publish(written, folder(settings, feed) / "memory.json")


def due_at(feed: Feed, memory: Memory) -> datetime | None:
    """The instant from which the feed is due; None if it was never fetched."""
    last = _instant(memory.at)
    if last is None:
        return None
    if not memory.good:
        return max(last + min(AGAIN, every(feed)), _instant(memory.not_before) or last)
    return last + every(feed) - min(SLACK, every(feed) / 20)


@contextmanager
def held(settings: Settings, feed: Feed) -> Iterator[bool]:
    """Whether the feed is ours for now: False if another process is fetching it. A killed holder releases it."""
    with durable.writing(settings.store):
        folder(settings, feed).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder(settings, feed) / "lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
