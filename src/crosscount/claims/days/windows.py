"""Which window a number belongs to, of those that its sentence and the sentences before name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from crosscount.claims.days.adjacent import (
    aside_of,
    bracketed,
    in_apposition,
    in_brackets,
    inside,
    named_by,
    subjects,
    when,
    within,
    without_brackets,
)
from crosscount.claims.days.asides import aside, place_of, relative_clause
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.earlier import (
    changing,
    compared,
    compared_with,
    end_of,
    grown_in,
    measured,
    previous,
    related,
    risen_from,
    years_of,
)
from crosscount.claims.days.onward import SEASON, as_of, goes_on, parted
from crosscount.claims.days.present import at_present, timeless
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.words.quantities import QUALIFYING, Quantity, lead
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = ["windows_of"]

BREAKS = frozenset(",;，；–—")
FEW = 2
CLOSED = frozenset((",", ";", "，", "；", "(", ")", "from", "than", "compared", "against", "over", "versus"))
JOINTS = frozenset((",", "and", "、", "和"))
NEWS = 10  # days after a window in which somebody may still count what was in it
MONTH = 27  # days, less one, of the shortest
SPREAD = frozenset(("countries", "nations", "territories"))  # over so many, which have no days of their own


def windows_of(
    tokens: Sequence[Token], quantities: Sequence[Quantity], dated: Sequence[Dated], before: Timeline
) -> tuple[list[Span | None], Timeline]:
    """The window of each quantity, and what goes on."""
    usable = [each for each in dated if each.covers and not aside(tokens, each, quantities)]
    usable = _joined(tokens, quantities, usable)
    if before.main is not None:  # "as of Monday we have found": when it was counted
        close = before.main[1]
        usable = [
            each
            for each in usable
            if not (each.weekday and (each.first - close).days < NEWS and as_of(tokens, place_of(tokens, each.start)))
        ]
    placed = [(place_of(tokens, each.start), each) for each in related(usable, before)]
    placed = [(at, measured(tokens, quantities, at, compared_with(tokens, at, each))) for at, each in placed]
    placed = [(at, replace(each, base=each.base or _over_before(tokens, at, each, placed))) for at, each in placed]
    placed = [(at, _one_before(tokens, at, each, placed, before)) for at, each in placed]
    bound, taken = _listed(tokens, quantities, placed)
    bound = inside(tokens, quantities, placed) | bound
    past: set[int] = set()  # dates of numbers that others are compared with
    held: set[int] = set()  # such numbers, behind their date
    for number, quantity in enumerate(quantities):
        if number in bound:
            continue
        near = next((each for at, each in placed if each.base and lead(tokens, quantity) == at), None)
        near = near or next((each for _, each in placed if named_by(tokens, quantity, each)), None)
        dated_itself = any(0 <= at - quantity.last <= 2 for at, _ in placed)
        if near is None and not dated_itself:
            held_against = [e for _, e in placed if e.base or e.whole or bracketed(tokens, quantity, e)]
            near = next((each for each in held_against if when(tokens, quantity, each)), None)
        if near is not None and quantity.kind in (ClaimKind.COUNT, ClaimKind.SHARE):  # "down from 2009's 358,343"
            bound[number] = near.whole or (near.first, near.last)
            held |= {number} if near.base else set()
            continue
        behind = (
            q
            for q in quantities[number + 1 :]
            if tokens[min(q.last, len(tokens) - 1)].lower not in SPREAD and not aside_of(tokens, quantity, q)
        )
        follower = next((q.first for q in behind), len(tokens))
        for at, each in placed:
            if quantity.kind is ClaimKind.RATIO or (
                each.base
                and quantity.kind is not ClaimKind.COUNT
                and tokens[quantity.first - 1].lower != "from"
                and not ((each.back or each.shifted) and _beside(tokens, quantity))
            ):
                continue
            shared = at in taken and number > 0 and aside_of(tokens, quantities[number - 1], quantity)
            free = shared or at not in taken
            if quantity.last <= at < follower and free and _attached(tokens, quantity.last, at, each):
                bound[number] = grown_in(tokens, quantity, (each.first, each.last), each.latter)
                if bound[number] == before.main and risen_from(tokens, quantity):
                    bound[number] = previous(before.main)  # "down from 13 percent last quarter", said of that quarter
                taken.add(at)
                if compared(tokens, quantity):
                    past.add(at)
                break
    for at in sorted(taken - past):
        bound = subjects(tokens, quantities, bound, at) | bound
    for number, (one, other) in enumerate(pairwise(quantities)):
        grown = one.kind is ClaimKind.SHARE and lead(tokens, other) == one.last and tokens[one.last].lower == "to"
        if grown and number + 1 in bound:
            bound.setdefault(number, bound[number + 1])  # "up 8 percent to 640 cases in 2012"
    mains = [
        (at, each) for at, each in placed if not each.base and at not in taken and not within(tokens, quantities, at)
    ]
    attached = [(at, each) for at, each in placed if at in taken and not each.base]
    leading = [each for at, each in attached if at not in past and not each.closing and not in_brackets(tokens, at)]
    alone = before.main is None and not mains and not leading
    against = (each.after for at, each in placed if each.after is not None and (each.base or at in past))
    implied = next(against, None) if alone else None  # "twice as many as in 2014", of a text of 2016
    out: list[Span | None] = []
    for number, quantity in enumerate(quantities):
        if number in bound:
            out.append(bound[number])
            continue
        if at_present(tokens, quantity):
            out.append(None)
            continue
        told = bound.get(number - 1)
        if told is not None and in_apposition(tokens, quantities[number - 1], quantity, attached):
            out.append(told)
            continue
        span = _unbound(tokens, quantity, mains, attached, leading, before)
        latter = next((each.latter for _, each in mains if (each.first, each.last) == span), None)
        span = span and grown_in(tokens, quantity, span, latter)
        if span is None:
            # The first number of the sentence that has its own date speaks for what follows it.
            own = [
                bound[n]
                for n in range(number)
                if n in bound
                and n not in held
                and not compared(tokens, quantities[n])
                and not relative_clause(tokens, quantities[n].first, quantity.first)
            ]
            stays = not mains and timeless(tokens, quantity)
            span = None if stays else own[0] if own else before.main or implied
        if span is not None and quantity.kind is ClaimKind.COUNT and years_of(span):
            span = end_of(tokens, quantities[:number], quantity, span)
        elif span is not None and risen_from(tokens, quantity):
            start = next((each.whole for _, each in mains if (each.first, each.last) == span), None)
            span = start or previous(span)  # "since the second quarter it has risen from 15 percent"
        out.append(span)
    onward = goes_on(tokens, quantities, dated, before, list(bound.values()), mains, attached, leading, implied)
    return out, onward


def _one_before(
    tokens: Sequence[Token], at: int, each: Dated, placed: Sequence[tuple[int, Dated]], before: Timeline
) -> Dated:
    """ "4,242 reports (last quarter 3,908)", said of last quarter: the one before it."""
    main = next(((d.first, d.last) for there, d in placed if there < at and not d.base), before.main)
    if at < 1 or tokens[at - 1].text != "(" or main is None or not each.relative or main != (each.first, each.last):
        return each
    first, last = previous(main)
    return replace(each, first=first, last=last)


def _unbound(
    tokens: Sequence[Token],
    quantity: Quantity,
    mains: Sequence[tuple[int, Dated]],
    attached: Sequence[tuple[int, Dated]],
    leading: Sequence[Dated],
    before: Timeline,
) -> Span | None:
    """The window that the sentence has for a number without a date of its own."""
    closing = next((each for at, each in attached if _closes(tokens, quantity.last, at)), None)
    if closing is not None and not mains and quantity.kind in (ClaimKind.COUNT, ClaimKind.SHARE):
        return closing.first, closing.last
    mains = [(at, each) for at, each in mains if not _elsewhere(tokens, quantity, at)]
    earlier = [each for at, each in mains if at < quantity.first]
    if earlier:
        return earlier[-1].first, earlier[-1].last
    if mains:
        spans = {(each.first, each.last) for _, each in mains}
        return spans.pop() if len(spans) == 1 else None
    if changing(tokens, quantity) and len(attached) > 1:
        return max((each.first, each.last) for _, each in attached)  # "from 900 in 2014 to 700 in 2015, a fall of"
    leading = [each for each in leading if not _elsewhere(tokens, quantity, place_of(tokens, each.start))]
    if before.main is None and leading:
        return leading[0].first, leading[0].last
    return None


def _elsewhere(tokens: Sequence[Token], quantity: Quantity, at: int) -> bool:
    """Whether a date stands in a clause that is not the number's."""
    return parted(tokens, quantity.last, at) or relative_clause(tokens, at, quantity.first)


