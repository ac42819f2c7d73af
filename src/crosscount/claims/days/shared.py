"""The window of a number that has no date of its own: what its sentence, or the sentences before, say for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from crosscount.claims.days.adjacent import in_apposition, in_brackets, within
from crosscount.claims.days.asides import place_of, relative_clause, speech_verbs
from crosscount.claims.days.bound import Bound
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.earlier import changing, compared, end_of, grown_in, previous, risen_from, years_of
from crosscount.claims.days.onward import parted
from crosscount.claims.days.placed import Placed
from crosscount.claims.days.present import at_present, going_on, timeless
from crosscount.claims.days.timeline import Span
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = ["Shared", "shared_dates", "window_of"]

PART = frozenset(("which", "them", "these", "those"))
CLOSED = frozenset((",", ";", "，", "；", "(", ")", "from", "than", "compared", "against", "over", "versus"))


@dataclass(frozen=True, slots=True)
class Shared:
    """The dates of a sentence that may speak for numbers without one."""

    mains: Sequence[Placed]  # of the whole sentence
    attached: Sequence[Placed]  # of one number
    leading: Sequence[Dated]  # of these the ones that may speak for others
    implied: Span | None  # of "twice as many as in 2014", in a text of 2016, the year after


def shared_dates(bound: Bound) -> Shared:
    """What the dates that numbers have left speak for."""
    tokens, taken, past = bound.tokens, bound.taken, bound.past
    open_ = [(at, each) for at, each in bound.placed if not each.base]
    mains = [(at, each) for at, each in open_ if at not in taken and not within(tokens, bound.quantities, at)]
    attached = [(at, each) for at, each in open_ if at in taken]
    leading = [each for at, each in attached if at not in past and not each.closing and not in_brackets(tokens, at)]
    against = (each.after for at, each in bound.placed if each.after is not None and (each.base or at in past))
    alone = bound.main is None and not mains and not leading
    return Shared(mains, attached, leading, next(against, None) if alone else None)


def window_of(number: int, bound: Bound, shared: Shared) -> Span | None:
    """The window of a number, by its place among those of the sentence."""
    tokens, quantity = bound.tokens, bound.quantities[number]
    if number in bound.spans:
        return bound.spans[number]
    if at_present(tokens, quantity):
        return None
    told = bound.spans.get(number - 1)
    if told is not None and in_apposition(tokens, bound.quantities[number - 1], quantity, shared.attached):
        return told
    span = _of_sentence(quantity, bound, shared) or _of_text(number, bound, shared)
    return None if span is None else _at_its_end(number, span, bound, shared)


def _of_sentence(quantity: Quantity, bound: Bound, shared: Shared) -> Span | None:
    """The window that the sentence says; of "25 percent up from the first quarter to the second" the second."""
    span = _said(quantity, bound, shared)
    latter = next((each.latter for _, each in shared.mains if (each.first, each.last) == span), None)
    return None if span is None else grown_in(bound.tokens, quantity, span, latter)


def _said(quantity: Quantity, bound: Bound, shared: Shared) -> Span | None:
    """The window that a date of the sentence gives: of all of it, else of what the number ends with."""
    tokens, attached = bound.tokens, shared.attached
    closing = next((each for at, each in attached if _closes(tokens, quantity.last, at)), None)
    if closing is not None and not shared.mains and quantity.kind in (ClaimKind.COUNT, ClaimKind.SHARE):
        return closing.first, closing.last
    mains = [(at, each) for at, each in shared.mains if not _elsewhere(bound, quantity, at)]
    if mains:
        return _nearest(quantity, mains)
    if changing(tokens, quantity) and len(attached) > 1:
        return max((each.first, each.last) for _, each in attached)  # "from 900 in 2014 to 700 in 2015, a fall of"
    if bound.main is not None:
        return None
    leading = (each for each in shared.leading if not _elsewhere(bound, quantity, place_of(tokens, each.start)))
    return next(((each.first, each.last) for each in leading), None)


def _nearest(quantity: Quantity, mains: Sequence[Placed]) -> Span | None:
    """The last date before a number, else the only one behind it."""
    earlier = [each for at, each in mains if at < quantity.first]
    if earlier:
        return earlier[-1].first, earlier[-1].last
    spans = {(each.first, each.last) for _, each in mains}
    return spans.pop() if len(spans) == 1 else None


def _of_text(number: int, bound: Bound, shared: Shared) -> Span | None:
    """What goes on: the first number of the sentence that has its own date speaks for what follows it."""
    tokens, quantities = bound.tokens, bound.quantities
    if not shared.mains and timeless(tokens, quantities[number]):
        return None
    for other in range(number):
        spoken = other in bound.spans and other not in bound.held and not compared(tokens, quantities[other])
        if spoken and not relative_clause(tokens, quantities[other].first, quantities[number].first):
            return bound.spans[other]
    return bound.main or shared.implied


def _at_its_end(number: int, span: Span, bound: Bound, shared: Shared) -> Span:
    """The part of a window that a number is of, if the text says that it rose or fell to it, or from it."""
    tokens, quantity = bound.tokens, bound.quantities[number]
    if quantity.kind is ClaimKind.COUNT and years_of(span):
        return end_of(tokens, bound.quantities[:number], quantity, span)
    if risen_from(tokens, quantity):
        ranges = [each for _, each in shared.mains if (each.first, each.last) == span]
        both = next((each for each in ranges if each.latter is not None), None)
        if both is not None and both.latter is not None:  # "from August to September it rose from 15 percent"
            return span[0], both.latter[0] - timedelta(days=1)
        start = next((each.whole for each in ranges), None)
        return start or previous(span)  # "since the second quarter it has risen from 15 percent"
    return span


def _elsewhere(bound: Bound, quantity: Quantity, at: int) -> bool:
    """Whether a date stands in a clause that is not the number's."""
    tokens = bound.tokens
    other = parted(tokens, quantity.last, at) or relative_clause(tokens, at, quantity.first)
    return other or (going_on(tokens, quantity) and _of_others(bound, quantity, at))


def _of_others(bound: Bound, quantity: Quantity, at: int) -> bool:
    """ "In May he told us that it faces 900 a day, 30 of which succeeded in 2017": neither is when it faces them."""
    tokens = bound.tokens
    told = any(token.lower in speech_verbs() for token in tokens[at : quantity.first])
    parts = (other for other in bound.quantities if quantity.last <= other.first < at)
    near = (tokens[max(0, other.first - 2) : other.last + 2] for other in parts)
    return told or any({"of"} < {token.lower for token in each} & {"of", *PART} for each in near)


def _closes(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a date ends the clause of a number: "1.9 million hosts were controlled by 12,000 servers in June"."""
    between = {token.lower for token in tokens[first:last]}
    return first < last and not between & CLOSED
