"""The window that a date names, in its year: the one that it says, or that the text speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from crosscount.claims.days.dateforms import (
    AND,
    BACKWARD,
    EARLIER,
    FIND,
    OF_THAT,
    ORDINAL,
    PART_YEAR,
    QUARTER_YEAR,
    THAT_YEAR,
    UPTO,
)
from crosscount.claims.days.fiscal import fiscal_year
from crosscount.claims.days.periods import as_long_before, counted, set_back
from crosscount.claims.days.resolving import month_end, month_in, range_of, resolve, said_year, year_of
from crosscount.claims.days.written import Course, Span, Written, whole_months

__all__ = ["in_its_year", "named_window"]

# Parts of a year that may stand without it.
PARTIAL = ("q1", "q2", "q3", "q4", "h1", "h2", "h3", "months", "pair")
FISCAL = ("fy", "fyq", "aufy", "across", "fisc")
PARTS, DECEMBER = (3, 6), 12  # months of a quarter and of half a year
SEASON, YEAR = 88, 366  # days of a window that has months, and within which it is still spoken of


def named_window(written: Written, course: Course) -> Span | None:
    """First and last day of what is written, before anything around it is asked."""
    found = written.found
    if written.second is not None:
        return range_of(found, written.second, course.today)
    turned = _backward(written, course)
    if turned is not None:
        return turned
    if found["other"]:
        return _other_part(found, course)
    if any(found[name] for name in FISCAL):
        return fiscal_year(found, course.today, course.country)
    return resolve(found, _aim(written, course))


def _other_part(found: re.Match[str], course: Course) -> Span | None:
    """ "In the first quarter 300, in the second 400": as long a part of the year as the one before."""
    told = course.last or course.main
    months = 0 if told is None else (told[1].month - told[0].month + 1) * (told[0].year == told[1].year)
    first = (ORDINAL[found["nth"].lower()] - 1) * months + 1
    if told is None or months not in PARTS or not whole_months(told) or first > DECEMBER:
        return None
    return date(told[0].year, first, 1), month_end(told[0].year, first + months - 1)


def in_its_year(written: Written, span: Span, course: Course) -> Span:
    """The window moved to the year that the text gives it; a year that is said is the one spoken of from here on."""
    for rule in RULES:
        span = rule(written, span, course)
    if year_of(written.found) or (written.found["rel"] and "year" in written.found["rel"].lower()):
        course.near = span[1]
    return span


def _backward(written: Written, course: Course) -> Span | None:
    """ "Until August this year from 2016": a range whose end is written before its beginning."""
    turned = BACKWARD.match(written.text, written.end) if UPTO.search(written.before) else None
    origin = FIND.match(written.text, turned.end()) if turned else None
    span = range_of(origin, written.found, course.today) if origin else None
    if origin and span:
        written.second, written.end = written.found, origin.end()
    return span


def _aim(written: Written, course: Course) -> date | None:
    """The day up to which a part of a year without its year is looked for: in the year that is spoken of.

    Of "622 in the first half of 2017 and 578 in the second" the year of the window before; of a part that is compared
    with, the last one up to the month spoken of.
    """
    today = course.today
    if today is None or not any(written.found[name] for name in PARTIAL) or said_year(written.found, today):
        return today
    against = EARLIER.search(written.before)
    if course.last and not against:
        return min(today, date(course.last[1].year, 12, 31))
    if course.near is None:
        return today
    return min(today, month_end(course.near.year, course.near.month if against else 12))


def _same_months(written: Written, span: Span, course: Course) -> Span:
    """ "In the second quarter of 2024 and 2025": the same part of another year."""
    before, alone = course.months, not written.second
    if before and alone and written.found["y"] and AND.fullmatch(written.text, before[0], written.start):
        first, last = before[1]
        span = first.replace(year=span[0].year), month_end(span[0].year, last.month)
    course.months = (written.end, span) if alone and whole_months(span) else None
    return span


def _last_so_many(written: Written, span: Span, course: Course) -> Span:
    """ "The last three years" that a text spells out; "in the last six months 90, in the previous six months 80"."""
    found = written.found
    if not found["ago"]:
        return span
    if (found["unit"] or found["span"]).lower().startswith("year"):
        span = course.years.get(counted(found["n"]), span)
    return as_long_before(found, span) if span == course.last else span


def _month_of_window(written: Written, span: Span, course: Course) -> Span:
    """ "In 2012 it had 900 cases; the worst month was May", of a text of 2013."""
    if not written.found["m"] or written.second:
        return span
    return _in_window(span, course.last) or _in_window(span, course.main) or span


def _in_window(month: Span, window: Span | None) -> Span | None:
    """The month in a window before it."""
    if window is None or (window[1] - window[0]).days < SEASON or not 0 < (month[0] - window[1]).days < YEAR:
        return None
    placed = set_back(month, month[0].year - window[1].year, "year")
    return placed if window[0] <= placed[0] and placed[1] <= window[1] else None


def _of_that_year(written: Written, span: Span, course: Course) -> Span:
    """ "In March of that year"."""
    named = (written.found["m"] or written.found["md"]) and not written.second
    if named and course.near and OF_THAT.match(written.text, written.end):
        return set_back(span, span[0].year - course.near.year, "year")
    return span


def _part_of_year(written: Written, span: Span, _: Course) -> Span:
    """ "2014 (up to May)", "2014 (January-May)"."""
    part = PART_YEAR.match(written.text, written.end) if written.found["y"] and not written.second else None
    if part is None:
        return span
    written.end = part.end()
    first = span[0].replace(month=month_in(part["from"])) if part["from"] else span[0]
    return first, month_end(first.year, month_in(part["to"]))


def _year_behind(written: Written, span: Span, course: Course) -> Span:
    """ "October 26 this year", "May of last year"."""
    found, today = written.found, course.today
    year = THAT_YEAR.match(written.text, written.end) if found["m"] or found["md"] or found["dm"] else None
    if year is None or today is None:
        return span
    written.end, written.year_behind = year.end(), True
    return set_back(span, 1, "year") if year["which"].lower() == "last" and span[1].year == today.year else span


def _months_of_year(written: Written, span: Span, course: Course) -> Span:
    """ "The July-September quarter of 2012", "the July to September period last year"."""
    months = written.second is not None and (written.found["m"] and written.second["m"])
    year = QUARTER_YEAR.match(written.text, written.end) if months else None
    if year is None or course.today is None:
        return span
    written.end = year.end()
    named = int(year["year"] or course.today.year - (year["which"].lower() == "last"))
    return set_back(span, span[1].year - named, "year")


RULES: tuple[Callable[[Written, Span, Course], Span], ...] = (
    _same_months,
    _last_so_many,
    _month_of_window,
    _of_that_year,
    _part_of_year,
    _year_behind,
    _months_of_year,
)
