"""Charts and the map draw what they are given."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from crosscount.products import charts, worldmap

DAYS = [date(2014, 3, 19) + timedelta(days=n) for n in range(61)]


@given(st.integers(0, 10**15))
def test_a_ceiling_is_round_not_below_and_not_twice_too_high(value: int) -> None:
    ceiling = charts.nice_ceiling(value)
    assert value <= ceiling <= max(2 * value, 1)
    assert re.fullmatch(r"[1-689]0*|80*", str(ceiling))


def test_a_day_without_data_is_hatched_and_a_day_with_nothing_is_a_gap() -> None:
    values = [None, 0, 5, None]
    svg = charts.daily(list(zip(DAYS, values, strict=False)), alt="a", number=str, label=str)
    assert re.search(r'class="gap" d="([^"]*)"', svg)[1].count("M") == 2  # type: ignore[index]
    assert re.search(r'class="column" d="([^"]*)"', svg)[1].count("M") == 1  # type: ignore[index]


@pytest.mark.parametrize("count", [0, 1, 2, 31, 61])
def test_any_number_of_days_can_be_drawn(count: int) -> None:
    svg = charts.daily([(day, 1) for day in DAYS[:count]], alt="a", number=str, label=str)
    assert svg.startswith("<svg")
    assert charts.sparkline([1] * count).startswith("<svg")


def test_the_longest_bar_belongs_to_the_largest_number() -> None:
    rows = [charts.Bar("a", 10, "10"), charts.Bar("b", 5, "5"), charts.Bar("c", None, "unknown")]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)"', charts.bars(rows, alt="a"))]
    assert widths == [222, 111]


def test_labels_are_escaped() -> None:
    svg = charts.bars([charts.Bar("<b>", 1, "<i>")], alt='"<u>')
    assert not re.search("<[biu]>", svg)


@given(st.lists(st.integers(1, 10**9), max_size=40))
def test_classes_begin_at_one_and_rise_to_no_more_than_the_largest(values: list[int]) -> None:
    starts = worldmap.breaks(values)
    assert len(starts) <= worldmap.CLASSES
    assert starts == sorted(set(starts))
    assert not values or (starts[0] == 1 and starts[-1] <= max(values))


def test_the_map_is_a_rectangle_of_codes_that_the_cldr_knows() -> None:
    known = set(Locale("en").territories)
    assert set(worldmap.cells()) <= known
    dots = [dot for places in worldmap.cells().values() for dot in places]
    assert len(dots) == len(set(dots))
    assert max(column for column, _ in dots) < 150
    assert max(row for _, row in dots) < 77
    assert {"US", "CN", "HK", "SG", "TW", "NL", "MT", "MV"} <= set(worldmap.cells())


def test_the_map_draws_every_dot_once_and_labels_stay_inside() -> None:
    labels = [worldmap.Label("US", "United States", "9", 9, True), worldmap.Label("JP", "Japan", "5", 5)]
    svg = worldmap.draw({"US": 9, "JP": 5}, target="CN", target_label="China", labels=labels, alt="a")
    dots = sum(len(re.findall("h0", path)) for path in re.findall(r'class="dot [^"]*" d="([^"]*)"', svg))
    assert dots == sum(len(places) for places in worldmap.cells().values())
    assert svg.count('class="arc') == 2
    for x, y in re.findall(r'<text [^>]*x="(-?\d+)" y="(-?\d+)"', svg):
        assert 0 <= int(x) < 990
        assert 0 < int(y) < 509


def test_a_place_that_the_map_does_not_know_is_left_out() -> None:
    labels = [worldmap.Label("X!", "nowhere", "9", 9)]
    svg = worldmap.draw({"X!": 9}, target="ZZ", target_label="Unknown", labels=labels, alt="a")
    assert "nowhere" not in svg
    assert "arc" not in svg
