"""Ingest: every record is kept or set aside, every snapshot counts once, and no file stops the others."""

from __future__ import annotations

import gzip
import os
import random
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crosscount import plugins
from crosscount.errors import EngineError, InputError, StoreError
from crosscount.flow import ingest, snapshots
from crosscount.kernels.cleaning.clean import clean
from crosscount.model.source import Cleaned
from crosscount.model.tables import OBSERVATIONS
from crosscount.settings import Engine, Ingest, Settings
from crosscount.store import lake, raw
from tests.flow.tiny_source import SOURCES, source, text, write


def rows(settings: Settings, table: str) -> list[dict[str, object]]:
    found = lake.read(lake.at(settings.store, table)).to_pylist()
    return sorted(found, key=lambda row: (row["snapshot"], row.get("record_no", 0)))


def test_a_file_becomes_observations_and_set_aside_rows(tmp_path: Path, tiny: Settings) -> None:
    file = write(tmp_path, "in/a.log", text(5, faulty=[2]))
    (report,) = ingest.run([file], settings=tiny)
    assert (report.read, report.kept, report.set_aside, report.remarks) == (5, 4, 1, 1)
    assert (report.state, report.reasons, report.already, report.version) == ("ingested", {"bad-ip": 1}, False, 1)
    observations = lake.read(lake.at(tiny.store, "observations"))
    assert observations.schema.equals(OBSERVATIONS)
    first = sorted(observations.to_pylist(), key=lambda row: row["record_no"])[0]
    assert first["record"] == bytes.fromhex(report.snapshot or "")[:8] + (2).to_bytes(8, "big")
    assert (first["record_no"], first["source"], first["seen"], first["times"]) == (2, "tiny", "flow", 1)
    assert first["observed_at"] == datetime(2014, 3, 19, tzinfo=UTC)
    (bad,) = rows(tiny, "set_aside")
    assert bad == {
        "source": "tiny",
        "snapshot": report.snapshot,
        "record_no": 4,
        "column": "c",
        "value": "nobody",
        "reason": "bad-ip",
        "expected": bad["expected"],
    }
    (row,) = rows(tiny, "snapshots")
    assert (row["name"], row["state"], row["publisher"], row["licence"]) == ("a.log", "ingested", "own sensor", "own")
    assert (row["first_at"], row["last_at"]) == (
        datetime(2014, 3, 19, tzinfo=UTC),
        datetime(2014, 3, 19, 0, 4, tzinfo=UTC),
    )
    assert raw.path(tiny.store, str(row["sha256"])).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("hidden", ["store", "file"])
