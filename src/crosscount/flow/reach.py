"""What the store could have seen of a figure: on which days, and whether anything of that kind is known to it at all.

A claim is contradicted only by evidence that was able to hold it. A day without records, or a kind of threat that no
list and no detector of the window speaks of, is a gap, and a gap contradicts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.days import day_of
from crosscount.model.figure import Figure
from crosscount.model.kinds import Kind, Seen
from crosscount.model.provenance import DataFile, TableAt
from crosscount.model.window import Window, zone_named
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Reach", "reach"]

# Records without which a kind cannot be concluded: any one of them on a day makes the day a day of observation.
WATCHED: dict[Kind, tuple[Seen, ...]] = {
    Kind.C2_CONTACT: (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP, Seen.REPORT),
    Kind.C2_LISTING: (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP, Seen.LISTING),
    Kind.INFECTION: (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP, Seen.REPORT),
    Kind.PHISHING_LISTING: (Seen.REQUEST, Seen.LISTING),
    Kind.PHISHING_VISIT: (Seen.REQUEST, Seen.LOOKUP),
    Kind.BACKDOOR_ACCESS: (Seen.REQUEST,),
    Kind.BACKDOOR_LISTING: (Seen.REQUEST, Seen.REPORT, Seen.LISTING),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """For one figure and window."""

    missing: tuple[date, ...]  # days without a record that could show it
    days: int  # of the window
    known: bool  # whether a row of that kind exists in the window, whatever the countries

    @property
    def whole(self) -> bool:
        """Whether every day was watched."""
        return not self.missing

    @property
    def nothing(self) -> bool:
        """Whether no day was."""
        return len(self.missing) == self.days


def reach(figure: Figure, window: Window, *, settings: Settings) -> Reach:
    """What the store could have seen."""
    wanted = {seen.value for kind in figure.kinds for seen in WATCHED.get(kind, ())}
    table = lake.at(settings.store, "observations")
    near = lake.overlapping(table, "observed_at", window.start, window.end)
    files = tuple(file for file in near.files if file.partition["seen"] in wanted)
    watched = {day for file in files if (day := _one_day(file, window)) is not None}
    files = tuple(file for file in files if _one_day(file, window) is None)
    for batch in lake.batches(TableAt(table.table, table.version, files), ["observed_at"]):
        watched.update(pc.unique(day_of(batch.column("observed_at"), window.zone)).to_pylist())
    return Reach(
        missing=tuple(day for day in window.days() if day not in watched),
        days=window.length,
        known=_known(figure, window, settings),
    )


def _one_day(file: DataFile, window: Window) -> date | None:
    """The day of the window's zone on which all records of a file lie, None if they do not."""
    if not file.rows or "observed_at" not in file.minimum:
        return None
    zone = zone_named(window.zone)
    first, last = (end["observed_at"].astimezone(zone).date() for end in (file.minimum, file.maximum))
    return first if first == last else None


def _known(figure: Figure, window: Window, settings: Settings) -> bool:
    threats = lake.at(settings.store, "threats")
    days = {day.isoformat() for day in window.utc_days()}
    files = tuple(file for file in threats.files if file.partition["day"] in days)
    where = pc.field("kind").isin(pa.array([kind.value for kind in figure.kinds]))
    return any(
        batch.num_rows for batch in lake.batches(TableAt(threats.table, threats.version, files), ["kind"], where)
    )
