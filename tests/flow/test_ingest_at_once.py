"""Two processes and worker processes: nothing is lost, nothing doubled."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from crosscount.flow import ingest
from crosscount.settings import Ingest, Settings
from crosscount.store import commit, lake, staging
from tests.crash.steps import run_ingest
from tests.flow.tiny_source import text, write
from tests.store.some_rows import observations

_PROCESSES = multiprocessing.get_context("forkserver")


def append_many_times(root: Path, first: int, number: int) -> None:
    for one in range(first, first + number):
        staged = staging.write(root, "observations", [observations(1 + one)])
        commit.append(root, "observations", staged, transaction=f"t{one}")


def both(*processes: multiprocessing.process.BaseProcess) -> None:
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0


def test_two_processes_ingest_overlapping_files(tmp_path: Path) -> None:
    for number in range(30):
        for who in "ab":
            write(tmp_path, f"{who}/{number:02}.log", text(50, first=50 * number, faulty=[50 * number]))
        write(tmp_path, f"{'ab'[number % 2]}/own-{number:02}.log", text(20, first=50_000 + 20 * number))
    store = tmp_path / "store"
    both(*(_PROCESSES.Process(target=run_ingest, args=(tmp_path / who, store)) for who in "ab"))
    found = lake.read(lake.at(store, "observations"), ["record", "snapshot"])
    assert found.num_rows == 30 * 49 + 30 * 20
    assert len(set(found.column("record").to_pylist())) == found.num_rows
    assert lake.read(lake.at(store, "set_aside")).num_rows == 30
    snapshots = lake.read(lake.at(store, "snapshots"), ["snapshot"]).column("snapshot").to_pylist()
    assert len(snapshots) == len(set(snapshots)) == 60


def test_two_writers_with_shared_transactions_lose_and_double_nothing(tmp_path: Path) -> None:
    both(
        _PROCESSES.Process(target=append_many_times, args=(tmp_path, 0, 25)),
        _PROCESSES.Process(target=append_many_times, args=(tmp_path, 10, 25)),
    )
    table = lake.at(tmp_path, "observations")
    assert table.version == 35
    assert sorted(file.rows for file in table.files) == list(range(1, 36))


@pytest.mark.slow
def test_worker_processes_give_what_one_process_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "192.0.2.{}\n"
    for number in range(6):
        lines = "".join(address.format(last) for last in range(number, 200)) + "192.0.2.999\n"
        write(tmp_path, f"in/2014-03-{10 + number}/Some Bot.txt", lines)
    write(tmp_path, "in/what.bin", bytes(range(256)))
    alone = Settings(store=tmp_path / "alone", ingest=Ingest(workers=1))
    together = replace(alone, store=tmp_path / "together", ingest=Ingest(workers=2))
    expected = ingest.run([tmp_path / "in"], settings=alone)
    monkeypatch.setattr(ingest, "POOL_BYTES", 0)
    done: list[int] = []
    reports = ingest.run([tmp_path / "in"], settings=together, progress=lambda _, rows: done.append(rows))
    assert [replace(one, version=0) for one in reports] == [replace(one, version=0) for one in expected]
    assert sum(done) == sum(one.read for one in reports) > 1000
    for name in ("observations", "set_aside"):
        one, other = (lake.read(lake.at(one.store, name)) for one in (alone, together))
        key = [("snapshot", "ascending"), ("record_no", "ascending")]
        assert one.sort_by(key).equals(other.sort_by(key))
    again = ingest.run([tmp_path / "in"], settings=together)
    assert [one.already for one in again] == [True] * 6 + [False]
