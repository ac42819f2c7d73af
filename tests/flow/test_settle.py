"""Settle: only what changed is settled anew, whatever came in whichever order, and the sets are always the same."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow import compute, settle, settled, settling
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import commit, lake
from tests.flow.small_store import put_threats, settings_in

MONDAY = date(2014, 3, 17)
DAYS = [MONDAY + timedelta(days=number) for number in range(10)]  # a week and three days of the next
WINDOW = Window(DAYS[0], DAYS[-1], "UTC")
FIGURES = ("controlled-machines", "c2-servers", "phishing-operations", "backdoored-sites")
Row = dict[str, Any]

_PROCESSES = multiprocessing.get_context("forkserver")


def contacts(day: date, hosts: Iterable[int]) -> list[Row]:
    """A contact, a visit and an attack of each host."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    out: list[Row] = []
    for host in hosts:
        ends = {"origin_ip": "192.0.2.1", "target_ip": f"198.51.100.{host}", "observed_at": at}
        out += [ends, {**ends, "kind": "phishing_visit", "page": f"http://a.example/{host}", "family": f"kit-{host}"}]
        out += [{**ends, "kind": "backdoor_access", "site": f"{host}.example", "origin_asn": 64_500 + host}]
    return out


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path, "UTC")
    for number, day in enumerate(DAYS):
        put_threats(settings, contacts(day, range(number, number + 3)))
    return settings


def names(settings: Settings) -> list[str]:
    """Of the files of sets: the digests of their bytes."""
    return sorted(file.name.partition("-")[0] for file in lake.at(settings.store, "sets").files)


def sets(settings: Settings) -> list[str]:
    """Every row of sets, with its own day."""
    rows = lake.read(lake.at(settings.store, "sets")).drop_columns(["inputs"]).to_pylist()
    return sorted(str({**row, "day": row["day"] + timedelta(days=row["later"]), "later": 0}) for row in rows)


def totals(settings: Settings) -> list[tuple[int | None, str]]:
    found = [compute.run(name, WINDOW, settings=settings) for name in FIGURES]
    return [(one.total, one.path) for one in found]


def anew(settings: Settings, folder: Path) -> Settings:
    """Another store with the same threats, settled in one go."""
    other = settings_in(folder, settings.timezone)
    rows = [row | {"day": None} for row in lake.read(lake.at(settings.store, "threats")).to_pylist()]
    put_threats(other, rows)
    settle.run(settings=other)
    return other


def test_quiet_days_of_a_week_share_a_file(settings: Settings) -> None:
    settle.run(settings=settings)
    held = sorted(sorted(settled.days_in(file)) for file in lake.at(settings.store, "sets").files)
    assert held == [DAYS[:7], DAYS[7:]]
    assert {path for _, path in totals(settings)} == {"sets"}


def test_a_changed_day_is_settled_alone_and_its_week_is_taken_over(settings: Settings, tmp_path: Path) -> None:
    settle.run(settings=settings)
    put_threats(settings, contacts(DAYS[2], range(40, 45)))
    for file in lake.at(settings.store, "threats").files:  # whoever reads another day now is found out
        if file.partition["day"] != str(DAYS[2]):
            Path(file.path).rename(f"{file.path}.away")
    done = settle.run(settings=settings)
    for away in (settings.store / "threats").rglob("*.away"):
        away.rename(away.with_suffix(""))
    assert (done.days, done.rows) == ((DAYS[2],), 15)
    assert settle.stale(settings) == []
    other = anew(settings, tmp_path / "anew")
    assert sets(settings) == sets(other)
    assert totals(settings) == totals(other)


def test_a_late_file_joins_its_day_and_leaves_other_weeks_alone(settings: Settings) -> None:
    settle.run(settings=settings)
    before = {file.path for file in lake.at(settings.store, "sets").files}
    old = totals(settings)
    put_threats(settings, [*contacts(DAYS[8], range(8, 11)), *contacts(DAYS[8], range(60, 64))])
    settle.run(settings=settings)
    after = {file.path for file in lake.at(settings.store, "sets").files}
    assert len(before & after) == 1
    assert [total - was for (total, _), (was, _) in zip(totals(settings), old, strict=True)] == [4, 0, 4, 4]


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York"])
def test_days_between_changed_ones_are_taken_over_once_in_any_zone(zone: str, tmp_path: Path) -> None:
    """The days of a zone share UTC days with their neighbours."""
    settings = settings_in(tmp_path, zone)
    rows = {
        day: [
            row | {"observed_at": row["observed_at"] + timedelta(hours=hours)}
            for row in contacts(day, range(3))
            for hours in (-12, -6, 6, 11)
        ]
        for day in DAYS
    }
    for mine in rows.values():
        put_threats(settings, mine)
    settle.run(settings=settings)
    for number in (1, 4, 8):
        put_threats(settings, rows[DAYS[number]] + contacts(DAYS[number], [9]))
    settle.run(settings=settings)
    assert sets(settings) == sets(anew(settings, tmp_path / "anew"))


