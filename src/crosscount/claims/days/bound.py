"""Which numbers of a sentence have a date of their own: "940 seen in the fourth quarter", "(870 in 2008)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crosscount.claims.days.adjacent import aside_of, bracketed, inside, named_by, subjects, when, without_brackets
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.earlier import compared, grown_in, previous, risen_from
from crosscount.claims.days.listed import listed
from crosscount.claims.days.placed import Placed, behind
from crosscount.claims.days.timeline import Span
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = ["Bound", "bind"]

BREAKS = frozenset(",;，；–—(（")
BRACKETS = frozenset("(（")
FAR, DAY = 16, 6  # tokens between a number and its date, and a day
SPREAD = frozenset(("countries", "nations", "territories"))  # over so many, which have no days of their own


@dataclass(slots=True)
class Bound:
    """The numbers and dates of a sentence, and which belong together."""

    tokens: Sequence[Token]
    quantities: Sequence[Quantity]
    placed: Sequence[Placed]
    main: Span | None  # the window that goes on from the sentences before
    spans: dict[int, Span]  # windows of numbers with a date of their own, by their place among the numbers
    taken: set[int]  # tokens of dates that a number in front of them has for its own
    past: set[int] = field(default_factory=set)  # of these, those of numbers that others are compared with
    held: set[int] = field(default_factory=set)  # such numbers, behind their date


def bind(tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[Placed], main: Span | None) -> Bound:
    """Each number with its own date: in a list or in brackets, else the one before it, else the one behind it."""
    spans, taken = listed(tokens, quantities, placed)
    bound = Bound(tokens, quantities, placed, main, inside(tokens, quantities, placed) | spans, taken)
    for number in range(len(quantities)):
        if number not in bound.spans and not _bind_backward(bound, number):
            _bind_onward(bound, number)
    for at in sorted(bound.taken - bound.past):
        bound.spans = subjects(tokens, quantities, bound.spans, at) | bound.spans
    _share_growth(bound)
    return bound


def _bind_backward(bound: Bound, number: int) -> bool:
    """ "Down from 2009's 358,343": whether a number has the window of a date before it."""
    each = _date_before(bound, bound.quantities[number])
    if each is None:
        return False
    bound.spans[number] = each.whole or (each.first, each.last)
    if each.base:
        bound.held.add(number)
    return True


def _date_before(bound: Bound, quantity: Quantity) -> Dated | None:
    """The date before a number that is its own: right in front of it, or led over to it ("2008, when there were")."""
    if quantity.kind not in (ClaimKind.COUNT, ClaimKind.SHARE):
        return None
    tokens, placed = bound.tokens, bound.placed
    for at, each in placed:
        here = lead(tokens, quantity)
        if each.base and (here == at or behind(tokens, each) == here + 1):  # "over the preceding quarter's 700"
            return each
    for _, each in placed:
        if named_by(tokens, quantity, each):
            return each
    aside = tokens[quantity.first - 1].text == "(" and any(each.base for _, each in placed)
    for _, each in placed if aside else ():
        if 0 <= tokens[quantity.first - 1].start - each.end <= 1:
            return each  # "more than in 2011 (700) and 2010 (500)"
    if any(0 <= at - quantity.last <= 2 for at, _ in placed):
        return None  # it is dated itself
    past = (each for _, each in placed if each.base or each.whole or bracketed(tokens, quantity, each))
    return next((each for each in past if when(tokens, quantity, each)), None)


def _bind_onward(bound: Bound, number: int) -> None:
    """ "940 seen in the fourth quarter": give a number the first date between it and the next one."""
    found = _date_behind(bound, number)
    if found is None:
        return
    at, each = found
    tokens, quantity = bound.tokens, bound.quantities[number]
    span = grown_in(tokens, quantity, _both(bound, number, at, each), each.latter)
    aside = each.relative and number > 0 and tokens[quantity.first - 1].text == "("
    told = {(other.first, other.last) for _, other in bound.placed if other is not each and not other.base}
    if (aside and span in {*told, bound.main}) or (span == bound.main and risen_from(tokens, quantity)):
        span = previous(span)  # "down from 13 percent last quarter", "(13 percent last quarter)", said of that quarter
    bound.spans[number] = span
    bound.taken.add(at)
    if compared(tokens, quantity):
        bound.past.add(at)


def _both(bound: Bound, number: int, at: int, each: Dated) -> Span:
    """ "1,600 attacks in 2011 and 2012, 900 of them in 2012": both years of the only number before them."""
    tokens, alone = bound.tokens, number == 0 and each.latter is None and not each.base
    for next_at, other in bound.placed if alone else ():
        joined = next_at > at and [token.lower for token in tokens[behind(tokens, each) : next_at]] == ["and"]
        if joined and not other.base and (other.first - each.last).days == 1:
            return each.first, other.last
    return each.first, each.last


def _date_behind(bound: Bound, number: int) -> Placed | None:
    """The first date behind a number that is its own and that no other number has; one in brackets shares it."""
    tokens, quantities = bound.tokens, bound.quantities
    quantity, follower = quantities[number], _follower(bound, number)
    shared = number > 0 and aside_of(tokens, quantities[number - 1], quantity)
    near = (
        (at, each)
        for at, each in bound.placed
        if quantity.last <= at < follower and (shared or at not in bound.taken) and _may_have(tokens, quantity, each)
    )
    return next(((at, each) for at, each in near if _attached(tokens, quantity.last, at, each)), None)


def _follower(bound: Bound, number: int) -> int:
    """Where the next number stands that may have a date: not one in brackets, nor "in 20 countries"."""
    quantity, tokens = bound.quantities[number], bound.tokens
    for each in bound.quantities[number + 1 :]:
        spread = tokens[min(each.last, len(tokens) - 1)].lower in SPREAD
        if not spread and not aside_of(tokens, quantity, each):
            return each.first
    return len(tokens)


def _may_have(tokens: Sequence[Token], quantity: Quantity, each: Dated) -> bool:
    """Whether a number can be of a date: no multiple is, and a share not of what it is measured against.

    Except "from 12 percent in 2012", "compared to 4.3 percent a year before".
    """
    if quantity.kind is ClaimKind.RATIO:
        return False
    if not each.base or quantity.kind is ClaimKind.COUNT or tokens[quantity.first - 1].lower == "from":
        return True
    return bool(each.back or each.shifted) and (_beside(tokens, quantity) or _after_another(tokens, quantity))


def _after_another(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "A rise, after a fall of 46 percent the year before": a change before the one that is told."""
    near = tokens[max(0, quantity.first - 5) : quantity.first]
    return bool({"after", "following"} & {token.lower for token in near})


