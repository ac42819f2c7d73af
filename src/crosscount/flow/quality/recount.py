"""Verify the note: what it counted, counted again from the rows of its version and the editions it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from crosscount.errors import CrosscountError
from crosscount.flow import compute, machines
from crosscount.flow.quality.measure import measure
from crosscount.flow.quality.note import behind, totals
from crosscount.flow.verify import Check
from crosscount.model.figure import Cell, Statement
from crosscount.model.quality import Behind, QualityNote, Variants
from crosscount.model.window import Window
from crosscount.settings import Settings

__all__ = ["NOT_RECOUNTED", "checks"]

# Said by `crosscount verify`, since files that came later have changed what it could be held against.
NOT_RECOUNTED = "coverage (files, records, days, sources), revisions and limitations of the quality note"


def checks(
    note: QualityNote,
    statements: Sequence[Statement],
    origin: str,
    target: str,
    window: Window,
    *,
    settings: Settings,
) -> list[Check]:
    """One check for each figure and way of counting, and one for the machines."""
    figures = [variants.figure for variants in note.tagged]
    pair = {"origin_country": origin, "target_country": target}
    try:
        stated = {s.figure: s.cells[0] for s in totals(statements, figures, origin, target, window)}
        again = measure(
            [compute.figure_named(name) for name in figures],
            stated,
            pair,
            window,
            settings=settings,
            version=note.version,
            smallest=note.smallest_cell,
            among=note.editions,
        )
        found = behind(
            stated.get(machines.FIGURE),
            pair,
            window,
            settings=settings,
            version=note.version,
            smallest=note.smallest_cell,
        )
    except (CrosscountError, OSError, pa.ArrowException) as error:
        return [Check("quality note", False, "recounted", f"cannot be recounted: {error}")]
    out = [_compared(f"{v.figure} under other editions", v, _of(again.placed, v)) for v in note.placed]
    out += [_compared(f"{v.figure} with and without tags", v, _of(again.tagged, v)) for v in note.tagged]
    return [*out, Check("machines behind addresses", _same(note.machines, found), _name(note.machines), _name(found))]


def _of(found: Sequence[Variants], said: Variants) -> Variants | None:
    return next((variants for variants in found if variants.figure == said.figure), None)


def _compared(about: str, said: Variants, found: Variants | None) -> Check:
    before = _values(said)
    after: Mapping[tuple[str, ...], Cell] = {} if found is None else _values(found)
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one != other:
            name = ", ".join(part for part in key if part) or "with everything"
            return Check(about, False, f"{name}: {_shown(one)}", f"{_shown(other)} recounted")
    return Check(about, True, f"{len(before)} numbers", "same")


def _values(variants: Variants) -> dict[tuple[str, ...], Cell]:
    return {cell.key: cell for cell in variants.cells} | {("as stated",): variants.stated}


def _shown(cell: Cell | None) -> str:
    return "nothing" if cell is None else cell.state.value if cell.value is None else f"{cell.value:,}"


def _same(said: Behind | None, found: Behind | None) -> bool:
    """Floating point may differ in its last digit between machines; the numbers are rounded, so it does not show."""
    return said == found


def _name(machines_behind: Behind | None) -> str:
    if machines_behind is None:
        return "none"
    return "withheld" if machines_behind.withheld else f"estimate {machines_behind.estimate}"
