"""What a day's records can show: the zeros of a bulletin, its quality note and the check of a text go by one rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crosscount.flow import compute, coverage
from crosscount.flow.quality import note
from crosscount.flow.reach import reach
from crosscount.model.bulletin import Request
from crosscount.model.window import Window
from crosscount.settings import Settings
from tests.flow.observed import put
from tests.flow.small_store import settings_in

WINDOW = Window(date(2014, 3, 20), date(2014, 3, 22), "UTC")
PAIR = {"origin_country": "US", "target_country": "CN"}
TO_CN = {"target_country": "CN"}
DAYS = ("2014-03-20", "2014-03-21", "2014-03-22")
# One kind of sensor a day; nothing that any detector could find, though lists say what it would be.
SEEN = ("listing", "request", "flow")
LISTED = ("c2_listing", "phishing_listing", "backdoor_listing")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_in(tmp_path, "UTC")
    put(made, list(traffic(SEEN)))
    put(made, [listing(stated, DAYS[0], DAYS[-1]) for stated in LISTED], snapshot="lists")
    return made


def traffic(seen: Sequence[str]) -> Iterator[Mapping[str, str]]:
    for day, one in zip(DAYS, seen, strict=True):
        ends = {"client_ip": "198.51.100.1", "server_ip": "192.0.2.1"}
        yield {"seen": one, "observed_at": f"{day} 10:00", "stated": "other", **ends}


def listing(stated: str, first: str, last: str) -> Mapping[str, str]:
    """One that is in the store on the first day only, and stands until the last."""
    ends = {"observed_at": f"{first} 09:00", "valid_from": f"{first} 00:00", "valid_to": f"{last} 23:59"}
    return {"seen": "listing", "stated": stated, "server_ip": "192.0.2.9", **ends}


@pytest.mark.parametrize(
    ("figure", "where", "shown"),
    [
        ("controlled-machines", PAIR, "  f"),  # a request shows some contacts, so that it shows none is no zero
        ("c2-servers", PAIR, "  f"),  # a list names no target
        ("c2-servers", {"origin_country": "US"}, "l f"),
        ("phishing-pages", PAIR, "lr "),
        ("phishing-operations", PAIR, " r "),
        ("backdoor-attacks", PAIR, " r "),
        ("backdoored-sites", PAIR, " r "),  # a list of such sites names no origin
        ("backdoored-sites", TO_CN, "lr "),
        ("beaconing-machines", TO_CN, "  f"),
        ("client-addresses", {}, " rf"),
    ],
)
def test_a_day_is_zero_only_if_its_records_could_show_the_thing(
    settings: Settings, figure: str, where: Mapping[str, str], shown: str
) -> None:
    by_day = compute.run(figure, WINDOW, settings=settings, by=["day"], where=where)
    expected = [day for day, seen in zip(DAYS, shown, strict=True) if seen != " "]
    assert sorted(cell.key[0] for cell in by_day.cells if cell.value is not None) == expected
    missing = reach(compute.figure_named(figure), WINDOW, settings=settings, where=where).missing
    assert [day for day in DAYS if date.fromisoformat(day) not in missing] == expected


def test_a_total_is_unknown_if_no_day_could_show_it(settings: Settings) -> None:
    first = Window(WINDOW.first, date(2014, 3, 21), "UTC")
    states = [
        compute.run("c2-servers", window, settings=settings, where=PAIR).cells[0].state.value
        for window in (first, WINDOW)
    ]
    assert states == ["unknown", "zero"]


@pytest.mark.parametrize(
    ("figure", "stated", "last", "shown"),
    [
        ("controlled-machines", None, None, ""),  # no list: a flow to a C2 server would not be known for one
        ("beaconing-machines", None, None, "210"),
        ("controlled-machines", "phishing_listing", 2, ""),
        ("controlled-machines", "c2_listing", 2, "012"),
        ("controlled-machines", "c2_listing", 1, "01"),
        ("phishing-operations", "c2_listing", 2, ""),
    ],
)
def test_a_zero_needs_a_list_that_stands_on_the_day(
    tmp_path: Path, figure: str, stated: str | None, last: int | None, shown: str
) -> None:
    settings = settings_in(tmp_path, "UTC")
    put(settings, list(traffic(["request" if figure == "phishing-operations" else "flow"] * 3)))
    if stated is not None and last is not None:
        put(settings, [listing(stated, DAYS[0], DAYS[last])], snapshot="list")
    by_day = compute.run(figure, WINDOW, settings=settings, by=["day"], where=PAIR)
    known = [cell.key[0] for cell in by_day.cells if cell.value is not None]
    assert sorted(known) == sorted(DAYS[int(number)] for number in shown)
    (total,) = compute.run(figure, WINDOW, settings=settings, where=PAIR).cells
    assert total.state.value == ("zero" if shown else "unknown")


def test_a_sighting_stands_for_as_many_days_as_the_settings_say(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "UTC")
    settings = replace(settings, indicators=replace(settings.indicators, c2_days=1))
    put(settings, list(traffic(["flow"] * 3)))
    seen = {"seen": "listing", "stated": "c2_listing", "server_ip": "192.0.2.9", "observed_at": f"{DAYS[0]} 09:00"}
    put(settings, [seen], snapshot="list")
    assert reach(compute.figure_named("controlled-machines"), WINDOW, settings=settings, where=PAIR).missing == (
        date(2014, 3, 22),
    )


def test_servers_of_beacons_need_no_list_where_they_count(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "UTC")
    settings = replace(settings, detection=replace(settings.detection, suspected_as_c2=True))
    put(settings, list(traffic(["flow"] * 3)))
    assert reach(compute.figure_named("controlled-machines"), WINDOW, settings=settings, where=PAIR).whole


def test_the_note_counts_the_days_missing_by_kind_of_sensor(settings: Settings) -> None:
    figures = ("c2-servers", "backdoor-attacks")
    spans = (WINDOW, WINDOW.previous())
    statements = compute.many([Request(name, span, (), PAIR) for span in spans for name in figures], settings=settings)
    rests = coverage.run(WINDOW, settings=settings)
    made = note.run(figures, "US", "CN", WINDOW, statements, rests, settings=settings)
    counts = {limitation.key: limitation.count for limitation in made.limitations}
    assert "missing-days" not in counts
    assert (counts["missing-flows"], counts["missing-requests"]) == (2, 2)
