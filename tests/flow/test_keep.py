"""Keep: what is compacted, vacuumed and expired, and what can be verified afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest

from crosscount.errors import InputError, StoreError
from crosscount.flow import compute, conclude, ingest, keep, settle, verify
from crosscount.model.figure import Statement
from crosscount.model.provenance import TableAt
from crosscount.model.window import Window
from crosscount.settings import Keep, Settings
from crosscount.store import commit, lake, ledger, staging
from tests.flow.small_store import connections, settings_in, three_days

DAYS = Window(date(2014, 4, 1), date(2014, 4, 3), "UTC")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three days of traffic, one file each, and a list."""
    settings, files = three_days(tmp_path)
    ingest.run(files, settings=settings)
    conclude.run(settings=settings)
    settle.run(settings=settings)
    return settings


def published(settings: Settings) -> list[Statement]:
    """Two figures that a bulletin cites."""
    statements = [compute.run(name, DAYS, settings=settings) for name in ("controlled-machines", "client-addresses")]
    body = {"name": "b", "files": {}, "statements": [one.id for one in statements]}
    ledger.append(settings.store, "bulletin", "b", body, at=statements[0].computed_at)
    return statements


def change_everything(settings: Settings, folder: Path) -> None:
    """A fourth file with traffic of each day, concluded and settled."""
    folder.mkdir()
    for day in (1, 2, 3):
        ingest.run([connections(folder, day, 20 + day)], settings=settings)
    conclude.run(settings=settings)
    settle.run(settings=settings)


def test_a_published_number_is_the_same_after_change_compaction_and_vacuum(settings: Settings, tmp_path: Path) -> None:
    old = published(settings)
    change_everything(settings, tmp_path / "later")
    assert keep.compact(settings=settings)["observations"].before > 3
    assert conclude.stale(settings) == []
    removed = keep.vacuum(settings=settings, older_than=0)
    assert removed.files > 0
    report = verify.run(old, settings=settings)
    assert (report.same, report.expired) == (True, ())
    now = compute.run("controlled-machines", DAYS, settings=settings)
    assert (old[0].total, now.total) == (8, 23)
    assert verify.run([now], settings=settings).same


def test_what_no_bulletin_cites_may_be_vacuumed_and_is_then_called_expired(settings: Settings, tmp_path: Path) -> None:
    unpublished = compute.run("controlled-machines", DAYS, settings=settings)
    change_everything(settings, tmp_path / "later")
    keep.vacuum(settings=settings, older_than=0)
    assert verify.run([unpublished], settings=settings).same
    keep.vacuum(settings=settings, older_than=0, published_only=True)
    report = verify.run([unpublished], settings=settings)
    assert (report.same, report.differences) == (False, ())
    assert "evidence expired by vacuum on" in report.expired[0].found


def test_a_vacuum_waits_for_what_is_being_counted_and_keeps_its_rows(settings: Settings, tmp_path: Path) -> None:
    pinned, changed = Event(), Event()

    def slow(*given: Any, **named: Any) -> Any:
        if given[1] == "figure":
            pinned.set()
            changed.wait()
        return whole(*given, **named)

    whole = ledger.append_many
    with ThreadPoolExecutor(2) as threads, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "append_many", slow)
        counted = threads.submit(compute.run, "controlled-machines", DAYS, settings=settings)
        pinned.wait()
        change_everything(settings, tmp_path / "later")
        vacuumed = threads.submit(keep.vacuum, settings=settings, older_than=0)
        sleep(0.3)
        assert not vacuumed.done()
        changed.set()
        vacuumed.result()
    assert verify.run([counted.result()], settings=settings).same


def test_compaction_keeps_every_row_and_is_done_once(settings: Settings, tmp_path: Path) -> None:
    change_everything(settings, tmp_path / "later")

    def rows() -> list[str]:
        return sorted(map(str, lake.read(lake.at(settings.store, "observations")).to_pylist()))

    before, entries = rows(), len(ledger.entries(settings.store, "step"))
    first = keep.compact(settings=settings)
    assert first["observations"].after < first["observations"].before
    assert rows() == before
    assert len(ledger.entries(settings.store, "step")) >= entries
    assert keep.compact(settings=settings)["observations"].before == 0


