"""Cleaning whole records: first faults, required values, subjects, context; and the sum."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean import CLEANED
from crosscount.kernels.reading import faults
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import FileContext, Licence, RawBatch, Reason, Source

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), clean.from_context("day")),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("client"),
    "server_port": clean.port("port"),
    "stated": clean.mapped("kind", {"scan": Kind.SCAN}),
    "family": clean.from_context("family"),
    "times": clean.count("times"),
}
SOURCE = Source(
    "test", "Test", "test", Licence.OWN, Seen.FLOW, "One row.", FIELDS, lambda head: False, lambda file: iter(())
)
GOOD = {"ts": "1395187200.5", "client": "192.0.2.1", "port": "80", "kind": "Scan", "times": "3"}


def cleaned(*rows: dict[str, Any], context: FileContext | None = None) -> tuple[list[Any], list[Any]]:
    columns = {name: [row.get(name) for row in rows] for name in GOOD}
    batch = pa.RecordBatch.from_pydict({n: pa.array(v, pa.string()) for n, v in columns.items()})
    raw = RawBatch(batch, pa.array(range(1, len(rows) + 1), pa.int64()))
    found = clean.clean(raw, SOURCE, context or FileContext("file"))
    assert found.kept.schema.equals(CLEANED)
    return found.kept.to_pylist(), found.set_aside.to_pylist()


def test_a_record_is_set_aside_for_its_first_fault_only() -> None:
    kept, aside = cleaned(GOOD, GOOD | {"ts": "x", "client": "x"}, GOOD | {"port": "x"})
    assert [row["record_no"] for row in kept] == [1]
    assert [(row["record_no"], row["column"], row["value"], row["reason"]) for row in aside] == [
        (2, "ts", "x", "bad-time"),
        (3, "port", "x", "bad-port"),
    ]


def test_a_record_without_a_time_is_missing_it() -> None:
    assert [row["reason"] for row in cleaned(GOOD | {"ts": None})[1]] == ["missing"]


def test_a_record_about_nothing_has_no_subject() -> None:
    assert [row["reason"] for row in cleaned(GOOD | {"client": None})[1]] == ["no-subject"]


def test_an_unknown_word_is_unmapped() -> None:
    assert [row["reason"] for row in cleaned(GOOD | {"kind": "dance"})[1]] == ["unmapped"]


def test_times_is_one_if_unsaid() -> None:
    assert [row["times"] for row in cleaned(GOOD, GOOD | {"times": None})[0]] == [3, 1]


def test_a_wrong_time_is_not_replaced_by_the_day_of_the_file() -> None:
    context = FileContext("file", date(2014, 3, 19), family="zeus")
    kept, aside = cleaned(GOOD | {"ts": None}, GOOD | {"ts": "soon"}, context=context)
    assert [(row["observed_at"], row["family"]) for row in kept] == [(datetime(2014, 3, 19, tzinfo=UTC), "zeus")]
    assert [row["reason"] for row in aside] == ["bad-time"]


def test_a_column_that_the_file_lacks_is_null() -> None:
    batch = pa.RecordBatch.from_pydict({"ts": ["1395187200"], "client": ["192.0.2.1"]})
    found = clean.clean(RawBatch(batch, pa.array([1], pa.int64())), SOURCE, FileContext("file"))
    assert found.kept["server_port"].to_pylist() == [None]


def test_faults_of_the_reader_stand_among_those_of_the_cleaner() -> None:
    batch = pa.RecordBatch.from_pydict({"ts": ["x"], "client": ["192.0.2.1"]})
    broken = faults.batch([faults.Fault(1, b"\xff\0" + b"a" * 900, Reason.BAD_SHAPE, "a row")])
    found = clean.clean(RawBatch(batch, pa.array([2], pa.int64()), broken), SOURCE, FileContext("file"))
    assert [row["reason"] for row in found.set_aside.to_pylist()] == ["bad-shape", "bad-time"]
    assert found.set_aside["value"][0].as_py() == "\\xff\\x00" + "a" * 192


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "ts": st.sampled_from([None, "", "1395187200", "x", "5", "2014-03-19T00:00:00Z"]),
                "client": st.sampled_from([None, "192.0.2.1", "::1", "x", " 192.0.2.1 "]),
                "port": st.sampled_from([None, "0", "65535", "65536", "-1", "1.0", "٣"]),
                "kind": st.sampled_from([None, "scan", "SCAN", "other"]),
                "times": st.sampled_from([None, "0", "7", "9" * 30]),
            }
        ),
        max_size=25,
    )
)
def test_cleaning_agrees_with_a_plain_loop(rows: list[dict[str, Any]]) -> None:
    kept, aside = cleaned(*rows)
    expected = [reason(row) for row in rows]
    assert [row["record_no"] for row in kept] == [i for i, why in enumerate(expected, 1) if why is None]
    assert {row["record_no"]: row["reason"] for row in aside} == {i: w for i, w in enumerate(expected, 1) if w}


def reason(row: dict[str, Any]) -> str | None:
    """The first fault of a row, decided value by value."""
    checks = (
        ("missing", row["ts"] in (None, "")),
        ("bad-time", row["ts"] in ("x", "5")),
        ("bad-ip", row["client"] == "x"),
        ("bad-port", row["port"] not in (None, "0", "65535")),
        ("unmapped", row["kind"] == "other"),
        ("bad-number", row["times"] == "9" * 30),
        ("no-subject", row["client"] is None),
    )
    return next((name for name, here in checks if here), None)
