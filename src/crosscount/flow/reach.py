"""What the store could have seen of a figure: on which days, and whether anything of that kind is known to it at all.

One rule for the cells of a bulletin, its quality note and the check of a text. A claim is contradicted, and a zero
said, only by evidence that was able to hold it. A day without such records, or a kind of threat that no list and no
detector of the window speaks of, is a gap, and a gap contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.days import day_of
from crosscount.kernels.detecting.validity import effective, standing
from crosscount.model.figure import Figure
from crosscount.model.kinds import Kind, Seen
from crosscount.model.provenance import DataFile, TableAt
from crosscount.model.window import Window, zone_named
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Reach", "Shown", "reach", "records_of", "watched"]

TRAFFIC = (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP)
# Records of a day that show a kind whole, and the statements that must stand on that day, as without a list of C2
# servers a flow shows none. A contact with a C2 server may use any protocol: requests and lookups show some of them,
# so what they show is a lower bound, and that they show nothing is no zero.
SHOWN: dict[Kind, tuple[tuple[Seen, Kind | None], ...]] = {
    Kind.C2_CONTACT: ((Seen.FLOW, Kind.C2_LISTING),),
    # of a flow: to a server known to be a sinkhole
    Kind.INFECTION: ((Seen.FLOW, Kind.C2_LISTING), (Seen.REPORT, Kind.INFECTION)),
    Kind.PHISHING_VISIT: ((Seen.REQUEST, Kind.PHISHING_LISTING), (Seen.LOOKUP, Kind.PHISHING_LISTING)),
    Kind.BACKDOOR_ACCESS: ((Seen.REQUEST, None),),
    Kind.WEB_ATTACK: ((Seen.REQUEST, None),),
    Kind.PHISHING_KIT: ((Seen.REQUEST, None),),
    Kind.SUSPECT_TRAFFIC: ((Seen.REQUEST, None), (Seen.LOOKUP, None)),
    Kind.DNS_TUNNEL: ((Seen.LOOKUP, None),),
    Kind.BEACON: ((Seen.FLOW, None),),
    Kind.LONG_CONNECTION: ((Seen.FLOW, None),),
    Kind.EXFILTRATION: ((Seen.FLOW, None),),
}
STATEMENTS = (Seen.LISTING, Seen.REPORT)  # of every other kind, where one that states it stands
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
    days = Shown(window, settings).days(figure, where or {})
    return Reach(
        missing=tuple(day for day in window.days() if day not in days),
        days=window.length,
        known=_known(figure, window, settings),
    )


class Shown:
    """The days of one window that could show the things that figures count; each is found once."""

    def __init__(self, window: Window, settings: Settings) -> None:
        observations = lake.at(settings.store, "observations")
        self._suspected = settings.detection.suspected_as_c2
        self._records = cache(lambda seen: frozenset(watched(observations, (seen,), window)))
        self._standing = cache(lambda kind: frozenset(_standing(observations, kind, window, settings)))

    def days(self, figure: Figure, where: Mapping[str, str]) -> frozenset[date]:
        """The days on which nothing found means that there was nothing."""
        out: set[date] = set()
        for seen, stated in records_of(figure, where, suspected=self._suspected):
            out |= self._records(seen) & self._standing(stated) if stated is not None else self._records(seen)
        return frozenset(out)


def records_of(
    figure: Figure, where: Mapping[str, str], *, suspected: bool = False
) -> frozenset[tuple[Seen, Kind | None]]:
    """The records that show what a figure counts, each with what must be stated for it.

    `suspected`: servers of beacons count as C2 servers, which no list need name.
    """
    if not figure.kinds:
        return frozenset((seen, None) for seen in TRAFFIC)
    kinds = set(figure.kinds)
    if suspected and Kind.C2_CONTACT in kinds:
        kinds.add(Kind.BEACON)
    if where.get("target_country", NOWHERE) != NOWHERE:
        kinds -= WITHOUT_TARGET
    if where.get("origin_country", NOWHERE) != NOWHERE:
        kinds -= WITHOUT_ORIGIN
    return frozenset(each for kind in kinds for each in SHOWN.get(kind, tuple((seen, kind) for seen in STATEMENTS)))


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


def _standing(observations: TableAt, kind: Kind, window: Window, settings: Settings) -> set[date]:
    """The days of the window on which a statement of that kind counts, in a list or a report."""
    lasting = {
        Kind.C2_LISTING: settings.indicators.c2_days,
        Kind.PHISHING_LISTING: settings.indicators.phishing_days,
    }.get(kind, 1)
    files = tuple(file for file in observations.files if file.partition["seen"] in {seen.value for seen in STATEMENTS})
    wanted = standing(window.start - timedelta(days=lasting), window.end) & (pc.field("stated") == kind.value)
    left = {day: _instants(day, window) for day in window.days()}
    columns = ["observed_at", "valid_from", "valid_to"]
    for batch in lake.batches(TableAt(observations.table, observations.version, files), columns, wanted):
        begins, ends = effective(batch, lasting)
        left = {day: (one, end) for day, (one, end) in left.items() if not ((begins < end) & (ends > one)).any()}
        if not left:
            break
    return {day for day in window.days() if day not in left}


def _instants(day: date, window: Window) -> tuple[int, int]:
    """When a day of the window's zone begins and ends, in microseconds since 1970."""
    one = Window(day, day, window.zone)
    begin, end = (int(instant.timestamp()) * 1_000_000 for instant in (one.start, one.end))
    return begin, end


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
