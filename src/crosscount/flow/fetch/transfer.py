"""Requests that are followed and tried again, within one time limit.

Redirects are followed by hand, five at most; each leads through the same address check, and what is secret goes to the
origin of the feed only. A busy server (408, 425, 429, 5xx) and a broken connection are tried again after
backoff·2ⁿ seconds with jitter, or when Retry-After says (RFC 9110, section 10.2.3), if that is soon enough.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from crosscount.errors import FetchFailed
from crosscount.flow.fetch import wire
from crosscount.flow.fetch.wire import Answer, Broken, Call
from crosscount.settings import Fetch

__all__ = ["Request", "TryLater", "exchange", "page", "request_time"]

REDIRECTS = 5
LONGEST_PAUSE = 86_400.0  # seconds that a feed is left alone at most, whatever Retry-After says
PAGE_BYTES = 64 * 1024**2  # of an answer that is held in memory
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

Result = TypeVar("Result")


class TryLater(FetchFailed):
    """The server asks for patience beyond ours; `at` says until when, as an instant in UTC."""

    def __init__(self, said: str, at: datetime) -> None:
        super().__init__(said)
        self.at = at


@dataclass(frozen=True, slots=True)
class Request:
    """What is fetched from whom."""

    url: str
    limits: Fetch
    headers: Mapping[str, str]
    secret: Mapping[str, str]  # headers for the origin of `url` only
    private: bool = False
    authorities: str = ""
    body: bytes | None = None


def request_time() -> float:
    """Now, on the clock of deadlines."""
    return time.monotonic()


def exchange(request: Request, use: Callable[[Answer, str], Result], extra: Callable[[], Mapping[str, str]]) -> Result:
    """What `use` makes of the answer and its URL; `extra` gives further headers before each attempt."""
    limits = request.limits
    deadline = request_time() + limits.seconds
    for attempt in range(1, limits.attempts + 1):
        try:
            with _followed(request, extra(), deadline) as (answer, url):
                if answer.status not in _BUSY:
                    return use(answer, url)
                said, asked = f"the server answers {answer.status}", _retry_after(answer.headers)
        except Broken as broken:
            said, asked = str(broken), None
        wait = max(limits.backoff * 2 ** (attempt - 1) * random.uniform(0.5, 1.5), asked or 0)
        if asked is not None and (asked > limits.patience or request_time() + asked > deadline):
            # No server switches a feed off for good.
            until = datetime.fromtimestamp(time.time() + min(asked, LONGEST_PAUSE), UTC)
            raise TryLater(f"{said} and asks to come back after {until:%Y-%m-%d %H:%M} UTC", until)
        if attempt == limits.attempts or request_time() + wait > deadline:
            tried = f"{attempt} attempt{'s' if attempt > 1 else ''}"
            raise FetchFailed(f"{said}; given up after {tried}")
        time.sleep(wait)
    raise FetchFailed("fetch.attempts is below 1: nothing was tried")


def page(request: Request) -> tuple[Mapping[str, str], bytes]:
    """Headers and body of an answer that fits into memory; FetchFailed unless it is a plain 200."""

    def use(answer: Answer, _: str) -> tuple[Mapping[str, str], bytes]:
        if answer.status != 200:
            raise FetchFailed(f"the server answers {answer.status}, expected 200")
        if answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise FetchFailed("the server compresses the answer unasked")
        parts, size = [], 0
        for part in answer.body():
            size += len(part)
            if size > min(PAGE_BYTES, request.limits.max_bytes):
                raise FetchFailed(f"an answer is larger than {min(PAGE_BYTES, request.limits.max_bytes)} bytes")
            parts.append(part)
        return answer.headers, b"".join(parts)

    return exchange(request, use, lambda: {"Accept-Encoding": "identity"})


@contextmanager
def _followed(request: Request, extra: Mapping[str, str], deadline: float) -> Iterator[tuple[Answer, str]]:
    url, home = request.url, wire.origin(request.url)
    for _ in range(REDIRECTS + 1):
        secret = request.secret if wire.origin(url) == home else {}
        call = Call(
            url=url,
            headers={"User-Agent": "crosscount", "Accept": "*/*", **request.headers, **extra, **secret},
            deadline=deadline,
            silence=request.limits.silence,
            private=request.private,
            authorities=request.authorities,
            body=request.body,
        )
        with wire.send(call) as answer:
            if answer.status not in _MOVED:
                yield answer, url
                return
            if request.body is not None:
                raise FetchFailed("the API redirects a signed request: refused")
            url = wire.joined(url, answer.headers.get("location", ""))
    raise FetchFailed(f"more than {REDIRECTS} redirects")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait; None if it does not say, or nothing sensible."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
        return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - time.time())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
