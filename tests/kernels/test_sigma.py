"""Sigma conditions over requests: each case is a detection, and the requests of TABLE that it matches."""

from __future__ import annotations

import numpy as np
import pytest

from crosscount.kernels.detecting.sigma_match import first_rule
from crosscount.kernels.detecting.sigma_rules import rules_from
from tests.flow.observed import observations

TABLE = [
    {"method": "GET", "url": "/Shell.php?cmd=id&x=1", "status": 200, "host": "a.example", "client_ip": "192.0.2.1"},
    {"method": "POST", "url": "/shell%2Ephp", "status": 404, "agent": "curl/8", "client_ip": "198.51.100.1"},
    {"method": "GET", "url": "http://b.example/index.html?", "status": 302, "referrer": "http://c.example/"},
    {"method": None, "url": None, "status": None, "client_ip": "2001:db8::1"},
    {"method": "GET", "url": "/a*b?q=%27or%271", "status": 200, "agent": "Mozilla (x)", "server_port": 8080},
    {"method": "PUT", "url": "/x?d=YXdob2FtaWI=", "status": 500},  # "awhoamib"
]

CASES = [
    ("equals, any case", "s: {cs-uri-stem: /shell.php}\ncondition: s", [1, 2]),
    ("cased", "s: {cs-uri-stem|cased: /shell.php}\ncondition: s", [2]),
    ("wildcards", "s: {cs-uri-stem: '/sh?ll.*'}\ncondition: s", [1, 2]),
    ("escaped wildcard", "s: {cs-uri-stem: '/a\\*b'}\ncondition: s", [5]),
    ("contains any", "s: {cs-uri|contains: [CMD=, index]}\ncondition: s", [1, 3]),
    ("contains all", "s: {cs-uri|contains|all: [cmd=, x=1]}\ncondition: s", [1]),
    ("startswith", "s: {cs-uri-stem|startswith: /shell}\ncondition: s", [1, 2]),
    ("endswith", "s: {cs-uri-stem|endswith: .php}\ncondition: s", [1, 2]),
    ("stem of a whole url", "s: {cs-uri-stem: /index.html}\ncondition: s", [3]),
    ("query decoded once", "s: {cs-uri-query: \"q='or'1\"}\ncondition: s", [5]),
    ("query raw", "s: {cs-uri-query: 'q=%27or%271'}\ncondition: s", [5]),
    ("regular expression", "s: {cs-uri-query|re: '^cmd=\\w+&'}\ncondition: s", [1]),
    ("regular expression is cased", "s: {cs-uri-stem|re: '^/shell'}\ncondition: s", [2]),
    ("regular expression, any case", "s: {cs-uri-stem|re|i: '^/shell'}\ncondition: s", [1, 2]),
    ("number", "s: {sc-status: 200}\ncondition: s", [1, 5]),
    ("numbers", "s: {sc-status: [302, 404]}\ncondition: s", [2, 3]),
    ("number as text", "s: {sc-status: '3*'}\ncondition: s", [3]),
    ("comparison", "s: {sc-status|gte: 302}\ncondition: s", [2, 3, 6]),
    ("null", "s: {cs-method: null}\ncondition: s", [4]),
    ("exists", "s: {c-useragent|exists: true}\ncondition: s", [2, 5]),
    ("empty text", "s: {cs-uri-query: ''}\ncondition: s", [2, 3, 4]),
    ("list of mappings is OR", "s: [{cs-method: POST}, {sc-status: 302}]\ncondition: s", [2, 3]),
    ("mapping is AND", "s: {cs-method: GET, sc-status: 200, cs-host: a.example}\ncondition: s", [1]),
    ("not", "s: {cs-method: GET}\ncondition: not s", [2, 4, 6]),
    ("and not", "s: {cs-method: GET}\nf: {sc-status: 302}\ncondition: s and not f", [1, 5]),
    ("one of", "s1: {cs-method: POST}\ns2: {sc-status: 302}\nx: {cs-method: GET}\ncondition: 1 of s*", [2, 3]),
    ("all of them", "s1: {cs-method: GET}\ns2: {sc-status: 200}\ncondition: all of them", [1, 5]),
    ("keywords anywhere", "k: [CURL, 'c.example', 'cmd=id']\ncondition: k", [1, 2, 3]),
    ("keyword with wildcard", "k: ['moz*x)']\ncondition: k", [5]),
    ("client address", "s: {c-ip: '192.0.2.*'}\ncondition: s", [1]),
    ("client range", "s: {c-ip|cidr: [192.0.2.0/24, '2001:db8::/32']}\ncondition: s", [1, 4]),
    ("field of the other spelling", "s: {c-uri: '*index*', cs-referer|contains: c.example}\ncondition: s", [3]),
    ("server port", "s: {s-port: 8080}\ncondition: s", [5]),
    ("keyword that is a number", "k: [271]\ncondition: k", [5]),
    ("dashes of either kind", "s: {c-useragent|windash|contains: 'curl'}\ncondition: s", [2]),
    ("not equal", "s: {cs-method|neq: GET}\ncondition: s", [2, 4, 6]),
    ("field reference", "s: {cs-referer|fieldref: c-ip}\nt: {cs-host|fieldref: r-dns}\ncondition: s or t", [1]),
    (
        "base64",
        "s: {c-useragent|base64: 'a'}\nt: {cs-uri-query|base64offset|contains: 'whoami'}\ncondition: s or t",
        [6],
    ),
    ("utf-16", "s: {cs-uri|wide|base64offset|contains: 'cmd'}\ncondition: s", []),
    ("query as published rules write it", "s: {cs-uri-query|contains|all: [/shell.php, cmd=]}\ncondition: s", [1]),
    (
        "path as proxies write it",
        "s: {c-uri: '/index.html?'}\nt: {c-uri|startswith: 'http://b.'}\ncondition: s and t",
        [3],
    ),
    ("url of host and path", "s: {c-uri|startswith: 'http://a.example/Shell'}\ncondition: s", [1]),
    ("extension", "s: {c-uri-extension: [php, html]}\ncondition: s", [1, 2, 3]),
    ("case of the field", "s: {CS-Method: POST}\ncondition: s", [2]),
    ("multi-line and dot-all", "s: {cs-uri|re|s|i: 'SHELL.php'}\ncondition: s", [1, 2]),
    ("field of an alternative that is not kept", "s: {cs-method: POST}\nt: {cs-cookie: x}\ncondition: s or t", [2]),
    ("all of a pattern", "s1: {cs-method: GET}\ns2: {sc-status: 302}\ncondition: all of s*", [3]),
    ("number in a range", "s: {sc-status|gt: 200, sc-status|lt: 404}\ncondition: s", [3]),
    ("quote in a value", "s: {cs-uri-query: \"q='or'1\"}\ncondition: s", [5]),
    ("percent and underscore are letters", "s: {cs-uri-query|contains: 'q=%2_'}\ncondition: s", []),
    ("two conditions", "s: {cs-method: POST}\nt: {sc-status: 302}\ncondition: [s, t]", [2, 3]),
]
UNSUPPORTED = [
    ("field", "s: {Image: x}\ncondition: s", "it needs 'Image', which no source keeps"),
    ("look-ahead", "s: {cs-uri|re: '(?=x)'}\ncondition: s", "(?="),
    ("modifier", "s: {cs-uri|nosuch: x}\ncondition: s", "nosuch"),
    ("placeholder", "s: {cs-uri|expand: '%x%'}\ncondition: s", "placeholder"),
    ("comparison of text", "s: {cs-uri|gt: 3}\ncondition: s", "no number"),
    ("cidr on text", "s: {cs-uri|cidr: 192.0.2.0/24}\ncondition: s", "no address"),
    ("null as a keyword", "k: [null]\ncondition: k", "SigmaNull"),
    ("aggregation", "s: {cs-uri: x}\ncondition: s | count() by c-ip > 3", "pipe syntax"),
    (
        "excluded by what is not kept",
        "s: {cs-uri: x}\nf: {cs-cookie: y}\ncondition: s and not f",
        "excludes by 'cs-cookie'",
    ),
    ("unknown selection", "s: {cs-uri: x}\ncondition: t", "t"),
]


