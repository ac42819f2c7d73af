"""Dates in a text, as windows of whole days. A year that is not written is inferred from the day of the text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crosscount.claims.periods import COUNTED, earlier_than, period, relative

__all__ = ["Dated", "dates", "stated_day"]

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
YEAR = r"(?:19[89]\d|20[0-4]\d)"
THROUGH = r"\ ?(?:to|and|through|until|–|—|-)\ ?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
ORDINAL = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
}
HAN_YEAR = r"(?:\d{4}年|今年|去年|前年|上年|本年)"
LATIN = rf"""
    (?P<iso>\d{{4}}-\d\d-\d\d)
  | (?P<my_q>(?i:the\ )?(?P<q1>(?i:first|second|third|fourth|1st|2nd|3rd|4th|final|last(?=\ quarter\ of)))\ (?i:quarter)
      (?:(?:\ of|\ in)?\ (?P<qy1>{YEAR}|this\ year|last\ year))?)
  | (?P<qq>Q(?P<q2>[1-4])(?:\ of|\ in|,)?(?:\ ?(?P<qy2>{YEAR}))?)
  | (?P<months>(?i:(?:the\ )?first)\ (?P<mn>two|three|four|five|six|seven|eight|nine|ten|\d+)\ months
      (?:\ of\ (?P<my2>{YEAR}|the\ year|this\ year|last\ year))?)
  | (?P<half>(?i:the\ )?(?P<h1>(?i:first|second|latter))\ (?i:half)
      (?:\ of\ (?P<hy1>{YEAR}|the\ year|this\ year|last\ year))?)
  | (?P<hh>H(?P<h2>[12])\ (?P<hy2>{YEAR}))
  | (?P<mdd>{MONTH}\ (?P<mda>{DAY}){THROUGH}(?P<mdb>{DAY})(?![\d,]\d)(?:,?\ (?P<mddy>{YEAR}))?)
  | (?P<ddm>(?P<dda>{DAY}){THROUGH}(?P<ddb>{DAY})(?:\ of)?\ {MONTH}(?:,?\ (?P<ddmy>{YEAR}))?)
  | (?P<md>{MONTH}\ {DAY}(?![\d,]\d)(?:,?\ (?P<mdy>{YEAR}))?)
  | (?P<dm>{DAY}(?:\ of)?\ {MONTH}(?:,?\ (?P<dmy>{YEAR}))?)
  | (?P<my>{MONTH}(?:,|\ of)?\ (?P<myy>{YEAR}))
  | (?P<mlast>{MONTH}\ (?:last|this)\ year)
  | (?P<m>{MONTH})(?![a-z])
  | (?P<fy>(?:fiscal(?:\ year)?|FY)\ ?(?P<fyy>{YEAR}))
  | (?P<aufy>{YEAR}[-–/]\d\d\ (?:financial|fiscal)\ year)
  | (?P<y>{YEAR})
  | (?P<rel>(?i:(?:the|a|one)\ (?:year|quarter|month|week)\ (?:earlier|ago|before)
      |(?:the\ )?(?:last|previous|past|prior|preceding)\ (?:year|quarter|month|week)
      |this\ (?:year|quarter|month|week)|the\ year(?!\ (?:to|until|ended|ending|(?:19|20)\d\d)\b)
      |year\ to\ date|yesterday|today|(?:the\ |last\ |this\ |the\ past\ |past\ )weekend))
  | (?P<back>(?i:(?P<bn>\d{1, 2}|two|three|four|five|six|seven|eight|nine|ten)\ (?P<bu>years|quarters|months|weeks|days)
      \ (?P<bw>earlier|before|previously|ago)))
  | (?P<hence>(?<=\bhas\ )since|(?<=\bhave\ )since)(?=\ [a-z])
  | (?P<same>(?i:the\ (?:same|corresponding|equivalent|comparable)
      \ (?:period|quarter|month|months|time|half|week|weeks|days)(?:\ (?:of|in|a|the|one))*
      \ (?:(?P<samey>{YEAR})
       |last\ year|(?:previous|preceding|prior)\ year|year\ (?:earlier|ago|before))))
  | (?P<weekday>(?:last\ |this\ )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)
  | (?P<ago>(?i:(?:the\ )?(?:past|last|previous|preceding|recent)
      \ (?P<n>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)
      \ (?P<unit>months|years|weeks|days|hours)))
