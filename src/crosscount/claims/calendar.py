"""Dates in a text, as windows of whole days. A year that is not written is inferred from the day of the text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crosscount.claims.dateforms import (
    BASE,
    CLOSING,
    DATELINE,
    DAY,
    EARLIER,
    FIND,
    FROM,
    LINK,
    MIDDLE,
    MONTH,
    MONTHS,
    OF_THAT,
    ONWARD,
    ORDINAL,
    PAPER,
    SAME,
    SINCE,
    STARTING,
    THAT,
    THAT_YEAR,
    UPTO,
)
from crosscount.claims.periods import COUNTED, earlier_than, period, relative, season
from crosscount.claims.undated import is_date, passed_over

__all__ = ["Dated", "dates", "stated_day"]


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


def stated_day(text: str) -> date | None:
    """The first full date of a text, for want of a better one."""
    for found in FIND.finditer(text):
        if found.lastgroup and (found["mdy"] or found["dmy"] or found["iso"]):
            span = _resolve(found, date(2100, 1, 1))
            if span and span[0] == span[1]:
                return span[0]
        if found["h_ymd"] and found["hda"] and found["hyr"] and found["hyr"][0].isdigit():
            span = _resolve(found, date(2100, 1, 1))
            if span:
                return span[0]
    return None


def dates(text: str, today: date | None, near: date | None = None) -> Iterator[Dated]:
    """Every date and every range of dates, in order.

    A quarter or half without a year is the last one up to the dates before it, or up to `near`, a day that the
    sentence before spoke of.
    """
    at = 0
    last: tuple[date, date] | None = None
    while found := FIND.search(text, at):
        at = found.end()
        if not is_date(text, found) or DATELINE.match(text, found.end()) or PAPER.match(text, found.end()):
            continue
        if found["hence"]:
            if last and today and last[0] <= today:
                yield Dated(found.start(), found.end(), last[0], today, since=True)
            continue
        start, end = found.start(), found.end()
        second = None
        link = LINK.match(text, end)
        if link:
            second = FIND.match(text, link.end())
            joins = link[0].strip().lower()
            months = second and _month_of(found) and _month_of(second) == _month_of(found) + 1
            days = bool(second and found["weekday"] and second["weekday"])
            between = (
                joins not in ("and", "") or months or days or re.search(r"between\s*$", text[:start], re.IGNORECASE)
            )
            if (
                second
                and between
                and not (joins == "to" and BASE.search(text[:start]) and not FROM.search(text[:start]))
            ):
                end = at = second.end()
            else:
                second = None
        partial = (found["q1"] or found["q2"] or found["q3"] or found["h1"]) and not _said_year(found, today)
        against = EARLIER.search(text[max(0, start - 40) : start])
        spoken = None
        if near and today:  # the quarter of the year that is spoken of, if it is not one compared with
            spoken = min(today, _month_end(near.year, near.month) if against else date(near.year, 12, 31))
        aimed = spoken if spoken and partial else today
        if partial and last and today and today > last[1] and not against:
            aimed = min(today, date(last[1].year, 12, 31))  # "622 in the first half of 2017 and 578 in the second"
        span = _range(found, second, today) if second else _resolve(found, aimed)
        if span is None:
            continue
        if (found["m"] or found["md"]) and near and not second and OF_THAT.match(text, end):
            span = _placed_in(span, near.year) or span  # "in March of that year"
        placed = THAT_YEAR.match(text, end) if today and (found["m"] or found["md"] or found["dm"]) else None
        if placed and today:
            end = at = placed.end()
            if placed["which"].lower() == "last" and span[1].year == today.year:
                span = _a_year_back(span)
        if _year_of(found) or (found["rel"] and "year" in found["rel"].lower()):
            near = span[1]
        before = text[max(0, start - 40) : start]
        if second:
            span = _from_middle(found, second, span, before)
        longer = None if second else period(before, span)
        if longer is not None:
            start, span = start - longer[0], longer[1]
            before = text[max(0, start - 40) : start]
        told = THAT.match(text, end) is not None  # "first reported on April 4 that"
        named = span
        since = SINCE.search(text[max(0, start - 60) : start]) and not told and not SAME.search(text, end)
        onward = since or ((found["md"] or found["dm"]) and ONWARD.search(before))
        if today and not second and onward:
            span = (span[0], max(today, span[0]))
        if not second and UPTO.search(before) and (span[0].day, span[1].day > 27) == (1, True):
            span = (span[0].replace(month=1), span[1])
        changed = bool(BASE.search(before)) and not second and not found["ago"]
        if found["m"] and today and re.search(r"\blast\s+$", before, re.IGNORECASE) and span[1] >= today.replace(day=1):
            span = (span[0].replace(year=span[0].year - 1), _month_end(span[0].year - 1, span[0].month))
        single = span[0] == span[1]
        shifted = (int(found["samey"]) if found["samey"] else -1) if found["same"] else None
        said = (found["rel"] or "").lower()
        back = earlier_than(found)
        closing = bool(CLOSING.search(before)) and not single and not second
        if STARTING.search(before) and not second:
            closing, said, span = True, said.replace("the year", "this year"), (span[0], span[0])
        last = last if changed or back else span
        if closing and said != "the year":
            span = (span[1], span[1])
        before_it = back is not None and back[0] > 0
        yield Dated(
            start, end, span[0], span[1], single, before_it, changed or before_it,
            said not in ("yesterday", "today") and not passed_over(text, found, before),
            weekday=bool(found["weekday"]) and single, shifted=shifted,
            pointing=said == "the year" and not SINCE.search(before), back=back, closing=closing,
            running=said.startswith("this "), after=_year_after(span, today) if found["y"] and not second else None,
            whole=named if onward and named != span else None,
        )  # fmt: skip


def _year_after(span: tuple[date, date], today: date | None) -> tuple[date, date] | None:
    """The year after a window, up to today; None where that is long past, or to come."""
    year = span[1].year + 1
    if today is None or not today.year - 1 <= year <= today.year:
        return None
    return date(year, 1, 1), min(today, date(year, 12, 31))


def _range(first: re.Match[str], last: re.Match[str], today: date | None) -> tuple[date, date] | None:
    end = _resolve(last, today)
    year = end[1].year if end else None
    begin = _resolve(first, today, year)
    if not end and begin:  # "March 19, 2014 to May 18", without a day for the text
        end = _resolve(last, None, begin[0].year)
    if begin and not end and last.re.groupindex and last["dm"] is None:
        return None
    if not begin or not end:
        return None
    if begin[0] > end[1]:
        months = _resolve(first, today, (year or begin[0].year) - 1)
        begin = months or begin
    if _year_of(first) and not _year_of(last):
        fixed = _resolve(last, today, begin[0].year)
        end = fixed if fixed and fixed[1] >= begin[0] else end
    return (begin[0], end[1]) if begin[0] <= end[1] else None


def _from_middle(first: re.Match[str], last: re.Match[str], span: tuple[date, date], before: str) -> tuple[date, date]:
    """ "From mid-July to mid-August": up to the 15th, or from the 16th on."""
    if _month_of(first) and MIDDLE.search(before):
        span = (span[0].replace(day=16), span[1])
    if _month_of(last) and MIDDLE.search(last.string[: last.start()]) and span[0].day <= 16:
        span = (span[0], span[1].replace(day=15))
    return span if span[0] <= span[1] else (span[0], span[0])


def _month_of(found: re.Match[str]) -> int:
    """The month of "May" or "May 2013"; 0 of all else."""
    text = (found["m"] or found["my"] or found["mlast"] or "")[:3].lower()
    return MONTHS.index(text) + 1 if text in MONTHS else 0


def _year_of(found: re.Match[str]) -> int | None:
    for name in (
        "mdy",
        "dmy",
        "mddy",
        "ddmy",
        "myy",
        "qy1",
        "qy2",
        "hy1",
        "hy2",
        "fyy",
        "my2",
        "wy",
        "dny",
        "d_y",
        "sy",
    ):
        if found[name] and found[name][0].isdigit():
            return int(found[name])
    if found["y"]:
        return int(found["y"])
    if found["iso"]:
        return int(found["iso"][:4])
    for name in ("hyr", "hqy", "hhy", "hfy", "h_y"):
        if found[name] and found[name][0].isdigit():
            return int(found[name][:4])
    return None


def _resolve(found: re.Match[str], today: date | None, year: int | None = None) -> tuple[date, date] | None:
    """First and last day; None where the year cannot be known or the day does not exist."""
    try:
        return _span(found, today, _year_of(found) or _said_year(found, today) or year)
    except (ValueError, OverflowError):
        return None


def _said_year(found: re.Match[str], today: date | None) -> int | None:
    if today is None:
        return None
    said = " ".join(
        found[name] or "" for name in ("qy1", "hy1", "my2", "mlast", "hyr", "hqy", "hhy", "hfy", "h_y")
    ).strip()
    if not said:
        return None
    if "last year" in said or said in ("去年", "上年"):
        return today.year - 1
    if said == "the year" and "quarter" in found[0].lower():
        return None  # of the year spoken of
    if said == "前年":
        return today.year - 2
    return today.year if "this year" in said or said in ("今年", "本年") or said == "the year" else None


def _span(found: re.Match[str], today: date | None, year: int | None) -> tuple[date, date] | None:
    text = found[0]
    if found["iso"]:
        return (date.fromisoformat(text),) * 2
    if found["h_ymd"]:
        return _placed(int(found["hmo"]), int(found["hda"]) if found["hda"] else None, year, today)
    if found["mdd"] or found["ddm"]:
        return _days(found, year, today)
    if found["md"] or found["dm"] or found["my"] or found["m"] or found["mlast"]:
        name = re.search(MONTH, text)
        month = MONTHS.index(name[0][:3].lower()) + 1 if name else 1
        rest = text.replace(name[0], " ") if name else text
        day = re.search(rf"(?<!\d){DAY}(?!\d)", rest) if found["md"] or found["dm"] else None
        return _placed(month, int(re.sub(r"\D", "", day[0])) if day else None, year, today)
    quarter = found["q1"] or found["q2"] or found["q3"] or found["hq"]
    if quarter:
        number = ORDINAL.get(quarter.lower()) or int(quarter)
        return _part(year, today, 3 * number - 2, 3 * number)
    half = found["h1"] or found["h2"] or found["hh_"]
    if half:
        return _part(year, today, 1, 6) if half.lower() in ("first", "1", "上") else _part(year, today, 7, 12)
    if found["months"] and found["mu"].lower() == "weeks":
        first = _part(year, today, 1, 12)
        return (first[0], first[0] + timedelta(days=7 * _counted(found["mn"]) - 1)) if first else None
    if found["months"]:
        length = _counted(found["mn"]) * (3 if found["mu"].lower() == "quarters" else 1)
        return _part(year, today, *((1, length) if found["mf"].lower() == "first" else (13 - length, 12)))
    if found["weeks"] or found["ten"]:
        return _first_days(found, year, today)
    if found["dotted"]:
        return (date(int(found["d_y"]), int(found["d_m"]), int(found["d_d"])),) * 2
    if found["season"]:
        return season((found["s1"] or found["s2"]).lower(), year, today)
    if found["h_first"]:
        return _part(year, today, 1, _counted(found["hfn"]))
    if found["aufy"]:
        return date(int(text[:4]), 7, 1), date(int(text[:4]) + 1, 6, 30)
    if found["across"] and int(text[:4]) % 100 + 1 == int(text[-2:]):  # "in 2017-18", as most that count so begin it
        return date(int(text[:4]), 4, 1), date(int(text[:4]) + 1, 3, 31)
    if found["fy"] and year:
        return date(year - 1, 10, 1), date(year, 9, 30)
    if found["y"] or found["h_y"]:
        return (date(year, 1, 1), date(year, 12, 31)) if year else None
    return relative(found, today) if today else None


def _placed(month: int, day: int | None, year: int | None, today: date | None) -> tuple[date, date] | None:
    if year is None:
        if today is None:
            return None
        year = today.year if (month, day or 1) <= (today.month, today.day) else today.year - 1
    if day is not None:
        return (date(year, month, day),) * 2
    return date(year, month, 1), _month_end(year, month)


def _counted(said: str) -> int:
    return COUNTED.get(said.lower()) or int(said)


def _first_days(found: re.Match[str], year: int | None, today: date | None) -> tuple[date, date] | None:
    """ "The third week of April": days 15 to 21; "the first ten days of May"."""
    name = re.search(MONTH, found[0])
    month = MONTHS.index(name[0][:3].lower()) + 1 if name else 1
    whole = _placed(month, None, year, today)
    if whole is None:
        return None
    first = 7 * ORDINAL[found["wn"].lower()] - 6 if found["weeks"] else 1
    length = 7 if found["weeks"] else _counted(found["dn"])
    return whole[0].replace(day=first), whole[0].replace(day=first + length - 1)


def _a_year_back(span: tuple[date, date]) -> tuple[date, date]:
    """The same days of the year before; 29 February becomes 28."""
    first, last = (_placed_in((day, day), day.year - 1) or (day - timedelta(days=366),) * 2 for day in span)
    return first[0], last[0]


def _placed_in(span: tuple[date, date], year: int) -> tuple[date, date] | None:
    """The same day or month in another year."""
    first = span[0].replace(year=year) if (span[0].month, span[0].day) != (2, 29) else None
    if first is None:
        return None
    return (first, first) if span[0] == span[1] else (first, _month_end(year, first.month))


def _days(found: re.Match[str], year: int | None, today: date | None) -> tuple[date, date] | None:
    """Two days of one month: "May 12 to 18"."""
    name = re.search(MONTH, found[0])
    month = MONTHS.index(name[0][:3].lower()) + 1 if name else 1
    ends = [
        _placed(month, int(re.sub(r"\D", "", found[group] or "0")), year, today)
        for group in (("mda", "mdb") if found["mdd"] else ("dda", "ddb"))
    ]
    return (ends[0][0], ends[1][0]) if ends[0] and ends[1] and ends[0][0] <= ends[1][0] else None


def _part(year: int | None, today: date | None, first: int, last: int) -> tuple[date, date] | None:
    """Months `first` to `last` of a year; without a year the latest that is over, or has begun."""
    if year is None:
        if today is None:
            return None
        year = (
            today.year
            if _month_end(today.year, last) <= today or (date(today.year, last, 1) <= today and last < 12)
            else today.year - 1
        )
        if date(year, first, 1) > today:
            year -= 1
    return date(year, first, 1), _month_end(year, last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
