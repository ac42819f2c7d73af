"""Windows that are said by a length or by the day of the text: "last week", "the three months to June", "on Monday"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

__all__ = ["COUNTED", "period", "relative"]

Span = tuple[date, date]
COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12,
    "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
LAST_YEAR = frozenset(
    ("last year", "previous year", "past year", "preceding year", "prior year", "year before", "a year earlier",
     "a year ago", "a year before", "one year earlier")
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# What stands before a date and makes it one end of a longer window.
PERIOD = re.compile(
    rf"(?:\b(?P<n>\d{{1,3}}|{'|'.join(filter(str.isascii, COUNTED))})[\s-]+(?P<unit>day|week|month|year)s?"
    r"|\b(?P<one>week|month|year))"
    r"\s+(?P<way>after|following|from|starting|beginning|of|before|to|until|ending|ended|through|prior\s+to|up\s+to)"
    r"(?:\s+(?:on|the))*\s*$",
    re.IGNORECASE,
)
FORWARD = frozenset(("after", "following", "from", "starting", "beginning", "of"))


def period(before: str, span: Span) -> tuple[int, Span] | None:
    """The window of "three months to", "the week of", … before a date; how many characters longer it is written."""
    found = PERIOD.search(before)
    if found is None or (found["way"].lower() == "of" and not found["one"]):
        return None
    if found["one"] and found["way"].lower() in ("from", "after", "before"):
        return None
    length = len(before) - found.start()
    amount = COUNTED.get((found["n"] or "one").lower()) or int(found["n"])
    unit = (found["unit"] or found["one"]).lower()
    if found["way"].lower() in FORWARD:
        if found["way"].lower() == "of" and unit != "week":
            return None
        return length, (span[0], _moved(span[0], unit, amount) - timedelta(days=1))
    return length, (_moved(span[1] + timedelta(days=1), unit, -amount), span[1])


def relative(found: re.Match[str], today: date) -> Span | None:
    """A window said by the day of the text."""
    if found["weekday"]:
        return (_weekday(found["weekday"], today),) * 2
    if found["same"]:
        return date(today.year, 1, 1), today  # placed by the window that is spoken of
    said = (found["rel"] or found["h_rel"] or "").lower().removeprefix("the ")
    if found["ago"] or found["h_ago"]:
        amount = found["n"] or found["hn"]
        return _ago(COUNTED.get(amount.lower()) or int(amount), (found["unit"] or found["hunit"]).rstrip("s"), today)
    if said in LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if said in ("this year", "year to date", "year"):
        return date(today.year, 1, 1), today
    if said in ("last month", "previous month", "上月", "上个月"):
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    if said in ("this month", "本月"):
        return today.replace(day=1), today
    if said in ("last week", "上周"):
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if said in ("this week", "本周"):
        return today - timedelta(days=today.weekday()), today
    if said.endswith("weekend"):
        sunday = today - timedelta(days=(today.weekday() + 1) % 7)
        return sunday - timedelta(days=1), sunday
    if said in ("last quarter", "previous quarter", "上季度"):
        start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - timedelta(days=1)
        return date(start.year, start.month - 2, 1), start
    if said == "yesterday":
        return (today - timedelta(days=1),) * 2
    return (today, today) if said == "today" else None


def _weekday(said: str, today: date) -> date:
    wanted = WEEKDAYS.index(said.lower().split()[-1])
    return today - timedelta(days=(today.weekday() - wanted) % 7)


def _ago(amount: int, unit: str, today: date) -> Span:
    """Whole months or years that are over before today; days and weeks up to yesterday."""
    if unit == "hour":
        return today - timedelta(days=max(1, amount // 24)), today
    if unit in ("day", "week", "天", "周"):
        length = amount * (7 if unit in ("week", "周") else 1)
        return today - timedelta(days=length), today - timedelta(days=1)
    if unit in ("year", "年"):
        return date(today.year - amount, 1, 1), date(today.year - 1, 12, 31)
    end = today.replace(day=1) - timedelta(days=1)
    months = end.year * 12 + end.month - amount
    return date(months // 12, months % 12 + 1, 1), end


def _moved(day: date, unit: str, amount: int) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=amount * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
