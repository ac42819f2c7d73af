"""Which numbers of the note would tell a small one.

Two numbers of one figure that are both shown tell their difference: the addresses that an edition places elsewhere, or
that only a scanner shows. A number is therefore shown only if it is zero or large enough and differs from every other
one shown by zero or by enough; what the bulletin withholds has no variants at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crosscount.model.figure import Cell, CellState

__all__ = ["variants", "visible"]

Sizes = Mapping[tuple[str, ...], int]


def variants(stated: Cell, groups: Sequence[Sizes], smallest: int) -> list[tuple[Cell, ...]]:
    """The cells of each group in its order, suppressed where they would tell a number below `smallest`."""
    if stated.state is CellState.UNKNOWN:
        return [() for _ in groups]
    hidden = stated.state is CellState.SUPPRESSED
    shown = [] if stated.value is None else [stated.value]
    out = []
    for sizes in groups:
        cells = []
        for key, value in sizes.items():
            if hidden or not visible(value, shown, smallest):
                cells.append(Cell(key, None, CellState.SUPPRESSED))
                continue
            shown.append(value)
            cells.append(Cell(key, value, CellState.VALUE if value else CellState.ZERO))
        out.append(tuple(cells))
    return out


def visible(value: int, shown: Sequence[int], smallest: int) -> bool:
    """Whether a number may stand beside those that are shown."""
    small = range(1, smallest)
    return value not in small and not any(abs(value - other) in small for other in shown)
