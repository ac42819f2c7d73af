"""Web backdoors in access logs, by the built-in Sigma rules."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from crosscount.detectors.web_backdoor import DETECTOR
from crosscount.errors import SettingsError
from crosscount.kernels.detecting.own_files import rule_files, rules
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded

REQUEST = re.compile(r'"([A-Z]+) (\S+) HTTP/[\d.]+" (\d{3})')
RULE = """
title: Mine
logsource: {category: webserver}
tags: [family.mine]
detection:
    one: {cs-uri-stem|endswith: /mine.php}
    condition: one
"""


def request(url: str | None, status: int | None = 200, **more: Any) -> dict[str, Any]:
    row = {"seen": "request", "client_ip": "203.0.113.5", "host": "Site.Example:80", "observed_at": "2014-03-19 12:00"}
    return {**row, "url": url, "status": status, "method": "GET", **more}


def files_hit(rows: list[dict[str, Any]]) -> dict[int, str]:
    """Row number → the listed path, or the name of the rule file, that it matched."""
    names = {rule.id: rule.file for rule in rules(rule_files(Settings()))[0]}
    found = concluded(DETECTOR, rows, "record", "rule")
    return {number: names[rule] if rule.startswith("sigma:") else rule for number, rule in found}


def test_every_built_in_rule_can_be_evaluated_and_has_an_id_of_its_own() -> None:
    assert DETECTOR.problems(Settings()) == []
    ours, _ = rules(rule_files(Settings()))
    assert len(ours) == len(rule_files(Settings()))


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("/c99.php", "path:c99.php"),
        ("/images/C99.PHP?act=ls", "path:c99.php"),
        ("/%63%39%39.php", "path:c99.php"),
        ("http://site.example/c99.php", "path:c99.php"),
        ("/plus/r57shell.php", "path:r57shell.php"),
        ("/a/b374k.php", "path:b374k.php"),
        ("/caidao.asp", "path:caidao.asp"),
        ("/upload/cmd.aspx", "path:cmd.aspx"),
        ("/a/cmd.jsp", "path:cmd.jsp"),
        ("/x.php?a=FilesMan", "php_shell_wso"),
        ("/b374k-3.9.1.php", "script_named_as_shell"),
        ("/My_WebShell2.aspx", "script_named_as_shell"),
        ("/a.php?cmd=whoami", "script_runs_command"),
        ("/a.php?exec=ls+-la%20/", "script_runs_command"),
        ("/a.jsp?p=1&cmd=cat%20/etc/passwd", "script_runs_command"),
        ("/wp-content/uploads/2014/x.php?cmd=foo", "script_among_uploads"),
        ("/up/x.php?act=ls&d=%2Fvar", "shell_file_manager"),
        ("/a.asp;1.jpg", "script_disguised_as_picture"),
        ("/aspnet_client/system_web/x.aspx", "aspnet_client_script"),
    ],
)
def test_a_shell_that_answered_is_found(url: str, what: str) -> None:
    assert files_hit([request(url)]) == {1: what if what.startswith("path:") else f"built-in/{what}.yml"}


@pytest.mark.parametrize(
    "url",
    [
        "/search?cmd=id",
        "/a.php?cmd=_xclick",
        "/cgi-bin/webscr?cmd=_s-xclick",
        "/wp-admin/admin-ajax.php?cmd=id",
        "/b.php?c=100&id=3",
        "/index.php?page=list&dir=asc",
        "/images/logo.png?cmd=id",
        "/c99.php/manual",
        "/wp-content/uploads/index.php",
        "/",
        None,
    ],
)
def test_ordinary_requests_are_no_backdoors(url: str | None) -> None:
    assert files_hit([request(url)]) == {}


def test_only_a_request_that_was_answered_well_counts() -> None:
    answers = [404, 403, 301, 500, 100, None, 200, 206, 299, 300]
    assert sorted(files_hit([request("/c99.php", status) for status in answers])) == [7, 8, 9]


def test_the_origin_is_the_client_and_the_target_the_site() -> None:
    rows = [request("/c99.php", server_ip="192.0.2.1"), request("http://Other.example/c99.php")]
    found = concluded(DETECTOR, rows, "kind", "origin_ip", "target_ip", "site", "family", "indicator")
    assert found == [
        ("backdoor_access", "203.0.113.5", "192.0.2.1", "site.example", "c99", None),
        ("backdoor_access", "203.0.113.5", None, "other.example", "c99", None),
    ]


def test_a_listed_path_is_named_before_a_rule_and_the_first_rule_by_id_before_others() -> None:
    ours, _ = rules(rule_files(Settings()))
    both = {rule.id for rule in ours if rule.file.endswith(("script_among_uploads.yml", "script_runs_command.yml"))}
    rows = [request("/c99.php?cmd=id"), request("/uploads/x.php?cmd=id")]
    assert concluded(DETECTOR, rows, "rule") == [("path:c99.php",), (min(both),)]


@pytest.mark.parametrize("method", ["HEAD", "options", "TRACE"])
def test_a_method_that_runs_no_script_shows_nothing(method: str) -> None:
    assert files_hit([request("/c99.php", method=method)]) == {}


def test_a_site_that_answers_every_name_alike_has_no_backdoor() -> None:
    names = ["c99.php", "r57.php", "b374k.php", "cmd.asp", "cmd.jsp"]
    alike = [request(f"/{name}", bytes_in=1_024) for name in names]
    assert files_hit(alike) == {}
    assert len(files_hit(alike[:4])) == 4
    assert len(files_hit([*alike[:4], request("/cmd.jsp", bytes_in=1_025)])) == 5
    assert len(files_hit([*alike[:4], request("/cmd.jsp", bytes_in=1_024, host="other.example")])) == 5
    assert len(files_hit([request(f"/{name}") for name in names])) == 5  # lengths unknown
    for times in (1, 2):  # "/c99.php was not found"
        assert files_hit([request(f"/{name}", bytes_in=900 + times * len(name)) for name in names]) == {}


def test_a_page_that_answers_a_command_as_if_there_were_none_is_no_backdoor() -> None:
    plain = request("/index.php", bytes_in=5_000)
    command = request("/index.php?cmd=id", bytes_in=5_000)
    assert files_hit([plain, command]) == {}
    assert files_hit([command, plain]) == {}
    assert sorted(files_hit([plain, request("/index.php?cmd=id", bytes_in=5_054)])) == [2]
    assert sorted(files_hit([request("/c99.php?x=1", bytes_in=9), request("/c99.php", bytes_in=9)])) == [1, 2]


def test_the_users_lists_are_used_and_lines_that_are_no_path_are_reported(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("# family: mine\nzz9.php # found in May\nplus/ad.php\nhttp://x/y?z\n/\n")
    settings = Settings(detection=Detection(backdoor_paths=("mine.txt",)), folder=tmp_path)
    rows = [request("/a/ZZ9.php"), request("/plus/ad.php"), request("/minus/ad.php"), request("/xplus/ad.php")]
    found = concluded(DETECTOR, rows, "record", "rule", "family", settings=settings)
    assert found == [(1, "path:zz9.php", "mine"), (2, "path:/plus/ad.php", "mine")]
    assert [(file, why[:7]) for file, why in DETECTOR.problems(settings)] == [
        ("mine.txt", f"line {n}:") for n in (4, 5)
    ]
    before = DETECTOR.depends(settings)
    (tmp_path / "mine.txt").write_text("zz8.php")
    assert DETECTOR.depends(settings) != before


def test_a_list_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"detection\.backdoor_paths"):
        DETECTOR.problems(Settings(detection=Detection(backdoor_paths=("nowhere",)), folder=tmp_path))


def test_a_post_to_a_script_among_uploads_counts_and_a_get_does_not() -> None:
    url = "/wp-content/uploads/2014/03/a.php"
    assert sorted(files_hit([request(url), request(url, method="POST")])) == [2]


def test_the_users_rules_are_used_and_those_that_cannot_be_are_reported(tmp_path: Path) -> None:
    (tmp_path / "rules" / "deep").mkdir(parents=True)
    (tmp_path / "rules" / "deep" / "mine.yml").write_text(RULE)
    (tmp_path / "rules" / "field.yml").write_text(RULE.replace("cs-uri-stem", "EventID"))
    (tmp_path / "rules" / "broken.yaml").write_text("title: [")
    settings = Settings(detection=Detection(rules=("rules",)), folder=tmp_path)
    assert concluded(DETECTOR, [request("/mine.php")], "rule", "family", settings=settings) == [("sigma:mine", "mine")]
    problems = dict(DETECTOR.problems(settings))
    assert sorted(problems) == ["rules/broken.yaml", "rules/field.yml"]
    assert "EventID" in problems["rules/field.yml"]
    before = DETECTOR.depends(settings)
    (tmp_path / "rules" / "deep" / "mine.yml").write_text(RULE + "level: low\n")
    assert DETECTOR.depends(settings) != before


def test_a_folder_of_rules_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SettingsError, match=r"detection\.rules"):
        DETECTOR.problems(Settings(detection=Detection(rules=("nowhere",))))


def test_probes_in_real_logs_are_no_backdoors(shared: Path) -> None:
    files = [*sorted((shared / "weblog").rglob("*")), *sorted((shared / "webshell").glob("*.log"))]
    rows = []
    for file in files:
        if file.is_file():
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            for method, url, status in REQUEST.findall(data.decode("utf-8", "replace")):
                rows.append(request(url, int(status), method=method))
    assert len(rows) > 3_000
    assert files_hit(rows) == {}


def test_known_names_count_only_where_they_answered(shared: Path) -> None:
    names = (shared / "webshell" / "crowdsec_backdoors.txt").read_text().split()
    assert files_hit([request(f"/{name}", 404) for name in names]) == {}
    assert len(files_hit([request(f"/{name}") for name in names])) > 150