def test_days_stay_concluded_when_a_compaction_is_stopped_in_the_middle(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_everything(settings, tmp_path / "later")
    assert conclude.stale(settings) == []
    begun = lake.version(settings.store, "observations")
    replace_partition = commit.replace_partition

    def stopped(*given: Any) -> object:
        if lake.version(settings.store, "observations") > begun:
            raise KeyboardInterrupt
        return replace_partition(*given)

    monkeypatch.setattr(commit, "replace_partition", stopped)
    with pytest.raises(KeyboardInterrupt):
        keep.compact(settings=settings)
    assert lake.version(settings.store, "observations") == begun + 1
    assert conclude.stale(settings) == []


def test_an_expired_number_is_never_called_the_same_but_its_statement_is_held(settings: Settings) -> None:
    old = published(settings)
    strict = replace(settings, keep=Keep(flows=2, threats=2, raw=2))
    gone = keep.retain(settings=strict, today=date(2014, 4, 5))
    # 6 + 7 connections of 1 and 2 April; their contacts, and the listing on 31 March, 1 and 2 April.
    assert dict(gone.rows) == {"observations": 13, "threats": 16}
    report = verify.run(old, settings=settings)
    assert not report.same
    assert report.differences == ()
    said = [check.found for check in report.expired]
    assert any(
        "evidence expired by retention on 2014-04-05" in one and "recount no longer possible" in one for one in said
    )
    forged = replace(old[0], cells=(replace(old[0].cells[0], value=9),))
    assert "altered" in verify.run([forged], settings=settings).differences[0].found


def test_a_closed_day_keeps_its_threats_and_is_never_concluded_anew(settings: Settings) -> None:
    strict = replace(settings, keep=Keep(flows=2))
    keep.retain(settings=strict, today=date(2014, 4, 5))
    assert conclude.stale(settings) == []
    conclude.run(settings=settings)
    assert compute.run("controlled-machines", DAYS, settings=settings).total == 8
    with pytest.raises(InputError, match="2014-04-01 is closed"):
        conclude.run(settings=settings, days=[date(2014, 4, 1)])


def test_rows_that_were_never_concluded_expire_only_when_told_so(settings: Settings, tmp_path: Path) -> None:
    late = tmp_path / "late"
    late.mkdir()
    ingest.run([connections(late, day, 20 + day) for day in (1, 3)], settings=settings)
    strict, today = replace(settings, keep=Keep(flows=2)), date(2014, 4, 4)  # of 1 April
    before = lake.version(settings.store, "observations"), lake.version(settings.store, "ledger")
    with pytest.raises(InputError, match=r"27 rows are .* from 2014-04-01 to 2014-04-01 that .* 'crosscount run'"):
        keep.retain(settings=strict, today=today)
    assert (lake.version(settings.store, "observations"), lake.version(settings.store, "ledger")) == before
    gone = keep.retain(settings=strict, today=today, unconcluded=True)
    assert (gone.rows["observations"], gone.unconcluded_days, gone.unconcluded_rows) == (27, 1, 27)
    assert conclude.stale(settings) == [
        date(2014, 4, 2),
        date(2014, 4, 3),
    ]  # whose volume is held against the first


def test_a_kind_of_threat_expires_by_itself(settings: Settings) -> None:
    strict = replace(settings, keep=Keep(kinds=("c2_listing=1",)))
    keep.retain(settings=strict, today=date(2014, 5, 5))
    assert set(lake.read(lake.at(settings.store, "threats"), ["kind"]).column("kind").to_pylist()) == {"c2_contact"}


def test_nothing_expires_unless_the_settings_say_so(settings: Settings) -> None:
    assert keep.retain(settings=settings, today=date(2044, 4, 5)) == keep.Expired({}, 0, 0)


def test_a_compaction_that_meets_another_writer_changes_nothing_and_says_so(settings: Settings) -> None:
    table = lake.at(settings.store, "observations")
    flows = [file for file in table.files if file.partition["seen"] == "flow"]
    keep.compact(settings=settings)
    version = lake.version(settings.store, "observations")
    rows = lake.batches(TableAt(table.table, table.version, tuple(flows)), None)
    inside = (batch.select([name for name in batch.schema.names if name != "seen"]) for batch in rows)
    staged = staging.write(settings.store, "observations", inside, partition={"seen": "flow"})
    commit.replace_partition(settings.store, "observations", ("seen", "flow"), flows, staged)
    with pytest.raises(StoreError, match="rewritten by another run"):
        commit.replace_partition(settings.store, "observations", ("seen", "flow"), flows, [])
    assert lake.version(settings.store, "observations") == version + 1


@pytest.mark.parametrize("strict", [Keep(flows=2, raw=2), Keep(flows=2, threats=2, raw=2)], ids=["traffic", "all"])
def test_a_retention_that_is_cut_short_anywhere_loses_nothing_else(
    settings: Settings, strict: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = published(settings)
    day = date(2014, 4, 5)

    def after(store: Path, changes: int) -> tuple[bool, object]:
        """Stop behind so many changes to the disk, run it again and do what is due: whether it stopped, and the end."""
        ours = replace(settings, store=store, keep=strict)
        left = changes
        with monkeypatch.context() as patch:

            def counted(change: Callable[..., object]) -> Callable[..., object]:
                def changed(*args: object, **named: object) -> object:
                    nonlocal left
                    if left == 0:
                        raise KeyboardInterrupt
                    left -= 1
                    return change(*args, **named)

                return changed

            patch.setattr(commit, "_commit", counted(commit._commit))
            patch.setattr(Path, "unlink", counted(Path.unlink))
            try:
                keep.retain(settings=ours, today=day)
                stopped = False
            except KeyboardInterrupt:
                stopped = True
        if stopped:
            assert verify.run(old, settings=ours).differences == ()
            conclude.run(settings=ours)
            settle.run(settings=ours)
            keep.retain(settings=ours, today=day)
        conclude.run(settings=ours)
        settle.run(settings=ours)
        report = verify.run(old, settings=ours)
        files = sorted(
            str(file.relative_to(store))
            for name in ("observations", "threats", "raw")
            for file in (store / name).rglob("*")
            if "_delta_log" not in file.parts
        )
        rows = [
            sorted(map(str, lake.read(lake.at(store, name)).to_pylist()))
            for name in ("observations", "threats", "sets")
        ]
        return stopped, (rows, files, report.differences, len(report.expired))

    number, ends = 0, []
    stopped = True
    while stopped:
        store = tmp_path / f"cut-{number}"
        shutil.copytree(settings.store, store)
        stopped, end = after(store, number)
        ends.append(end)
        number += 1
    assert number > 8
    assert [number for number, end in enumerate(ends) if end != ends[-1]] == []


def test_a_sighting_stays_while_it_counts_for_a_day_that_is_open(tmp_path: Path) -> None:
    settings = replace(settings_in(tmp_path, "UTC"), keep=Keep(listings=30))
    listed = tmp_path / "gozi-2014-04-01.txt"
    listed.write_text("192.0.2.10\n")
    ingest.run([listed, connections(tmp_path, 3, 5)], settings=settings)
    conclude.run(settings=settings)
    keep.retain(settings=settings, today=date(2014, 5, 2))
    late = tmp_path / "late"
    late.mkdir()
    ingest.run([connections(late, 3, 9)], settings=settings)
    conclude.run(settings=settings)
    assert compute.run("controlled-machines", DAYS, settings=settings).total == 9
    assert keep.retain(settings=settings, today=date(2014, 5, 9)).rows == {"observations": 1}
