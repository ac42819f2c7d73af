"""What is settled: which days a file of `sets` holds, from which threats, and which days are out of date.

A file holds the days from its partition day on, one for each digest that its partition value `inputs` names: the
digest of what that day was settled from. A day whose threats have changed since is out of date and never read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from crosscount import plugins
from crosscount.model.figure import Unit
from crosscount.model.provenance import DataFile, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = [
    "covering",
    "days_in",
    "files_by_day",
    "inputs_of",
    "partition_of",
    "settled_inputs",
    "stale",
    "units_of_figures",
]

REVISION = 4  # raise it when the rows of `sets` change for the same threats
DAY = timedelta(days=1)
NOTHING = "0"  # stands for a day that was not settled, as there are no threats near it
JOINT = "-"


def stale(settings: Settings, *, threats: TableAt | None = None) -> list[date]:
    """The days of the reporting zone whose sets are missing, out of date or without threats by now."""
    threats = threats if threats is not None else lake.at(settings.store, "threats")
    units = units_of_figures()
    have = settled_inputs(lake.at(settings.store, "sets"))
    by_utc_day = files_by_day(threats)
    wanted = {
        day: inputs_of(day, threats, settings.timezone, units, by_utc_day)
        for day in sorted({near for utc in by_utc_day for near in (utc - DAY, utc, utc + DAY)})
    }
    out = {day for day, inputs in wanted.items() if inputs is not None and have.get(day) != inputs}
    return sorted(out | {day for day in have if wanted.get(day) is None})


def settled_inputs(sets: TableAt) -> dict[date, str]:
    """For each settled day, the digest of what it was settled from."""
    return {day: inputs for file in sets.files for day, inputs in days_in(file).items()}


def covering(sets: TableAt, days: Collection[date]) -> TableAt:
    """The files that hold one of the days."""
    wanted = set(days)
    return TableAt(sets.table, sets.version, tuple(file for file in sets.files if wanted & days_in(file).keys()))


def partition_of(first: date, inputs: Sequence[str | None]) -> dict[str, str]:
    """The partition values of a file with so many days from `first` on; None: a day without threats."""
    return {"day": first.isoformat(), "inputs": JOINT.join(each or NOTHING for each in inputs)}


def inputs_of(
    day: date,
    threats: TableAt,
    zone: str,
    units: Mapping[Unit, frozenset[str]],
    by_utc_day: Mapping[date, Sequence[DataFile]] | None = None,
) -> str | None:
    """The digest of what that day of the zone is settled from; None if there are no threats near it."""
    by_utc_day = by_utc_day if by_utc_day is not None else files_by_day(threats)
    names = sorted(file.name for utc in Window(day, day, zone).utc_days() for file in by_utc_day.get(utc, ()))
    if not names:
        return None
    said = repr((REVISION, zone, sorted((unit.value, sorted(kinds)) for unit, kinds in units.items()), names))
    return sha256(said.encode()).hexdigest()[:32]


def units_of_figures() -> dict[Unit, frozenset[str]]:
    """What the installed figures count: unit → kinds."""
    out: dict[Unit, frozenset[str]] = {}
    for figure in plugins.figures().values():
        if figure.kinds:
            out[figure.unit] = out.get(figure.unit, frozenset()) | {kind.value for kind in figure.kinds}
    return out


def files_by_day(table: TableAt) -> dict[date, list[DataFile]]:
    """The files of each partition day."""
    out: dict[date, list[DataFile]] = {}
    for file in table.files:
        out.setdefault(date.fromisoformat(file.partition["day"]), []).append(file)
    return out


def days_in(file: DataFile) -> dict[date, str]:
    """The days that a file of `sets` holds, each with the digest of what it was settled from."""
    first = date.fromisoformat(file.partition["day"])
    digests = file.partition["inputs"].split(JOINT)
    return {first + number * DAY: digest for number, digest in enumerate(digests) if digest != NOTHING}
