"""Two runs over one store: whatever the order of their commits, no row is lost without a day being due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow import compute, conclude, ingest, inputs, keep
from crosscount.model.window import Window
from crosscount.settings import Keep, Settings
from crosscount.store import commit
from crosscount.store import keep as files
from tests.flow.small_store import connections, three_days

DAYS = Window(date(2014, 4, 1), date(2014, 4, 3), "UTC")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Traffic of three days in a file each, and a list."""
    settings, files_of_days = three_days(tmp_path)
    for file in files_of_days:
        ingest.run([file], settings=settings)
    conclude.run(settings=settings)
    return settings


def late(settings: Settings, folder: Path) -> None:
    """Another file with traffic of each day."""
    folder.mkdir()
    ingest.run([connections(folder, day, 20 + day) for day in (1, 2, 3)], settings=settings)


def total(settings: Settings) -> int | None:
    return compute.run("controlled-machines", DAYS, settings=settings).total


def during(module: Any, name: str, patch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """Have something else happen just before the function is called for the first time."""
    whole, left = getattr(module, name), [meanwhile]

    def called(*given: Any, **named: Any) -> Any:
        if left:
            left.pop()()
        return whole(*given, **named)

    patch.setattr(module, name, called)


def test_of_two_conclusions_of_a_day_the_one_that_stands_says_what_it_was_concluded_from(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow one read fewer files and commits last; the quick one writes down last what it read."""
    expected_late = inputs.record

    def quick() -> None:
        late(settings, tmp_path / "late")
        held: list[Any] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(inputs, "record", lambda *given: held.append(given))
            conclude.run(settings=settings)
        waiting.extend(held)

    waiting: list[Any] = []
    with monkeypatch.context() as patch:
        during(commit, "replace_days", patch, quick)
        conclude.run(settings=settings, days=[date(2014, 4, day) for day in (1, 2, 3)])
    for given in waiting:
        expected_late(*given)
    assert conclude.stale(settings) == [date(2014, 4, day) for day in (1, 2, 3)]
    conclude.run(settings=settings)
    assert total(settings) == 23


@pytest.mark.parametrize(("module", "moment"), [(files, "compact"), (commit, "replace_partition")])
def test_what_is_ingested_while_files_are_put_together_is_still_due(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, moment: str
) -> None:
    for day in (1, 2):  # enough small files
        (tmp_path / f"more{day}").mkdir()
        ingest.run([connections(tmp_path / f"more{day}", day, 9 + day)], settings=settings)
    conclude.run(settings=settings)
    with monkeypatch.context() as patch:
        during(module, moment, patch, lambda: late(settings, tmp_path / "late"))
        assert keep.compact(settings=settings)["observations"].before > 3
    assert conclude.stale(settings) == [date(2014, 4, day) for day in (1, 2, 3)]
    conclude.run(settings=settings)
    assert total(settings) == 23


def test_what_is_ingested_while_rows_expire_is_still_due(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(settings, keep=Keep(flows=2))
    with monkeypatch.context() as patch:
        during(commit, "replace_partition", patch, lambda: late(settings, tmp_path / "late"))
        keep.retain(settings=strict, today=date(2014, 4, 4))
    assert conclude.stale(settings) == [date(2014, 4, day) for day in (2, 3)]
