"""Staging: the same rows give the same bytes, and a file says what is in it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crosscount.errors import StoreError
from crosscount.store import staging
from tests.store.some_rows import MIDNIGHT, batch, observations, threats


def test_the_name_of_a_file_is_the_digest_of_its_bytes(tmp_path: Path) -> None:
    (file,) = staging.write(tmp_path, "observations", [observations(10)])
    path = tmp_path / "observations" / file.path
    assert file.path == f"seen=flow/{hashlib.sha256(path.read_bytes()).hexdigest()}.parquet"
    assert (file.size, file.rows, file.partition) == (path.stat().st_size, 10, {"seen": "flow"})
    assert "seen" not in pq.read_schema(path).names
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("size", [1, 7, 50, 99, 1000])
def test_the_bytes_do_not_depend_on_how_rows_come_in_batches(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "GROUP_ROWS", 50)
    monkeypatch.setattr(staging, "FILE_ROWS", 400)
    rows = observations(1000)
    whole = staging.write(tmp_path / "a", "observations", [rows])
    cut = staging.write(tmp_path / "b", "observations", [rows.slice(at, size) for at in range(0, 1000, size)])
    assert whole == cut
    assert [file.rows for file in whole] == [400, 400, 200]


def test_bounds_are_exact_to_the_microsecond(tmp_path: Path) -> None:
    rows = observations(3, start=datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC), step=timedelta(microseconds=1))
    (file,) = staging.write(tmp_path, "observations", [rows])
    assert file.stats["minValues"]["observed_at"] == "1999-12-31T23:59:59.999999Z"
    assert file.stats["maxValues"]["observed_at"] == "2000-01-01T00:00:00.000001Z"
    assert (file.stats["minValues"]["record_no"], file.stats["maxValues"]["record_no"]) == (0, 2)
    assert (file.stats["nullCount"]["observed_at"], file.stats["nullCount"]["valid_to"]) == (0, 3)
    assert "valid_to" not in file.stats["minValues"]


def test_a_very_long_text_has_no_bounds(tmp_path: Path) -> None:
    (file,) = staging.write(tmp_path, "ledger", [batch("ledger", {"id": ["x" * 300]})], partition={"kind": "a"})
    assert "id" not in file.stats["minValues"]


def test_rows_are_cut_by_the_partition_columns_they_carry(tmp_path: Path) -> None:
    mixed = batch("observations", {"seen": ["flow", "lookup", "flow"], "record_no": [1, 2, 3]})
    files = staging.write(tmp_path, "observations", [mixed, mixed])
    assert [(file.partition["seen"], file.rows) for file in files] == [("flow", 4), ("lookup", 2)]


def test_no_rows_make_an_empty_file_only_where_the_partition_is_given(tmp_path: Path) -> None:
    assert staging.write(tmp_path, "threats", []) == []
    assert staging.write(tmp_path, "threats", [], partition={"day": "2014-03-19"}) == []
    (file,) = staging.write(tmp_path, "threats", [threats()], partition={"day": "2014-03-19"})
    assert (file.rows, file.path.partition("/")[0]) == (0, "day=2014-03-19")


@pytest.mark.parametrize(
    ("rows", "partition", "said"),
    [
        (observations(1).drop_columns(["status"]), {}, "need the column 'status' once"),
        (observations(1).append_column("extra", pa.array([1])), {}, "carry the column 'extra'"),
        (observations(1), {"seen": "flow"}, "carry the column 'seen'"),
        (observations(1).drop_columns(["seen"]), {}, "without the partition column 'seen'"),
        (observations(1).drop_columns(["seen"]), {"seen": "../x"}, "cannot be a value of the partition column"),
        (observations(1).drop_columns(["seen"]), {"day": "x"}, "is not partitioned by 'day'"),
        (
            observations(1).set_column(2, "source", pa.array([b"x"], pa.binary())),
            {},
            "'source': found binary, expected string",
        ),
    ],
)
def test_odd_rows_are_refused(tmp_path: Path, rows: pa.RecordBatch, partition: dict[str, str], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        staging.write(tmp_path, "observations", [rows], partition=partition)
    assert list(tmp_path.rglob("*.parquet")) == []


def test_nothing_is_left_when_the_rows_break_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "GROUP_ROWS", 50)
    monkeypatch.setattr(staging, "FILE_ROWS", 100)
    with pytest.raises(ZeroDivisionError):
        staging.write(tmp_path, "observations", (observations(120 // (3 - number)) for number in range(4)))
    assert list(tmp_path.rglob("*.parquet")) == []


def test_times_survive_to_the_microsecond(tmp_path: Path) -> None:
    (file,) = staging.write(tmp_path, "observations", [observations(2, step=timedelta(microseconds=1))])
    read = pq.read_table(tmp_path / "observations" / file.path)
    assert read.column("observed_at").to_pylist() == [MIDNIGHT, MIDNIGHT + timedelta(microseconds=1)]
