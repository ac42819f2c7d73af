"""Visits to listed phishing pages and hosts."""

from __future__ import annotations

from typing import Any

from crosscount.detectors.phishing import DETECTOR
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded

PAGE = {"stated": "phishing_listing", "url": "http://Bank.Example/login?a=1", "observed_at": "2014-03-18"}
HOST = {**PAGE, "url": "https://bank.example"}
DOMAIN = {**PAGE, "url": None, "host": "bank.example"}


def visit(url: str = "/login?a=1", host: str = "bank.example", **more: Any) -> dict[str, Any]:
    row = {"seen": "request", "client_ip": "203.0.113.5", "server_ip": "192.0.2.1", "observed_at": "2014-03-19 12:00"}
    return {**row, "host": host, "url": url, **more}


def test_a_visit_to_a_listed_page_names_page_host_and_both_ends() -> None:
    columns = ("kind", "rule", "origin_ip", "target_ip", "host", "page", "indicator")
    row = (
        "phishing_visit",
        "phishing-page",
        "192.0.2.1",
        "203.0.113.5",
        "bank.example",
        "http://bank.example/login?a=1",
        1,
    )
    assert concluded(DETECTOR, [visit()], *columns, listings=[PAGE]) == [row]


def test_scheme_case_and_default_port_do_not_hide_a_page() -> None:
    rows = [
        visit(host="BANK.example:80"),
        visit(server_port=443),
        visit(url="https://bank.example/login?a=1#top", host="proxy.example"),
        visit(url="/LOGIN?a=1"),
        visit(url="/login"),
        visit(host="other.example"),
        visit(host="bank.example:8080"),
    ]
    assert concluded(DETECTOR, rows, "record", listings=[PAGE]) == [(1,), (2,), (3,)]


def test_a_bare_host_or_domain_stands_for_everything_on_it() -> None:
    rows = [visit("/"), visit("/any/thing"), visit(host="www.bank.example")]
    for listing in (HOST, DOMAIN):
        found = concluded(DETECTOR, rows, "rule", "record", "page", listings=[listing])
        assert [(rule, record) for rule, record, _ in found] == [
            ("phishing-page" if listing is HOST else "phishing-host", 1),
            ("phishing-host", 2),
        ]
        assert found[1][2] is None


def test_the_page_comes_before_the_host() -> None:
    assert concluded(DETECTOR, [visit()], "rule", "indicator", listings=[HOST, PAGE]) == [("phishing-page", 2)]


def test_a_lookup_of_a_listed_pages_host_counts_if_the_settings_say_so() -> None:
    lookup = visit(seen="lookup", url=None, server_ip="192.0.2.53")
    answered = {**lookup, "answer_ip": "198.51.100.7"}
    found = concluded(DETECTOR, [lookup, answered], "rule", "origin_ip", "page", listings=[PAGE])
    assert found == [("phishing-lookup", None, None), ("phishing-lookup", "198.51.100.7", None)]
    without = Settings(detection=Detection(phishing_lookups=False))
    assert concluded(DETECTOR, [lookup], "rule", listings=[PAGE], settings=without) == []
    assert concluded(DETECTOR, [lookup], "rule", listings=[DOMAIN], settings=without) == [("phishing-host",)]
    assert concluded(DETECTOR, [visit("/other")], "rule", listings=[PAGE]) == []


def test_on_a_shared_host_only_the_exact_page_counts() -> None:
    listings = [{**PAGE, "url": "https://docs.google.com/forms/x"}, {**PAGE, "url": "https://bit.ly/"}]
    rows = [
        visit("/forms/x", "docs.google.com"),
        visit("/forms/y", "docs.google.com"),
        visit(None, "docs.google.com", seen="lookup"),  # type: ignore[arg-type]
        visit("/other", "bit.ly"),
    ]
    assert concluded(DETECTOR, rows, "rule", "record", listings=listings) == [("phishing-page", 1)]
    mine = Settings(detection=Detection(shared_hosts=("bank.example",)))
    assert concluded(DETECTOR, [visit("/other")], "rule", listings=[HOST], settings=mine) == []


def test_a_page_that_a_list_no_longer_covers_is_no_visit() -> None:
    rows = [visit(observed_at=at) for at in ("2014-03-17 23:59", "2014-03-18", "2014-03-24 23:59", "2014-03-25")]
    assert concluded(DETECTOR, rows, "record", listings=[PAGE]) == [(2,), (3,)]


def test_the_listed_address_is_the_origin_where_the_traffic_shows_none() -> None:
    listing = {**PAGE, "server_ip": "198.51.100.7"}
    assert concluded(DETECTOR, [visit(server_ip=None)], "origin_ip", listings=[listing]) == [("198.51.100.7",)]
