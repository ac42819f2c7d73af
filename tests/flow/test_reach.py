"""What a day's records can show: the zeros of a bulletin, its quality note and the check of a text go by one rule."""

from __future__ import annotations

from collections.abc import Mapping
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
# One kind of sensor a day; nothing that any detector could find.
SEEN = ("listing", "request", "flow")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_in(tmp_path, "UTC")
    rows = [{"seen": seen, "observed_at": f"{day} 10:00"} for day, seen in zip(DAYS, SEEN, strict=True)]
    put(made, [{**row, "client_ip": "198.51.100.1", "server_ip": "192.0.2.1", "stated": "other"} for row in rows])
    return made


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


def test_the_note_counts_the_days_missing_by_kind_of_sensor(settings: Settings) -> None:
    figures = ("c2-servers", "backdoor-attacks")
    spans = (WINDOW, WINDOW.previous())
    statements = compute.many([Request(name, span, (), PAIR) for span in spans for name in figures], settings=settings)
    rests = coverage.run(WINDOW, settings=settings)
    made = note.run(figures, "US", "CN", WINDOW, statements, rests, settings=settings)
    counts = {limitation.key: limitation.count for limitation in made.limitations}
    assert "missing-days" not in counts
    assert (counts["missing-flows"], counts["missing-requests"]) == (2, 2)
