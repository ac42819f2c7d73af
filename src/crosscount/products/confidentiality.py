"""Which numbers are too small to be published, and which others would give them away.

A cell below the threshold is withheld (primary suppression). Then, until nothing changes: what is said twice is
withheld twice; of a breakdown of which one cell only is withheld, the next smallest is too, lest the total give it
away; where a total is withheld, so are its parts; and where one slot length is withheld, so are the others, which
bound it. The classes are those of Hundepool et al., *Statistical Disclosure Control* (Wiley, 2012), chapter 4.
Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.plain import statement_id
from crosscount.model.window import Window

__all__ = ["withheld"]

Place = tuple[str, Window, tuple[tuple[str, str], ...]]  # figure, window, every dimension that is fixed
Hidden = set[tuple[int, int]]  # positions of statements and of cells in them


def withheld(statements: Sequence[Statement], smallest: int) -> list[Statement]:
    """The statements with cells below `smallest`, and what would give these away, suppressed. 0 or 1: none is."""
    hidden = {
        (number, place)
        for number, statement in enumerate(statements)
        for place, cell in enumerate(statement.cells)
        if cell.value is not None and 0 < cell.value < smallest
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
    for number, statement in enumerate(statements):
        if statement.by:
            more |= _of_breakdown(number, statements, hidden, places, smallest)
    return more


def _of_breakdown(
    number: int,
    statements: Sequence[Statement],
    hidden: Hidden,
    places: Mapping[Place, list[tuple[int, int]]],
    smallest: int,
) -> Hidden:
    statement = statements[number]
    shown = [place for place, cell in enumerate(statement.cells) if cell.value and (number, place) not in hidden]
    totals = places.get(_place(statement, {}), ())
    if any(statements[one].cells[place].value in range(1, smallest) for one, place in totals):
        return {(number, place) for place in shown}
    count = sum(1 for one, _ in hidden if one == number)
    if count == 1 and len(shown) == 1:
        return set(totals)  # the large part is what readers came for; without the total it tells nothing of the other
    if count == 1 and shown and not any(total in hidden for total in totals):
        return {(number, min(shown, key=lambda place: (statement.cells[place].value or 0, statement.cells[place].key)))}
    return set()


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
