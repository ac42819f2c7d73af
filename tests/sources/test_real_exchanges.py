"""Real lists and exchange formats beside the repository: rows counted by plain Python, and what became of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import datetime
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


def test_every_attribute_of_a_misp_event_is_a_record_and_hashes_are_set_aside(shared: Path) -> None:
    path = shared / "c2/eset/windigo/ebury.misp.json.gz"
    event = json.loads(content(path))["response"][0]["Event"]
    own = event["Attribute"] + [one for thing in event["Object"] for one in thing["Attribute"]]
    account = read_path("misp-event", path)
    assert claimed(content(path), path.name.removesuffix(".gz")) == ["misp-event"]
    named = [one for one in own if one["type"] in ("ip-src", "ip-dst", "domain")]
    assert account.read == len(own) == 420
    assert account.reasons == {"no-subject": 420 - len(named)}
    for row, one in zip(account.kept, named, strict=True):
        assert row["client_ip"] == (address(one["value"]) if one["type"] == "ip-src" else None)
        assert row["server_ip"] == (address(one["value"]) if one["type"] == "ip-dst" else None)
        assert row["host"] == (one["value"] if one["type"] == "domain" else None)
        assert row["observed_at"] == datetime.fromisoformat(one["first_seen"])
        assert row["stated"] == ("c2_listing" if one["to_ids"] else "other")


def test_the_indicators_of_a_bundle_are_what_its_report_is_about(shared: Path) -> None:
    path = shared / "c2/unit42/2024-02-15-Bradesco-phishing.json"
    own = [thing["name"] for thing in json.loads(content(path))["objects"] if thing["type"] == "indicator"]
    account = read_path("stix-bundle", path)
    assert claimed(content(path), path.name) == ["stix-bundle"]
    assert (account.read, account.remarks, account.reasons) == (len(own), 1, {})
    assert set(account.column("stated")) == {"phishing_listing"}
    assert [row["url"] or row["host"] for row in account.kept][:3] == own[:3]
    assert account.kept[3]["server_ip"] == address(own[3])


def test_a_bundle_of_knowledge_has_no_records_but_remarks(shared: Path) -> None:
    path = shared / "registry/ics-attack-18.1.json.gz"
    account = read_path("stix-bundle", path)
    assert (account.read, account.remarks) == (0, len(json.loads(content(path))["objects"]))


def test_what_stands_alone_below_a_heading_of_c2_servers_is_one(shared: Path) -> None:
    paths = sorted((shared / "c2/executemalware").glob("*.txt"))
    assert len(paths) == 70
    total = 0
    for path in paths:
        account = read_path("ioc-report", path)
        assert claimed(content(path), path.name) == ["ioc-report"]
        assert set(account.reasons) <= {"no-subject"}
        ours = [row for row in account.kept if row["stated"] == "c2_listing"]
        found = {row["url"] for row in ours} | {(row["server_ip"], row["server_port"]) for row in ours}
        for block in re.split(r"\n\s*\n", content(path).decode("utf-8").replace("\r", "")):
            heading, *own = block.strip().split("\n")
            if re.search(r"\bC2s?\b", heading) and "http" not in heading:
                pages = {line.strip() for line in own if re.fullmatch(r"https?://\S+\s*", line)}
                ends = [line.strip().split(":") for line in own if re.fullmatch(r"[\d.]+:\d+\s*", line)]
                assert pages | {(address(ip), int(port)) for ip, port in ends} <= found, path.name
                total += len(pages) + len(ends)
    assert total > 1_000


def test_servers_of_a_vendors_report_have_the_kind_that_stands_beside_them(shared: Path) -> None:
    path = shared / "c2/eset/exchange_exploitation/README.adoc"
    account = read_path("ioc-report", path)
    assert claimed(content(path), path.name) == ["ioc-report"]
    text = content(path).decode()
    assert account.reasons == {"no-subject": len(re.findall(r"^\|`[0-9a-f]{40}`", text, re.MULTILINE))}
    lines = re.findall(r"^\|`([^`]*\[\.\][^`]*)` *\|(.*)$", text, re.MULTILINE)
    assert len(account.kept) == len(lines)
    for row, (name, details) in zip(account.kept, lines, strict=True):
        plain = name.replace("[.]", ".")
        assert row["host"] == plain or row["server_ip"] == address(plain)
        assert row["stated"] == ("c2_listing" if "C&C" in details else "malware_listing")


def test_an_ipset_has_the_date_of_its_comment_and_nothing_else_claims_it(shared: Path) -> None:
    path = shared / "c2/firehol_palevo_2015-10-27.ipset"
    own = [line for line in content(path).decode().split("\n") if line and not line.startswith("#")]
    account = read_path("ipset", path)
    assert claimed(content(path), path.name) == ["ipset"]
    assert account.column("server_ip") == [address(text) for text in own]
    assert {time.isoformat() for time in account.column("observed_at")} == {"2015-10-27T01:00:19+00:00"}
    assert (set(account.column("family")), set(account.column("stated"))) == ({"palevo"}, {"c2_listing"})


@pytest.mark.parametrize(
    ("source", "folder", "files"),
    [("cymru-reports", "cymru", 2), ("dataplane", "dataplane", 6), ("bambenek", "bambenek", 1)],
)
def test_every_line_of_a_feed_for_csirts_is_kept(shared: Path, source: str, folder: str, files: int) -> None:
    paths = sorted((shared / f"csirt/intelmq_{folder}").iterdir())
    assert len(paths) == files
    for path in paths:
        own = [line for line in content(path).decode().splitlines() if line.strip() and not line.startswith("#")]
        account = read_path(source, path)
        assert claimed(content(path), path.name) == [source]
        assert account.read == len(account.kept) == len(own), account.aside
        if source == "cymru-reports":
            bots = [line for line in own if re.match("bots?[|]|conficker", line)]
            assert account.column("stated").count("infection") == len(bots)
            assert None not in [row["client_ip"] for row in account.kept if row["stated"] == "infection"]
