"""What of a run tasks do and what the driver: python -m benchmarks.spark [--rows 5000000] [--master 'local[2]'].

A made-up Zeek log is ingested, concluded, settled and counted, on this machine's engine and on Spark. For each step:
wall time, CPU seconds of all tasks and of the longest, and the CPU seconds that the calling process itself used, which
is the part that more machines do not shorten. CPU seconds, since other programs disturb the wall clock.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring import table, write
from benchmarks.steps import _list, _log
from crosscount.engines import choice
from crosscount.engines.base import Counted, Question
from crosscount.flow import compute, conclude, ingest, settle
from crosscount.flow import rows as rows_step
from crosscount.model.window import Window
from crosscount.settings import Engine, Settings

WINDOW = Window(date(2014, 4, 1), date(2014, 4, 30), "UTC")


@dataclass
class Timed:
    """An engine that notes how long work took and how long it was waited for."""

    inner: Any
    tasks: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        """That of the engine, which the flow asks for."""
        return str(self.inner.name)

    def each(self, work: Callable[[Any], Any], items: Sequence[Any], *, small: bool = False) -> Iterator[Any]:
        """As the engine does, with the time of each task."""
        for number, (result, seconds) in self.inner.each(partial(timed, work), items, small=small):
            self.tasks.append(seconds)
            yield number, result

    def count_distinct(self, pairs: Any, questions: Sequence[Question]) -> list[Counted]:
        """As the engine does."""
        counted: list[Counted] = self.inner.count_distinct(pairs, questions)
        return counted


def timed(work: Callable[[Any], Any], item: Any) -> tuple[Any, float]:
    """What a worker does, and how long it took."""
    begun = time.process_time()
    return work(item), time.process_time() - begun


def main() -> None:
    """Both engines over the same log."""
    parser = argparse.ArgumentParser(description="Tasks and driver of each step, on both engines.")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--master", default="local[2]")
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = [_log(folder, given.rows), _list(folder)]
        answers = []
        for engine in (Engine(), Engine(name="spark", master=given.master)):
            settings = Settings(store=folder / engine.name, engine=engine)
            found, answer = _steps(settings, files, given.rows)
            rows += found
            answers.append(answer)
        assert answers[0] == answers[1], "the engines differ"
    write("spark", rows, table(list(rows[0]), [list(row.values()) for row in rows]))


def _steps(settings: Settings, files: list[Path], number: int) -> tuple[list[dict[str, Any]], object]:
    engine = choice.chosen(settings)
    out = []
    answer: list[object] = []

    def count() -> None:
        statement = compute.many([compute.Request("controlled-machines", WINDOW, ("day",))], settings=settings)[0]
        answer.append((statement.cells, statement.evidence.digest, statement.evidence.rows))

    steps: dict[str, Callable[[], object]] = {
        "ingest": lambda: ingest.run(files, settings=settings),
        "conclude": lambda: conclude.run(settings=settings),
        "settle": lambda: settle.run(settings=settings),
        "compute": count,
    }
    for name, step in steps.items():
        clock = Timed(engine)
        for module in (ingest, conclude, settle, rows_step):
            module.chosen = lambda _, clock=clock: clock  # type: ignore[attr-defined]
        begun, used = time.perf_counter(), time.process_time()
        step()
        wall, used = time.perf_counter() - begun, time.process_time() - used
        out.append(
            {
                "engine": engine.name,
                "step": name,
                "wall s": round(wall, 2),
                "rows/s": f"{number / wall:,.0f}",
                "tasks": len(clock.tasks),
                "task CPU s": round(sum(clock.tasks), 2),
                "longest": round(max(clock.tasks, default=0.0), 2),
                "driver CPU s": round(used, 2),
                "driver MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    return out, answer


if __name__ == "__main__":
    main()
