"""Windows of days in a time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.errors import InputError
from crosscount.kernels.counting.days import day_of
from crosscount.model.window import Window, zone_named

MISSION = Window(date(2014, 3, 19), date(2014, 5, 18), "Asia/Shanghai")


def test_the_window_of_the_mission_is_61_days_and_begins_at_16_utc_the_day_before() -> None:
    assert MISSION.length == 61
    assert MISSION.start == datetime(2014, 3, 18, 16, tzinfo=UTC)
    assert MISSION.end == datetime(2014, 5, 18, 16, tzinfo=UTC)


def test_the_previous_window_has_equal_length_and_ends_the_day_before() -> None:
    before = MISSION.previous()
    assert (before.first, before.last, before.length) == (date(2014, 1, 17), date(2014, 3, 18), 61)
    assert before.end == MISSION.start


def test_a_window_touches_one_utc_day_more_than_it_has_days_when_its_zone_is_shifted() -> None:
    assert len(MISSION.utc_days()) == 62
    assert len(Window(date(2014, 3, 19), date(2014, 3, 19)).utc_days()) == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_an_unknown_zone_is_an_input_error(zone: str) -> None:
    with pytest.raises(InputError, match="time zone"):
        Window(date(2014, 1, 1), date(2014, 1, 1), zone)


def test_a_window_that_ends_before_it_begins_is_an_input_error() -> None:
    with pytest.raises(InputError, match="swap --from and --to"):
        Window(date(2014, 1, 2), date(2014, 1, 1))


@given(
    st.lists(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)), min_size=1, max_size=5),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"]),
)
def test_the_day_of_an_instant_is_the_calendar_day_of_the_zone(instants: list[datetime], zone: str) -> None:
    aware = [instant.replace(tzinfo=UTC) for instant in instants[:1]]
    expected = [instant.astimezone(zone_named(zone)).date() for instant in aware]
    assert day_of(pa.array(aware, pa.timestamp("us", "UTC")), zone).to_pylist() == expected
