"""Collections of a TAXII 2.1 server, each fetch as one STIX bundle of what was added since the last one.

OASIS TAXII 2.1: https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html. The URL of the feed is that of the
discovery, of an API root, or of a collection. Pages follow `next`, or `added_after` with X-TAXII-Date-Added-Last where
`more` comes without `next`. A server that never says X-TAXII-Date-Added-Last is asked for everything each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import orjson

from crosscount.errors import FetchFailed
from crosscount.flow.fetch import feeds, wire
from crosscount.flow.fetch.delivery import Delivery, Job
from crosscount.flow.fetch.pages import Bundle
from crosscount.flow.fetch.transfer import page, request_time

__all__ = ["pull"]

MEDIA = "application/taxii+json;version=2.1"
LAST = "x-taxii-date-added-last"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def pull(job: Job) -> Iterator[Delivery]:
    """One bundle for each collection with something new."""
    since: dict[str, str] = dict(job.state.get("added_after", {}))
    job.state = {"added_after": since}
    for url, title in _collections(job):
        with Bundle(job.settings) as bundle:
            last = _objects(job, url, since.get(url, ""), bundle)
            if bundle.objects:
                facts = {"url": job.feed.url, "collection": url, "title": title, "added_after": since.get(url, "")}
                yield Delivery(f"{job.feed.name}-{_id(url)}.json", bundle.stored(), facts=facts)
        if last:
            since[url] = last


def _collections(job: Job) -> list[tuple[str, str]]:
    """URL and title of the wanted collections."""
    base = job.feed.url.rstrip("/") + "/"
    if "/collections/" in base and not base.endswith("/collections/"):
        return [(base, _id(base))]
    about = _object(job, base)
    roots = [wire.joined(base, str(each)) for each in _list(about, "api_roots")] if "api_roots" in about else [base]
    found, wanted, met = [], set(job.feed.only), set[str]()
    for root in roots:
        url = root.rstrip("/") + "/collections/"
        for each in _list(_object(job, url), "collections"):
            names = {str(each.get(name, "")) for name in ("id", "title", "alias")} if isinstance(each, dict) else set()
            if names and each.get("can_read", True) and (not wanted or names & wanted):
                found.append((f"{url}{_plain(each.get('id'))}/", str(each.get("title", ""))))
                met |= names & wanted
    if wanted - met or not found:
        missing = ", ".join(sorted(wanted - met))
        raise FetchFailed(f"the server offers no readable collection{f' {missing}' if missing else ''}")
    return found


def _objects(job: Job, url: str, added_after: str, bundle: Bundle) -> str:
    """Add what the collection holds to the bundle; where to go on the next time, "" if the server does not say."""
    asked = {"added_after": added_after} if added_after else {}
    last, seen = added_after, set[str]()
    deadline = request_time() + job.settings.fetch.seconds
    while True:
        target = f"{url}objects/" + (f"?{urlencode(asked)}" if asked else "")
        if target in seen:
            raise FetchFailed("the server's pages lead in a circle")
        if request_time() > deadline:
            raise FetchFailed("the collection takes longer than fetch.seconds allows")
        seen.add(target)
        headers, found = _page(job, target)
        bundle.add(_list(found, "objects"))
        last = headers.get(LAST, last)
        if not found.get("more"):
            return last
        if found.get("next"):
            asked["next"] = str(found["next"])
        elif headers.get(LAST):
            asked = {"added_after": headers[LAST]}
        else:
            raise FetchFailed("the server says that there is more, but not how to get it")


def _object(job: Job, url: str) -> dict[str, Any]:
    return _page(job, url)[1]


def _page(job: Job, url: str) -> tuple[dict[str, str], dict[str, Any]]:
    # What is secret belongs to the server that the settings name, not to one that it points at.
    home = wire.origin(url) == wire.origin(job.feed.url)
    held = job.secret if home else feeds.Secret()
    headers, body = page(feeds.request(job.feed, job.settings, held, url, {"Accept": MEDIA}))
    try:
        found = orjson.loads(body)
    except ValueError as error:
        raise FetchFailed("the server's answer is no JSON") from error
    if not isinstance(found, dict):
        raise FetchFailed("the server's answer is no JSON object; is this a TAXII 2.1 server?")
    return dict(headers), found


def _list(found: dict[str, Any], name: str) -> list[Any]:
    value = found.get(name, [])
    if not isinstance(value, list):
        raise FetchFailed(f"'{name}' in the server's answer is no list")
    return value


def _plain(text: Any) -> str:
    # A UUID by the specification, something shorter on older servers, and never a path.
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise FetchFailed("the id of a collection is not usable")
    return text


def _id(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]
