"""Reading: exactly the files of a version, pruned without ever losing a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.errors import StoreError
from crosscount.model.provenance import DataFile, TableAt
from crosscount.model.tables import OBSERVATIONS, THREATS, TIME
from crosscount.store import commit, lake, staging
from tests.store.some_rows import MIDNIGHT, batch, observations, threats

MICRO = timedelta(microseconds=1)


def put(root: Path, *batches: pa.RecordBatch) -> TableAt:
    for number, rows in enumerate(batches):
        staged = staging.write(root, "observations", [rows])
        commit.append(root, "observations", staged, transaction=f"t{number}")
    return lake.at(root, "observations")


def test_a_table_that_was_never_written_is_empty(tmp_path: Path) -> None:
    table = lake.at(tmp_path, "observations")
    assert (table.version, table.files, lake.version(tmp_path, "observations")) == (-1, (), -1)
    assert lake.read(table).schema.equals(OBSERVATIONS)
    assert lake.read(table, ["host", "seen"]).schema.names == ["host", "seen"]
    assert not tmp_path.joinpath("observations").exists()
    with pytest.raises(StoreError, match="so no version 3"):
        lake.at(tmp_path, "observations", 3)


def test_rows_come_back_whole_with_their_partition(tmp_path: Path) -> None:
    rows = observations(5)
    table = put(tmp_path, rows)
    assert lake.read(table).equals(pa.Table.from_batches([rows]))
    some = lake.read(table, ["seen", "record_no"], (pc.field("record_no") > 2) & (pc.field("seen") == "flow"))
    assert some.to_pylist() == [{"seen": "flow", "record_no": 3}, {"seen": "flow", "record_no": 4}]
    assert lake.read(table, ["record_no"], pc.field("seen") == "lookup").num_rows == 0
    assert (table.files[0].partition, table.files[0].rows) == ({"seen": "flow"}, 5)


def test_a_day_comes_back_as_a_date(tmp_path: Path) -> None:
    commit.append(
        tmp_path,
        "threats",
        staging.write(tmp_path, "threats", [threats("a")], partition={"day": "2014-03-19"}),
        transaction="t",
    )
    read = lake.read(lake.at(tmp_path, "threats"))
    assert read.schema.equals(THREATS)
    assert read.column("day").to_pylist() == [MIDNIGHT.date()]


def test_a_pinned_version_does_not_see_what_came_later(tmp_path: Path) -> None:
    put(tmp_path, observations(5), observations(7))
    assert [lake.read(lake.at(tmp_path, "observations", version)).num_rows for version in (0, 1, 2)] == [0, 5, 12]
    with pytest.raises(StoreError, match="cannot be read at version 9"):
        lake.at(tmp_path, "observations", 9)


def test_bounds_of_a_version_are_exact(tmp_path: Path) -> None:
    start = datetime(2014, 3, 19, 23, 59, 59, 999_999, UTC)
    (file,) = put(tmp_path, observations(3, start=start, step=MICRO)).files
    assert (file.minimum["observed_at"], file.maximum["observed_at"]) == (start, start + 2 * MICRO)
    assert (file.minimum["snapshot"], file.maximum["record_no"]) == ("ab" * 32, 2)
    assert "valid_from" not in file.minimum


@pytest.mark.parametrize(
    ("start", "end", "stays"),
    [
        (MIDNIGHT, MIDNIGHT + MICRO, True),
        (MIDNIGHT - MICRO, MIDNIGHT, False),  # the end is outside
        (MIDNIGHT + 2 * MICRO, MIDNIGHT + 9 * MICRO, True),
        (MIDNIGHT + 3 * MICRO, MIDNIGHT + 9 * MICRO, False),
        (MIDNIGHT - timedelta(days=1), MIDNIGHT + timedelta(days=1), True),
    ],
)
def test_a_window_keeps_the_files_that_touch_it(tmp_path: Path, start: datetime, end: datetime, stays: bool) -> None:
    table = put(tmp_path, observations(3, step=MICRO))
    assert bool(lake.overlapping(table, "observed_at", start, end).files) is stays


def test_a_null_keeps_the_file_in_every_window(tmp_path: Path) -> None:
    rows = batch(
        "observations", {"seen": ["listing"] * 2, "valid_from": [MIDNIGHT, None], "observed_at": [MIDNIGHT] * 2}
    )
    table = put(tmp_path, rows)
    far = MIDNIGHT + timedelta(days=900)
    assert lake.overlapping(table, "valid_from", far, far + MICRO).files
    assert not lake.overlapping(table, "observed_at", far, far + MICRO).files


TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(tzinfo=UTC))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.none() | TIMES, min_size=1, max_size=4), min_size=1, max_size=4), TIMES, TIMES)
def test_pruning_never_loses_a_row(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[datetime | None]], a: datetime, b: datetime
) -> None:
    root, start, end = tmp_path_factory.mktemp("store"), min(a, b), max(a, b)
    table = put(root, *(batch("observations", {"seen": ["flow"] * len(one), "observed_at": one}) for one in files))
    inside = (pc.field("observed_at") >= pa.scalar(start, TIME)) & (pc.field("observed_at") < pa.scalar(end, TIME))
    pruned = lake.overlapping(table, "observed_at", start, end)
    expected = sum(start <= time < end for times in files for time in times if time)
    assert lake.read(pruned, None, inside).num_rows == expected


def test_having_keeps_the_files_that_may_hold_the_value(tmp_path: Path) -> None:
    table = put(tmp_path, observations(2), batch("observations", {"seen": ["lookup"], "snapshot": ["cd" * 32]}))
    assert len(lake.having(table, "seen", "lookup").files) == 1
    assert [file.rows for file in lake.having(table, "snapshot", "cd" * 32).files] == [1]
    assert len(lake.having(table, "snapshot", "ef" * 32).files) == 0
    assert len(lake.having(table, "host", "anything").files) == 2  # no bounds are kept of it


def test_a_changed_byte_and_a_lost_file_are_found(tmp_path: Path) -> None:
    table = put(tmp_path, observations(2), observations(3), observations(4))
    assert lake.verify(table) == []
    damaged, lost = Path(table.files[0].path), Path(table.files[2].path)
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    lost.unlink()
    assert lake.verify(table) == [str(damaged), str(lost)]
    with pytest.raises(StoreError, match="a file is damaged"):
        lake.read(table)


def test_deletion_vectors_are_refused(tmp_path: Path) -> None:
    put(tmp_path, observations(2))
    DeltaTable(tmp_path / "observations").alter.set_table_properties({"delta.enableDeletionVectors": "true"})
    with pytest.raises(StoreError, match="deletion vectors"):
        lake.at(tmp_path, "observations")


def test_a_data_file_knows_its_name() -> None:
    assert DataFile("/x/seen=flow/abc.parquet", 1, {}).name == "abc.parquet"