def test_what_a_worker_sees_otherwise_is_no_file_that_is_passed_over(
    tmp_path: Path, tiny: Settings, monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    class Elsewhere:
        """Workers on which something under the same path is not what lies here."""

        def each(self, work: Any, items: Any, *, small: bool = False) -> Any:
            for number, item in enumerate(items):
                done = work(replace(item, path=item.path.with_name("gone")) if hidden == "file" else item)
                shutil.rmtree(tiny.store / "raw", ignore_errors=True)
                yield number, done

    monkeypatch.setattr(ingest, "chosen", lambda _: Elsewhere())
    settings = replace(tiny, engine=Engine(name="spark"))
    said = (
        "stored by a worker and is not in the store" if hidden == "store" else "cannot be read: .* on a worker, though"
    )
    with pytest.raises(EngineError, match=rf"'.*a\.log' .*{said}"):
        ingest.run([write(tmp_path, "in/a.log", text(5))], settings=settings)
    assert not rows(tiny, "snapshots")


def test_a_file_fed_again_changes_nothing(tmp_path: Path, tiny: Settings) -> None:
    file = write(tmp_path, "in/a.log", text(30, faulty=[3]))
    other = write(tmp_path, "in/renamed.log", text(30, faulty=[3]))
    (first,) = ingest.run([file], settings=tiny)
    versions = [lake.at(tiny.store, name).version for name in ("observations", "set_aside", "snapshots")]
    again = ingest.run([file, other, file], settings=tiny)
    assert [(one.already, one.read, one.kept, one.reasons) for one in again] == [(True, 30, 29, {"bad-ip": 1})] * 3
    assert {one.snapshot for one in again} == {first.snapshot}
    assert [lake.at(tiny.store, name).version for name in ("observations", "set_aside", "snapshots")] == versions


def test_copies_in_one_run_are_kept_once(tmp_path: Path, tiny: Settings) -> None:
    files = [write(tmp_path, f"in/{n}.log", text(30)) for n in range(3)]
    reports = ingest.run(files, settings=tiny)
    assert [one.already for one in reports] == [False, True, True]
    assert lake.read(lake.at(tiny.store, "observations")).num_rows == 30


def test_order_and_split_into_runs_make_no_difference(tmp_path: Path, tiny: Settings) -> None:
    files = [write(tmp_path, f"in/{n}.log", text(25, first=25 * n, faulty=[25 * n])) for n in range(12)]
    ingest.run(files, settings=tiny)
    other = replace(tiny, store=tmp_path / "other")
    shuffled = random.Random(7).sample(files + files, 24)
    for start in range(0, 24, 5):
        ingest.run(shuffled[start : start + 5], settings=other)
    assert rows(other, "observations") == rows(tiny, "observations")
    assert rows(other, "set_aside") == rows(tiny, "set_aside")


def test_a_long_file_is_the_same_rows_as_a_short_one(
    tmp_path: Path, tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, "in/a.log", text(300, faulty=[9, 200]))
    ingest.run([file], settings=tiny)
    monkeypatch.setattr("crosscount.flow.intake.HELD_ROWS", 0)  # stage at once instead of handing over in memory
    other = replace(tiny, store=tmp_path / "other")
    ingest.run([file], settings=other)
    assert rows(other, "observations") == rows(tiny, "observations")
    assert rows(other, "set_aside") == rows(tiny, "set_aside")
    assert lake.verify(lake.at(other.store, "observations")) == []


@pytest.mark.parametrize(
    ("content", "state", "kept"),
    [
        (text(100, faulty=range(20)), "ingested", 80),
        (text(100, faulty=range(21)), "refused", 0),
        (text(10, faulty=range(9)), "ingested", 1),  # too few records to judge by share
        (text(10, faulty=range(10)), "refused", 0),  # but not if every one fails
        ("#tiny\n", "ingested", 0),
        ("", "ingested", 0),
        ("#tiny\nexplode\n", "refused", 0),
        ("something else\n", "unknown", 0),
    ],
)
def test_a_file_is_kept_or_refused_whole(tmp_path: Path, tiny: Settings, content: str, state: str, kept: int) -> None:
    bad = write(tmp_path, "in/bad.log", content)
    good = write(tmp_path, "in/good.log", text(3, first=1000))
    for _ in range(2):
        reports = ingest.run([bad, good], settings=tiny)
        assert [one.state for one in reports] == [state, "ingested"]
        assert lake.read(lake.at(tiny.store, "observations")).num_rows == kept + 3
    refused = [row for row in rows(tiny, "snapshots") if row["name"] == "bad.log"]
    assert [row["state"] for row in refused] == [state]  # once, though it was tried twice
    assert bool(refused[0]["fault"]) == (state != "ingested")
    assert list((tiny.store / "tmp").iterdir()) == []


def test_a_refused_file_says_why_and_can_be_taken_later(tmp_path: Path, tiny: Settings) -> None:
    file = write(tmp_path, "in/bad.log", text(100, faulty=range(50)))
    (report,) = ingest.run([file], settings=tiny)
    assert (report.read, report.kept, report.set_aside, report.reasons) == (100, 50, 50, {"bad-ip": 50})
    assert "50 of 100 records cannot be read as 'tiny' (bad-ip 50)" in (report.fault or "")
    assert rows(tiny, "set_aside") == []
    (report,) = ingest.run([file], settings=replace(tiny, ingest=Ingest(max_fault_share=0.6)))
    assert (report.state, report.kept, report.already) == ("ingested", 50, False)
    assert [row["state"] for row in snapshots.current(tiny)] == ["ingested"]


def test_an_unknown_file_is_read_once_a_plug_in_knows_it(
    tmp_path: Path, tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, "in/new.log", text(4).replace("#tiny", "#new"))
    (report,) = ingest.run([file], settings=tiny)
    assert (report.state, report.source) == ("unknown", None)
    monkeypatch.setattr(plugins, "sources", lambda: {**SOURCES, "new": source("new", b"#new")})
    (report,) = ingest.run([file], settings=tiny)
    assert (report.state, report.source, report.kept) == ("ingested", "new", 4)
    assert [row["state"] for row in snapshots.current(tiny)] == ["ingested"]


def test_a_list_delivered_on_two_days_is_two_sightings(tmp_path: Path, tiny: Settings) -> None:
    files = [write(tmp_path, f"in/2014-03-{n}/Some Bot.txt", "#list\n192.0.2.1\n") for n in (19, 20)]
    reports = ingest.run(files, settings=tiny)
    assert reports[0].snapshot != reports[1].snapshot
    seen = sorted(lake.read(lake.at(tiny.store, "observations"), ["observed_at", "family"]).to_pylist(), key=str)
    assert [(row["observed_at"].date(), row["family"]) for row in seen] == [
        (date(2014, 3, 19), "Some Bot"),
        (date(2014, 3, 20), "Some Bot"),
    ]
    (report,) = ingest.run(files[:1], settings=tiny, day=date(2014, 3, 21), family="Other")
    assert (report.already, report.kept) == (False, 1)
    assert [row["context"] for row in snapshots.current(tiny) if "Other" in str(row["context"])] == [
        '{"day":"2014-03-21","family":"Other"}'
    ]


def test_the_users_words_win(tmp_path: Path, tiny: Settings) -> None:
    file = write(tmp_path, "in/odd.log", "192.0.2.1\n")
    (report,) = ingest.run([file], settings=tiny, source="tiny-list", day=date(2014, 3, 21), publisher="A CERT")
    assert (report.source, report.kept) == ("tiny-list", 1)
    assert rows(tiny, "snapshots")[0]["publisher"] == "A CERT"
    with pytest.raises(InputError, match="there is no source 'nothing'"):
        ingest.run([file], settings=tiny, source="nothing")


def test_what_is_no_readable_file_is_passed_over_with_a_reason(tmp_path: Path, tiny: Settings) -> None:
    write(tmp_path, "in/a.log", text(2))
    write(tmp_path, "in/.hidden", text(2))
    os.mkfifo(tmp_path / "in" / "b.pipe")
    (tmp_path / "in" / "c.lost").symlink_to(tmp_path / "nowhere")
    reports = ingest.run([tmp_path], settings=tiny)  # the store lies in the same folder
    assert [(one.name.rpartition("/")[2], one.state) for one in reports] == [
        ("a.log", "ingested"),
        ("b.pipe", "skipped"),
        ("c.lost", "skipped"),
    ]
    assert "not a file" in (reports[1].fault or "")
    assert "cannot be read" in (reports[2].fault or "")
    assert [one.already for one in ingest.run([tmp_path], settings=tiny)] == [True, False, False]


def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path: Path, tiny: Settings) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9.log")
    file.write_text(text(2))
    (report,) = ingest.run([file], settings=tiny)
    assert (report.name.rpartition("/")[2], report.state) == ("caf\\xe9.log", "ingested")


