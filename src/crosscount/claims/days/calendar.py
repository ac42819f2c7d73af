"""Dates in a text, as windows of whole days. A year that is not written is inferred from the day of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from crosscount.claims.days.dateforms import (
    AND,
    BACKWARD,
    BASE,
    BETWEEN,
    CLOSING,
    DASHED,
    DATELINE,
    EARLIER,
    FIND,
    LINK,
    MIDDLE,
    MULTIPLE,
    OF_THAT,
    ONWARD,
    PAPER,
    PART_YEAR,
    SAME,
    SINCE,
    SINCE_END,
    SO_FAR,
    SO_LONG,
    STARTING,
    THAT,
    THAT_YEAR,
    UPTO,
)
from crosscount.claims.days.fiscal import fiscal_year
from crosscount.claims.days.periods import as_long_before, counted, earlier_than, period, set_back
from crosscount.claims.days.resolving import (
    from_middle,
    middle_of,
    month_end,
    month_in,
    month_of,
    range_of,
    resolve,
    said_year,
    second_of,
    year_after,
    year_of,
)
from crosscount.claims.days.undated import is_date, passed_over

# Parts of a year that may stand without it.
PARTIAL = ("q1", "q2", "q3", "q4", "h1", "h2", "h3", "months", "pair")
__all__ = ["Dated", "dates", "stated_day"]


SEASON, YEAR = 88, 366  # days of a window that has months, and within which it is still spoken of
HEAD = 40  # characters in which the place and date of a text stand


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
    at = 0
    near = main[1] if main else None
    last: tuple[date, date] | None = None
    told_last: tuple[int, tuple[date, date]] | None = None  # the date before, of whole months, and where it ends
    opened: int | None = None  # where a day of the week stands before its date
    while found := FIND.search(text, at):
        at = found.end()
        if not is_date(text, found) or _dateline(text, found) or PAPER.match(text, found.end()):
            continue
        if found["weekday"] and _dated_weekday(text, found.end()):
            opened = found.start()
            continue
        if found["told"]:
            if reported:
                yield Dated(found.start(), found.end(), *reported)
            continue
        if found["hence"]:
            if last and today and last[0] <= today:
                yield Dated(found.start(), found.end(), last[0], today, since=True)
            continue
        start, end = found.start() if opened is None else opened, found.end()
        opened, second = None, _other_end(text, found, start)
        if second:
            end = at = second.end()
        turned = BACKWARD.match(text, end) if second is None and UPTO.search(text[max(0, start - 40) : start]) else None
        origin = FIND.match(text, turned.end()) if turned else None
        partial = any(found[name] for name in PARTIAL) and not said_year(found, today)
        against = EARLIER.search(text[max(0, start - 40) : start])
        spoken = None
        if near and today:  # the quarter of the year that is spoken of, if it is not one compared with
            spoken = min(today, month_end(near.year, near.month) if against else date(near.year, 12, 31))
        aimed = spoken if spoken and partial else today
        if partial and last and today and not against:
            aimed = min(today, date(last[1].year, 12, 31))  # "622 in the first half of 2017 and 578 in the second"
        span = range_of(found, second, today) if second else resolve(found, aimed)
        if origin and (turned_round := range_of(origin, found, today)):
            second, span, end, at = found, turned_round, origin.end(), origin.end()
        if any(found[name] for name in ("fy", "aufy", "across", "fisc")) and not second:
            span = fiscal_year(found, today, country)
        if span is None:
            continue
        if found["y"] and not second and told_last and AND.fullmatch(text, told_last[0], start):
            first, ends = told_last[1]  # "in the second quarter of 2024 and 2025"
            span = first.replace(year=span[0].year), month_end(span[0].year, ends.month)
        told_last = (end, span) if (span[0].day, span[1].day > 27) == (1, True) and not second else None
        if found["ago"] and (found["unit"] or found["span"]).lower().startswith("year"):
            span = (years or {}).get(counted(found["n"]), span)
        if found["ago"] and span == last:  # "in the last six months 90, in the previous six months 80"
            span = as_long_before(found, span)
        if found["m"] and not second:
            span = _in_window(span, last) or _in_window(span, main) or span
        if (found["m"] or found["md"]) and near and not second and OF_THAT.match(text, end):
            span = set_back(span, span[0].year - near.year, "year")  # "in March of that year"
        part = PART_YEAR.match(text, end) if found["y"] and not second else None
        if part is not None:
            end = at = part.end()
            span = (span[0], month_end(span[0].year, month_in(part[0])))
        placed = THAT_YEAR.match(text, end) if today and (found["m"] or found["md"] or found["dm"]) else None
        if placed and today:
            end = at = placed.end()
            if placed["which"].lower() == "last" and span[1].year == today.year:
                span = set_back(span, 1, "year")
        if year_of(found) or (found["rel"] and "year" in found["rel"].lower()):
            near = span[1]
        before = text[max(0, start - 40) : start]
        if second:
            span = from_middle(found, second, span, before)
        longer = None if second else period(text[max(0, start - 80) : start], span)
        if longer is not None:
            start, span = start - longer[0], longer[1]
            before = text[max(0, start - 40) : start]
        told = THAT.match(text, end) is not None  # "first reported on April 4 that"
        named = span
        since = SINCE.search(text[max(0, start - 60) : start]) and not told and not SAME.search(text, end)
        onward = since or ((found["md"] or found["dm"]) and ONWARD.search(before))
        if since and MIDDLE.search(before):
            span = (middle_of(found, span[0]), span[1])
        if today and not second and onward:
            span = (span[1] if since and SINCE_END.search(before) else span[0], max(today, span[0]))
        if not second and UPTO.search(before) and (span[0].day, span[1].day > 27) == (1, True):
            span = (span[0].replace(month=1), span[1])
        by = SO_LONG.search(before)
        if (
            by
            and span == (span[0].replace(day=1), month_end(*span[0].timetuple()[:2]))
            and (by["end"] or placed or found["mlast"])
        ):
            before, span = before[: by.start()], (span[0].replace(month=1), span[1])
        changed = bool(BASE.search(before) or MULTIPLE.match(text, end)) and not second and not found["ago"]
        if found["m"] and today and re.search(r"\blast\s+$", before, re.IGNORECASE) and span[1] >= today.replace(day=1):
            span = set_back(span, 1, "year")
        single = span[0] == span[1]
        shifted = (int(found["samey"]) if found["samey"] else -1) if found["same"] else None
        if found["samet"] and today:
            shifted = today.year
        said = (found["rel"] or "").lower()
        back = earlier_than(found)
        closing = bool(CLOSING.search(before)) and not single and not second and not onward
        if STARTING.search(before) and not second:
            closing, said, span = True, said.replace("the year", "this year"), (span[0], span[0])
        last = last if changed or back else span
        if closing and said != "the year":
            span = (span[1], span[1])
        before_it = back is not None and back[0] > 0
        yield Dated(
            start, end, span[0], span[1], single, before_it, changed or before_it,
            (said not in ("today", "yesterday") or _closes(text, end)) and not passed_over(text, found, before),
            weekday=(bool(found["weekday"]) and single) or "week" in said or said == "yesterday", shifted=shifted,
            pointing=said == "the year" and not SO_FAR.match(text, end) and not SINCE.search(before),
            back=back, closing=closing,
            running=(said or found["h_rel"] or "").startswith(("this ", "本", "year")),
            after=year_after(span, today) if found["y"] and not second else None,
            latter=second_of(found, second, span, today) if second else None,
            whole=named if onward and named != span else None, relative=bool(found["rel"] or found["h_rel"]),
        )  # fmt: skip


def _other_end(text: str, found: re.Match[str], start: int) -> re.Match[str] | None:
    """The last date of a range that begins with another: "May to July", "between 2012 and 2015", "May and June"."""
    link = LINK.match(text, found.end())
    second = FIND.match(text, link.end()) if link else None
    if link is None or second is None:
        return None
    follow = month_of(found) and month_of(second) == month_of(found) + 1
    ranged = link[0].strip().lower() not in ("and", "") or BETWEEN.search(text[max(0, start - 40) : start])
    return second if ranged or follow or (found["weekday"] and second["weekday"]) else None


def _in_window(month: tuple[date, date], window: tuple[date, date] | None) -> tuple[date, date] | None:
    """The month in a window before it: "in 2012 it had 900 cases; the worst month was May", of a text of 2013."""
    if window is None or (window[1] - window[0]).days < SEASON or not 0 < (month[0] - window[1]).days < YEAR:
        return None
    placed = set_back(month, month[0].year - window[1].year, "year")
    return placed if window[0] <= placed[0] and placed[1] <= window[1] else None


def _closes(text: str, end: int) -> bool:
    """Whether a sentence ends here: "logged a million addresses yesterday."."""
    return text[end : end + 1] in {"", ".", ";"}


def _dated_weekday(text: str, end: int) -> bool:
    """Whether a day of the week says its date: "Sunday, March 19"."""
    gap = re.compile(r",?\s+").match(text, end)
    after = FIND.match(text, gap.end()) if gap else None
    return after is not None and bool(after["md"] or after["dm"] or after["iso"])


def _dateline(text: str, found: re.Match[str]) -> bool:
    """Whether a date says when and where a text was written: at its head, behind a place."""
    if found.start() >= HEAD:
        return False
    of_a_day = any(found[name] for name in ("md", "dm", "iso"))
    return DATELINE.match(text, found.end()) is not None or (of_a_day and DASHED.match(text, found.end()) is not None)
