"""Observations → threats, on a store in a temporary folder."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow import conclude, editions
from crosscount.settings import Contamination, Settings, Targets
from crosscount.store import lake
from tests.flow.observed import observations, put, threats

DELEGATED = """2|apnic|20140301|2|19700101|20140301|+0000
apnic|*|ipv4|*|2|summary
apnic|{us}|ipv4|8.8.0.0|65536|20000101|allocated
apnic|CN|ipv4|1.2.0.0|65536|20000101|allocated
"""
LISTINGS = [
    {"seen": "listing", "stated": "c2_listing", "server_ip": "8.8.0.1", "family": "zeus", "observed_at": "2014-03-19"},
    {"seen": "listing", "stated": "c2_listing", "host": "evil.example", "observed_at": "2014-03-19"},
    {"seen": "listing", "stated": "phishing_listing", "url": "http://bank.example/a", "observed_at": "2014-03-18"},
    {
        "seen": "report",
        "stated": "infection",
        "client_ip": "1.2.0.9",
        "server_ip": "8.8.0.9",
        "observed_at": "2014-03-20",
    },
]
TRAFFIC = [
    {"seen": "flow", "client_ip": "1.2.0.1", "server_ip": "8.8.0.1", "observed_at": "2014-03-19 10:00"},
    {"seen": "flow", "client_ip": "1.2.0.1", "server_ip": "8.8.0.1", "observed_at": "2014-03-25 23:59:59"},
    {"seen": "flow", "client_ip": "1.2.0.1", "server_ip": "8.8.0.1", "observed_at": "2014-03-26"},
    {"seen": "flow", "client_ip": "1.2.0.1", "server_ip": "8.8.0.2", "observed_at": "2014-03-19 10:00"},
    {
        "seen": "lookup",
        "client_ip": "1.2.0.2",
        "server_ip": "8.8.8.8",
        "host": "evil.example",
        "observed_at": "2014-03-20",
    },
    {"seen": "request", "client_ip": "1.2.0.3", "server_ip": "8.8.0.3", "host": "bank.example", "url": "/a"}
    | {"observed_at": "2014-03-20 12:00", "status": 200},
    {"seen": "request", "client_ip": "8.8.0.4", "host": "site.cn", "url": "/c99.php", "observed_at": "2014-03-21"}
    | {"status": 200},
    {"seen": "request", "client_ip": "8.8.0.4", "host": "site.cn", "url": "/c99.php", "observed_at": "2014-03-21"}
    | {"status": 404},
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    mine = Settings(store=tmp_path / "store", folder=tmp_path)
    add_edition(mine, "2014-03-01")
    return mine


def add_edition(settings: Settings, day: str, us: str = "US") -> None:
    file = settings.folder / f"delegated-apnic-{day}-{us}"
    file.write_text(DELEGATED.format(us=us))
    editions.add(file, settings=settings, edition=date.fromisoformat(day))


def test_each_kind_of_threat_is_concluded_and_placed(settings: Settings) -> None:
    put(settings, LISTINGS, "lists")
    put(settings, TRAFFIC, "traffic")
    report = conclude.run(settings=settings)
    columns = ("day", "kind", "origin_ip", "origin_country", "target_country", "target_basis")
    found = [(row[0].day, *row[1:]) for row in threats(settings, *columns)]
    assert sorted(found, key=repr) == sorted(
        [
            (18, "phishing_listing", None, "ZZ", "ZZ", "none"),
            (19, "c2_listing", "8.8.0.1", "US", "ZZ", "none"),
            (19, "c2_listing", None, "ZZ", "ZZ", "none"),
            (19, "c2_contact", "8.8.0.1", "US", "CN", "registered"),
            (25, "c2_contact", "8.8.0.1", "US", "CN", "registered"),
            (20, "c2_contact", None, "ZZ", "CN", "registered"),
            (20, "infection", None, "ZZ", "CN", "registered"),
            (20, "phishing_visit", "8.8.0.3", "US", "CN", "registered"),
            (21, "backdoor_access", "8.8.0.4", "US", "CN", "cctld"),
        ],
        key=repr,
    )
    assert (report.rows, report.threats) == (12, 9)
    assert report.version == lake.at(settings.store, "threats").version
    assert conclude.stale(settings) == []
    assert conclude.run(settings=settings).days == ()


def test_every_row_names_its_record_its_listing_and_its_edition(settings: Settings) -> None:
    put(settings, LISTINGS, "lists")
    put(settings, TRAFFIC, "traffic")
    conclude.run(settings=settings)
    rows = threats(
        settings, "kind", "rule", "indicator", "record", "source", "edition", "asn_edition", "day", "observed_at"
    )
    contact = next(row for row in rows if row[1] == "c2-address")
    assert contact[2] == observations(LISTINGS, "lists").column("record")[0].as_py()
    assert contact[3] == observations(TRAFFIC, "traffic").column("record")[0].as_py()
    assert contact[4] == "test"
    assert {row[5][:21] for row in rows} == {"registered-2014-03-01"}
    assert {row[6] for row in rows} == {""}
    assert all(row[7] == row[8].date() for row in rows)


def members(settings: Settings) -> list[Any]:
    return sorted(
        set(threats(settings, "day", "kind", "origin_ip", "target_ip", "family", "page", "site", "tags")), key=repr
    )


def test_split_shuffled_and_fed_twice_gives_the_same_threats(tmp_path: Path) -> None:
    whole, parts = (Settings(store=tmp_path / name, folder=tmp_path) for name in ("whole", "parts"))
    put(whole, [*LISTINGS, *TRAFFIC])
    conclude.run(settings=whole)
    rows = [dict(row, no=number) for number, row in enumerate([*LISTINGS, *TRAFFIC], 1)]
    random.Random(4).shuffle(rows)
    for number, row in enumerate(rows):
        put(parts, [row], f"part {number}")
        if number % 4 == 0:
            conclude.run(settings=parts)
        put(parts, [row], f"part {number}")
    conclude.run(settings=parts)
    assert members(parts) == members(whole)
    put(parts, rows, "again under another name")
    conclude.run(settings=parts)
    assert members(parts) == members(whole)


def test_the_order_of_arrival_does_not_change_a_byte(tmp_path: Path) -> None:
    names = []
    for order in (("a", "b", "c"), ("c", "b", "a")):
        settings = Settings(store=tmp_path / "".join(order), folder=tmp_path)
        batches = {"a": LISTINGS, "b": TRAFFIC, "c": LISTINGS[:1]}
        for name in order:
            put(settings, batches[name], name)
            conclude.run(settings=settings)
        names.append(sorted(file.name.partition("-")[0] for file in lake.at(settings.store, "threats").files))
    assert names[0] == names[1]


@pytest.mark.parametrize("limits", [{"SPLIT_STATEMENTS": 1}, {"SPLIT_STATEMENTS": 1, "SPLIT_ROWS": 2}])
def test_a_busy_day_in_several_shares_gives_the_same_threats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]
) -> None:
    found = []
    for name in ("whole", "cut"):
        settings = Settings(store=tmp_path / name, folder=tmp_path)
        for number, row in enumerate([*LISTINGS, *TRAFFIC], 1):  # a file each
            put(settings, [dict(row, no=number)], f"part {number}")
        if name == "cut":
            monkeypatch.setattr(conclude, "CHUNK_DAYS", 1)
            for limit, rows in limits.items():
                monkeypatch.setattr(conclude, limit, rows)
        did = conclude.run(settings=settings)
        found.append((members(settings), did.rows, did.threats))
    assert found[0] == found[1]
    assert found[0][0]


def test_a_later_listing_rebuilds_the_days_that_it_covers(settings: Settings) -> None:
    put(settings, TRAFFIC, "traffic")
    conclude.run(settings=settings)
    assert [row[0] for row in threats(settings, "kind")] == ["backdoor_access"]
    put(settings, [{**LISTINGS[0], "observed_at": "2014-03-24"}], "late list")
    assert conclude.stale(settings) == [date(2014, 3, 24), date(2014, 3, 25), date(2014, 3, 26)]
    conclude.run(settings=settings)
    found = [(row[0].day, row[1]) for row in threats(settings, "day", "kind")]
    assert sorted(found) == [(21, "backdoor_access"), (24, "c2_listing"), (25, "c2_contact"), (26, "c2_contact")]


def test_a_better_edition_places_the_days_from_its_date_on_anew(settings: Settings) -> None:
    put(settings, LISTINGS, "lists")
    put(settings, TRAFFIC, "traffic")
    conclude.run(settings=settings)
    add_edition(settings, "2014-03-20", us="CA")
    assert conclude.stale(settings)[0] == date(2014, 3, 20)
    conclude.run(settings=settings)
    contacts = [(day.day, place) for day, place, kind in threats(settings, "day", "origin_country", "kind")]
    assert (19, "US") in contacts
    assert (25, "CA") in contacts
    assert (25, "US") not in contacts


def test_a_sinkhole_makes_an_infection_of_unknown_origin_and_a_scanner_is_tagged(tmp_path: Path) -> None:
    (tmp_path / "scanners.txt").write_text("# research\n8.8.0.4 ; one\n\n2001:db8::/32\n")
    lists = Contamination(sinkholes=("8.8.0.0/31",), scanners=("scanners.txt",))
    settings = Settings(store=tmp_path / "store", folder=tmp_path, contamination=lists)
    put(settings, LISTINGS[:1] + TRAFFIC[:1] + TRAFFIC[6:7])
    conclude.run(settings=settings)
    found = threats(settings, "kind", "origin_ip", "origin_country", "target_ip", "tags", "rule")
    assert [row[:5] for row in found] == [
        ("backdoor_access", "8.8.0.4", found[0][2], None, "scanner"),
        ("c2_listing", "8.8.0.1", found[1][2], None, "sinkhole"),
        ("infection", None, "ZZ", "1.2.0.1", ""),
    ]
    plain = Settings(store=settings.store, folder=tmp_path)
    assert conclude.stale(plain) != []
    conclude.run(settings=plain)
    assert {row[0] for row in threats(plain, "tags")} == {""}


def test_rows_at_the_edges_of_a_day_fall_on_their_own_day(settings: Settings) -> None:
    times = ["2014-03-19 23:59:59.999999", "2014-03-20", "2014-03-20 23:59:59.999999", "2014-03-21"]
    put(settings, LISTINGS[:1], "list")
    put(settings, [{**TRAFFIC[0], "observed_at": at} for at in times], "traffic")
    conclude.run(settings=settings, days=[date(2014, 3, 20)])
    assert [row[0].day for row in threats(settings, "day")] == [20, 20]
    conclude.run(settings=settings)
    assert [row[0].day for row in threats(settings, "day")] == [19, 19, 20, 20, 21]


def test_days_that_lie_apart_are_concluded_without_those_between(settings: Settings) -> None:
    put(settings, [{**LISTINGS[0], "valid_from": "2014-03-01", "valid_to": "2014-03-31"}], "list")
    conclude.run(settings=settings, days=[date(2014, 3, 3), date(2014, 3, 29)])
    assert sorted(row[0].day for row in threats(settings, "day")) == [3, 29]


def test_site_then_domain_then_brand_decide_where_no_address_does(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("host,country\nsite.cn,JP\n")
    (tmp_path / "brands.csv").write_text("brand,country\nErste Probe,AT\n")
    mine = Settings(store=settings.store, folder=tmp_path, targets=Targets(sites="sites.csv", brands="brands.csv"))
    phish = {**LISTINGS[2], "brand": "erste probe", "url": "http://pages.jp/x"}
    put(mine, [TRAFFIC[6], {**TRAFFIC[6], "host": "other.cn"}, {**TRAFFIC[6], "server_ip": "1.2.0.7"}, phish])
    conclude.run(settings=mine)
    found = threats(mine, "kind", "target_country", "target_basis")
    assert found == [
        ("backdoor_access", "CN", "cctld"),
        ("backdoor_access", "CN", "registered"),
        ("backdoor_access", "JP", "site"),
        ("phishing_listing", "AT", "brand"),
    ]