def _beside(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Compared to 4.3 percent", "against 12 percent": what something is held against."""
    at = lead(tokens, quantity)
    word, before = tokens[at].lower, tokens[at - 1].lower if at > 0 else ""
    return word in {"against", "with", "versus"} or (word == "to" and before == "compared")


def _attached(tokens: Sequence[Token], last: int, at: int, each: Dated) -> bool:
    """Whether a date belongs to the number before it: "940 seen in the fourth quarter", "(870 in 2008)"."""
    if each.base and tokens[at - 1].lower not in {"in", "during", "(", "of"} and not each.earlier:
        return False
    if each.base and at > 1 and tokens[at - 1].lower == "of" and tokens[at - 2].lower in {"that", "those"}:
        return False  # "is up, compared with that of the last year"
    between = without_brackets(tokens[last:at])
    if between and between[-1].text in BRACKETS and tokens[behind(tokens, each)].text in {")", "）"}:
        between = between[:-1]  # "by 24 percent (2012 to 2013)"
    if [token.lower for token in between] in (["and", "in"], ["while", "in"], ["but", "in"]):
        return False  # "in 2016 some 44,000 and in 2017 some 52,000"
    if len(between) > FAR or any(token.text in BREAKS for token in between):
        return False
    return not (each.single_day and len(between) > DAY)


def _share_growth(bound: Bound) -> None:
    """ "Up 8 percent to 640 cases in 2012": the share has the window of the number that was reached."""
    tokens = bound.tokens
    for number, (one, other) in enumerate(pairwise(bound.quantities)):
        grown = one.kind is ClaimKind.SHARE and lead(tokens, other) == one.last and tokens[one.last].lower == "to"
        if grown and number + 1 in bound.spans:
            bound.spans.setdefault(number, bound.spans[number + 1])
