"""Which report a Shadowserver file is, by name and by columns, and what a family a file's name carries."""

from __future__ import annotations

import gzip
import io
import json
from importlib.resources import files
from pathlib import Path

import pytest

from crosscount import plugins
from crosscount.kernels.cleaning.report_types import by_columns, by_name, read_table
from tests.sources.reading import read

EVENT = (
    "timestamp,src_ip,src_asn,src_geo,src_hostname,dst_ip,{}\n2014-03-19 10:00:00,192.0.2.1,64496,XX,,192.0.2.2,{}\n"
)

TABLE = read_table(
    "# a comment\n"
    "report,stated,client,server,host,url,columns\n"
    "event_sink_http,infection,src_ip,dst_ip,http_host,,src_ip forwarded_by\n"
    "event_*,other,src_ip,dst_ip,,,\n"
    "device_id,other,,ip,,,\n"
)


@pytest.mark.parametrize(
    ("file_name", "report", "pattern"),
    [
        ("2014-03-19-event4_sink_http-xx.csv", "event_sink_http", "event_sink_http"),
        ("reports/event6_sink_http.csv", "event_sink_http", "event_sink_http"),
        ("EVENT_SINK_HTTP.CSV", "event_sink_http", "event_sink_http"),
        ("2014-03-19-event4_sink_http_new-xx-geo.csv", "event_sink_http_new", "event_*"),
        ("device_id6.csv", "device_id", "device_id"),
    ],
)
def test_a_file_name_says_the_report_without_address_family(file_name: str, report: str, pattern: str) -> None:
    found = by_name(TABLE, file_name)
    assert found is not None
    assert (found[0], found[1].report) == (report, pattern)


def test_a_name_that_says_nothing_leaves_the_columns_to_tell() -> None:
    assert by_name(TABLE, "report (1).csv") is None
    found = by_columns(TABLE, ["forwarded_by", "timestamp", "src_ip"])
    assert found is not None
    assert found.report == "event_sink_http"
    assert by_columns(TABLE, ["timestamp", "src_ip"]) is None


@pytest.mark.parametrize(
    ("file_name", "stated"),
    [
        ("event4_sinkhole.csv", "infection"),
        ("2014-03-19-event6_sinkhole_http-xx.csv", "infection"),
        ("event4_microsoft_sinkhole_http.csv", "infection"),
        ("event4_sinkhole_dns.csv", "other"),
        ("event4_honeypot_brute_force.csv", "brute_force"),
        ("event4_honeypot_rdp_scan.csv", "scan"),
        ("event4_honeypot_ddos_target.csv", "ddos"),
        ("20140319_event4_sinkhole.csv", "infection"),
        ("drone_brute_force.csv", "brute_force"),
    ],
)
def test_the_same_columns_mean_what_the_report_says(file_name: str, stated: str) -> None:
    account = read("shadowserver", EVENT.format("event_id", "1"), file_name)
    assert account.column("stated") == [stated]


@pytest.mark.parametrize("file_name", ["2014-03-19-event4_something_else-xx.csv", "report (1).csv"])
def test_a_report_of_an_unknown_type_is_set_aside_as_a_whole_and_says_how_to_map_it(file_name: str) -> None:
    account = read("shadowserver", EVENT.format("event_id", "1"), file_name)
    assert (account.kept, dict(account.reasons)) == ([], {"unmapped": 1})
    assert "map-a-shadowserver-report" in account.aside[0]["expected"]


def test_every_published_report_is_in_the_table(shared: Path) -> None:
    schema = json.loads(gzip.decompress((shared / "csirt/shadowserver_intelmq_schema.json.gz").read_bytes()))
    table = read_table(files("crosscount.sources").joinpath("shadowserver_reports.csv").read_text("utf-8"))
    names = [each["file_name"] for each in schema.values() if "file_name" in each]
    assert [name for name in names if by_name(table, f"2026-01-01-{name}-xx.csv") is None] == []
    assert len(names) > 150


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("report;stated\n", "its first line must name"),
        ("report,stated\nscan_new,open\n", "'open' is no kind"),
        ("report,stated\n,scan\n", "names no report"),
        ("report,stated,client\nscan_new,scan,\n", "must name a column"),
    ],
)
def test_a_faulty_table_of_types_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_table(text)


def test_the_victim_of_an_amplified_flood_is_the_server_though_it_is_written_as_source() -> None:
    row = read("shadowserver", EVENT.format("event_id", "1"), "event4_honeypot_ddos_amp.csv").kept[0]
    assert row["client_ip"] is None
    assert row["server_ip"].endswith(bytes([192, 0, 2, 1]))


def test_an_infection_is_no_family_in_reports_of_other_things() -> None:
    account = read("shadowserver", EVENT.format("infection", "http-scan"), "event4_honeypot_http_scan.csv")
    assert account.column("family") == [None]
    account = read("shadowserver", EVENT.format("infection", "zeus"), "event4_sinkhole.csv")
    assert account.column("family") == ["zeus"]


@pytest.mark.parametrize(
    ("file_name", "family"),
    [
        ("Cobalt Strike C2 IPs.txt", "Cobalt Strike C2"),
        ("lists/2014-03-19/BurpSuite IPs.txt", "BurpSuite"),
        ("shadowpad_202210.tsv", "shadowpad"),
        ("palevo-2015-10-27.ipset", "palevo"),
        ("all.txt", None),
        ("all-2014-03-19.txt", None),
        ("2014-03-19.txt", None),
        ("ipblocklist.txt", None),
        ("APT_28.txt", "APT_28"),
    ],
)
def test_a_family_is_what_is_left_of_a_file_name(file_name: str, family: str | None) -> None:
    assert read("address-list", "192.0.2.1\n", file_name).column("family") == [family]


def test_rows_may_lack_the_last_column_but_no_more() -> None:
    rows = (
        "timestamp,ip,asn,geo,city,tag\n"
        + "2014-03-19 10:00:00,192.0.2.1,64496,XX,A\n2014-03-19 10:00:00,192.0.2.2,64496,XX\n"
    )
    account = read("shadowserver", rows, "scan_db2.csv")
    assert (len(account.kept), dict(account.reasons)) == (1, {"bad-shape": 1})


def test_a_file_whose_compression_breaks_off_keeps_what_was_read_and_says_where() -> None:
    row = "2014-03-19 10:00:00,192.0.2.{},80,online,2014-03-20,Example{}\n"
    rows = "".join(row.format(number % 256, number * 7919) for number in range(4_000))
    packed = gzip.compress(f"first_seen_utc,dst_ip,dst_port,c2_status,last_online,malware\n{rows}".encode())
    source = plugins.sources()["feodo-csv"]
    for cut in (len(packed) // 10, len(packed) // 2):
        batches = list(source.read(gzip.GzipFile(fileobj=io.BytesIO(packed[:cut]))))
        kept = sum(batch.columns.num_rows for batch in batches)
        reasons = [reason for batch in batches if batch.faults for reason in batch.faults["reason"].to_pylist()]
        assert kept > 0
        assert reasons == ["truncated"]
