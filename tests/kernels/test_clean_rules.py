"""The rules one by one, each as a small table: what is written, what it becomes; `!` is a fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.cleaning import clean, ip
from crosscount.kernels.cleaning.clean_network import listed_network, single_ip
from crosscount.model.source import Field, FileContext

START = datetime(1990, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31))


def made(field: Field, *texts: str | bytes | float | None, **others: list[str]) -> list[object]:
    batch = pa.RecordBatch.from_pydict({"c": list(texts), **others})
    column = field.rule(batch, FileContext("file"))
    failed = column.failed.to_pylist() if column.failed is not None else [False] * len(texts)
    values = ip.text(column.values) if column.values.type == pa.binary() else column.values
    return ["!" if wrong else value for value, wrong in zip(values.to_pylist(), failed, strict=True)]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2014-03-19", utc(2014, 3, 18, 16)),
        ("2014/03/19 08:00", utc(2014, 3, 19)),
        ("2014-03-19T08:00:00", utc(2014, 3, 19)),
        ("2014-03-19T08:00:00Z", utc(2014, 3, 19, 8)),
        ("2014-03-19 08:00:00 UTC", utc(2014, 3, 19, 8)),
        ("2014-03-19T08:00:00.123456789+0530", utc(2014, 3, 19, 2, 30, 0, 123456)),
        ("2014-03-19T08:00:00,5-01:00", utc(2014, 3, 19, 9, 0, 0, 500000)),
        ("2014-02-30", "!"),
        ("2014-03/19", "!"),
        ("2014-03-19 24:00:00", "!"),
        ("1989-12-31T00:00:00Z", "!"),
        ("2101-01-01T00:00:00Z", "!"),
        ("yesterday", "!"),
        (" ", None),
    ],
)
def test_iso_times_are_read_with_the_zone_of_the_file(written: str, expected: object) -> None:
    assert made(clean.iso_time("c", "Asia/Shanghai"), written) == [expected]
    assert made(clean.iso_time("c", "Asia/Shanghai"), "?", written, None) == ["!", expected, None]


def test_a_bare_date_may_mean_its_end() -> None:
    field = clean.iso_time("c", end_of_day=True)
    assert made(field, "2014-03-19", "2014-03-19 01:00:00") == [
        utc(2014, 3, 19, 23, 59, 59, 999999),
        utc(2014, 3, 19, 1),
    ]


@given(st.lists(MOMENTS, min_size=1, max_size=10))
def test_times_survive_being_written_and_read(moments: list[datetime]) -> None:
    aware = [moment.replace(tzinfo=UTC) for moment in moments]
    assert made(clean.iso_time("c"), *(m.isoformat() for m in aware)) == aware
    assert made(clean.iso_time("c"), *(m.strftime("%Y/%m/%d %H:%M:%S.%f") for m in moments)) == aware
    micros = [(m - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) for m in aware]
    assert made(clean.epoch_seconds("c"), *(str(Decimal(n).scaleb(-6)) for n in micros)) == aware
    assert made(clean.epoch_seconds("c"), *(n / 1_000_000 for n in micros)) == aware
    whole = [m.replace(microsecond=0) for m in aware]
    assert made(clean.clf_time("c"), *(m.strftime("%d/%b/%Y:%H:%M:%S +0000") for m in whole)) == whole


@pytest.mark.parametrize("written", ["1e9", "inf", "nan", "5", "", "1.2.3", ".", "-1395187200", "0x5", "99999999999"])
def test_odd_seconds_are_no_times(written: str) -> None:
    assert made(clean.epoch_seconds("c"), written) == ([None] if not written else ["!"])


def test_an_access_log_time_names_its_offset() -> None:
    field = clean.clf_time("c")
    assert made(field, "19/Mar/2014:08:00:00 +0800", "19/mar/2014:08:00:00 +0800", "19/Mar/2014:08:00:00") == [
        utc(2014, 3, 19),
        "!",
        "!",
    ]


def test_days_are_dates_only() -> None:
    assert made(clean.day("c"), "20140319", "2014/03/19", "2014-03-19 00:00", "20140230") == [
        utc(2014, 3, 19),
        utc(2014, 3, 19),
        "!",
        "!",
    ]


def test_endpoints_are_parted() -> None:
    texts = ("192.0.2.1:443", "[2001:db8::1]:8443", "2001:db8::1", "192.0.2.1", "host:80", "192.0.2.1:99999", None)
    assert made(clean.endpoint_ip("c"), *texts) == [
        *("192.0.2.1", "2001:db8::1", "2001:db8::1", "192.0.2.1", "!", "192.0.2.1", None),
    ]
    assert made(clean.endpoint_port("c"), *texts) == [443, 8443, None, None, 80, "!", None]


def test_a_listed_network_is_in_its_usual_form_and_no_wider_than_sense() -> None:
    texts = [
        "192.0.2.77/24",
        "10.0.0.0/8",
        "0.0.0.0/0",
        "9.0.0.0/7",
        "2001:DB8::/32",
        "::/0",
        "192.0.2.1/32",
        "192.0.2.1",
        None,
    ]
    expected = ["192.0.2.0/24", "10.0.0.0/8", "!", "!", "2001:db8::/32", "!", None, None, None]
    assert made(listed_network("c"), *texts) == expected
    assert made(single_ip("c"), *texts[-4:], "192.0.2.1/33") == [None, "192.0.2.1", "192.0.2.1", None, "!"]


def test_the_first_address_of_a_list_is_found_behind_aliases() -> None:
    texts = ("a.example,192.0.2.1,192.0.2.2", "a.example", "2001:db8::1", None, "TXT 9 192.0.2.1")
    assert made(clean.first_ip("c"), *texts) == ["192.0.2.1", None, "2001:db8::1", None, None]


def test_lists_name_only_well_formed_hosts_and_urls() -> None:
    assert made(clean.host("c"), "a.example", "bücher.example:80", "a b", "a/b", "[2001:db8::1]", b"\xff".hex()) == [
        *("a.example", "bücher.example:80", "!", "!", "[2001:db8::1]", "ff"),
    ]
    assert made(clean.url("c"), "http://a.example/x y", "a.example/x", "http:///x", "http://a\nb", "HTTPS://B/") == [
        *("http://a.example/x y", "!", "!", "!", "HTTPS://B/"),
    ]


def test_what_a_client_sent_is_kept_with_unreadable_bytes_escaped() -> None:
    assert made(clean.escaped("c"), b"caf\xc3\xa9", b"\xff\x01", b"a\x7fb") == ["café", "\\xff\\x01", "a\\x7fb"]
    assert made(clean.text("c"), b"caf\xc3\xa9", b"\xff\x01", b"a\x7fb") == ["café", "!", "!"]


def test_a_request_becomes_a_url_only_if_it_names_a_page() -> None:
    targets = ("/x", "http://b.example/", "*", "b.example:443")
    assert made(clean.requested_url("c"), *targets) == ["/x", "http://b.example/", None, None]


def test_a_rule_may_hold_for_some_rows_only() -> None:
    field = clean.when("k", "ip", clean.ip("c"))
    assert made(field, "192.0.2.1", "a.example", "bad", k=["IP", "domain", "ip"]) == ["192.0.2.1", None, "!"]
