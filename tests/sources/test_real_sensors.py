"""Real files of sensors and honeypots beside the repository, counted a second time without our readers."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.sources.reading import Account, address, claimed, content, read_path

ZEEK = {"zeek-ssl": "ssl", "zeek-notice": "notice"}


def objects(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON file, in one array or one a line."""
    data = content(path)
    if data.lstrip().startswith(b"["):
        whole: list[dict[str, Any]] = json.loads(data)
        return whole
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def opened(source: str, path: Path) -> Account:
    """The account of a file that no other source claims."""
    assert claimed(content(path), path.name.removesuffix(".gz")) == [source], path
    return read_path(source, path)


@pytest.mark.parametrize(
    "name", ["netlog/suricata_honeypot-2018_alerts.json", "weblog/crowdsec/suricata-eve-detect.log"]
)
def test_every_real_alert_is_a_report_of_no_kind(shared: Path, name: str) -> None:
    found, events = opened("suricata-eve", shared / name), objects(shared / name)
    assert (len(found.kept), found.aside) == (len(events), [])
    assert found.column("seen") == ["report"] * len(events)
    assert found.column("stated") == ["other"] * len(events)
    assert found.column("client_ip") == [address(event["src_ip"]) for event in events]
    assert found.column("server_port") == [event["dest_port"] for event in events]
    assert found.column("label") == [event["alert"]["signature"] for event in events]
    assert [time.strftime("%H:%M:%S") for time in found.column("observed_at")] == [
        event["timestamp"][11:19] for event in events
    ]


def test_real_lines_of_fast_log_tell_month_from_day(shared: Path) -> None:
    path = shared / "weblog/crowdsec/suricata-logs-fastlog.log"
    found, lines = opened("suricata-fast", path), content(path).decode().splitlines()
    assert (len(found.kept), found.aside) == (len(lines), [])
    assert {time.date().isoformat() for time in found.column("observed_at")} == {"2022-07-11"}
    for row, line in zip(found.kept, lines, strict=True):
        source, target = (end.rpartition(":") for end in line.split("} ")[1].split(" -> "))
        assert (row["client_ip"], row["client_port"]) == (address(source[0]), int(source[2]))
        assert (row["server_ip"], row["server_port"]) == (address(target[0]), int(target[2]))


@pytest.mark.parametrize("name", ["test3-mixed", "test5-mixed", "test11-portscan"])
def test_real_binetflow_is_kept_but_for_clocks_never_set(shared: Path, name: str) -> None:
    path = shared / f"netlog/slips/{name}.binetflow"
    text = content(path).decode().splitlines()
    rows = list(csv.DictReader(text, delimiter="\t" if "\t" in text[0] else ","))
    found = opened("binetflow", path)
    assert (found.read, found.remarks) == (len(rows), 1)
    good = [row for row in rows if not row["StartTime"].startswith("1970") and row["Proto"] != "man"]
    assert found.column("client_ip") == [address(row["SrcAddr"]) for row in good]
    assert found.column("server_ip") == [address(row["DstAddr"]) for row in good]
    assert found.column("bytes_out") == [int(row["SrcBytes"]) for row in good]
    assert found.column("bytes_in") == [int(row["TotBytes"]) - int(row["SrcBytes"]) for row in good]
    ports = [int(row["Dport"]) if row["Proto"] in ("tcp", "udp") else None for row in good]
    assert found.column("server_port") == ports
    assert found.reasons["bad-time"] == sum(row["StartTime"].startswith("1970") for row in rows)


@pytest.mark.parametrize("source", ZEEK)
def test_every_line_of_a_real_zeek_log_is_accounted_for(shared: Path, source: str) -> None:
    logs = [
        path
        for path in sorted((shared / "netlog").rglob("*.log*"))
        if path.name.removeprefix("open_").split(".")[0].split("_")[-1] == ZEEK[source]
    ]
    assert len(logs) > 3
    for path in logs:
        lines = content(path).decode().splitlines()
        spoken = sum(line.startswith("#") for line in lines)
        found = opened(source, path)
        assert (found.read, found.remarks) == (len(lines) - spoken, spoken), path
        assert set(found.reasons) <= {"bad-time", "no-subject"}, path
        assert set(found.column("seen")) <= {"request" if source == "zeek-ssl" else "report"}


def test_the_names_asked_for_in_real_handshakes_are_the_hosts(shared: Path) -> None:
    path = shared / "netlog/zat/json/ssl.log"
    found, events = opened("zeek-ssl", path), objects(path)
    assert found.column("host") == [event.get("server_name") for event in events]
    assert found.column("server_ip") == [address(event["id.resp_h"]) for event in events]


def test_real_scans_and_the_rest_are_told_apart_by_the_name_of_the_notice(shared: Path) -> None:
    scans = opened("zeek-notice", shared / "netlog/slips/test9-mixed-zeek-dir/notice.log")
    assert Counter(scans.column("stated")) == {"scan": 18}
    assert set(scans.column("client_ip")) == {address("192.168.1.15")}
    certificates = opened("zeek-notice", shared / "netlog/zed_wrccdc2018/notice.log.gz")
    assert Counter(certificates.column("stated")) == {"other": 207}


def test_every_event_of_a_real_ssh_honeypot_is_kept_with_its_client(shared: Path) -> None:
    files = sorted((shared / "honeypot/cowrie").glob("*.gz"))
    assert len(files) == 24
    clients: set[bytes] = set()
    expected: set[str] = set()
    for path in files:
        found, events = opened("cowrie-json", path), objects(path)
        assert (len(found.kept), found.aside, found.remarks) == (len(events), [], 0), path
        logins = [event["eventid"].startswith("cowrie.login.") for event in events]
        assert [stated == "brute_force" for stated in found.column("stated")] == logins
        assert found.column("label") == [event["eventid"] for event in events]
        day = path.name.split(".")[2]
        assert {time.date().isoformat() for time in found.column("observed_at")} == {day}
        clients |= set(found.column("client_ip"))
        expected |= {event["src_ip"] for event in events}
    assert clients == {address(text) for text in expected}


def test_every_request_to_a_real_web_honeypot_is_a_report_by_the_bridge(shared: Path) -> None:
    path = shared / "honeypot/tanner_report.jsonl.gz"
    found, events = opened("tanner-json", path), objects(path)
    assert (len(found.kept), found.aside) == (len(events), []) == (3491, [])
    assert set(found.column("client_ip")) == {address("172.18.0.1")}
    assert found.column("method") == [event["method"] for event in events]
    assert found.column("url") == [event["path"] for event in events]
    assert found.column("host") == [event["headers"].get("host") or None for event in events]
    assert Counter(found.column("seen")) == {"report": 3491}