def test_a_source_that_fails_to_sniff_refuses_the_file(
    tmp_path: Path, tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(source("broken"), sniff=lambda head: bool(1 // 0))
    monkeypatch.setattr(plugins, "sources", lambda: {"broken": broken})
    (report,) = ingest.run([write(tmp_path, "a.log", text(2))], settings=tiny)
    assert (report.state, "ZeroDivisionError" in (report.fault or "")) == ("refused", True)


def test_a_source_that_loses_a_record_is_a_bug_and_stores_nothing(
    tmp_path: Path, tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(*given: Any) -> Cleaned:
        cleaned = clean(*given)
        return Cleaned(cleaned.kept.slice(1), cleaned.set_aside)

    monkeypatch.setattr("crosscount.flow.intake.clean", lossy)
    with pytest.raises(StoreError, match="read 5, but kept 4 and set aside 0; this is a bug"):
        ingest.run([write(tmp_path, "a.log", text(5))], settings=tiny)
    assert lake.at(tiny.store, "observations").version == -1


def test_a_path_that_does_not_exist_stops_before_anything_is_done(tmp_path: Path, tiny: Settings) -> None:
    with pytest.raises(InputError, match="does not exist"):
        ingest.run([write(tmp_path, "a.log", text(2)), tmp_path / "missing"], settings=tiny)
    assert not tiny.store.exists()


def test_a_truncated_gzip_keeps_what_can_be_read(tmp_path: Path, tiny: Settings) -> None:
    noise = random.Random(1)
    lines = "".join(
        f"{1_395_187_200 + noise.randrange(10**6)} 192.0.2.{noise.randrange(250)} 198.51.100.1\n" for _ in range(9000)
    )
    whole = gzip.compress(("#tiny\n" + lines).encode())
    (report,) = ingest.run([write(tmp_path, "in/a.log.gz", whole[: len(whole) // 2])], settings=tiny)
    assert report.state == "ingested"
    assert report.reasons == {"truncated": 1}
    assert 3000 < report.kept < 6000
    assert report.read == report.kept + 1


def test_many_files_are_committed_together(tmp_path: Path, tiny: Settings) -> None:
    files = [write(tmp_path, f"in/{n:03}.log", text(5, first=5 * n)) for n in range(40)]
    ingest.run(files, settings=tiny)
    table = lake.at(tiny.store, "observations")
    assert sum(file.rows for file in table.files) == 200
    assert len(table.files) < 10


def test_progress_names_files_and_adds_up_to_the_records(tmp_path: Path, tiny: Settings) -> None:
    seen: list[tuple[str, int]] = []
    file = write(tmp_path, "in/a.log", text(50))
    ingest.run([file], settings=tiny, progress=lambda what, done: seen.append((what, done)))
    assert {what for what, _ in seen} == {file.as_posix()}
    assert sum(done for _, done in seen) == 50
