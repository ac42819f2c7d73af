"""What the note counts itself, from the rows of one version of `threats`: one reading, a batch at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow import rows
from crosscount.flow.narrowing import within
from crosscount.flow.quality.choices import Choice, choices
from crosscount.flow.quality.placements import COLUMNS, Placements
from crosscount.flow.quality.tags import Tagged, columns
from crosscount.flow.quality.withhold import variants
from crosscount.model.figure import Cell, Figure, Unit
from crosscount.model.provenance import TableAt
from crosscount.model.quality import Variants
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Measured", "measure"]

ADDRESSES = (Unit.ORIGIN_ADDRESS, Unit.TARGET_ADDRESS)


@dataclass(frozen=True, slots=True)
class Measured:
    """Every figure counted otherwise."""

    editions: tuple[str, ...]
    placed: tuple[Variants, ...]
    tagged: tuple[Variants, ...]


def measure(
    figures: Sequence[Figure],
    stated: Mapping[str, Cell],
    pair: Mapping[str, str],
    window: Window,
    *,
    settings: Settings,
    version: int,
    smallest: int,
    among: Collection[str] | None = None,
) -> Measured:
    """Count; with `among`, as if there were these editions only. Placing is skipped where there is one edition."""
    chosen = choices(window, settings, among)
    addressed = [figure for figure in figures if figure.unit in ADDRESSES]
    placements = Placements(addressed, pair, chosen, settings) if len(chosen) > 1 else None
    tagged = Tagged(figures, pair)
    pinned = rows.pin(figures[0], window, settings, version)
    kinds = sorted({kind.value for figure in figures for kind in figure.kinds})
    wanted = sorted(columns(figures) | (set(COLUMNS) if placements else set()))
    for day, batch in _batches(pinned, wanted, within(window) & pc.field("kind").isin(kinds)):
        tagged.add(batch)
        if placements:
            placements.add(day, batch)
    where = placements.found() if placements else {figure.id: _one(chosen, stated[figure.id]) for figure in addressed}
    how = tagged.found()
    both = {
        figure.id: variants(stated[figure.id], (where.get(figure.id, {}), how[figure.id]), smallest)
        for figure in figures
    }
    return Measured(
        tuple(sorted({name for choice in chosen for name in choice.of_day.values()})),
        tuple(Variants(figure.id, stated[figure.id], both[figure.id][0]) for figure in addressed),
        tuple(Variants(figure.id, stated[figure.id], both[figure.id][1]) for figure in figures),
    )


def _one(chosen: Sequence[Choice], stated: Cell) -> dict[tuple[str, ...], int]:
    return {choice.key: stated.value for choice in chosen if stated.value is not None}


def _batches(pinned: TableAt, wanted: Sequence[str], where: pc.Expression) -> Iterator[tuple[date, pa.RecordBatch]]:
    """The rows with their UTC day, which is a partition of `threats`."""
    for day in sorted({file.partition["day"] for file in pinned.files}):
        files = tuple(file for file in pinned.files if file.partition["day"] == day)
        for batch in lake.batches(TableAt(pinned.table, pinned.version, files), wanted, where):
            if batch.num_rows:
                yield date.fromisoformat(day), batch
