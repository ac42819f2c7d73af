"""What publishers state themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from crosscount.detectors.reports import DETECTOR
from tests.detectors.detecting import concluded

AT = {"observed_at": "2014-03-19 12:00"}
CLIENT, SERVER = "203.0.113.5", "192.0.2.1"
ENDS = {"client_ip": CLIENT, "server_ip": SERVER}
WHO = ("kind", "rule", "origin_ip", "target_ip")


def test_a_sinkhole_report_is_an_infection_of_unknown_origin() -> None:
    row = {**AT, **ENDS, "seen": "report", "stated": "infection", "family": "zeus", "bot_id": "b1"}
    found = concluded(DETECTOR, [row], *WHO, "family", "bot_id", "tags")
    assert found == [("infection", "reported", None, CLIENT, "zeus", "b1", "")]


@pytest.mark.parametrize(
    ("stated", "origin", "target"),
    [
        ("c2_listing", SERVER, None),
        ("malware_listing", SERVER, None),
        ("phishing_listing", SERVER, None),
        ("exposed_service", None, SERVER),
        ("backdoor_listing", None, SERVER),
        ("backdoor_access", CLIENT, SERVER),
        ("scan", CLIENT, SERVER),
        ("ddos", CLIENT, SERVER),
    ],
)
def test_each_stated_kind_knows_which_end_is_which(stated: str, origin: str | None, target: str | None) -> None:
    row = {**AT, **ENDS, "seen": "report", "stated": stated}
    assert concluded(DETECTOR, [row], *WHO) == [(stated, "reported", origin, target)]


def test_a_listed_network_is_no_server_and_no_threat_of_its_own() -> None:
    row = {**AT, "seen": "listing", "stated": "c2_listing"}
    listed = [{**row, "host": "192.0.2.0/24"}, {**row, "host": "2001:db8::/32"}, {**row, "host": "evil.example"}]
    assert concluded(DETECTOR, listed, "record", "host") == [(3, "evil.example")]


def test_a_host_header_that_looks_like_a_network_hides_no_infection() -> None:
    row = {**AT, **ENDS, "seen": "report", "stated": "infection", "host": "1.2.3.4/24"}
    assert concluded(DETECTOR, [row], "kind", "target_ip") == [("infection", CLIENT)]


def test_a_listed_page_names_page_host_brand_and_the_address_in_it() -> None:
    row = {**AT, "seen": "listing", "stated": "phishing_listing", "url": "http://192.0.2.1:80/a#b", "brand": "Bank"}
    found = concluded(DETECTOR, [row], "rule", "origin_ip", "host", "page", "brand", "site")
    assert found == [("listed", SERVER, "192.0.2.1", "http://192.0.2.1/a", "Bank", None)]


def test_a_listed_backdoor_names_the_site() -> None:
    row = {**AT, "seen": "report", "stated": "backdoor_listing", "url": "http://Site.Example/c99.php"}
    assert concluded(DETECTOR, [row], "site", "page", "host") == [("site.example", None, None)]


def test_a_sighting_stands_at_its_instant_and_only_on_days_that_were_asked_for() -> None:
    rows = [
        {"seen": "listing", "stated": "c2_listing", "server_ip": SERVER, "observed_at": at}
        for at in ("2014-03-18 23:59:59", "2014-03-19", "2014-03-19 23:59:59", "2014-03-20")
    ]
    found = concluded(DETECTOR, rows, "record", "observed_at")
    assert found == [(2, "2014-03-19 00:00:00"), (3, "2014-03-19 23:59:59")]


def test_an_interval_stands_on_each_of_its_days_and_at_its_last_instant() -> None:
    row = {"seen": "listing", "stated": "c2_listing", "server_ip": SERVER, "observed_at": "2014-03-17 08:00"}
    row |= {"valid_from": "2014-03-17 08:00", "valid_to": "2014-03-19 20:00"}
    whole = concluded(DETECTOR, [row], "observed_at", days=("2014-03-01", "2014-04-01"))
    assert whole == [
        ("2014-03-17 08:00:00",),
        ("2014-03-18 00:00:00",),
        ("2014-03-19 00:00:00",),
        ("2014-03-19 20:00:00",),
    ]
    parts = [
        concluded(DETECTOR, [row], "observed_at", days=(f"2014-03-{d}", f"2014-03-{d + 1}")) for d in range(16, 21)
    ]
    assert [at for part in parts for at in part] == whole


def test_an_interval_stands_on_every_local_day_that_it_touches_in_every_time_zone() -> None:
    row = {"seen": "listing", "stated": "c2_listing", "server_ip": SERVER, "observed_at": "2014-02-01"}
    row |= {"valid_from": "2014-02-01 10:00", "valid_to": "2014-12-01 10:00"}
    found = concluded(DETECTOR, [row], "observed_at", days=("2014-02-01", "2014-12-02"))
    instants = [datetime.fromisoformat(f"{text}+00:00") for (text,) in found]
    wanted = {date(2014, 2, 2) + timedelta(days=number) for number in range(302)}
    lost = {zone: wanted - {at.astimezone(ZoneInfo(zone)).date() for at in instants} for zone in available_timezones()}
    assert {zone: days for zone, days in lost.items() if days} == {}


def test_an_end_is_the_last_instant_even_at_midnight() -> None:
    row = {"seen": "listing", "stated": "c2_listing", "server_ip": SERVER, "observed_at": "2014-03-19"}
    row |= {"valid_from": "2014-03-19", "valid_to": "2014-03-19 23:59:59.999999"}
    assert concluded(DETECTOR, [row], "observed_at") == [("2014-03-19 00:00:00",), ("2014-03-19 23:59:59",)]
    row |= {"valid_to": "2014-03-19"}
    assert concluded(DETECTOR, [row], "observed_at") == [("2014-03-19 00:00:00",)]


def test_a_listing_without_a_stated_kind_concludes_nothing() -> None:
    assert concluded(DETECTOR, [{**AT, **ENDS, "seen": "listing"}], "kind") == []


def test_an_undated_listing_is_counted_on_no_day() -> None:
    row = {**AT, "seen": "listing", "stated": "c2_listing", "server_ip": SERVER}
    assert concluded(DETECTOR, [{**row, "time_basis": "undated"}], *WHO) == []
    assert concluded(DETECTOR, [{**row, "time_basis": "fetch"}], *WHO) == [("c2_listing", "listed", SERVER, None)]
