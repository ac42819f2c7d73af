"""On which UTC days a file of observations speaks: from its bounds, or from its rows where bounds say too little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from crosscount.kernels.detecting.validity import DAY, microseconds, stated
from crosscount.model.provenance import DataFile, TableAt
from crosscount.store import lake

__all__ = ["EPOCH", "Spans", "spans_of"]

EPOCH = date(1970, 1, 1)
WIDE = 31  # days between the bounds of a file from which on its rows are asked: one odd date must not touch years

DayNumbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spans:
    """Runs of days (numbers since 1970-01-01, both ends included), ascending and apart, and the rows on all of them."""

    runs: tuple[tuple[int, int], ...]
    rows: int  # a row with an interval counts once for each of its days

    @property
    def rows_a_day(self) -> float:
        """The rows on an average day."""
        return self.rows / max(1, sum(last - first + 1 for first, last in self.runs))

    def days(self, longer: int = 0, among: DayNumbers | None = None) -> Iterator[date]:
        """Every day of the runs, each run `longer` days more; only those `among` given days (ascending)."""
        numbers: set[int] = set()
        for first, last in self.runs:
            if among is None:
                numbers.update(range(first, last + longer + 1))
            else:
                low, high = np.searchsorted(among, [first, last + longer + 1])
                numbers.update(among[low:high].tolist())
        return (EPOCH + timedelta(days=number) for number in sorted(numbers))

    def touches(self, days: DayNumbers, longer: int = 0) -> bool:
        """Whether a run, `longer` days more, holds one of the days (ascending)."""
        return any(np.searchsorted(days, first) < np.searchsorted(days, last + longer + 1) for first, last in self.runs)

    def plain(self) -> list[Any]:
        """For JSON."""
        return [self.rows, [list(run) for run in self.runs]]

    @staticmethod
    def from_plain(plain: list[Any]) -> Spans:
        """What `plain` wrote."""
        return Spans(tuple((int(first), int(last)) for first, last in plain[1]), int(plain[0]))


def spans_of(table: TableAt, file: DataFile, *, states: bool) -> tuple[Spans, bool]:
    """The days of one file, and whether its rows had to be read. `states`: its rows may state an interval."""
    names = ("observed_at", "valid_from", "valid_to") if states else ("observed_at",)
    if all(name in file.minimum for name in names):
        first = min(_number(file.minimum[name]) for name in names[-2:])
        last = max(_number(file.maximum[name]) for name in names[-2:])
        if last - first < WIDE:
            return Spans(((first, last),), file.rows * (last - first + 1 if states else 1)), False
    if not states and not file.rows:
        return Spans((), 0), False
    changes: dict[int, int] = {}
    columns = ["observed_at", "valid_from", "valid_to"] if states else ["observed_at"]
    for batch in lake.batches(TableAt(table.table, table.version, (file,)), columns):
        if states:
            start, end = stated(batch)
            firsts, lasts = start // DAY, (end - 1) // DAY
        else:
            firsts = lasts = microseconds(batch.column("observed_at")) // DAY
        for numbers, step in ((firsts, 1), (lasts + 1, -1)):
            for number, times in _counted(numbers):
                changes[number] = changes.get(number, 0) + step * times
    return _runs(changes), True


def _counted(numbers: DayNumbers) -> Iterator[tuple[int, int]]:
    """Each number and how often it occurs, ascending."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    if high - low <= len(numbers):  # sooner than by sorting
        times = np.bincount(numbers - low)
        found = np.flatnonzero(times)
        yield from zip((found + low).tolist(), times[found].tolist(), strict=True)
        return
    values, times = np.unique(numbers, return_counts=True)
    yield from zip(values.tolist(), times.tolist(), strict=True)


def _runs(changes: dict[int, int]) -> Spans:
    runs: list[tuple[int, int]] = []
    rows = standing = begun = previous = 0
    for number in sorted(changes):
        rows += standing * (number - previous)
        if not standing and not (runs and runs[-1][1] == number - 1):
            begun = number
        elif not standing:
            begun = runs.pop()[0]
        standing += changes[number]
        previous = number
        if not standing:
            runs.append((begun, number - 1))
    return Spans(tuple(runs), rows)


def _number(instant: datetime) -> int:
    return (instant.astimezone(UTC).date() - EPOCH).days
