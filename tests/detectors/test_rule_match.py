"""Sigma rules of the settings over requests and DNS questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crosscount.detectors import phishing_kit, web_backdoor
from crosscount.detectors.rule_match import DETECTOR
from crosscount.flow import rules
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded

WEB = """
title: Probe
id: 11111111-1111-4111-8111-111111111111
level: high
tags: [attack.t1190]
logsource: {category: webserver}
detection: {s: {cs-uri-query|contains: '../'}, condition: s}
"""
PROXY = """
title: Agent
id: 22222222-2222-4222-8222-222222222222
level: medium
logsource: {category: proxy}
detection: {s: {c-useragent|contains: evil}, condition: s}
"""
NAME = """
title: Server name
logsource: {category: proxy}
detection: {s: {cs-host|endswith: .bad.example}, condition: s}
"""
DNS = """
title: Text asked for
logsource: {category: dns}
detection: {s: {query|endswith: .bad.example, record_type: TXT}, condition: s}
"""
SHELL = """
title: Shell
tags: [attack.t1505.003]
logsource: {category: webserver}
detection: {s: {cs-uri-stem: /mine.php}, condition: s}
"""
HOST = """
title: Endpoint
logsource: {product: windows, category: process_creation}
detection: {s: {Image: x}, condition: s}
"""


def settings(folder: Path, **rules_by_name: str) -> Settings:
    (folder / "rules").mkdir(exist_ok=True)
    for name, text in rules_by_name.items():
        (folder / "rules" / f"{name}.yml").write_text(text)
    return Settings(detection=Detection(rules=("rules",)), folder=folder)


def request(**more: Any) -> dict[str, Any]:
    row = {
        "seen": "request",
        "source": "zeek-http",
        "client_ip": "10.0.0.5",
        "server_ip": "203.0.113.7",
        "method": "GET",
    }
    return {**row, "host": "Site.Example", "url": "/", "observed_at": "2014-03-19 12:00", **more}


def test_a_rule_of_web_servers_names_the_client_as_origin_whatever_the_answer(tmp_path: Path) -> None:
    rows = [request(url="/../etc", status=404), request(url="/a")]
    found = concluded(
        DETECTOR, rows, "record", "kind", "rule", "origin_ip", "target_ip", "site", "measured",
        settings=settings(tmp_path, web=WEB),
    )  # fmt: skip
    assert found == [
        (
            *(1, "web_attack", "sigma:11111111-1111-4111-8111-111111111111", "10.0.0.5", "203.0.113.7", "site.example"),
            '{"title":"Probe","level":"high"}',
        )
    ]


def test_a_rule_of_proxies_names_the_server_as_origin(tmp_path: Path) -> None:
    found = concluded(
        DETECTOR,
        [request(agent="Evil/1")],
        "kind",
        "origin_ip",
        "target_ip",
        "host",
        settings=settings(tmp_path, p=PROXY),
    )
    assert found == [("suspect_traffic", "203.0.113.7", "10.0.0.5", "site.example")]


def test_a_rule_of_proxies_leaves_requests_of_strangers_to_ones_own_web_server_alone(tmp_path: Path) -> None:
    rows = [
        request(agent="evil", source="access-log"),
        request(agent="evil", source="access-log", url="http://other.example/"),
    ]
    assert concluded(DETECTOR, rows, "record", settings=settings(tmp_path, p=PROXY)) == [(2,)]


def test_a_tls_handshake_is_held_against_rules_of_names_only(tmp_path: Path) -> None:
    empty = PROXY.replace("c-useragent|contains: evil", "c-useragent: ''")
    rows = [request(method=None, url=None, host="x.bad.example"), request(host="y.example")]
    found = concluded(DETECTOR, rows, "record", "rule", settings=settings(tmp_path, name=NAME, empty=empty))
    assert sorted(found) == [(1, "sigma:name"), (2, "sigma:22222222-2222-4222-8222-222222222222")]


def test_a_dns_question_is_held_against_name_and_record_type(tmp_path: Path) -> None:
    row = {"seen": "lookup", "client_ip": "10.0.0.5", "server_ip": "10.0.0.1", "observed_at": "2014-03-19 12:00"}
    rows = [
        {**row, "host": "a.bad.example", "method": "TXT", "answer_ip": "203.0.113.9"},
        {**row, "host": "a.bad.example", "method": "A"},
    ]
    found = concluded(DETECTOR, rows, "record", "origin_ip", "target_ip", "host", settings=settings(tmp_path, d=DNS))
    assert found == [(1, "203.0.113.9", "10.0.0.5", "a.bad.example")]


def test_a_record_is_concluded_once_a_kind(tmp_path: Path) -> None:
    also = PROXY.replace("22222222-2222", "00000000-2222").replace("evil", "EVIL/")
    exploit = PROXY.replace("22222222-2222", "33333333-2222").replace("level:", "tags: [attack.t1190]\nlevel:")
    found = concluded(
        DETECTOR,
        [request(agent="evil/1", url="/../x")],
        *("kind", "rule"),
        settings=settings(tmp_path, web=WEB, proxy=PROXY, also=also, exploit=exploit),
    )
    assert sorted(found) == [
        ("suspect_traffic", "sigma:00000000-2222-4222-8222-222222222222"),
        ("web_attack", "sigma:11111111-1111-4111-8111-111111111111"),
    ]


def test_rules_of_web_shells_are_left_to_the_detector_of_backdoors(tmp_path: Path) -> None:
    rows = [request(url="/mine.php", status=200)]
    mine = settings(tmp_path, shell=SHELL)
    assert concluded(DETECTOR, rows, "kind", settings=mine) == []
    assert concluded(web_backdoor.DETECTOR, rows, "kind", settings=mine) == [("backdoor_access",)]


def test_every_rule_is_listed_with_its_state(tmp_path: Path) -> None:
    partly = WEB.replace("11111111-1111", "44444444-1111").replace(
        "condition: s", "t: {cs-cookie: x}, condition: s or t"
    )
    mine = settings(tmp_path, web=WEB, host=HOST, partly=partly)
    listed = {one.file: one for one in rules.run(settings=mine)}
    assert listed["rules/web.yml"].state == "used"
    assert (listed["rules/partly.yml"].state, listed["rules/partly.yml"].why) == (
        "used in part",
        "no source keeps 'cs-cookie'",
    )
    assert (listed["rules/host.yml"].state, "process_creation" in listed["rules/host.yml"].why) == ("left out", True)
    assert all(one.state == "used" for file, one in listed.items() if file.startswith("built-in/"))


def test_detectors_of_files_name_each_problem_once(tmp_path: Path) -> None:
    mine = settings(tmp_path, host=HOST)
    everything = [d.problems(mine) for d in (DETECTOR, web_backdoor.DETECTOR, phishing_kit.DETECTOR)]
    assert [len(some) for some in everything] == [0, 1, 0]
