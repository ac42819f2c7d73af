"""Real lists and reports beside the repository: every row accounted for, counts by plain Python beside ours."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.sources.reading import address, claimed, content, read_path


def rows(path: Path, **how: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(path).decode("utf-8-sig"), newline=""), **how))


def test_every_row_of_the_daily_list_is_kept_with_3991_addresses_in_19_families_on_29_days(shared: Path) -> None:
    path = shared / "c2/c2tracker_daily_2023-06.tsv.gz"
    own = rows(path, delimiter="\t")[1:]
    account = read_path("dated-list", path)
    assert account.read == len(account.kept) == len(own) == 63_604
    assert len(set(account.column("server_ip"))) == len({row[3] for row in own}) == 3_991
    assert len(set(account.column("family"))) == 19
    assert len({time.date() for time in account.column("observed_at")}) == 29
    ours = {(row["observed_at"].date().isoformat(), row["family"], row["server_ip"]) for row in account.kept}
    assert ours == {(row[0], row[2], address(row[3])) for row in own}


def test_each_family_file_gives_its_family_and_all_txt_repeats_the_rest(shared: Path) -> None:
    folder = shared / "c2/c2tracker_raw_2023-06-15"
    day = date(2023, 6, 15)
    rest: set[bytes] = set()
    daily = {row[2] for row in rows(shared / "c2/c2tracker_daily_2023-06.tsv.gz", delimiter="\t")[1:]}
    for path in sorted(folder.glob("*IPs.txt")):
        account = read_path("address-list", path, day)
        assert account.read == len(account.kept) == len(path.read_text().split())
        assert set(account.column("family")) == {path.name.removesuffix(" IPs.txt")} <= daily
        rest |= set(account.column("server_ip"))
    whole = read_path("address-list", folder / "all.txt", day)
    assert set(whole.column("family")) == {None}
    assert set(whole.column("server_ip")) == rest
    assert len(whole.kept) == 2_679


@pytest.mark.parametrize(
    ("name", "count"),
    [("cobaltstrike_df_azure.csv", 139), ("cobaltstrike_id305419896.csv.gz", 2_248), ("shadowpad_202210.tsv", 85)],
)
def test_intervals_are_closed_and_a_bare_date_is_a_whole_day(shared: Path, name: str, count: int) -> None:
    path = shared / "c2/carbonblack" / name
    account = read_path("interval-list", path)
    assert account.read == len(account.kept) == count
    for row, own in zip(account.kept, rows(path, delimiter="\t")[1:], strict=True):
        start = own[1].replace("/", "-")
        end = own[2].replace("/", "-")
        assert row["server_ip"] == address(own[0])
        assert row["valid_from"].replace(tzinfo=None) == datetime.fromisoformat(start)
        extra = timedelta(days=1, microseconds=-1) if len(end) == 10 else timedelta()
        assert row["valid_to"].replace(tzinfo=None) == datetime.fromisoformat(end) + extra


def test_feodo_has_28_servers_and_ten_remarks(shared: Path) -> None:
    account = read_path("feodo-csv", shared / "c2/feodo_ipblocklist_2024-04-04.csv")
    assert (len(account.kept), len(account.aside), account.remarks) == (28, 0, 10)
    assert Counter(account.column("label"))["online"] == content(shared / "c2/feodo_ipblocklist_2024-04-04.csv").count(
        b'"online"'
    )


def test_every_page_of_the_phishtank_csv_is_accounted_for(shared: Path) -> None:
    path = shared / "phish/phishtank_2021-03_verified_online.csv.gz"
    own = rows(path)[1:]
    account = read_path("phishtank-csv", path)
    odd = [row for row in own if re.search(r"[\x00-\x1f\x7f-\x9f]", row[1])]
    assert account.read == len(own) == 11_330
    assert account.reasons == {"bad-url": len(odd)}
    assert set(account.column("url")) == {row[1] for row in own} - {row[1] for row in odd}
    assert Counter(account.column("brand"))["Facebook, Inc."] == sum(
        row[7] == "Facebook, Inc." for row in own if row not in odd
    )
    assert "Other" not in account.column("brand")


def test_every_page_of_the_phishtank_json_has_its_first_address(shared: Path) -> None:
    path = shared / "phish/phishtank_2014-10_online-valid_shared.json.gz"
    own = json.loads(content(path))
    account = read_path("phishtank-json", path)
    odd = {i for i, page in enumerate(own, 1) if re.search(r"[\x00-\x1f\x7f-\x9f]", page["url"])}
    assert account.read == len(own) == 3_188
    assert {row["record_no"] for row in account.aside} == odd
    for row in account.kept:
        page = own[row["record_no"] - 1]
        assert row["server_ip"] == address(page["details"][0]["ip_address"])
        country = page["details"][0]["country"]
        assert row["label"] == (f"country={country}" if country else None)
        assert row["observed_at"] == datetime.fromisoformat(page["submission_time"])


def test_every_month_of_jpcert_is_kept_and_its_first_hours_fall_into_the_month_before(shared: Path) -> None:
    kept = 0
    for path in sorted((shared / "phish/jpcert").glob("*.csv.gz")):
        own = rows(path)[1:]
        account = read_path("jpcert-csv", path)
        assert account.read == len(account.kept) == len(own)
        assert account.column("url") == [row[1] for row in own]
        assert account.column("brand") == [row[2] for row in own]
        for row, (time, _, _) in zip(account.kept, own, strict=True):
            tokyo = datetime.strptime(time, "%Y/%m/%d %H:%M:%S")
            assert row["observed_at"].replace(tzinfo=None) == tokyo - timedelta(hours=9)
        kept += len(account.kept)
    assert kept == 39_774


def test_all_52_shadowserver_samples_are_read(shared: Path) -> None:
    paths = sorted((shared / "csirt/intelmq_shadowserver/testdata").glob("*.csv"))
    assert len(paths) == 52
    for path in paths:
        own = rows(path)[1:]
        account = read_path("shadowserver", path)
        assert claimed(path.read_bytes(), path.name) == ["shadowserver"]
        assert claimed(path.read_bytes(), "report.csv") == ["shadowserver"]
        assert (len(account.kept), len(account.aside)) == (len(own), 0), path.name


def test_infected_machines_of_the_sinkhole_samples_are_the_sources(shared: Path) -> None:
    for name in ("event4_sinkhole_http.csv", "event6_sinkhole_http.csv"):
        path = shared / "csirt/intelmq_shadowserver/testdata" / name
        header, *own = rows(path)
        account = read_path("shadowserver", path)
        source, destination = header.index("src_ip"), header.index("dst_ip")
        assert account.column("client_ip") == [address(row[source]) for row in own]
        assert account.column("server_ip") == [address(row[destination]) for row in own]
        assert set(account.column("stated")) == {"infection"}


def test_no_other_file_is_claimed_by_a_list(shared: Path) -> None:
    ours = {"address-list", "dated-list", "feodo-csv", "intelmq-events", "interval-list", "jpcert-csv"}
    ours |= {"openphish", "phishtank-csv", "phishtank-json", "shadowserver", "threatfox-csv"}
    lists = ("c2tracker", "carbonblack", "feodo", "palevo", "phish/", "intelmq_shadowserver")
    for path in sorted(shared.rglob("*")):
        name = path.relative_to(shared).as_posix().removesuffix(".gz")
        if path.is_file() and not any(part in name for part in lists):
            with __import__("gzip").open(path) if path.suffix == ".gz" else path.open("rb") as file:
                assert not ours & set(claimed(file.read(65_536), name)), name
