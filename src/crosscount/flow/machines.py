"""Machines: how many stand behind the addresses of controlled machines, estimated day by day from rows of `threats`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount import __version__
from crosscount.errors import InputError
from crosscount.flow import compute, rows
from crosscount.flow.narrowing import narrowed, within
from crosscount.kernels.estimating.machines import estimated
from crosscount.kernels.estimating.sightings import COLUMNS, Day, day_of_sightings
from crosscount.model.estimate import MachineEstimate
from crosscount.model.figure import DIMENSIONS, Figure
from crosscount.model.provenance import Evidence, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake, ledger

__all__ = ["FIGURE", "NAME", "estimate", "plain", "run"]

NAME = "machines"
FIGURE = "controlled-machines"  # whose rows are read
METHOD = 5  # raised when the same rows give another estimate


def run(window: Window, *, settings: Settings, where: Mapping[str, str] | None = None) -> MachineEstimate:
    """Estimate, and keep the estimate in the ledger."""
    made = estimate(window, settings=settings, where=where)
    ledger.append(settings.store, "estimate", made.id, plain(made), at=made.computed_at)
    return made


def estimate(
    window: Window, *, settings: Settings, where: Mapping[str, str] | None = None, version: int | None = None
) -> MachineEstimate:
    """Estimate without writing anything; with a version, from the rows of that version of `threats`."""
    chosen = dict(sorted((where or {}).items()))
    for dimension in chosen:
        if dimension not in DIMENSIONS or dimension == "day":
            raise InputError(f"machines cannot be narrowed by '{dimension}'; use country, network or family")
    figure = compute.figure_named(FIGURE)
    pinned = rows.pin(figure, window, settings, version)
    count, digest = _Rows(), sha256()
    days = []
    for _, day in _days(pinned, figure, window, chosen, count):
        days.append(day)
        digest.update(_bytes(day))
    hours = (window.end - window.start).total_seconds() / 3600
    narrowed_by = "".join(f", {name} = {value or '(none)'}" for name, value in chosen.items())
    evidence = Evidence(
        table=pinned.table,
        version=pinned.version,
        where=f"rows of {figure.id}, {window.start:%Y-%m-%dT%H:%MZ} ≤ time < {window.end:%Y-%m-%dT%H:%MZ}{narrowed_by}",
        rows=count.read,
        digest=digest.hexdigest(),
        files=rows.names_digest(pinned),
        references=(),
        code=f"crosscount {__version__}, {NAME}@{METHOD}",
    )
    made = MachineEstimate("", window, chosen, estimated(days, hours), evidence, datetime.now(UTC))
    return replace(made, id=_id(made))


def plain(made: MachineEstimate) -> dict[str, Any]:
    """The estimate as dicts, lists, text and numbers; values to six digits, which is more than they can carry."""
    said = asdict(made)
    zone = {"first": made.window.first.isoformat(), "last": made.window.last.isoformat(), "zone": made.window.zone}
    said |= {"window": zone, "figure": NAME, "computed_at": made.computed_at.isoformat()}
    return orjson.loads(orjson.dumps(_rounded(said)))  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(held) for held in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _id(made: MachineEstimate) -> str:
    said = plain(made)
    del said["id"], said["computed_at"]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


class _Rows:
    """How many rows were read so far."""

    read = 0

    def counted(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            self.read += batch.num_rows
            yield batch


def _days(
    pinned: TableAt, figure: Figure, window: Window, where: Mapping[str, str], count: _Rows
) -> Iterator[tuple[date, Day]]:
    """The sightings of each UTC day: a partition of `threats`, so that no more than one day is held."""
    condition = within(window) & pc.field("kind").isin([kind.value for kind in figure.kinds]) & narrowed(figure, where)
    for tag in figure.without:
        condition &= ~pc.match_substring_regex(pc.field("tags"), rf"(^|,){tag.value}(,|$)")
    ordered = sorted(pinned.files, key=lambda file: (file.partition["day"], file.name))
    for day, files in groupby(ordered, key=lambda file: file.partition["day"]):
        table = TableAt(pinned.table, pinned.version, tuple(files))
        yield date.fromisoformat(day), day_of_sightings(count.counted(lake.batches(table, COLUMNS, condition)))


def _bytes(day: Day) -> bytes:
    """The whole numbers of a day in an order of their own: the same for any order of its rows."""
    out = []
    for table in (day.networks, day.bots):
        whole = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
        keys = [name for name in ("bot", "network") if name in whole]
        out += table.select(whole).sort_by([(key, "ascending") for key in keys]).to_pylist()
    return orjson.dumps(out, option=orjson.OPT_SORT_KEYS)
