"""Kill -9 at random points: after a re-run the tables equal the undisturbed ones.

CROSSCOUNT_KILLS says how often, 20 by default; `make crash` kills 200 times. The points depend on the machine's speed,
so a failure names the seed and the delay but may not come again at once.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscount.store import lake
from tests.crash.steps import STEPS, Step

KILLS = int(os.environ.get("CROSSCOUNT_KILLS", "20"))
CLOCKS = ("ingested_at", "at")  # columns that say when it was done

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.crash.steps"])


def start(work: Callable[[Path, Path], None], given: Path, store: Path) -> multiprocessing.process.BaseProcess:
    process = _PROCESSES.Process(target=work, args=(given, store))
    process.start()
    return process


def finish(work: Callable[[Path, Path], None], given: Path, store: Path) -> float:
    """Run to the end; seconds it took."""
    begun = time.monotonic()
    process = start(work, given, store)
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begun


def tables(step: Step, store: Path) -> dict[str, list[str]]:
    """Every row of the step's tables as text, sorted, without clocks."""
    out = {}
    for name in step.tables:
        rows = lake.read(lake.at(store, name))
        out[name] = sorted(
            map(repr, rows.drop_columns([one for one in CLOCKS if one in rows.column_names]).to_pylist())
        )
    return out


@pytest.mark.parametrize("name", STEPS)
def test_a_killed_step_run_again_gives_the_undisturbed_tables(name: str, tmp_path: Path) -> None:
    step, given, begin, store = STEPS[name], tmp_path / "given", tmp_path / "begin", tmp_path / "store"
    finish(step.prepare, given, begin)
    begin.mkdir(exist_ok=True)
    shutil.copytree(begin, tmp_path / "whole")
    finish(step.run, given, tmp_path / "whole")
    expected = tables(step, tmp_path / "whole")
    shutil.copytree(begin, store)
    length = finish(step.run, given, store)
    assert tables(step, store) == expected

    seed = random.randrange(10**9)
    chance, interrupted = random.Random(seed), 0
    for kill in range(KILLS):
        # Every third kill hits a run that repairs what the one before left behind.
        if kill % 3 != 1:
            shutil.rmtree(store)
            shutil.copytree(begin, store)
        delay = chance.uniform(0, length)
        process = start(step.run, given, store)
        process.join(delay)
        interrupted += process.is_alive()
        process.kill()
        process.join()
        tables(step, store)  # whatever is there can be read
        if kill % 3 != 0:
            finish(step.run, given, store)
            assert tables(step, store) == expected, f"seed {seed}, kill {kill} after {delay:.4f} s"
    assert interrupted > KILLS // 4, "the kills came too late to say anything"
