"""Dates in a text, as windows of whole days. A year that is not written is inferred from the day of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from crosscount.claims.days.dateforms import BASE, CLOSING, FIND, MULTIPLE, SINCE, SO_FAR, STARTING
from crosscount.claims.days.periods import earlier_than
from crosscount.claims.days.placing import in_its_year, named_window
from crosscount.claims.days.resolving import resolve, second_of, year_after, year_of
from crosscount.claims.days.stretching import stretched
from crosscount.claims.days.undated import passed_over
from crosscount.claims.days.written import Course, Span, Written, reach_other_end, writings

__all__ = ["Dated", "dates", "stated_day"]

SLACK = 3  # days by which windows of one length may differ
WHOLE = re.compile(r"\b(?:whole|entire|full) ")  # "the whole year"
VENUE = re.compile(
    r"\b(?i:forum|conference|summit|meeting|hearing|briefing|symposium|seminar|session|congress)"
    r"(?:\s+(?:in|at)\s+[A-Z][\w.]*(?:\s[A-Z]\w*)?)?,?\s+on\s*$"
)
OPENS = re.compile(r"(?:^|[.!?][\"”’']?\s+|\n)(?:In|Last|Back in|Earlier in|This|In early|In late|In mid-)\s*$")
SPOKE = re.compile(r",?\s+(?:asked\b|(?!\w+ed\b)(?:[A-Z][\w.'’-]*\s+){1,6}(?:told|testified|asked|called|urged)\b)")
TOLD = re.compile(
    r"\b(?:said|told|reported|announced|warned|released|published|issued|revealed|disclosed|stated|confirmed|testified"
    r"|presented|posted|unveiled|wrote|news|conference|hearing|statement|report|arrested|seized|raided|shut|disrupted"
    r"|dismantled|made|took|taken|identified|unsealed|indicted|charged)\b[^,.;]{0,24}$"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A window said at characters `start` to `end` of the text."""

    start: int
    end: int
    first: date
    last: date
    single_day: bool = False  # one day: mostly when something was said
    earlier: bool = False  # "the year before": the window that goes before the one spoken of
    base: bool = False  # what a change is measured against
    covers: bool = True  # False for a point that is no window by itself ("yesterday")
    weekday: bool = False  # "on Monday": no window of what follows
    pointing: bool = False  # "during the year": the one spoken of, where there is one
    shifted: int | None = None  # "the same period of 2012": the window spoken of, moved to that year; -1: a year back
    back: tuple[int, str] | None = None  # "two weeks earlier": so much before the window spoken of
    closing: bool = False  # "at the end of": the last day only
    after: tuple[date, date] | None = None  # behind a year, the one after it so far: what "than in 2014" may speak of
    running: bool = False  # "this year": not over yet
    whole: tuple[date, date] | None = None  # of "since June", the month that was named
    since: bool = False  # "and has since": from the date before it until now
    latter: tuple[date, date] | None = None  # of "2012 to 2013", or two quarters, the second
    relative: bool = False  # "last month": said of the day of the text, or of the window spoken of
    recent: bool = False  # "in the past three days": up to the day of the text


def stated_day(text: str) -> date | None:
    """The first full date of a text, for want of a better one."""
    for found in FIND.finditer(text):
        full = found["mdy"] or found["dmy"] or found["iso"] or (found["hda"] and year_of(found))
        span = resolve(found, None) if full else None
        if span:
            return span[0]
    return None


def dates(
    text: str,
    today: date | None,
    main: tuple[date, date] | None = None,
    country: str | None = None,
    reported: tuple[date, date] | None = None,
    years: Mapping[int, tuple[date, date]] | None = None,
) -> Iterator[Dated]:
    """Every date and every range of dates, in order.

    A quarter or half without a year is the last one up to the dates before it, or up to the end of `main`, the window
    that the text speaks of; a month is the one in that window. `country`: whose fiscal year it is. `reported`: the
    first window of the text, which is "this reporting period". `years`: stretches of years that the text spells out,
    by their length.
    """
    course = Course(today, main, country, years or {}, near=main[1] if main else None)
    yield from _to_the_day(text, list(_in_order(text, today, reported, course)))


def _in_order(text: str, today: date | None, reported: Span | None, course: Course) -> Iterator[Dated]:
    """Every date as it is written."""
    for written in writings(text):
        if any(written.found[name] for name in ("told", "hence", "thence")):
            yield from _pointed(written, reported, course)
            continue
        reach_other_end(written)
        span = named_window(written, course)
        if span is not None:
            span = in_its_year(written, span, course)
            yield _dated(written, stretched(written, span, today), course)


