"""Reports of the Shadowserver Foundation by its reports API.

A call is a POST of a JSON object that holds the API key; the header HMAC2 carries the hexadecimal HMAC-SHA256 of the
body under the secret. `reports/list` names the reports of one day, each of which lies under its id on a server of its
own. Documented at https://www.shadowserver.org/what-we-do/network-reporting/api-documentation/ and
…/api-reports-query/. Days are Shadowserver's, UTC; a report is fetched once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import orjson

from crosscount.errors import FetchFailed, SettingsError
from crosscount.flow.fetch import feeds
from crosscount.flow.fetch.delivery import Delivery, Job, file_name
from crosscount.flow.fetch.download import download
from crosscount.flow.fetch.memory import folder
from crosscount.flow.fetch.transfer import page
from crosscount.settings import Feed

__all__ = ["pull"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


def pull(job: Job) -> Iterator[Delivery]:
    """Every report of the last days that was not fetched yet."""
    known: dict[str, str] = job.state.get("reports", {})
    job.state = {"reports": {}}
    listed = [
        each for ago in range(job.feed.days, -1, -1) for each in _listed(job, job.now.date() - timedelta(days=ago))
    ]
    # What is listed and known stays known even if a later one fails.
    job.state["reports"] = {each["id"]: known[each["id"]] for each in listed if each["id"] in known}
    for each in listed:
        if each["id"] not in job.state["reports"]:
            delivery = _fetched(job, each)
            yield delivery
            job.state["reports"][each["id"]] = delivery.stored.sha256


def _listed(job: Job, day: date) -> list[dict[str, Any]]:
    found = _call(job, "reports/list", {"date": day.isoformat()})
    if not isinstance(found, list):
        raise FetchFailed(f"the API lists no reports for {day}, expected a JSON array")
    out = []
    for each in found:
        if not isinstance(each, dict) or not _ID.fullmatch(str(each.get("id", ""))):
            raise FetchFailed(f"the API lists a report without a usable id for {day}")
        if not job.feed.only or {each.get("type"), each.get("report")} & set(job.feed.only):
            out.append(each)
    return out


def _fetched(job: Job, report: dict[str, Any]) -> Delivery:
    base = job.feed.downloads.rstrip("/") + "/"
    # The id is the only secret of a download: neither key nor signature is sent there.
    request = feeds.request(job.feed, job.settings, feeds.Secret(), base + report["id"], {})
    part = folder(job.settings, job.feed) / "download.part"
    found = download(request, part, job.settings, {})
    if found.stored is None:
        raise FetchFailed("the server answers 304 to a question that it was not asked")
    name = file_name(_named(job, str(report.get("file") or "")), base, found.disposition)
    said = str(report.get("timestamp", ""))[:10]
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = job.now.date()
    facts = {"url": base, "report": report["id"], "type": str(report.get("type", "")), "status": found.status}
    return Delivery(name, found.stored, day, facts)


def _named(job: Job, name: str) -> Job:
    return replace(job, feed=replace(job.feed, file=name))


def _call(job: Job, method: str, asked: dict[str, Any]) -> Any:
    words = job.secret.words
    if not words.get("key") or not words.get("secret"):
        raise SettingsError(f"feed '{job.feed.name}': its secret file needs key and secret of the Shadowserver API")
    body = orjson.dumps({**asked, "apikey": words["key"]})
    signature = hmac.new(words["secret"].encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json"}
    plain = feeds.request(
        job.feed, job.settings, feeds.Secret({}, {"HMAC2": signature}), _url(job.feed, method), headers
    )
    _, answer = page(replace(plain, body=body))
    try:
        return orjson.loads(answer)
    except ValueError as error:
        raise FetchFailed(f"the API's answer to {method} is no JSON") from error


def _url(feed: Feed, method: str) -> str:
    return feed.url.rstrip("/") + "/" + method