def rule(detection: str, category: str = "webserver") -> bytes:
    inner = "".join(f"    {line}\n" for line in detection.splitlines())
    return f"title: t\nlogsource: {{category: {category}}}\ndetection:\n{inner}".encode()


@pytest.mark.parametrize(("name", "detection", "expected"), CASES, ids=[case[0] for case in CASES])
def test_condition_matches(name: str, detection: str, expected: list[int]) -> None:
    rules, problems = rules_from({f"{name}.yml": rule(detection)})
    assert problems == []
    rows = observations([{"seen": "request", "observed_at": "2014-03-19", **row} for row in TABLE])
    assert (np.flatnonzero(first_rule(rows, rules) == 0) + 1).tolist() == expected


@pytest.mark.parametrize(("name", "detection", "why"), UNSUPPORTED, ids=[case[0] for case in UNSUPPORTED])
def test_what_cannot_be_evaluated_is_reported_with_its_file(name: str, detection: str, why: str) -> None:
    rules, problems = rules_from({"one.yml": rule(detection)})
    assert rules == []
    assert [file for file, _ in problems] == ["one.yml"]
    assert why in problems[0][1]


def test_rules_for_other_logs_correlations_and_second_ids_are_reported() -> None:
    good = rule("s: {cs-uri: x}\ncondition: s")
    correlation = (
        b"title: c\ncorrelation: {type: event_count, rules: [a], group-by: [c-ip], timespan: 1h, condition: {gte: 3}}"
    )
    files = {
        "a/one.yml": good,
        "b/one.yml": good,
        "c.yml": rule("s: {cs-uri: x}\ncondition: s", category="process_creation"),
        "d.yml": correlation,
        "e.yml": b"- just a list",
        "f.yml": b"\xff\xfe\x00",
        "g.yml": good + b"---\n" + good,
    }
    rules, problems = rules_from(files)
    assert [one.id for one in rules] == ["sigma:g", "sigma:one"]
    assert sorted({file for file, _ in problems}) == ["b/one.yml", "c.yml", "d.yml", "e.yml", "f.yml", "g.yml"]
    assert "correlation" in dict(problems)["d.yml"]
