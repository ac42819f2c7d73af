"""What is concluded from the files of sensors and honeypots: a listed server in a flow, and nothing from an alert."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow import conclude, ingest
from crosscount.model.kinds import Kind
from crosscount.settings import Settings
from crosscount.store import lake
from tests.flow.observed import put, threats

LISTINGS = [
    {"seen": "listing", "stated": "c2_listing", "server_ip": "198.51.100.1", "observed_at": "2014-03-19"},
    {"seen": "listing", "stated": "phishing_listing", "host": "bank.example.com", "observed_at": "2014-03-19"},
]
ENDS = {"src_ip": "192.0.2.1", "src_port": 40000, "dest_ip": "198.51.100.1", "dest_port": 443, "proto": "TCP"}
FLOW = {"start": "2014-03-19T09:59:00.000000+0000"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    mine = Settings(store=tmp_path / "store", folder=tmp_path)
    put(mine, LISTINGS, "lists")
    return mine


def event(kind: str, **parts: Any) -> str:
    return json.dumps({"timestamp": "2014-03-19T10:00:00.000000+0000", "event_type": kind, **ENDS, **parts}) + "\n"


def taken(settings: Settings, name: str, text: str) -> ingest.FileReport:
    file = settings.folder / name
    file.write_text(text)
    (report,) = ingest.run([file], settings=settings)
    return report


def concluded(settings: Settings, source: str) -> Counter[tuple[str, str, str | None, str | None]]:
    """Kind, rule and ends of the threats from the records of one source, and how many."""
    conclude.run(settings=settings)
    rows = threats(settings, "source", "kind", "rule", "origin_ip", "target_ip")
    return Counter((row[1], row[2], row[3], row[4]) for row in rows if row[0] == source)


def test_an_eve_flow_to_a_listed_server_is_a_contact_and_an_alert_about_it_is_none(settings: Settings) -> None:
    text = event("flow", flow=FLOW) + event("alert", alert={"signature": "X"}, flow=FLOW)
    text += event("tls", tls={"sni": "bank.example.com"}, dest_ip="198.51.100.2")
    assert taken(settings, "eve.json", text).kept == 3
    assert concluded(settings, "suricata-eve") == {
        (Kind.C2_CONTACT, "c2-address", "198.51.100.1", "192.0.2.1"): 1,
        (Kind.OTHER, "reported", "192.0.2.1", "198.51.100.1"): 1,
        (Kind.PHISHING_VISIT, "phishing-host", "198.51.100.2", "192.0.2.1"): 1,
    }


def test_events_of_one_file_lie_in_the_partitions_of_what_they_are_seen_as(settings: Settings) -> None:
    text = event("flow", flow=FLOW) + event("alert", alert={}) + event("http", http={"hostname": "a.example"})
    taken(settings, "eve.json", text)
    table = lake.read(lake.at(settings.store, "observations"))
    seen = [row["seen"] for row in table.to_pylist() if row["source"] == "suricata-eve"]
    assert sorted(seen) == ["flow", "report", "request"]


def test_a_file_is_not_refused_for_many_events_that_are_not_read(settings: Settings) -> None:
    report = taken(settings, "eve.json", event("flow", flow=FLOW) + event("stats", stats={}) * 99)
    assert (report.state, report.read, report.kept, report.reasons) == ("ingested", 100, 1, {"unmapped": 99})
    only = taken(settings, "stats.json", event("stats", stats={}))
    assert (only.state, only.read, only.set_aside) == ("ingested", 1, 1)


def test_a_file_of_which_no_record_can_be_read_is_still_refused(settings: Settings) -> None:
    text = event("flow", flow={"start": "never"}) + event("stats", stats={})
    assert taken(settings, "eve.json", text).state == "refused"


def test_the_answer_of_a_listed_server_in_netflow_is_a_contact_too(settings: Settings) -> None:
    text = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n"
    text += "2014-03-19 10:00:00,1.0,TCP,198.51.100.1,443,192.0.2.1,40000,1,100,1\n"
    taken(settings, "flows.csv", text)
    assert concluded(settings, "nfdump-csv") == {(Kind.C2_CONTACT, "c2-address", "198.51.100.1", "192.0.2.1"): 1}


def test_a_backdoor_path_on_a_honeypot_is_no_backdoor_and_a_login_attempt_is_brute_force(settings: Settings) -> None:
    asked = {"method": "GET", "path": "/c99.php?cmd=id", "headers": {"host": "a.example"}, "uuid": "u", "status": 200}
    asked |= {"peer": {"ip": "203.0.113.7", "port": 1}, "timestamp": "2014-03-19T10:00:00"}
    taken(settings, "tanner.json", json.dumps(asked) + "\n")
    login = {"eventid": "cowrie.login.failed", "src_ip": "203.0.113.8", "timestamp": "2014-03-19T10:00:00Z"}
    taken(settings, "cowrie.json", json.dumps(login) + "\n")
    assert concluded(settings, "tanner-json") == {(Kind.OTHER, "reported", "203.0.113.7", None): 1}
    assert concluded(settings, "cowrie-json") == {(Kind.BRUTE_FORCE, "reported", "203.0.113.8", None): 1}
