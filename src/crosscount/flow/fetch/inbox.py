"""A folder that others put files into. The files stay where they are, and are remembered by size, time and digest.

The day of an undated list is that in its name, else the day on which the file was last modified (UTC): a file that
lies here for a month was delivered once. A file that changed a moment ago may still be growing; it waits.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from crosscount.errors import FetchFailed, InputError
from crosscount.flow import opening
from crosscount.flow.fetch.delivery import Delivery, Job
from crosscount.store import raw

__all__ = ["pull"]

GROWING = 20.0  # seconds since the last change for which a file is left alone
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".lock", "~")


def pull(job: Job) -> Iterator[Delivery]:
    """The files that are new or changed since the last time."""
    folder = job.settings.path(job.feed.folder)
    if not folder.is_dir():
        raise FetchFailed(f"the folder '{folder}' does not exist")
    try:
        files = opening.found([folder], job.settings.store)
    except InputError as error:
        raise FetchFailed(str(error)) from error
    before = dict(job.state)
    job.state = {}
    for one in files:
        name = os.fsencode(one.path.relative_to(folder)).decode("utf-8", "backslashreplace")
        if one.skipped:
            job.notes.append(one.skipped)
        if one.skipped or name.lower().endswith(_UNFINISHED):
            continue
        try:
            about = one.path.stat()
            sign = [about.st_size, about.st_mtime_ns]
            if before.get(name, [])[:2] == sign:
                job.state[name] = before[name]
                continue
            if 0 <= time.time() - about.st_mtime < GROWING:
                job.notes.append(f"{name} changed a moment ago and may still grow; left for the next time")
                continue
            stored = raw.put(job.settings.store, one.path)
            again = one.path.stat()
        except OSError as error:
            job.notes.append(f"{name} cannot be read: {error.strerror or error}")
            continue
        if [again.st_size, again.st_mtime_ns] != sign:
            job.notes.append(f"{name} changed while it was read; left for the next time")
            continue
        modified = datetime.fromtimestamp(about.st_mtime, UTC)
        facts = {"folder": job.feed.folder, "last_modified": modified.isoformat()}
        yield Delivery(name, stored, modified.date(), facts)
        job.state[name] = [*sign, stored.sha256]
