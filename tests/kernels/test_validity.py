"""From when until when a listing counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crosscount.kernels.detecting.validity import effective, stated
from tests.flow.observed import instant, observations

CASES = [
    # (observed_at, valid_from, valid_to) → stated (start, end), effective end with 7 days
    (("2014-03-19 10:00", None, None), ("2014-03-19 10:00", "2014-03-19 10:00+"), "2014-03-26 10:00"),
    (
        ("2014-03-19", "2014-03-10", "2014-03-19"),
        ("2014-03-10", "2014-03-19+"),
        "2014-03-19+",
    ),
    (
        ("2014-03-01", "2014-03-10 05:00", "2014-03-12 06:00"),
        ("2014-03-10 05:00", "2014-03-12 06:00+"),
        "2014-03-12 06:00+",
    ),
    (("2014-03-19", "2014-03-10", None), ("2014-03-10", "2014-03-19+"), "2014-03-26"),
    (("2014-03-19", None, "2014-03-21 01:00"), ("2014-03-19", "2014-03-21 01:00+"), "2014-03-21 01:00+"),
    (("2014-03-19", "2014-03-19", "2014-03-10 01:00"), ("2014-03-19", "2014-03-19+"), "2014-03-19+"),
]


def micros(text: str) -> int:
    """A trailing plus is one microsecond more: an end that belongs to the interval."""
    at = instant(text.removesuffix("+"))
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) + text.endswith("+")


@pytest.mark.parametrize(("times", "interval", "counts_until"), CASES)
def test_an_interval_is_as_stated_and_a_sighting_lasts_longer(
    times: tuple[str | None, ...], interval: tuple[str, str], counts_until: str
) -> None:
    listing = observations([dict(zip(("observed_at", "valid_from", "valid_to"), times, strict=True))])
    assert [int(end[0]) for end in stated(listing)] == [micros(text) for text in interval]
    assert [int(end[0]) for end in effective(listing, 7)] == [micros(interval[0]), micros(counts_until)]
