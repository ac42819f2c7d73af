"""As many dates as numbers, each for its own: "13,301, 22,060 and 16,035 incidents in 2011, 2012 and 2013"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.periods import set_back
from crosscount.claims.days.placed import Placed, behind
from crosscount.claims.days.timeline import Span
from crosscount.claims.words.quantities import QUALIFYING, Quantity
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = ["listed"]

FEW, MANY = 2, 12  # dates of a list, years of a range
MONTHS = 12
APART = 7  # tokens between dates of two lists
JOINTS = frozenset((",", ";", "and", "、", "和"))


def listed(
    tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[Placed]
) -> tuple[dict[int, Span], set[int]]:
    """The window of each number of a list, by its place among the numbers; and at which tokens those dates stand."""
    if len(placed) == 1 and not placed[0][1].base:
        return _one_a_year(tokens, quantities, placed[0]) or _one_each(tokens, quantities, placed[0][1]), set()
    if len(placed) < FEW:
        return {}, set()
    numbers, run = _one_for_one(tokens, quantities, placed)
    if not run and "respectively" in {token.lower for token in tokens}:
        run = _run(quantities, placed)
        numbers = _of_run(quantities, run)
    if len(numbers) < len(run) or len(run) < FEW:
        return {}, set()
    return {n: (e.first, e.last) for n, (_, e) in zip(numbers, run, strict=False)}, {at for at, _ in run}


def _run(quantities: Sequence[Quantity], placed: Sequence[Placed]) -> list[Placed]:
    """The first dates that follow each other: of "9 in 2016, after 6 and 7 in 2014 and 2015" the last two."""
    run = [placed[0]]
    for at, each in placed[1:]:
        apart = at - run[-1][0] > APART or any(run[-1][0] <= quantity.first < at for quantity in quantities)
        if each.weekday or (apart and len(run) > 1):
            break
        run = [(at, each)] if apart else [*run, (at, each)]
    return run


def _of_run(quantities: Sequence[Quantity], run: Sequence[Placed]) -> list[int]:
    """The numbers of a run of dates: those behind it if they are enough, else as many in front of it."""
    counts = [n for n, quantity in enumerate(quantities) if quantity.kind is ClaimKind.COUNT]
    after = [n for n in counts if quantities[n].first > run[-1][0]]
    return after if len(after) >= len(run) else [n for n in counts if quantities[n].first < run[0][0]][-len(run) :]


def _one_for_one(
    tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[Placed]
) -> tuple[list[int], list[Placed]]:
    """ "199, 172 and 110 sites were hacked in 2013, 2014 and 2015": as many numbers as dates, each in a list."""
    for run in _side_by_side(tokens, placed):
        ahead = [n for n, quantity in enumerate(quantities) if quantity.last <= run[0][0]]
        after = [n for n, quantity in enumerate(quantities) if quantity.first > run[-1][0]]
        for numbers in (ahead[-len(run) :], after[: len(run)]):
            first, last = (numbers[0], numbers[-1] + 1) if numbers else (0, 0)
            longer = (quantities[max(0, first - 1) : last], quantities[first : last + 1])
            alone = all(len(more) == len(run) or not _in_a_row(tokens, more) for more in longer)
            if len(numbers) == len(run) >= FEW and alone and _in_a_row(tokens, quantities[first:last]):
                return numbers, run
    return [], []


def _side_by_side(tokens: Sequence[Token], placed: Sequence[Placed]) -> list[list[Placed]]:
    """The dates between which nothing stands but "and" and commas, list by list."""
    runs = [[placed[0]]]
    for (before, one), (at, each) in pairwise(placed):
        joined = {token.lower for token in tokens[behind(tokens, one) : at]} <= JOINTS and before < at
        runs = [*runs[:-1], [*runs[-1], (at, each)]] if joined else [*runs, [(at, each)]]
    return runs


def _in_a_row(tokens: Sequence[Token], run: Sequence[Quantity]) -> bool:
    """ "33,147, 30,067 and 16,500": counts with nothing but "and" and commas between."""
    gaps = [{token.lower for token in tokens[a.last : b.first]} for a, b in pairwise(run)]
    return all(gap <= JOINTS | QUALIFYING for gap in gaps) and all(q.kind is ClaimKind.COUNT for q in run)


def _one_a_year(tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Placed) -> dict[int, Span]:
    """ "Between 2016 and 2018, 33,147, 30,067 and 16,500 sites": a number a year."""
    first, last = placed[1].first, placed[1].last
    years = last.year - first.year + 1
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if not whole or not 1 < years < MANY:
        return {}
    for start in range(len(quantities) - years + 1):
        if _in_a_row(tokens, quantities[start : start + years]):
            spans = [(date(year, 1, 1), date(year, 12, 31)) for year in range(first.year, last.year + 1)]
            return dict(enumerate(spans, start))
    return {}


def _one_each(tokens: Sequence[Token], quantities: Sequence[Quantity], each: Dated) -> dict[int, Span]:
    """ "In October and November, 900 and 700 attacks", "in the first and second quarters": the first of the first."""
    months = (each.last.year - each.first.year) * MONTHS + each.last.month - each.first.month + 1
    two = any(token.lower == "and" for token in tokens if each.start <= token.start < each.end)
    if not two or months % 2 or each.first.day != 1 or (each.last + timedelta(days=1)).day != 1:
        return {}
    middle = set_back((each.first, each.first), -months // 2, "month")[0]
    for start in range(len(quantities) - 1):
        if _in_a_row(tokens, quantities[start : start + 2]):
            return {start: (each.first, middle - timedelta(days=1)), start + 1: (middle, each.last)}
    return {}
