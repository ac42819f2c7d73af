"""A file at a URL.

304, or the same bytes once more, is a delivery too: a list without dates that still says the same a day later is a
sighting of that day. Whether it is one is decided by ingest, where the day is part of a snapshot's identity exactly if
the source uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosscount.flow.fetch import feeds
from crosscount.flow.fetch.delivery import Delivery, Job, file_name, shown
from crosscount.flow.fetch.download import download
from crosscount.flow.fetch.memory import folder
from crosscount.store import raw
from crosscount.store.raw import RawObject

__all__ = ["pull"]


def pull(job: Job) -> Iterator[Delivery]:
    """The file, or that it has not changed."""
    feed, before = job.feed, job.state
    request = feeds.request(feed, job.settings, job.secret, feed.url, {})
    known = _conditions(job)
    found = download(request, folder(job.settings, feed) / "download.part", job.settings, known)
    name = file_name(job, feed.url.replace("{token}", ""), found.disposition)
    stored = found.stored
    if stored is None:
        stored, name = RawObject(before["sha256"], before["size"]), feed.file or before["name"]
    changed = stored.sha256 != before.get("sha256")
    facts: dict[str, Any] = {
        "url": feed.url,
        "final_url": shown(job, found.url),
        "status": found.status,
        "etag": found.etag,
        "last_modified": found.last_modified,
    }
    yield Delivery(name, stored, facts=facts, changed=changed)
    kept = {} if found.stored is not None else before
    job.state = {
        "url": feed.url,
        "etag": found.etag or kept.get("etag", ""),
        "last_modified": found.last_modified or kept.get("last_modified", ""),
        "sha256": stored.sha256,
        "size": stored.size,
        "name": name,
    }


def _conditions(job: Job) -> dict[str, str]:
    """Headers that ask for the file only if it is not the one in the store; none if the store lacks it."""
    state = job.state
    if state.get("url") != job.feed.url or not raw.verify(job.settings.store, state.get("sha256", "0" * 64)):
        return {}
    headers = {"If-None-Match": state.get("etag", ""), "If-Modified-Since": state.get("last_modified", "")}
    return {name: value for name, value in headers.items() if value}
