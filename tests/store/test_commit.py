"""Commits: at most once per transaction, a day at a time, and every version stays readable."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from crosscount.errors import StoreError
from crosscount.model.provenance import StagedFile
from crosscount.store import commit, lake, staging, tables
from tests.store.some_rows import observations, threats

DAYS = [date(2014, 3, 19), date(2014, 3, 20)]


def day_of_threats(root: Path, day: date, *rules: str) -> list[StagedFile]:
    return staging.write(root, "threats", [threats(*rules)], partition={"day": day.isoformat()})


def rules(root: Path, version: int | None = None) -> list[tuple[str, str]]:
    rows = lake.read(lake.at(root, "threats", version), ["day", "rule"]).to_pylist()
    return sorted((row["day"].isoformat()[-2:], row["rule"]) for row in rows)


def test_a_repeated_transaction_changes_nothing(tmp_path: Path) -> None:
    staged = staging.write(tmp_path, "observations", [observations(10)])
    assert not commit.done(tmp_path, "observations", "ingest:1")
    assert commit.append(tmp_path, "observations", staged, transaction="ingest:1") == 1
    assert commit.append(tmp_path, "observations", staged, transaction="ingest:1") == 1
    assert commit.done(tmp_path, "observations", "ingest:1")
    assert lake.read(lake.at(tmp_path, "observations")).num_rows == 10


def test_several_transactions_share_a_commit_and_those_that_are_in_are_left_out(tmp_path: Path) -> None:
    work = [(f"ingest:{n}", staging.write(tmp_path, "observations", [observations(n)])) for n in (1, 2, 3)]
    commit.append(tmp_path, "observations", work[1][1], transaction="ingest:2")
    assert commit.append_many(tmp_path, "observations", work) == (2, ["ingest:1", "ingest:3"])
    assert commit.append_many(tmp_path, "observations", work) == (2, [])
    assert lake.read(lake.at(tmp_path, "observations")).num_rows == 6
    assert commit.missing(tmp_path, "observations", ["ingest:3", "x", "x", "y"]) == ["x", "y"]


def test_equal_rows_of_two_transactions_are_rows_of_both(tmp_path: Path) -> None:
    staged = staging.write(tmp_path, "observations", [observations(5)])
    commit.append_many(tmp_path, "observations", [("a", staged), ("b", staged)])
    commit.append(tmp_path, "observations", staged, transaction="c")
    table = lake.at(tmp_path, "observations")
    assert (lake.read(table).num_rows, lake.verify(table)) == (15, [])


def test_together_means_all_or_nothing(tmp_path: Path) -> None:
    staged = staging.write(tmp_path, "observations", [observations(5)])
    commit.append(tmp_path, "observations", [], transaction="b")
    assert commit.append_together(tmp_path, "observations", staged, ["a", "b"]) is None
    assert commit.missing(tmp_path, "observations", ["a", "b"]) == ["a"]
    assert commit.append_together(tmp_path, "observations", staged, ["a", "c"]) == 2


def test_a_replaced_day_leaves_the_others_and_the_old_version_alone(tmp_path: Path) -> None:
    first = day_of_threats(tmp_path, DAYS[0], "a", "b") + day_of_threats(tmp_path, DAYS[1], "c")
    one = commit.replace_days(tmp_path, "threats", DAYS, first)
    two = commit.replace_days(tmp_path, "threats", DAYS[:1], day_of_threats(tmp_path, DAYS[0], "d"))
    three = commit.replace_days(tmp_path, "threats", DAYS, [])
    assert rules(tmp_path, one) == [("19", "a"), ("19", "b"), ("20", "c")]
    assert rules(tmp_path, two) == [("19", "d"), ("20", "c")]
    assert rules(tmp_path, three) == rules(tmp_path) == []


def test_a_day_of_the_same_files_is_left_alone(tmp_path: Path) -> None:
    staged = day_of_threats(tmp_path, DAYS[0], "a")
    version = commit.replace_days(tmp_path, "threats", DAYS, staged)
    assert commit.replace_days(tmp_path, "threats", DAYS, staged) == version


def test_a_day_that_keeps_one_of_its_files_names_it_anew(tmp_path: Path) -> None:
    both = day_of_threats(tmp_path, DAYS[0], "a") + day_of_threats(tmp_path, DAYS[0], "b")
    commit.replace_days(tmp_path, "threats", DAYS[:1], both)
    version = commit.replace_days(tmp_path, "threats", DAYS[:1], both[:1])
    assert rules(tmp_path) == [("19", "a")]
    log = (tmp_path / "threats" / "_delta_log" / f"{version:020}.json").read_text()
    actions = [json.loads(line) for line in log.splitlines()]
    added = {action["add"]["path"] for action in actions if "add" in action}
    removed = {action["remove"]["path"] for action in actions if "remove" in action}
    assert added.isdisjoint(removed)
    assert lake.verify(lake.at(tmp_path, "threats")) == []
    commit.replace_days(tmp_path, "threats", DAYS[:1], both)
    assert rules(tmp_path) == [("19", "a"), ("19", "b")]


def test_a_replacement_under_a_transaction_happens_once(tmp_path: Path) -> None:
    commit.replace_days(tmp_path, "threats", DAYS[:1], day_of_threats(tmp_path, DAYS[0], "a"), transaction="t")
    again = commit.replace_days(tmp_path, "threats", DAYS[:1], day_of_threats(tmp_path, DAYS[0], "b"), transaction="t")
    assert (again, rules(tmp_path)) == (1, [("19", "a")])


def test_a_file_of_another_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="belongs to none of the days"):
        commit.replace_days(tmp_path, "threats", DAYS[:1], day_of_threats(tmp_path, DAYS[1], "a"))


def test_a_file_that_was_swept_is_refused(tmp_path: Path) -> None:
    (file,) = staging.write(tmp_path, "observations", [observations(5)])
    (tmp_path / "observations" / file.path).unlink()
    with pytest.raises(StoreError, match="it was swept, run the step again"):
        commit.append(tmp_path, "observations", [file], transaction="a")
    assert not commit.done(tmp_path, "observations", "a")


def test_old_versions_outlive_the_checkpoints(tmp_path: Path) -> None:
    for number in range(205):  # delta-rs writes a checkpoint every hundred commits
        staged = staging.write(tmp_path, "observations", [observations(1)]) if number < 3 else []
        commit.append(tmp_path, "observations", staged[:number], transaction=f"t{number}")
    assert lake.at(tmp_path, "observations").version == 205
    assert [len(lake.at(tmp_path, "observations", version).files) for version in (1, 2, 205)] == [0, 1, 2]
    assert commit.missing(tmp_path, "observations", ["t0", "t204", "t205"]) == ["t205"]


def test_a_table_made_before_a_column_was_added_gains_it_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tables.TABLES["threats"]
    old = replace(new, schema=new.schema.remove(new.schema.get_field_index("measured")))
    day = date(2014, 3, 19)
    monkeypatch.setitem(tables.TABLES, "threats", old)
    rows = pa.RecordBatch.from_pylist([{"day": day, "kind": "beacon"}], schema=old.schema)
    commit.replace_days(tmp_path, "threats", [day], staging.write(tmp_path, "threats", [rows]))
    monkeypatch.setitem(tables.TABLES, "threats", new)
    assert lake.read(lake.at(tmp_path, "threats")).column("measured").to_pylist() == [None]
    later = day + timedelta(days=1)
    rows = pa.RecordBatch.from_pylist([{"day": later, "kind": "beacon", "measured": "{}"}], schema=new.schema)
    commit.replace_days(tmp_path, "threats", [later], staging.write(tmp_path, "threats", [rows]))
    assert sorted(lake.read(lake.at(tmp_path, "threats")).column("measured").to_pylist(), key=str) == [None, "{}"]
    assert "measured" in {field.name for field in DeltaTable(tmp_path / "threats").schema().fields}
    assert lake.read(lake.at(tmp_path, "threats", 1)).num_rows == 1
