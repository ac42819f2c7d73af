"""Windows that are said by a length or by the day of the text: "last week", "the three months to June", "on Monday"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

__all__ = [
    "EARLIER",
    "WEEKDAYS",
    "as_long_before",
    "counted",
    "earlier_than",
    "period",
    "relative",
    "season",
    "set_back",
]

Span = tuple[date, date]
SETTLED = 3  # months in which "the past three years" are those that are over; later they run up to today
COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
    "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
EARLIER = frozenset(("earlier", "ago", "before", "previously", "previous", "preceding", "prior"))
UNITS = {
    "year": {"year"},
    "quarter": {"quarter", "上季度"},
    "month": {"month", "上月", "上个月", "本月"},
    "week": {"week", "上周", "本周"},
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# What stands before a date and makes it one end of a longer window.
PERIOD = re.compile(
    rf"(?:\b(?P<n>\d{{1,3}}|{'|'.join(filter(str.isascii, COUNTED))})[\s-]+(?P<unit>hour|day|week|month|year)s?"
    r"|\b(?P<one>week|fortnight|month|quarter|year))"
    r"\s+(?:period\s+)?(?:leading\s+)?(?P<way>after|following|from|starting|beginning|(?<=week\s)of|before|to|until|ending|ended|through|prior\s+to|up\s+to)"
    r"(?:(?<=after)(?:\s+[a-z]+){1,5}?(?=\s+on\s)|(?<=following)(?:\s+[a-z]+){1,5}?(?=\s+on\s))?"
    r"(?:\s+(?:on|in|the|(?:end|close)\s+of))*\s*$",
    re.IGNORECASE,
)
FORWARD = frozenset(("after", "following", "from", "starting", "beginning", "of"))


def period(before: str, span: Span) -> tuple[int, Span] | None:
    """The window of "three months to", "the week of", … before a date; how many characters longer it is written."""
    found = PERIOD.search(before)
    if found is None or (found["one"] and found["way"].lower() in ("from", "after", "before")):
        return None
    length = len(before) - found.start()
    amount = counted(found["n"] or "one")
    unit = (found["unit"] or found["one"]).lower()
    if unit == "hour":
        unit, amount = "day", max(1, amount // 24)
    if unit == "fortnight":
        unit, amount = "week", 2
    if found["way"].lower() in FORWARD:
        return length, (span[0], _moved(span[0], unit, amount) - timedelta(days=1))
    return length, (_moved(span[1] + timedelta(days=1), unit, -amount), span[1])


def relative(found: re.Match[str], today: date) -> Span | None:
    """A window said by the day of the text."""
    if found["weekday"]:
        return (_weekday(found["weekday"], today),) * 2
    if found["same"]:
        return date(today.year, 1, 1), today  # placed by the window that is spoken of
    said = (found["rel"] or found["h_rel"] or "").lower().removeprefix("the ").replace("-", " ")
    if found["ago"] or found["h_ago"]:
        unit = (found["unit"] or found["span"] or found["hunit"]).rstrip("s")
        return _ago(counted(found["n"] or found["hn"]), unit, today)
    if found["long"]:  # "in the 23 days since it began"
        return _moved(today, found["lu"].lower().rstrip("s"), -counted(found["ln"])), today
    if found["next"]:
        return today, today  # placed by the window that is spoken of
    if found["back"]:
        unit = found["bu"].lower().rstrip("s")
        day = set_back((today, today), counted(found["bn"]), unit)[0]
        return _whole(unit, day) if unit in ("year", "quarter", "month") else (day, day)
    words = set(said.split())
    if said.endswith("weekend"):
        sunday = today - timedelta(days=(today.weekday() + 1) % 7)
        return sunday - timedelta(days=1), sunday
    if said in ("yesterday", "today"):
        day = today - timedelta(days=said == "yesterday")
        return day, day
    if said == "past week":
        return today - timedelta(days=7), today
    unit = next((unit for unit, names in UNITS.items() if words & names), None)
    if unit is None:
        return None
    begin = _begin(unit, today)
    if words <= {"this", "year", "to", "date", "quarter", "month", "week", "本月", "本周"}:
        return begin, today
    return _whole(unit, begin - timedelta(days=1))


def _whole(unit: str, day: date) -> Span:
    """The year, quarter, month or week of a day."""
    begin = _begin(unit, day)
    return begin, _moved(begin, unit, 1) - timedelta(days=1)


def _begin(unit: str, day: date) -> date:
    """The first day of the year, quarter, month or week of a day."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = {"year": day.month - 1, "quarter": (day.month - 1) % 3, "month": 0}[unit]
    return date(day.year, day.month - months, 1)


def counted(said: str) -> int:
    """A number up to twelve in words, or any in figures."""
    return COUNTED.get(said.lower()) or int(said)


def season(name: str, year: int | None, today: date | None) -> Span | None:
    """Three whole months, winter from December on; without a year the last that is over."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name]
    if year is None:
        if today is None:
            return None
        year = today.year - (today < _moved(date(today.year, first, 1), "month", 3))
    begin = date(year, first, 1)
    return begin, _moved(begin, "month", 3) - timedelta(days=1)


def earlier_than(found: re.Match[str]) -> tuple[int, str] | None:
    """How far before the window spoken of: "the previous quarter", "two years earlier"; not "two years ago"."""
    said = (found["rel"] or "").lower().split()
    if found["next"]:
        return (-1, found["nu"].lower()) if found["nu"] else (-counted(found["nn"] or "one"), found["nus"].lower())
    if found["back"]:
        return None if found["bw"].lower() == "ago" else (counted(found["bn"]), found["bu"].lower().rstrip("s"))
    if found["fisc"]:
        return (1, "year") if EARLIER & set(found["fisc"].lower().split()) else None
    unit = next((word for word in said if word in UNITS), None)
    return (1, unit) if unit and EARLIER & set(said) else None


def set_back(span: Span, amount: int, unit: str) -> Span:
    """A window so many days, weeks, months, quarters or years earlier; whole months stay whole, and a day a day."""
    first, after = (_moved(day, unit, -amount) for day in (span[0], span[1] + timedelta(days=1)))
    return first, first if span[0] == span[1] else max(first, after - timedelta(days=1))


def as_long_before(found: re.Match[str], span: Span) -> Span:
    """The window of "the previous six months", of which `span` is the last."""
    former = re.match(r"(?:the\s+)?(?:previous|preceding)", found["ago"], re.IGNORECASE)
    return set_back(span, counted(found["n"]), (found["unit"] or found["span"]).rstrip("s")) if former else span


def _weekday(said: str, today: date) -> date:
    wanted = WEEKDAYS.index(said.lower().split()[-1])
    return today - timedelta(days=(today.weekday() - wanted) % 7)


def _ago(amount: int, unit: str, today: date) -> Span:
    """Whole months, and early in a year whole years, that are over before today; all else up to today."""
    if unit == "hour":
        return today - timedelta(days=max(1, amount // 24)), today
    if unit in ("day", "天"):
        return today - timedelta(days=amount - 1), today
    if unit in ("week", "周"):
        return today - timedelta(days=7 * amount), today
    if unit in ("year", "年") and today.month > SETTLED:
        return _moved(today, "year", -amount), today
    if unit in ("year", "年"):
        return date(today.year - amount, 1, 1), date(today.year - 1, 12, 31)
    end = today.replace(day=1) - timedelta(days=1)
    months = end.year * 12 + end.month - amount
    return date(months // 12, months % 12 + 1, 1), end


def _moved(day: date, unit: str, amount: int) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=amount * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + amount * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
