"""Traffic to listed C2 servers."""

from __future__ import annotations

from typing import Any

from crosscount.detectors.c2 import DETECTOR
from crosscount.settings import Detection, Indicators, Settings
from tests.detectors.detecting import concluded

DAY = "2014-03-19"
ADDRESS = {"stated": "c2_listing", "server_ip": "192.0.2.1", "family": "zeus", "observed_at": "2014-03-15 10:00"}
DOMAIN = {"stated": "c2_listing", "host": "Evil.Example", "family": "zeus", "observed_at": "2014-03-18"}


def flow(at: str = f"{DAY} 12:00", server: str = "192.0.2.1") -> dict[str, Any]:
    return {"seen": "flow", "client_ip": "203.0.113.5", "server_ip": server, "observed_at": at}


def test_a_flow_to_a_listed_address_names_both_ends_and_the_listing() -> None:
    found = concluded(
        DETECTOR, [flow(server="192.0.2.9"), flow()], *("kind", "rule", "record", "indicator"), listings=[ADDRESS]
    )
    assert found == [("c2_contact", "c2-address", 2, 1)]
    ends = concluded(DETECTOR, [flow()], "origin_ip", "target_ip", "family", "host", listings=[ADDRESS])
    assert ends == [("192.0.2.1", "203.0.113.5", "zeus", None)]


def test_a_flow_into_a_listed_network_counts_unless_the_address_itself_is_listed_or_private() -> None:
    network = {**ADDRESS, "server_ip": None, "host": "192.0.0.0/8"}
    other = {**network, "family": "gozi", "host": "192.0.2.0/30"}
    flows = [flow(), flow(server="192.0.2.9"), flow(server="192.168.1.1"), flow(server="193.0.0.1")]
    found = concluded(DETECTOR, flows, "record", "rule", "origin_ip", "family", listings=[ADDRESS, network, other])
    assert sorted(found) == [
        (1, "c2-address", "192.0.2.1", "zeus"),
        (1, "c2-network", "192.0.2.1", "gozi"),
        (2, "c2-network", "192.0.2.9", "zeus"),
    ]
    late = concluded(DETECTOR, [flow("2014-03-22 10:00")], "record", listings=[network])
    assert late == []


def test_what_is_no_network_or_too_wide_matches_nothing_and_raises_nothing() -> None:
    listed = [{**ADDRESS, "server_ip": None, "host": host} for host in ("0.0.0.0/0", "::/0", "1.2.3.4/99", "::::/999")]
    assert concluded(DETECTOR, [flow()], "record", listings=listed) == []


def test_a_listing_counts_only_within_its_validity() -> None:
    times = ["2014-03-15 09:59", "2014-03-15 10:00", "2014-03-22 09:59", "2014-03-22 10:00"]
    assert concluded(DETECTOR, [flow(at) for at in times], "record", listings=[ADDRESS]) == [(2,), (3,)]
    shorter = Settings(indicators=Indicators(c2_days=1))
    assert concluded(DETECTOR, [flow(at) for at in times], "record", listings=[ADDRESS], settings=shorter) == [(2,)]


def test_a_stated_interval_ends_where_it_says_to_the_microsecond_at_midnight_too() -> None:
    dated = {**ADDRESS, "valid_from": "2014-03-10", "valid_to": "2014-03-12"}
    times = ["2014-03-09 23:59", "2014-03-10", "2014-03-12", "2014-03-12 00:00:00.000001", "2014-03-12 23:59"]
    assert concluded(DETECTOR, [flow(at) for at in times], "record", listings=[dated]) == [(2,), (3,)]


def test_an_address_listed_in_two_families_makes_two_rows() -> None:
    listings = [ADDRESS, {**ADDRESS, "family": "citadel"}, {**ADDRESS, "observed_at": "2014-03-16"}]
    found = concluded(DETECTOR, [flow()], "family", "indicator", listings=listings)
    assert sorted(found) == [("citadel", 2), ("zeus", 1)]


def test_the_resolver_of_a_lookup_is_never_the_origin() -> None:
    lookup = {**flow(server="192.0.2.53"), "seen": "lookup", "host": "EVIL.example."}
    answered = {**lookup, "answer_ip": "198.51.100.7"}
    listed = {**DOMAIN, "server_ip": "198.51.100.8"}
    columns = ("rule", "origin_ip", "host")
    expected = [("c2-domain", None, "evil.example"), ("c2-domain", "198.51.100.7", "evil.example")]
    assert concluded(DETECTOR, [lookup, answered], *columns, listings=[DOMAIN]) == expected
    assert concluded(DETECTOR, [lookup], "origin_ip", listings=[listed]) == [("198.51.100.8",)]
    resolver_listed = {**ADDRESS, "server_ip": "192.0.2.53"}
    assert concluded(DETECTOR, [lookup], "rule", listings=[resolver_listed]) == []


def test_a_request_that_matches_by_address_and_domain_is_one_contact_for_each_family() -> None:
    request = {**flow(), "seen": "request", "host": "evil.example:80", "url": "/gate.php"}
    assert concluded(DETECTOR, [request], "rule", listings=[ADDRESS, DOMAIN]) == [("c2-address",)]
    other = {**DOMAIN, "family": "citadel"}
    both = concluded(DETECTOR, [request], "rule", "family", listings=[ADDRESS, other])
    assert sorted(both) == [("c2-address", "zeus"), ("c2-domain", "citadel")]


def test_a_listed_page_stands_for_itself_and_not_for_its_host() -> None:
    page = {**DOMAIN, "host": None, "url": "http://evil.example/gate.php"}
    whole = {**page, "url": "http://evil.example/"}
    asked = {**flow(server="192.0.2.7"), "seen": "request", "host": "evil.example", "url": "/gate.php"}
    other = {**asked, "url": "/"}
    lookup = {**asked, "seen": "lookup", "url": None}
    assert concluded(DETECTOR, [asked, other, lookup], "rule", "host", listings=[page]) == [("c2-page", "evil.example")]
    assert concluded(DETECTOR, [asked, other, lookup], "rule", listings=[whole]) == [("c2-domain",)] * 3


def test_a_listed_page_on_an_address_stands_for_the_address() -> None:
    literal = {**DOMAIN, "host": None, "url": "http://192.0.2.1/gate.php"}
    assert concluded(DETECTOR, [flow()], "rule", listings=[literal]) == [("c2-address",)]


def test_private_addresses_and_shared_hosts_on_a_list_match_nothing() -> None:
    private = {**ADDRESS, "server_ip": "10.0.0.1"}
    shared = {**DOMAIN, "host": "pastebin.com"}
    mine = {**DOMAIN, "host": "files.example"}
    visits = [{**flow(), "seen": "request", "host": host, "url": "/"} for host in ("pastebin.com", "files.example")]
    assert concluded(DETECTOR, [flow(server="10.0.0.1")], "rule", listings=[private]) == []
    found = concluded(DETECTOR, visits, "record", listings=[shared, mine])
    assert found == [(2,)]
    settings = Settings(detection=Detection(shared_hosts=("files.example",)))
    assert concluded(DETECTOR, visits, "record", listings=[shared, mine], settings=settings) == []


def test_a_phishing_listing_is_no_c2() -> None:
    assert concluded(DETECTOR, [flow()], "rule", listings=[{**ADDRESS, "stated": "phishing_listing"}]) == []
