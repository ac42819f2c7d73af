"""What one feed is asked, and what it delivers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from crosscount.flow.fetch.feeds import Secret
from crosscount.settings import Feed, Settings
from crosscount.store.raw import RawObject

__all__ = ["Delivery", "Job", "file_name", "shown"]

_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 150
# Content-Disposition (RFC 6266): filename*=UTF-8''a%20b goes before filename="a b" and filename=a.
_ENCODED = re.compile(r"(?i)\bfilename\*\s*=\s*utf-8'[^';]*'([^;\s]+)")
_QUOTED = re.compile(r"(?i)\bfilename\s*=\s*(?:\"([^\"]*)\"|([^;\s\"]+))")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file, in the store already."""

    name: str  # as its publisher names it; may carry folders
    stored: RawObject
    day: date | None = None  # if the publisher says it elsewhere than in the name
    facts: dict[str, Any] = field(default_factory=dict)  # for the ledger: url, status, etag, last_modified…
    changed: bool = True  # False: the same bytes as the last time


@dataclass(slots=True)
class Job:
    """One feed at one instant."""

    feed: Feed
    settings: Settings
    secret: Secret
    now: datetime  # UTC
    state: dict[str, Any]  # what this kind of feed remembers; changed only for what was delivered
    notes: list[str] = field(default_factory=list)  # for the user


def file_name(job: Job, url: str, disposition: str = "") -> str:
    """The settings' name for it, else the server's, else the last part of the URL, else the feed's; never a path."""
    encoded, quoted = _ENCODED.search(disposition), _QUOTED.search(disposition)
    said = unquote(encoded[1]) if encoded else (quoted[1] or quoted[2]) if quoted else ""
    for name in (job.feed.file, said, unquote(urlsplit(url).path)):
        plain = _ODD.sub("_", name.replace("\\", "/").rpartition("/")[2])[-_LONGEST:].lstrip(".")
        if plain.strip("_."):
            return plain
    return job.feed.name


def shown(job: Job, url: str) -> str:
    """A URL as it may be kept: without its query, which may be a signature, and without the token."""
    parts = urlsplit(url)
    plain = f"{parts.scheme}://{parts.netloc}{parts.path}"
    token = job.secret.words.get("token")
    return plain.replace(token, "{token}") if token else plain