def test_the_order_in_which_days_come_changes_no_byte(tmp_path: Path) -> None:
    found = set()
    for number, order in enumerate(permutations((1, 3, 6))):
        settings = settings_in(tmp_path / str(number), "UTC")
        for day in order:
            put_threats(settings, contacts(DAYS[day], range(day, day + 3)))
            settle.run(settings=settings)
        found.add(tuple(names(settings)))
    assert len(found) == 1


def test_a_day_that_lost_its_threats_leaves_the_file_of_its_week(settings: Settings, tmp_path: Path) -> None:
    settle.run(settings=settings)
    commit.replace_days(settings.store, "threats", [DAYS[3]], [])
    settle.run(settings=settings)
    assert settle.stale(settings) == []
    assert DAYS[3] not in settled.settled_inputs(lake.at(settings.store, "sets"))
    assert sets(settings) == sets(anew(settings, tmp_path / "anew"))


@pytest.mark.parametrize(
    "limits",
    [
        {settling: {"CHUNK_ROWS": 1}, settle: {"CHUNK_ROWS": 1}},
        {settling: {"CHUNK_ROWS": 1, "PIECE_ROWS": 1}},
        {settling: {"WEEK_BYTES": 1}},
        {settle: {"BUSY_ROWS": 1}},
        {settle: {"BUSY_ROWS": 1, "SPLIT_ROWS": 4}},
    ],
    ids=["a day at once", "pieces of a day", "large weeks", "busy days", "days dealt out"],
)
def test_what_is_too_large_for_memory_is_settled_to_the_same_sets(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, limits: dict[Any, dict[str, int]]
) -> None:
    settle.run(settings=settings)
    rows, before = sets(settings), totals(settings)
    for module, values in limits.items():
        for name, value in values.items():
            monkeypatch.setattr(module, name, value)
    settle.run(settings=settings, days=DAYS)
    assert (sets(settings), totals(settings)) == (rows, before)
    # And the next change, whether the day lies alone or with others.
    put_threats(settings, contacts(DAYS[1], range(1, 4)) + contacts(DAYS[1], [9]))
    settle.run(settings=settings)
    changed = sets(settings)
    monkeypatch.undo()
    settle.run(settings=settings, days=DAYS)
    assert sets(settings) == changed != rows


def test_a_day_that_becomes_busy_leaves_the_file_of_its_week(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settle.run(settings=settings)
    monkeypatch.setattr(settle, "BUSY_ROWS", 20)
    put_threats(settings, contacts(DAYS[4], range(100, 110)))
    settle.run(settings=settings)
    assert settle.stale(settings) == []
    assert len(names(settings)) == 8  # seven days, and the next week as it was
    assert sets(settings) == sets(anew(settings, tmp_path / "anew"))


def run_settle(store: Path) -> None:
    settle.CHUNK_DAYS = 1
    settle.run(settings=Settings(store=store, timezone="UTC"))


def test_two_settles_at_once_leave_each_day_once(settings: Settings, tmp_path: Path) -> None:
    settle.run(settings=settings)
    for day in (DAYS[0], DAYS[5], DAYS[9]):
        put_threats(settings, contacts(day, range(20, 60)))
    both = [_PROCESSES.Process(target=run_settle, args=(settings.store,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
        assert process.exitcode == 0
    assert settle.stale(settings) == []
    assert sets(settings) == sets(anew(settings, tmp_path / "anew"))


def test_a_settle_that_read_before_another_does_not_undo_it_unseen(settings: Settings, tmp_path: Path) -> None:
    """Each takes a day of the week over as it was before the other settled it: that day is then out of date."""
    settle.run(settings=settings)
    put_threats(settings, contacts(DAYS[0], range(20, 30)))
    [slow] = settle._Plan(
        settings,
        lake.at(settings.store, "threats"),
        lake.at(settings.store, "sets"),
        settle.stale(settings),
    ).chunks()
    put_threats(settings, contacts(DAYS[1], range(40, 50)))
    settle.run(settings=settings)
    commit.replace_days(settings.store, "sets", slow.replaced, settling.stage(slow.shares[0]))
    assert settle.stale(settings) == [DAYS[1]]
    assert {path for _, path in totals(settings)} == {"threats"}
    settle.run(settings=settings)
    assert sets(settings) == sets(anew(settings, tmp_path / "anew"))
