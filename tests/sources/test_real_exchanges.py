"""Real lists and exchange formats beside the repository: rows counted by plain Python, and what became of them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.sources.reading import address, claimed, content, read_path


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(path).decode("utf-8"), newline="")))


@pytest.mark.parametrize(("month", "count"), [("2021_202109", 26_120), ("2022_202203", 20_682)])
def test_every_post_of_a_month_is_accounted_for_and_only_hashes_are_set_aside(
    shared: Path, month: str, count: int
) -> None:
    path = shared / f"feeds/tweetfeed_{month}.csv.gz"
    own = rows(path)
    account = read_path("tweetfeed-csv", path)
    assert claimed(content(path), path.name) == ["tweetfeed-csv"]
    assert account.read == len(own) == count
    hashes = [number for number, row in enumerate(own, 1) if row[2] in ("sha256", "md5")]
    assert account.reasons == {"no-subject": len(hashes)}
    assert sorted(row["record_no"] for row in account.aside) == hashes
    named = {number: row for number, row in enumerate(own, 1) if row[2] in ("ip", "url", "domain")}
    for row in account.kept:
        _, _, kind, value, tags, _ = named[row["record_no"]]
        assert row["server_ip"] == (address(value) if kind == "ip" else None)
        assert row["url"] == (value if kind == "url" else None)
        assert row["host"] == (value if kind == "domain" else None)
        if tags in ("#CobaltStrike", "#phishing"):
            assert row["stated"] == {"#CobaltStrike": "c2_listing", "#phishing": "phishing_listing"}[tags]
    strikes = sum("#CobaltStrike" in row[4] for row in named.values())
    assert account.column("family").count("CobaltStrike") <= strikes
    assert account.column("stated").count("c2_listing") == strikes


@pytest.mark.parametrize(
    ("name", "count", "broken"),
    [("blackbook", 14_711, 0), ("blackbook_asof_2019-03-01", 4_940, 1), ("blackbook_asof_2019-04-01", 6_299, 1)],
)
def test_every_domain_of_blackbook_has_its_family_and_day(shared: Path, name: str, count: int, broken: int) -> None:
    path = shared / f"c2/{name}.csv.gz"
    own = rows(path)[1:]
    account = read_path("blackbook-csv", path)
    assert claimed(content(path), path.name) == ["blackbook-csv"]
    assert account.read == len(own) == count
    assert sum(account.reasons.values()) == account.reasons["bad-host"] == broken
    ours = Counter((row["host"], row["family"], row["observed_at"].date().isoformat()) for row in account.kept)
    assert ours == Counter((row[0].strip(), row[1].strip(), row[2]) for row in own if "#" not in row[0])


def trails(path: Path) -> list[str]:
    lines = [line.strip() for line in content(path).decode().splitlines()]
    return [re.sub(r"\s+#.*", "", line) for line in lines if line and not line.startswith("#")]


def test_every_trail_is_kept_but_paths_and_all_are_undated(shared: Path) -> None:
    paths = sorted((shared / "c2/maltrail").glob("*.txt*"))
    assert len(paths) == 11
    for path in paths:
        own = trails(path)
        account = read_path("maltrail", path)
        assert claimed(content(path), path.name.removesuffix(".gz")) == ["maltrail"]
        paths_alone = [trail for trail in own if trail.startswith("/")]
        assert account.read == len(own)
        assert account.reasons == Counter({"no-subject": len(paths_alone)} if paths_alone else {})
        assert set(account.column("family")) == {path.name.split(".")[0]}
        assert set(account.column("stated")) == {"c2_listing"}
        assert set(account.column("time_basis")) == {"undated"}
        addresses = [re.sub(r":\d+$", "", t) for t in own if re.fullmatch(r"[\d.]+(?::\d+)?", t)]
        found = [found for found in account.column("server_ip") if found]
        assert found == [address(text) for text in addresses]
        pages = [t for t in own if "/" in t and not t.startswith("/")]
        assert [url for url in account.column("url") if url] == [t if "://" in t else "http://" + t for t in pages]


def test_a_file_of_sinkholes_is_no_list_of_c2_servers(shared: Path) -> None:
    paths = sorted((shared / "c2/maltrail/sinkholes").glob("*.txt"))
    assert len(paths) == 26
    for path in paths:
        account = read_path("maltrail", path)
        assert claimed(content(path), path.name) == ["maltrail"]
        assert account.read == len(account.kept) == len(trails(path))
        assert set(account.column("stated")) == {"other"}
