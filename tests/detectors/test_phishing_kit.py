"""Suspected phishing kits in access logs, by names and by the built-in Sigma rules."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from crosscount.detectors.phishing_kit import DETECTOR
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded

REQUEST = re.compile(r'"([A-Z]+) (\S+) HTTP/[\d.]+" (\d{3})')


def request(url: str, method: str = "GET", status: int = 200, **more: Any) -> dict[str, Any]:
    row = {"seen": "request", "client_ip": "203.0.113.5", "host": "shop.example", "observed_at": "2014-03-19 12:00"}
    return {**row, "url": url, "status": status, "method": method, **more}


@pytest.mark.parametrize(
    ("url", "method"),
    [
        ("/wp-content/upgrade/prevents/anti1.php", "GET"),
        ("/x/antibots.php", "GET"),
        ("/secure/rezult.txt", "GET"),
        ("/new-paypal.zip", "GET"),
        ("/chase_2014.rar", "GET"),
        ("/office365.zip", "GET"),
        ("/old/scampage.zip", "GET"),
        ("/.well-known/paypal/signin/login.php", "POST"),
        ("/images/Apple-ID/verify.php?x=1", "POST"),
    ],
)
def test_a_part_of_a_kit_that_answered_is_found(url: str, method: str) -> None:
    found = concluded(DETECTOR, [request(url, method, server_ip="192.0.2.7")], "kind", "origin_ip", "target_ip", "site")
    assert found == [("phishing_kit", "192.0.2.7", "203.0.113.5", "shop.example")]


@pytest.mark.parametrize(
    ("url", "method", "status", "host"),
    [
        ("/new-paypal.zip", "GET", 404, "shop.example"),
        ("/prevents/anti1.php", "GET", 403, "shop.example"),
        ("/anti1.php", "GET", 200, "shop.example"),
        ("/paypal/ipn.php", "POST", 200, "shop.example"),
        ("/plugins/paypal/login.php", "POST", 200, "shop.example"),
        ("/paypal/signin/login.php", "GET", 200, "shop.example"),
        ("/paypal/signin/login.php", "POST", 200, "www.paypal.example"),
        ("/downloads/chase-the-fox.zip", "GET", 200, "shop.example"),
        ("/login.php", "POST", 302, "shop.example"),
    ],
)
def test_ordinary_requests_are_no_kit(url: str, method: str, status: int, host: str) -> None:
    assert concluded(DETECTOR, [request(url, method, status, host=host)], "rule") == []


def test_a_post_that_is_sent_on_counts_and_a_page_that_is_moved_does_not() -> None:
    url = "/paypal/signin/login.php"
    rows = [request(url, "POST", 302), request(url, "POST", 301), request("/antibots.php", "GET", 302)]
    assert concluded(DETECTOR, rows, "record") == [(1,)]


def test_the_users_names_are_used(tmp_path: Path) -> None:
    (tmp_path / "kits.txt").write_text("# family: mine\n/zz/take.php\n")
    settings = Settings(detection=Detection(phishing_kit_paths=("kits.txt",)), folder=tmp_path)
    found = concluded(DETECTOR, [request("/a/zz/take.php", "POST")], "rule", "family", settings=settings)
    assert found == [("path:/zz/take.php", "mine")]


def test_probes_in_real_logs_are_no_kits(shared: Path) -> None:
    rows = []
    for file in [*sorted((shared / "weblog").rglob("*")), *sorted((shared / "webshell").glob("*.log"))]:
        if file.is_file():
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            found = REQUEST.findall(data.decode("utf-8", "replace"))
            rows += [request(url, method, int(status)) for method, url, status in found]
    assert len(rows) > 3_000
    assert concluded(DETECTOR, rows, "rule") == []
