"""A store, feeds on loopback, and limits that a test can wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crosscount.flow import fetch
from crosscount.flow.fetch import FeedReport
from crosscount.settings import Feed, Fetch, Settings

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Pull = Callable[..., FeedReport]


@pytest.fixture
def quick(tiny: Settings) -> Settings:
    """Settings with the sources of tiny_source, and with little patience."""
    limits = Fetch(max_bytes=1_000_000, seconds=3.0, silence=1.0, attempts=3, backoff=0.01, patience=1.5)
    return replace(tiny, fetch=limits, folder=tiny.store.parent)


@pytest.fixture
def pull(quick: Settings) -> Pull:
    """Fetch one feed now; `url` and whatever else its table says."""

    def run(url: str = "", *, now: datetime = NOON, limits: Fetch | None = None, **table: Any) -> FeedReport:
        feed = Feed(**{"name": "feed", "url": url, "private": True, **table})
        settings = replace(quick, feeds=(feed,), fetch=limits or quick.fetch)
        return fetch.run(settings=settings, names=["feed"], now=now)[0]

    return run