"""
HAN = rf"""
    (?P<h_ymd>(?P<hyr>{HAN_YEAR})?(?P<hmo>1[0-2]|0?[1-9])月(?:份)?(?:(?P<hda>[12]\d|3[01]|0?[1-9])日)?)
  | (?P<h_q>(?P<hqy>{HAN_YEAR})?第?(?P<hq>[一二三四1-4])季度)
  | (?P<h_half>(?P<hhy>{HAN_YEAR})?(?P<hh_>[上下])半年)
  | (?P<h_first>(?P<hfy>{HAN_YEAR})?前(?P<hfn>[两三四五六七八九]|\d+)个月)
  | (?P<h_y>{HAN_YEAR})
  | (?P<h_rel>上个?月|本月|上周|本周|上季度)
  | (?P<h_ago>(?:近|过去|最近)(?P<hn>[两三四五六]|\d+)个?(?P<hunit>月|年|周|天))
"""
POINT = rf"(?:(?<![\w.,])(?:{LATIN})(?!\w)|(?<!\d)(?:{HAN}))"
FIND = re.compile(POINT, re.VERBOSE)
ONE = FIND
LINK = re.compile(
    r",?\s*\(?(?:to|through|until|till|up to|and|–|—|-|~|～|至|到|─)\s*(?:the end of\s+)?|\s*(?:to|and)\s+", re.VERBOSE
)
# A month by itself ("May") and a year by itself ("2013") are dates only behind one of these.
LEADS = re.compile(
    r"(?:\b(?:in|since|from|to|of|during|for|and|between|until|through|by|than|late|early|mid|over|year|before|after"
    r"|the|on|last|this|end of|throughout|covering|beginning|compared with|compared to|against|as of)"
    r"|[(–—,/-])\s*[-–]?\s*$",
    re.IGNORECASE,
)
BASE = re.compile(
    r"(?:\b(?:increase|decrease|rise|drop|up|down|decline|growth|jump)\s+from|(?:%|\bper\s?cent|\bthird|\bquarter|\bhalf|\bfifth)(?:\s+\w+)?\s+(?:on|over)|\b(?:up|down)\s+\S+\s*(?:%|per\s?cent)\s+from"
    r"|compared (?:to|with)(?: that of| those of| the same period(?: of| in)?)?|\bsame period (?:of|in|last)"
    r"|\bthan(?: in| that of)?|\b(?:increase|rise|growth|gain)\s+over|\bversus|\bvs\.?|\bagainst|比|较|相比)"
    r"(?:\s+the)?\s*$",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"(?:\bsince|\b(?:emerged|began|started|starting|beginning|appeared|surfaced|erupted"
    r"|first\s+(?:seen|spotted|detected|discovered|identified|observed|noticed|reported|found))\s+(?:in|on)|自)"
    r"\s*(?:late|early|mid|about|at least|around|last|the|start\s+of|beginning\s+of|\s)*$",
    re.IGNORECASE,
)
# "KYIV, Feb 16 (Reuters) -": when and where it was written.
DATELINE = re.compile(r",?\s*(?:\([A-Z][\w /]{1,20}\)\s*[-–—]|--\s)")
STARTING = re.compile(r"\b(?:at|by|as of)\s+(?:the\s+)?(?:very\s+)?(?:start|beginning)\s+of\s*$", re.IGNORECASE)
# "Last year's review" is a paper, no window.
PAPER = re.compile(r"'s\s+(?:annual\s+)?(?:report|review|survey|edition|study|index)\b")
UPTO = re.compile(r"\b(?:up\s+to|until|till|through)\s*$", re.IGNORECASE)
# "At the end of 2013": a day.
CLOSING = re.compile(r"\b(?:at|by|as of)\s+(?:the\s+)?(?:very\s+)?end\s+of\s*$", re.IGNORECASE)
FROM = re.compile(r"(?:\bfrom|\bbetween|自|从)\s*$", re.IGNORECASE)


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
    running: bool = False  # "this year": not over yet
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
        if not _is_date(text, found) or DATELINE.match(text, found.end()) or PAPER.match(text, found.end()):
            continue
        if found["hence"]:
            if last and today and last[0] <= today:
                yield Dated(found.start(), found.end(), last[0], today, since=True)
            continue
        start, end = found.start(), found.end()
        second = None
        link = LINK.match(text, end)
        if link:
            second = ONE.match(text, link.end())
            joins = link[0].strip().lower()
            months = second and _month_of(found) and _month_of(second) == _month_of(found) + 1
            between = joins not in ("and", "") or months or re.search(r"between\s*$", text[:start], re.IGNORECASE)
            if (
                second
                and between
                and not (joins == "to" and BASE.search(text[:start]) and not FROM.search(text[:start]))
            ):
                end = at = second.end()
            else:
                second = None
        aimed = near if near and today and near < today and (found["q1"] or found["q2"] or found["h1"]) else today
        span = _range(found, second, today) if second else _resolve(found, aimed)
        if span is None:
            continue
        if _year_of(found) or (found["rel"] and "year" in found["rel"].lower()):
            near = span[1]
        before = text[max(0, start - 40) : start]
        longer = None if second else period(before, span)
        if longer is not None:
            start, span = start - longer[0], longer[1]
            before = text[max(0, start - 40) : start]
        if not second and SINCE.search(before) and today:
            span = (span[0], max(today, span[0]))
        if not second and UPTO.search(before) and (span[0].day, span[1].day > 27) == (1, True):
            span = (span[0].replace(month=1), span[1])
        changed = bool(BASE.search(before)) and not second and not found["ago"]
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
        yield Dated(
            start, end, span[0], span[1], single, back is not None, changed or back is not None,
            said not in ("yesterday", "today"), weekday=bool(found["weekday"]) and single, shifted=shifted,
            pointing=said == "the year" and not SINCE.search(before), back=back, closing=closing,
            running=said.startswith("this "),
        )  # fmt: skip


def _is_date(text: str, found: re.Match[str]) -> bool:
    if found["m"] or found["y"]:
        before = text[max(0, found.start() - 20) : found.start()]
        after = text[found.end() : found.end() + 1]
        if found["y"] and after == "." and text[found.end() + 1 : found.end() + 2].isdigit():
            return False
        if found["y"] and after and after in "),.;:":
            return True
        if found["m"] and found["m"].rstrip(".").lower() not in ("may", "march", "mar"):
            return True
        return bool(LEADS.search(before)) or not before.strip()
    return True


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


def _month_of(found: re.Match[str]) -> int:
    """The month of "May" or "May 2013"; 0 of all else."""
    text = (found["m"] or found["my"] or "")[:3].lower()
    return MONTHS.index(text) + 1 if text in MONTHS else 0


def _year_of(found: re.Match[str]) -> int | None:
    for name in ("mdy", "dmy", "mddy", "ddmy", "myy", "qy1", "qy2", "hy1", "hy2", "fyy", "my2"):
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
    quarter = found["q1"] or found["q2"] or found["hq"]
    if quarter:
        number = ORDINAL.get(quarter.lower()) or int(quarter)
        return _part(year, today, 3 * number - 2, 3 * number)
    half = found["h1"] or found["h2"] or found["hh_"]
    if half:
        return _part(year, today, 1, 6) if half.lower() in ("first", "1", "上") else _part(year, today, 7, 12)
    if found["months"]:
        return _part(year, today, 1, COUNTED.get(found["mn"]) or int(found["mn"]))
    if found["h_first"]:
        return _part(year, today, 1, COUNTED.get(found["hfn"]) or int(found["hfn"]))
    if found["aufy"]:
        return date(int(text[:4]), 7, 1), date(int(text[:4]) + 1, 6, 30)
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
            if _month_end(today.year, last) <= today or (date(today.year, first, 1) <= today and last < 12)
            else today.year - 1
        )
        if date(year, first, 1) > today:
            year -= 1
    return date(year, first, 1), _month_end(year, last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
