"""The dates of a sentence that may be windows of its numbers, each with the token at which it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from crosscount.claims.days.asides import aside, place_of
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.earlier import compared_with, measured, previous, related
from crosscount.claims.days.onward import SEASON, as_of
from crosscount.claims.days.timeline import Timeline
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token

__all__ = ["Placed", "behind", "placed_dates"]

Placed = tuple[int, Dated]
FEW = 2
NEWS = 10  # days after a window in which somebody may still count what was in it
YEAR = 300  # days: no less is one
MONTH = 27  # days, less one, of the shortest


def placed_dates(
    tokens: Sequence[Token], quantities: Sequence[Quantity], dated: Sequence[Dated], before: Timeline
) -> list[Placed]:
    """The dates that may be windows, in order; `base` are those that something is measured against."""
    usable = [each for each in dated if each.covers and not aside(tokens, each, quantities)]
    usable = _spelled_out(tokens, _joined(tokens, quantities, usable))
    usable = [each for each in usable if not _counted_then(tokens, each, before)]
    usable = [each for each in usable if not _first_seen(tokens, each, usable)]
    placed = [(place_of(tokens, each.start), each) for each in related(tokens, usable, before)]
    placed = [(at, measured(tokens, quantities, at, compared_with(tokens, at, each))) for at, each in placed]
    placed = [(at, replace(each, base=each.base or _over_before(tokens, at, each, placed))) for at, each in placed]
    placed = _measured_together(tokens, placed)
    return [(at, _one_before(tokens, at, each, placed, before)) for at, each in placed]


def _first_seen(tokens: Sequence[Token], each: Dated, usable: Sequence[Dated]) -> bool:
    """ "In 2018, 300 sites spread a worm first seen in 2012": where another date was named before, no window."""
    at = place_of(tokens, each.start)
    near = pairwise(token.lower for token in tokens[max(0, at - 4) : at])
    seen = any(one == "first" and (verb in {"seen", "found"} or verb.endswith("ed")) for one, verb in near)
    return seen and each.whole is not None and any(other.start < each.start and not other.base for other in usable)


def behind(tokens: Sequence[Token], each: Dated) -> int:
    """The token behind a date, or the last one."""
    return next((n for n, token in enumerate(tokens) if token.start >= each.end), len(tokens) - 1)


def _joined(tokens: Sequence[Token], quantities: Sequence[Quantity], usable: list[Dated]) -> list[Dated]:
    """ "158 websites were hacked in 2018 and 2019", "in July, August and September": one number, and all as one."""
    if len(quantities) != 1 or len(usable) < FEW or any(each.base for each in usable):
        return usable
    gaps = [[t.lower for t in tokens if a.end <= t.start and t.end <= b.start] for a, b in pairwise(usable)]
    listed = all({*gap} <= {"and", "in", "&", ","} for gap in gaps)
    listed = listed and any(t.lower in {"and", "&"} for t in tokens if usable[0].end <= t.start < usable[-1].end)
    follow = all((b.first - a.last).days == 1 for a, b in pairwise(usable))
    if listed and follow and (usable[0].last - usable[0].first).days >= MONTH:
        return [replace(usable[0], end=usable[-1].end, last=usable[-1].last)]
    return usable


def _spelled_out(tokens: Sequence[Token], usable: list[Dated]) -> list[Dated]:
    """ "Last year (March 2018 to March 2019)": the days in brackets, not those of a calendar year."""
    out: list[Dated] = []
    for each in usable:
        before = out[-1] if out else None
        gap = [] if before is None else [t.text for t in tokens if before.end <= t.start and t.end <= each.start]
        year = before is not None and (before.last - before.first).days > YEAR and (each.last - each.first).days > YEAR
        if before is not None and before.relative and gap == ["("] and year:
            out[-1] = replace(before, end=each.end, first=each.first, last=each.last)
        else:
            out.append(each)
    return out


def _counted_then(tokens: Sequence[Token], each: Dated, before: Timeline) -> bool:
    """ "As of Monday we have found": a day soon after the window that is spoken of, on which it was counted."""
    if before.main is None or not each.weekday or (each.first - before.main[1]).days >= NEWS:
        return False
    return as_of(tokens, place_of(tokens, each.start))


def _measured_together(tokens: Sequence[Token], placed: list[Placed]) -> list[Placed]:
    """ "Compared to the first and second quarters": what something is measured against are all dates of a list."""
    out = placed[:1]
    for at, each in placed[1:]:
        between = {token.lower for token in tokens[behind(tokens, out[-1][1]) : at]}
        out.append((at, replace(each, base=each.base or (out[-1][1].base and between in ({"and"}, {"and", "the"})))))
    return out


def _over_before(tokens: Sequence[Token], at: int, each: Dated, placed: Sequence[Placed]) -> bool:
    """ "A rise in 2012, to 770, over 2011": a year behind "over", where a later one was named."""
    later = any(there < at and other.first > each.last and not other.base for there, other in placed)
    return later and tokens[at - 1].lower == "over" and (each.last - each.first).days > SEASON


def _one_before(tokens: Sequence[Token], at: int, each: Dated, placed: Sequence[Placed], before: Timeline) -> Dated:
    """ "4,242 reports (last quarter 3,908)", said of last quarter: the one before it."""
    main = next(((d.first, d.last) for there, d in placed if there < at and not d.base), before.main)
    if at < 1 or tokens[at - 1].text != "(" or main is None or not each.relative or main != (each.first, each.last):
        return each
    first, last = previous(main)
    return replace(each, first=first, last=last)