def _to_the_day(text: str, spoken: Sequence[Dated]) -> Iterator[Dated]:
    """ "In the third week of March (March 16 to 22)": the days in brackets are meant, where both are as long."""
    for each, after in zip_longest(spoken, spoken[1:]):
        exact = after is not None and text[each.end : after.start] == " (" and text[after.end : after.end + 1] == ")"
        if exact and after.first <= each.last and each.first <= after.last and _as_long(each, after):
            yield replace(each, first=after.first, last=after.last)
        else:
            yield each


def _as_long(one: Dated, other: Dated) -> bool:
    """Whether two windows are of the same length, but for how months differ."""
    return one.first < one.last and abs((one.last - one.first) - (other.last - other.first)).days <= SLACK


def _pointed(written: Written, reported: Span | None, course: Course) -> Iterator[Dated]:
    """ "This reporting period", which is `reported`; "and has since", "since then", from the date before until now."""
    if written.found["told"] and reported:
        yield Dated(written.start, written.end, *reported)
    from_then = course.last or (course.main if written.found["thence"] else None)
    if not written.found["told"] and from_then and course.today and from_then[0] <= course.today:
        yield Dated(written.start, written.end, from_then[0], course.today, since=True)


def _dated(written: Written, span: Span, course: Course) -> Dated:
    """The window of a date, and how it is spoken of."""
    found, before, second = written.found, written.before, written.second
    single = span[0] == span[1]
    closing = bool(CLOSING.search(before)) and not single and not second and not written.onward
    said = WHOLE.sub("", (found["rel"] or "").lower())
    if STARTING.search(before) and not second:
        closing, said, span = True, said.replace("the year", "this year"), (span[0], span[0])
    changed, back = _held_against(written), earlier_than(found)
    course.last = course.last if changed or back else span
    if closing and said != "the year":
        span = (span[1], span[1])
    earlier = back is not None and back[0] > 0
    return Dated(
        written.start, written.end, span[0], span[1], single, earlier, changed or earlier,
        covers=_covers(written, said, course.today),
        weekday=(bool(found["weekday"]) and single) or ("week" in said and _told_then(written)) or said == "yesterday",
        pointing=said == "the year" and not SO_FAR.match(written.text, written.end) and not SINCE.search(before),
        shifted=_shifted(written, course.today), back=back, closing=closing,
        after=year_after(span, course.today) if found["y"] and not second else None,
        running=(said or found["h_rel"] or "").startswith(("this ", "本", "year")),
        whole=written.named if written.named != span else None,
        latter=second_of(found, second, span, course.today) if second else None,
        relative=bool(found["rel"] or found["h_rel"]),
        recent=span[1] == course.today and _runs_on(written, said),
    )  # fmt: skip


def _runs_on(written: Written, said: str) -> bool:
    """Whether a window runs up to the day of the text: "in the past three days", "after the vote of April 22"."""
    found = written.found
    return bool(found["ago"] or found["h_ago"]) or said.endswith("past week") or written.onward


def _held_against(written: Written) -> bool:
    """Whether something is measured against a date: "up 12 percent from 2012"."""
    against = BASE.search(written.before) or MULTIPLE.match(written.text, written.end)
    return bool(against) and not written.second and not written.found["ago"]


def _covers(written: Written, said: str, today: date | None) -> bool:
    """Whether a date is a window by itself: not "yesterday", but "logged a million addresses yesterday."."""
    closes = written.text[written.end : written.end + 1] in {"", ".", ";"}
    if not written.second and _when_spoken(written):
        return False
    return (said not in ("today", "yesterday") or closes) and not passed_over(
        written.text, written.found, written.before, today
    )


def _when_spoken(written: Written) -> bool:
    """Whether a date says only when somebody spoke: "In January Wray told Congress", "at a forum in Lima on May 9"."""
    if VENUE.search(written.before):
        return True
    opens = bool(written.found["m"]) and OPENS.search(written.before)
    return bool(opens and SPOKE.match(written.text, written.end))


def _told_then(written: Written) -> bool:
    """Whether "last week" is when something was said: "in a report released last week"; not "they rose last week."."""
    closes = written.text[written.end : written.end + 1] in {".", ";"} and "weekend" not in written.found[0].lower()
    return not closes or bool(TOLD.search(written.before))


def _shifted(written: Written, today: date | None) -> int | None:
    """The year of "the same period of 2012"; -1 of "the same period last year"."""
    if written.found["samet"] and today:
        return today.year
    return int(written.found["samey"] or -1) if written.found["same"] else None
