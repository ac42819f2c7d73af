"""Which numbers are too small to be published, and which others would give them away.

A cell below the threshold is withheld (primary suppression). Then, until nothing changes: what is said twice is
withheld twice; where a total less the parts that are shown leaves one part only, or fewer than the threshold for
several, the next smallest part is withheld too; where a total is withheld, so are its parts, of which the largest or
their sum would tell it; and where one slot length is withheld, so are the others, which bound it. The classes are
those of Hundepool et al., *Statistical Disclosure Control* (Wiley, 2012), chapter 4.
Nothing is counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.plain import statement_id
from crosscount.model.window import Window

__all__ = ["withheld"]

Place = tuple[str, Window, tuple[tuple[str, str], ...]]  # figure, window, every dimension that is fixed
Hidden = set[tuple[int, int]]  # positions of statements and of cells in them


def withheld(statements: Sequence[Statement], smallest: int) -> list[Statement]:
    """The statements with cells below `smallest`, and what would give these away, suppressed. 0 or 1: none is.

    What is suppressed already stays so: a second time changes nothing.
    """
    if smallest <= 1:
        return list(statements)
    hidden = {
        (number, place)
        for number, statement in enumerate(statements)
        for place, cell in enumerate(statement.cells)
        if cell.state is CellState.SUPPRESSED or (cell.value is not None and 0 < cell.value < smallest)
    }
    places = _places(statements)
    while more := _given_away(statements, hidden, places, smallest) - hidden:
        hidden |= more
    return [
        _without(statement, {place for n, place in hidden if n == number})
        for number, statement in enumerate(statements)
    ]


def _places(statements: Sequence[Statement]) -> dict[Place, list[tuple[int, int]]]:
    """Where each number is said."""
    out: dict[Place, list[tuple[int, int]]] = {}
    for number, statement in enumerate(statements):
        for place, cell in enumerate(statement.cells):
            out.setdefault(_place(statement, dict(zip(statement.by, cell.key, strict=True))), []).append(
                (number, place)
            )
    return out


def _place(statement: Statement, key: Mapping[str, str], figure: str | None = None) -> Place:
    return figure or statement.figure, statement.window, tuple(sorted((dict(statement.where) | dict(key)).items()))


def _given_away(
    statements: Sequence[Statement], hidden: Hidden, places: Mapping[Place, list[tuple[int, int]]], smallest: int
) -> Hidden:
    more: Hidden = set()
    for number, place in hidden:
        statement = statements[number]
        key = dict(zip(statement.by, statement.cells[place].key, strict=True))
        for figure in _lengths(statement.figure, places):
            more.update(places.get(_place(statement, key, figure), ()))
    broken_down = Counter(_place(statement, {}) for statement in statements if statement.by)
    for number, statement in enumerate(statements):
        if statement.by:
            told = broken_down[_place(statement, {})] > 1
            more |= _of_breakdown(number, statements, hidden, places, smallest, told)
    return more


def _of_breakdown(
    number: int,
    statements: Sequence[Statement],
    hidden: Hidden,
    places: Mapping[Place, list[tuple[int, int]]],
    smallest: int,
    told: bool,
) -> Hidden:
    """What a breakdown must withhold; `told`: another breakdown of the same total would tell the total."""
    statement = statements[number]
    shown = {
        place: cell.value for place, cell in enumerate(statement.cells) if cell.value and (number, place) not in hidden
    }
    count = sum(1 for one, _ in hidden if one == number)
    totals = places.get(_place(statement, {}), ())
    # The large part is what readers came for: without the total it tells nothing of the one other, unless the total
    # stands elsewhere.
    alone = count == 1 and len(shown) == 1 and len(totals) == 1 and not told
    withheld_total = any(total in hidden for total in totals)
    small = any(statements[one].cells[place].value in range(1, smallest) for one, place in totals)
    if withheld_total and (small or not alone):
        return {(number, place) for place in shown}
    if withheld_total or not count or not shown:
        return set()
    left = (statements[totals[0][0]].cells[totals[0][1]].value or 0) - sum(shown.values()) if totals else 0
    if count > 1 and not 0 < left < smallest:  # parts that overlap may leave nothing, and then tell nothing
        return set()
    if alone:
        return set(totals)

    def least(place: int) -> tuple[int, int, tuple[str, ...]]:
        key = statement.cells[place].key
        said = len(places[_place(statement, dict(zip(statement.by, key, strict=True)))])
        return said, shown[place], key  # first what is said nowhere else: nothing else has to go with it

    return {(number, min(shown, key=least))}


def _lengths(figure: str, places: Mapping[Place, object]) -> set[str]:
    """The figures that count the same at other slot lengths, and the figure itself."""
    stem = figure.rstrip("0123456789").removesuffix("-")
    return {name for name, _, _ in places if name.rstrip("0123456789").removesuffix("-") == stem}


def _without(statement: Statement, hidden: set[int]) -> Statement:
    if not hidden:
        return statement
    cells = tuple(
        Cell(cell.key, None, CellState.SUPPRESSED) if place in hidden else cell
        for place, cell in enumerate(statement.cells)
    )
    # A digest over a handful of addresses tells them: all addresses can be tried out.
    known = any(cell.value for cell in cells)
    evidence = statement.evidence if known else replace(statement.evidence, digest="", rows=0)
    changed = replace(statement, cells=cells, evidence=evidence, without_member=0, excluded=0)
    return replace(changed, id=statement_id(changed))
