"""What the words before a date make of its window: "since June", "the three months to May", "by the end of July"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from crosscount.claims.days.dateforms import MIDDLE, ONWARD, SAME, SINCE, SINCE_END, SO_LONG, THAT, UPTO
from crosscount.claims.days.periods import period, set_back
from crosscount.claims.days.resolving import from_middle, middle_of, month_end
from crosscount.claims.days.written import Span, Written, whole_months

__all__ = ["stretched"]

PERIOD = 80  # characters in which "the three months to" stands
OPENING = 60  # characters in which "since the worm appeared in" stands
LAST = re.compile(r"\blast\s+$", re.IGNORECASE)


def stretched(written: Written, span: Span, today: date | None) -> Span:
    """The window that a date speaks of, with the words before it."""
    for rule in RULES:
        span = rule(written, span, today)
    return span


def _from_middle(written: Written, span: Span, _: date | None) -> Span:
    """ "From mid-July to mid-August"."""
    return span if written.second is None else from_middle(written.found, written.second, span, written.before)


def _so_long_to_it(written: Written, span: Span, _: date | None) -> Span:
    """ "The three months to June", "the week of May 5"."""
    longer = None if written.second else period(written.look_back(PERIOD), span)
    if longer is None:
        return span
    written.move_start(longer[0])
    return longer[1]


def _onward(written: Written, span: Span, today: date | None) -> Span:
    """ "Since June", "since mid-2012", "after the April 22 raid": until now; not "first reported on April 4 that"."""
    text, found, end = written.text, written.found, written.end
    since = SINCE.search(written.look_back(OPENING)) and not THAT.match(text, end) and not SAME.search(text, end)
    if not since and not ((found["md"] or found["dm"]) and ONWARD.search(written.look_back(OPENING))):
        return span
    written.onward, written.named = True, span
    if since and MIDDLE.search(written.before):
        span = (middle_of(found, span[0]), span[1])
    if today is None or written.second:
        return span
    return span[1] if since and SINCE_END.search(written.before) else span[0], max(today, span[0])


def _up_to(written: Written, span: Span, _: date | None) -> Span:
    """ "Until May": from the beginning of its year."""
    if not written.second and whole_months(span) and UPTO.search(written.before):
        return span[0].replace(month=1), span[1]
    return span


def _by_then(written: Written, span: Span, _: date | None) -> Span:
    """ "By the end of July", "by June last year": what had come in since the year began."""
    by = SO_LONG.search(written.before)
    month = span == (span[0].replace(day=1), month_end(span[0].year, span[0].month))
    if by is None or not month or not (by["end"] or written.year_behind or written.found["mlast"]):
        return span
    written.before = written.before[: by.start()]
    return span[0].replace(month=1), span[1]


def _last_month(written: Written, span: Span, today: date | None) -> Span:
    """ "Last May", of a text of that month or one before it: a year ago."""
    if written.found["m"] and today and span[1] >= today.replace(day=1) and LAST.search(written.before):
        return set_back(span, 1, "year")
    return span


RULES: tuple[Callable[[Written, Span, date | None], Span], ...] = (
    _from_middle,
    _so_long_to_it,
    _last_month,
    _onward,
    _up_to,
    _by_then,
)
