"""Keep threats and sets up with what was just ingested, so that a figure asked for counts it.

The new rows of a day are added to its threats at once by the detectors that look at row by row. Those that must see a
day whole, and the sets, follow when the day is small or has been quiet for a while; then it is concluded whole, and in
one commit replaced by what `crosscount run` would make of it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from crosscount.flow import conclude, inputs, settle
from crosscount.flow.concluding import stage
from crosscount.flow.inputs import STATEMENTS, Inputs
from crosscount.flow.spans import Spans
from crosscount.model.provenance import DataFile, TableAt
from crosscount.settings import Settings
from crosscount.store import commit

__all__ = ["Figures"]

SMALL_ROWS = 50_000  # of the days that changed: so many are concluded whole each time
QUIET = 10.0  # seconds without a new row after which a day is concluded whole, longer for a day that takes longer
ROWS_A_SECOND = 1_000_000


class Figures:
    """What was concluded so far in this run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._spans: dict[str, Spans] = {}
        self._seen: set[str] = set()
        self._touched: dict[date, tuple[float, float]] = {}  # day → when a row came last, and its rows
        self.threats = 0

    def whole(self) -> None:
        """Conclude and settle everything that is due."""
        found = self._survey()
        self.threats += conclude.run(settings=self._settings).threats
        settle.run(settings=self._settings)
        self._seen = {file.name for file in found.table.files}
        self._touched = {}

    def follow(self) -> None:
        """Bring what is new into the threats, and into the sets where that is quick."""
        found = self._survey()
        new = [file for file in found.table.files if file.name not in self._seen]
        if not new:
            self._quiet_days()
            return
        self._seen.update(file.name for file in new)
        days = sorted({day for file in new for day in found.spans[file.name].days()})
        now = time.monotonic()
        self._touched.update((day, (now, found.rows(day))) for day in days)
        if any(file.partition["seen"] in STATEMENTS for file in new) or sum(map(found.rows, days)) < SMALL_ROWS:
            self.threats += conclude.run(settings=self._settings).threats
            self._touched = {}
            settle.run(settings=self._settings)
        else:
            self._add(new, days, found)
            self._quiet_days()

    def _survey(self) -> Inputs:
        if not self._spans:
            self._spans = dict(inputs.recorded(self._settings)[1])
        found = inputs.survey(self._settings, self._spans)
        self._spans = dict(found.spans)
        return found

    def _add(self, new: Sequence[DataFile], days: Sequence[date], found: Inputs) -> None:
        apart = conclude.row_by_row(self._settings)
        traffic = TableAt(found.table.table, found.table.version, tuple(new))
        nothing = TableAt(found.table.table, found.table.version, ())
        share = conclude.share_of(days, apart, traffic, nothing, found, self._settings)
        staged = stage(share)
        name = sha256("\n".join(sorted(file.name for file in new)).encode()).hexdigest()
        commit.append(self._settings.store, "threats", staged.files, transaction=f"watch:{name}")
        self.threats += staged.written

    def _quiet_days(self) -> None:
        now = time.monotonic()
        quiet = [day for day, (last, rows) in self._touched.items() if now - last > max(QUIET, rows / ROWS_A_SECOND)]
        if quiet:
            conclude.run(settings=self._settings, days=quiet)
            settle.run(settings=self._settings)
            for day in quiet:
                del self._touched[day]