def _beside(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Compared to 4.3 percent", "against 12 percent": what something is held against."""
    at = lead(tokens, quantity)
    word, before = tokens[at].lower, tokens[at - 1].lower if at > 0 else ""
    return word in {"against", "with", "versus"} or (word == "to" and before == "compared")


def _listed(
    tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[tuple[int, Dated]]
) -> tuple[dict[int, Span], set[int]]:
    """ "In 2011, 2012 and 2013, 13,301, 22,060 and 16,035 incidents respectively": each number its own window."""
    if len(placed) == 1 and not placed[0][1].base:
        return _years(tokens, quantities, placed[0][1]), set()
    told = "respectively" in {token.lower for token in tokens}
    if len(placed) < 2 or not (told or _one_for_one(tokens, quantities, placed)):
        return {}, set()
    run = [placed[0]]
    for at, each in placed[1:]:
        apart = at - run[-1][0] > 7 or any(run[-1][0] <= quantity.first < at for quantity in quantities)
        if each.weekday or (apart and len(run) > 1):
            break
        run = [(at, each)] if apart else [*run, (at, each)]  # "9 in 2016, after 6 and 7 in 2014 and 2015"
    counts = [n for n, quantity in enumerate(quantities) if quantity.kind is ClaimKind.COUNT]
    behind = [n for n in counts if quantities[n].first > run[-1][0]]
    before = [n for n in counts if quantities[n].first < run[0][0]]
    behind = behind if len(behind) >= len(run) else before[-len(run) :]
    if len(behind) < len(run) or len(run) < 2:
        return {}, set()
    return {n: (e.first, e.last) for n, (_, e) in zip(behind, run, strict=False)}, {at for at, _ in run}


def _one_for_one(tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[tuple[int, Dated]]) -> bool:
    """ "199, 172 and 110 sites were hacked in 2013, 2014 and 2015": as many numbers as dates, each in a list."""
    if not FEW <= len(placed) == len(quantities) or any(each.base for _, each in placed):
        return False
    days = [tokens[_end(tokens, a) : at] for (_, a), (at, _) in pairwise(placed)]
    return _in_a_row(tokens, quantities) and all({token.lower for token in gap} <= JOINTS for gap in days)


def _in_a_row(tokens: Sequence[Token], run: Sequence[Quantity]) -> bool:
    """ "33,147, 30,067 and 16,500": counts with nothing but "and" and commas between."""
    gaps = [{token.lower for token in tokens[a.last : b.first]} for a, b in pairwise(run)]
    return all(gap <= JOINTS | QUALIFYING for gap in gaps) and all(q.kind is ClaimKind.COUNT for q in run)


def _years(tokens: Sequence[Token], quantities: Sequence[Quantity], each: Dated) -> dict[int, Span]:
    """ "Between 2016 and 2018, 33,147, 30,067 and 16,500 sites": a number a year."""
    years = each.last.year - each.first.year + 1
    whole = (each.first.month, each.first.day, each.last.month, each.last.day) == (1, 1, 12, 31)
    if not whole or not 1 < years < 12 or len(quantities) < years:
        return {}
    for start in range(len(quantities) - years + 1):
        run = quantities[start : start + years]
        if _in_a_row(tokens, run):
            return {
                start + n: (date(each.first.year + n, 1, 1), date(each.first.year + n, 12, 31)) for n in range(years)
            }
    return {}


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


def _closes(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a date ends the clause of a number: "1.9 million hosts were controlled by 12,000 servers in June"."""
    between = {token.lower for token in tokens[first:last]}
    return first < last and not between & CLOSED


def _over_before(tokens: Sequence[Token], at: int, each: Dated, placed: Sequence[tuple[int, Dated]]) -> bool:
    """ "A rise in 2012, to 770, over 2011": a year behind "over", where a later one was named."""
    later = any(there < at and other.first > each.last and not other.base for there, other in placed)
    return later and tokens[at - 1].lower == "over" and (each.last - each.first).days > SEASON


def _end(tokens: Sequence[Token], each: Dated) -> int:
    """The token behind a date, or the last one."""
    return next((n for n, token in enumerate(tokens) if token.start >= each.end), len(tokens) - 1)


def _attached(tokens: Sequence[Token], last: int, at: int, each: Dated) -> bool:
    """Whether a date belongs to the number before it: "940 seen in the fourth quarter", "(870 in 2008)"."""
    if each.base and tokens[at - 1].lower not in {"in", "during", "(", "of"} and not each.earlier:
        return False
    if each.base and at > 1 and tokens[at - 1].lower == "of" and tokens[at - 2].lower in {"that", "those"}:
        return False  # "is up, compared with that of the last year"
    between = without_brackets(tokens[last:at])
    if between and between[-1].text in {"(", "（"} and tokens[_end(tokens, each)].text in {")", "）"}:
        between = between[:-1]  # "by 24 percent (2012 to 2013)"
    if [token.lower for token in between] in (["and", "in"], ["while", "in"], ["but", "in"]):
        return False  # "in 2016 some 44,000 and in 2017 some 52,000"
    if len(between) > 16 or any(token.text in BREAKS or token.text in {"(", "（"} for token in between):
        return False
    return not (each.single_day and len(between) > 6)
