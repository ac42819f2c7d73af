"""A date as it is written, as its first and last day; a year that is not written is the last that fits."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from crosscount.claims.days.dateforms import MIDDLE, MONTH, MONTHS, ORDINAL
from crosscount.claims.days.periods import counted, relative, season

Span = tuple[date, date]
__all__ = [
    "from_middle",
    "middle_of",
    "month_end",
    "month_in",
    "month_of",
    "range_of",
    "resolve",
    "said_year",
    "second_of",
    "year_after",
    "year_of",
]


# Groups that hold a year, in figures or in words; "the year" is the one spoken of, or the last.
YEARS = (
    "mdy", "dmy", "mddy", "ddmy", "myy", "mlast", "qy1", "qy2", "qy3", "hy3", "hy1", "hy2", "fyy", "fqy", "my2", "wy",
    "hmy", "dny", "d_y", "sy", "sl", "yqy", "py", "y", "iso", "hyr", "hqy", "hhy", "hfy", "h_y",
)  # fmt: skip
AGO = {"last year": 1, "this year": 0, "今年": 0, "本年": 0, "去年": 1, "上年": 1, "前年": 2}


def year_after(span: tuple[date, date], today: date | None) -> tuple[date, date] | None:
    """The year after a window, up to today; None where that is long past, or to come."""
    year = span[1].year + 1
    if today is None or not today.year - 1 <= year <= today.year:
        return None
    return date(year, 1, 1), min(today, date(year, 12, 31))


def range_of(first: re.Match[str], last: re.Match[str], today: date | None) -> tuple[date, date] | None:
    """First and last day of a range, each lending the year that the other lacks; None if no days follow."""
    end = resolve(last, today)
    begin = resolve(first, today, end[1].year) if end else None
    if not begin or not end:
        return None
    if begin[0] > end[1]:
        begin = resolve(first, today, end[1].year - 1) or begin
    if year_of(first) and not year_of(last):
        fixed = resolve(last, today, begin[0].year)
        end = fixed if fixed and fixed[1] >= begin[0] else end
    return (begin[0], end[1]) if begin[0] <= end[1] else None


def second_of(first: re.Match[str], last: re.Match[str], span: Span, today: date | None) -> Span | None:
    """The second of two years, halves, quarters or months that follow each other, which `span` covers."""
    one, other = resolve(first, today, span[0].year), resolve(last, today, span[1].year)
    if one is None or other is None or (other[0] - one[1]).days != 1 or (one[0], other[1]) != span:
        return None
    return other if other[0] != other[1] else None


def from_middle(first: re.Match[str], last: re.Match[str], span: tuple[date, date], before: str) -> tuple[date, date]:
    """ "From mid-July to mid-August": up to the 15th, or from the 16th on; "from mid-2012": from July on."""
    if MIDDLE.search(before):
        span = (span[0].replace(day=16) if month_of(first) else middle_of(first, span[0]), span[1])
    if MIDDLE.search(last.string[: last.start()]):
        half = span[1].replace(month=6, day=30) if last["y"] else span[1]
        span = (span[0], span[1].replace(day=15) if month_of(last) else half)
    return span if span[0] <= span[1] else (span[0], span[0])


def middle_of(found: re.Match[str], first: date) -> date:
    """The first of July of a bare year; else the day itself."""
    return first.replace(month=7, day=1) if found["y"] else first


def month_of(found: re.Match[str]) -> int:
    """The month of "May" or "May 2013"; 0 of all else."""
    text = (found["m"] or found["my"] or found["mlast"] or (found["hm"] or "").rpartition("of ")[2])[:3].lower()
    return MONTHS.index(text) + 1 if text in MONTHS else 0


def year_of(found: re.Match[str]) -> int | None:
    """The year that a date names in figures; None if it names none."""
    figures = next((found[name][:4] for name in YEARS if found[name] and found[name][0].isdigit()), None)
    return int(figures) if figures else None


def resolve(found: re.Match[str], today: date | None, year: int | None = None) -> tuple[date, date] | None:
    """First and last day; None where the year cannot be known or the day does not exist."""
    try:
        return _span(found, today, year_of(found) or said_year(found, today) or year)
    except (ValueError, OverflowError):
        return None


def said_year(found: re.Match[str], today: date | None) -> int | None:
    """The year that a date names by words ("last year"), on a text of that day; None if it does not."""
    said = " ".join(found[name] for name in YEARS if found[name])
    ago = next((years for words, years in AGO.items() if words in said), None)
    return today.year - ago if today is not None and ago is not None else None


def _span(found: re.Match[str], today: date | None, year: int | None) -> tuple[date, date] | None:
    text = found[0]
    if found["iso"]:
        numbers = [int(part) for part in text.split(found["sep"])]
        return (date(numbers[0], numbers[1], numbers[2]),) * 2
    if found["h_ymd"]:
        begin = _placed(int(found["hmo"]), int(found["hda"]) if found["hda"] else None, year, today)
        return (begin[0], begin[0].replace(day=int(found["hdb"]))) if found["hdb"] and begin else begin
    if found["mdd"] or found["ddm"]:
        return _days(found, year, today)
    if found["md"] or found["dm"] or found["my"] or found["m"] or found["mlast"]:
        day = re.search(r"\d\d?", text) if found["md"] or found["dm"] else None
        return _placed(month_in(text), int(day[0]) if day else None, year, today)
    quarter = found["q1"] or found["q2"] or found["q3"] or found["q4"] or found["q5"] or found["hq"]
    if quarter:
        number = ORDINAL.get(quarter.lower()) or int(quarter)
        return _part(year, today, 3 * number - 2, 3 * number)
    if found["pair"]:
        length = 3 if found["pu"].lower() == "quarters" else 6
        opens, ends = ORDINAL[found["pa"].lower()], ORDINAL[found["pb"].lower()]
        return _part(year, today, length * (opens - 1) + 1, length * ends) if opens < ends else None
    half = found["h1"] or found["h2"] or found["h3"] or found["h4"] or found["hh_"]
    if half:
        return _part(year, today, 1, 6) if half.lower() in ("first", "1st", "1", "上") else _part(year, today, 7, 12)
    if found["months"] and found["mu"].lower() == "weeks":
        first = _part(year, today, 1, 12)
        return (first[0], first[0] + timedelta(days=7 * counted(found["mn"]) - 1)) if first else None
    if found["months"]:
        length = counted(found["mn"]) * (3 if found["mu"].lower() == "quarters" else 1)
        return _part(year, today, *((1, length) if (found["mf"] or "first").lower() == "first" else (13 - length, 12)))
    if found["hm"] or found["weeks"] or found["ten"]:
        return _in_month(found, year, today)
    if found["dotted"]:
        return (date(int(found["d_y"]), int(found["d_m"]), int(found["d_d"])),) * 2
    if found["season"]:
        return season((found["s1"] or found["s2"]).lower(), year, today)
    if found["h_first"]:
        return _part(year, today, 1, counted(found["hfn"]))
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
    return date(year, month, 1), month_end(year, month)


def month_in(text: str) -> int:
    """The month that is named in a text, 1 to 12."""
    name = re.search(MONTH, text)
    return MONTHS.index(name[0][:3].lower()) + 1 if name else 1


def _in_month(found: re.Match[str], year: int | None, today: date | None) -> tuple[date, date] | None:
    """ "The third week of April": days 15 to 21, "the last week" the last seven; "the first ten days of May"."""
    whole = _placed(month_in(found[0]), None, year, today)
    if whole is None:
        return None
    if found["weeks"]:
        if found["wn"].lower() in ("last", "final"):
            return whole[1] - timedelta(days=6), whole[1]
        last = 7 * ORDINAL[found["wn"].lower()]
        return whole[0].replace(day=last - 6), whole[0].replace(day=last)
    if found["ten"]:
        return whole[0], whole[0].replace(day=counted(found["dn"]))
    early = found["hm_"].lower() == "first"
    return (whole[0], whole[0].replace(day=15)) if early else (whole[0].replace(day=16), whole[1])


def _days(found: re.Match[str], year: int | None, today: date | None) -> tuple[date, date] | None:
    """Two days of one month: "May 12 to 18"."""
    month = month_in(found[0])
    ends = [
        _placed(month, int(re.sub(r"\D", "", found[group])), year, today)
        for group in (("mda", "mdb") if found["mdd"] else ("dda", "ddb"))
    ]
    return (ends[0][0], ends[1][0]) if ends[0] and ends[1] and ends[0][0] <= ends[1][0] else None


def _part(year: int | None, today: date | None, first: int, last: int) -> tuple[date, date] | None:
    """Months `first` to `last` of a year; without a year the latest whose last month has begun."""
    if year is None:
        if today is None:
            return None
        year = today.year - (today < date(today.year, last, 1))
    return date(year, first, 1), month_end(year, last)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
