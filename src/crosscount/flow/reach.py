"""What the store could have seen of a figure: on which days, and whether anything of that kind is known to it at all.

One rule for the cells of a bulletin, its quality note and the check of a text. A claim is contradicted, and a zero
said, only by evidence that was able to hold it. A day without such records, or a kind of threat that no list and no
detector of the window speaks of, is a gap, and a gap contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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

__all__ = ["Reach", "reach", "records_of", "watched"]

TRAFFIC = (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP)
# Records of a day that show a kind whole. A contact with a C2 server may use any protocol: requests and lookups show
# some of them, so what they show is a lower bound, and that they show nothing is no zero.
WATCHED: dict[Kind, tuple[Seen, ...]] = {
    Kind.C2_CONTACT: (Seen.FLOW,),
    Kind.C2_LISTING: (Seen.LISTING, Seen.REPORT),
    Kind.INFECTION: (Seen.FLOW, Seen.REPORT),  # of a flow: to a server known to be a sinkhole
    Kind.PHISHING_LISTING: (Seen.LISTING, Seen.REPORT),
    Kind.PHISHING_VISIT: (Seen.REQUEST, Seen.LOOKUP),
    Kind.BACKDOOR_ACCESS: (Seen.REQUEST,),
    Kind.BACKDOOR_LISTING: (Seen.REPORT, Seen.LISTING),
    Kind.WEB_ATTACK: (Seen.REQUEST,),
    Kind.PHISHING_KIT: (Seen.REQUEST,),
    Kind.SUSPECT_TRAFFIC: (Seen.REQUEST, Seen.LOOKUP),
    Kind.DNS_TUNNEL: (Seen.LOOKUP,),
    Kind.BEACON: (Seen.FLOW,),
    Kind.LONG_CONNECTION: (Seen.FLOW,),
    Kind.EXFILTRATION: (Seen.FLOW,),
}
STATEMENTS = (Seen.LISTING, Seen.REPORT)  # of every other kind
# Kinds whose rows never name an end cannot show anything of a country there.
WITHOUT_TARGET = frozenset({Kind.C2_LISTING})
WITHOUT_ORIGIN = frozenset({Kind.INFECTION, Kind.BACKDOOR_LISTING, Kind.DNS_TUNNEL})
NOWHERE = "ZZ"


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


def reach(figure: Figure, window: Window, *, settings: Settings, where: Mapping[str, str] | None = None) -> Reach:
    """What the store could have seen of a figure, narrowed to an origin or target."""
    days = watched(lake.at(settings.store, "observations"), records_of(figure, where or {}), window)
    return Reach(
        missing=tuple(day for day in window.days() if day not in days),
        days=window.length,
        known=_known(figure, window, settings),
    )


def records_of(figure: Figure, where: Mapping[str, str]) -> frozenset[Seen]:
    """The records of which a day must have one, so that nothing found means that there was nothing."""
    if not figure.kinds:
        return frozenset(TRAFFIC)
    kinds = set(figure.kinds)
    if where.get("target_country", NOWHERE) != NOWHERE:
        kinds -= WITHOUT_TARGET
    if where.get("origin_country", NOWHERE) != NOWHERE:
        kinds -= WITHOUT_ORIGIN
    return frozenset(seen for kind in kinds for seen in WATCHED.get(kind, STATEMENTS))


def watched(observations: TableAt, records: Collection[Seen], window: Window) -> set[date]:
    """The days of the window, in its zone, on which there is one of these records."""
    wanted = {seen.value for seen in records}
    near = lake.overlapping(observations, "observed_at", window.start, window.end)
    files = tuple(file for file in near.files if file.partition["seen"] in wanted)
    days = {day for file in files if (day := _one_day(file, window)) is not None}
    files = tuple(file for file in files if _one_day(file, window) is None)
    for batch in lake.batches(TableAt(observations.table, observations.version, files), ["observed_at"]):
        days.update(pc.unique(day_of(batch.column("observed_at"), window.zone)).to_pylist())
    return days & set(window.days())


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
    where = pc.field("kind").isin(pa.array([kind.value for kind in figure.kinds], pa.string()))
    return any(
        batch.num_rows for batch in lake.batches(TableAt(threats.table, threats.version, files), ["kind"], where)
    )
