"""Tables in a text and in a page: each number with what stands above and beside it."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.documents import document
from crosscount.claims.extract import extract

DAY = date(2014, 3, 1)
BY_COUNTRY = """Control servers found in 2013, McAfee said:

Country | C&C servers | Share
--- | --- | ---
United States | 1,194 | 33.1%
Russia | 452 | 12.5%
"""
BY_YEAR = """Incidents handled by CERT-In, by type

Type of incident\t2012\t2013
Phishing\t887\t955
Website defacements\t8,150\t5,265

Some 300 Indian websites were hacked in May 2011.
"""


def _read(text: str) -> list[tuple[str, str, str | None, str | None, int | None]]:
    found = extract(text, day=DAY)
    return [(c.quantity_text, c.role, c.origin, c.target, c.first.year if c.first else None) for c in found]


def test_a_row_is_read_with_the_noun_above_and_the_place_beside() -> None:
    assert _read(BY_COUNTRY) == [
        ("1,194", "c2", "US", "WW", 2013),
        ("33.1%", "c2", "US", "WW", 2013),
        ("452", "c2", "RU", "WW", 2013),
        ("12.5%", "c2", "RU", "WW", 2013),
    ]


def test_years_above_the_columns_are_the_windows_and_the_text_goes_on_below() -> None:
    assert _read(BY_YEAR) == [
        ("887", "phish_event", None, "IN", 2012),
        ("955", "phish_event", None, "IN", 2013),
        ("8,150", "defaced_site", None, "IN", 2012),
        ("5,265", "defaced_site", None, "IN", 2013),
        ("300", "hacked_site", None, "IN", 2011),
    ]


def test_a_table_of_a_page_is_read_like_one_in_a_text() -> None:
    cells = [line.split(" | ") for line in BY_COUNTRY.splitlines()[2:] if line[0] != "-"]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    page = f"<html><body><p>Control servers found in 2013, McAfee said:</p><table>{rows}</table></body></html>"
    assert _read(document(page.replace("C&C", "C&amp;C").encode(), "a.html").text) == _read(BY_COUNTRY)


@pytest.mark.parametrize("text", ["a | b", "a | b\n1 | 2", "| | |\n| | |", "a;b\nc;1\nd;2;3\n", "\t\t\n1\t2"])
def test_what_is_no_table_gives_no_row(text: str) -> None:
    assert _read(text) == []


def test_places_of_a_row_are_those_in_the_text() -> None:
    for claim in extract(BY_COUNTRY, day=DAY):
        assert BY_COUNTRY[claim.start : claim.end] == claim.quantity_text


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        ("Phishing hosts by country, 2013", ("phish_host", "US", "WW"), ("phish_host", "PE", "WW")),
        ("The year is over. Number of control servers by country in 2013:", ("c2", "US", "WW"), ("c2", "PE", "WW")),
        ("Infected computers by country in 2013", ("infected_host", None, "US"), ("infected_host", None, "PE")),
        ("Cyber attacks on Chile in 2013:", ("attack_event", "US", "CL"), ("attack_event", "PE", "CL")),
        ("Cyber attacks by country of origin, 2013", ("attack_event", "US", "WW"), ("attack_event", "PE", "WW")),
    ],
)
@pytest.mark.parametrize("items", ["- United States: 1,194\n- Peru: 452", "1) United States – 1,194\n2) Peru – 452"])
def test_a_list_is_read_with_what_is_counted_above(
    head: str, first: tuple[str, str | None, str], second: tuple[str, str | None, str], items: str
) -> None:
    text = f"{head}\n\n{items}\n\nSome 300 Indian websites were hacked in May 2011."
    claims = list(extract(text, day=DAY))
    assert [(c.quantity_text, c.role, c.origin, c.target) for c in claims[:2]] == [("1,194", *first), ("452", *second)]
    assert [c.first.year if c.first else None for c in claims] == [2013, 2013, 2011]
    assert all(text[claim.start : claim.end] == claim.quantity_text for claim in claims)


@pytest.mark.parametrize(
    "text", ["Contacts:\nPeru: 40\nChile: 22\n", "Phishing hosts by country:\n\nPeru Ltd: 40\n", "Peru: 40\nChile: 22"]
)
def test_what_is_no_list_of_anything_counted_gives_no_row(text: str) -> None:
    assert _read(text) == []
