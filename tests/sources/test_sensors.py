"""What sensors write in several ways, or in one way that may mean two things."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.reading import address, read

TIME = "2014-03-19T10:00:00.000000+0000"
ENDS = {"src_ip": "192.0.2.1", "src_port": 40000, "dest_ip": "198.51.100.1", "dest_port": 53, "proto": "UDP"}
BACK = {"src_ip": "198.51.100.1", "src_port": 53, "dest_ip": "192.0.2.1", "dest_port": 40000, "proto": "UDP"}


def eve(kind: str, **parts: Any) -> str:
    return json.dumps({"timestamp": TIME, "event_type": kind, **ENDS, **parts}) + "\n"


def question(**dns: Any) -> str:
    return eve("dns", dns={"type": "query", "rrname": "example.com", **dns})


@pytest.mark.parametrize(
    "dns",
    [
        {"type": "answer", "rrname": "example.com", "rrtype": "A", "rdata": "203.0.113.1"},
        {"type": "answer", "rrname": "example.com", "grouped": {"A": ["203.0.113.1", "203.0.113.2"]}},
        {"type": "answer", "rrname": "example.com", "answers": [{"rdata": "a.example"}, {"rdata": "203.0.113.1"}]},
        {
            "type": "response",
            "queries": [{"rrname": "example.com", "rrtype": "A"}],
            "answers": [{"rrtype": "SOA", "soa": {}}, {"rrtype": "A", "rdata": "203.0.113.1"}],
        },
    ],
)
@pytest.mark.parametrize("ends", [ENDS, BACK])
def test_an_answer_of_any_version_has_the_same_ends_host_and_address(dns: dict[str, Any], ends: dict[str, Any]) -> None:
    for text in (eve("dns", dns=dns, **ends), f"[{eve('dns', dns=dns, **ends)}]"):
        (row,) = read("suricata-eve", text).kept
        assert (row["seen"], row["host"]) == ("lookup", "example.com")
        assert (row["client_ip"], row["client_port"]) == (address("192.0.2.1"), 40000)
        assert (row["server_ip"], row["server_port"]) == (address("198.51.100.1"), 53)
        assert row["answer_ip"] == address("203.0.113.1")


def test_a_question_keeps_its_ends_whatever_the_ports() -> None:
    (row,) = read("suricata-eve", question() + "").kept
    assert (row["client_ip"], row["answer_ip"], row["label"]) == (address("192.0.2.1"), None, "query")
    (row,) = read("suricata-eve", eve("dns", dns={"type": "query", "rrname": "example.com"}, **BACK)).kept
    assert row["client_ip"] == address("198.51.100.1")


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ({}, "192.0.2.1"),
        ({"direction": "to_server"}, "192.0.2.1"),
        ({"direction": "to_client"}, "198.51.100.1"),
        ({"direction": "to_client", "flow": {"src_ip": "198.51.100.1", "dest_ip": "192.0.2.1"}}, "198.51.100.1"),
        ({"flow": {"src_ip": "198.51.100.1", "dest_ip": "192.0.2.1"}}, "198.51.100.1"),
    ],
)
def test_the_client_of_an_alert_is_who_opened_the_flow_if_it_says(said: dict[str, Any], client: str) -> None:
    (row,) = read("suricata-eve", eve("alert", alert={"signature": "X"}, **said)).kept
    assert row["client_ip"] == address(client)
    assert {row["client_ip"], row["server_ip"]} == {address("192.0.2.1"), address("198.51.100.1")}
    assert (row["seen"], row["stated"]) == ("report", "other")


def test_a_flow_is_dated_by_its_beginning_and_an_alert_by_itself() -> None:
    flow = {"start": "2014-03-18T23:59:59.000000+0000", "bytes_toserver": 1, "bytes_toclient": 2}
    first, second = read("suricata-eve", eve("flow", flow=flow) + eve("alert", alert={}, flow=flow)).kept
    assert (first["observed_at"].day, second["observed_at"].day) == (18, 19)
    assert (first["bytes_out"], first["bytes_in"], second["bytes_out"]) == (1, 2, None)


def test_a_type_of_event_that_is_not_read_is_set_aside_with_its_name() -> None:
    found = read("suricata-eve", eve("smb", smb={"id": 1}) + question() + eve("stats", stats={}))
    assert (found.read, len(found.kept)) == (3, 1)
    assert [(row["reason"], row["value"]) for row in found.aside] == [("unmapped", "smb"), ("unmapped", "stats")]


NEW = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n"
OLD = "ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt,opkt,obyt\n"


@pytest.mark.parametrize(
    ("ports", "client"),
    [
        ((40000, 443), "192.0.2.1"),  # asks
        ((443, 40000), "198.51.100.1"),  # answers
        ((1023, 1024), "198.51.100.1"),
        ((1024, 1023), "192.0.2.1"),
        ((123, 123), "192.0.2.1"),
        ((8080, 40000), "192.0.2.1"),  # nothing tells
        ((0, 40000), "192.0.2.1"),  # a fragment
    ],
)
def test_only_a_flow_from_a_low_to_a_high_port_is_an_answer(ports: tuple[int, int], client: str) -> None:
    row = f"2014-03-19 10:00:00,1.0,TCP,192.0.2.1,{ports[0]},198.51.100.1,{ports[1]},1,100,1\n"
    (found,) = read("nfdump-csv", NEW + row).kept
    assert found["client_ip"] == address(client)
    answers = client != "192.0.2.1"
    assert (found["bytes_in"] if answers else found["bytes_out"]) == 100
    assert found["server_port"] == (ports[0] if answers else ports[1])


def test_a_flow_with_bytes_in_both_directions_is_no_answer() -> None:
    row = "2014-03-19 10:00:00,2014-03-19 10:00:01,1.0,192.0.2.1,198.51.100.1,80,40000,TCP,,1,100,2,200\n"
    (found,) = read("nfdump-csv", OLD + row).kept
    assert (found["client_ip"], found["bytes_out"], found["bytes_in"]) == (address("192.0.2.1"), 100, 200)


def test_the_summary_below_the_flows_is_no_record_and_a_second_file_may_follow() -> None:
    row = "2014-03-19 10:00:00,1.0,TCP,192.0.2.1,40000,198.51.100.1,443,1,100,1\n"
    summary = "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n1,100,1,800,1,100\n"
    found = read("nfdump-csv", (NEW + row + summary) * 2 + "1,100,1,800,1,100\n")
    assert (len(found.kept), found.remarks) == (2, 8)
    assert [row["reason"] for row in found.aside] == ["bad-shape"]


@pytest.mark.parametrize(
    ("arrow", "client"),
    [("->", "192.0.2.1"), ("<->", "192.0.2.1"), ("<-", "198.51.100.1"), ("<?>", "192.0.2.1"), ("?>", "192.0.2.1")],
)
def test_an_arrow_to_the_source_turns_a_binetflow(arrow: str, client: str) -> None:
    text = "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,TotBytes,SrcBytes,Label\n"
    text += f"2014/03/19 10:00:00.000001,1,tcp,192.0.2.1,1,   {arrow},198.51.100.1,2,S_,10,4,flow=X\n"
    (row,) = read("binetflow", text).kept
    assert (row["client_ip"], row["bytes_out"]) == (address(client), 4 if client == "192.0.2.1" else 6)


@pytest.mark.parametrize(
    ("message", "stated"),
    [
        ("login attempt [root/1] failed", "brute_force"),
        ("login attempt [root/a] b] succeeded", "brute_force"),
        ("CMD: echo login attempt [a/b] failed", "other"),
    ],
)
def test_only_a_login_attempt_of_the_text_log_is_brute_force(message: str, stated: str) -> None:
    line = f"2014-03-19T10:00:00.000001Z [HoneyPotSSHTransport,7,203.0.113.7] {message}\n"
    (row,) = read("cowrie-log", line).kept
    assert (row["stated"], row["client_ip"]) == (stated, address("203.0.113.7"))
