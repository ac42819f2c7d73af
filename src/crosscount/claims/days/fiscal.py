"""The year in which a country counts its money: "fiscal 2013", "in 2017-18", "last financial year"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from crosscount.claims.days.dateforms import ORDINAL
from crosscount.claims.days.periods import set_back

__all__ = ["counts_from", "fiscal_year"]

# The month in which it begins.
STARTS = {
    "IR": 3, "AU": 7, "NZ": 7, "PK": 7, "BD": 7, "EG": 7, "KE": 7, "US": 10, "TH": 10,
    "GB": 4, "IN": 4, "JP": 4, "CA": 4, "ZA": 4, "HK": 4, "SG": 4,
}  # fmt: skip
NAMED_BY_BEGIN = frozenset(("JP",))  # fiscal 2013 is the one that begins in 2013


def counts_from(countries: Iterable[str]) -> str | None:
    """The first country whose fiscal year is known."""
    return next((code for code in countries if code in STARTS), None)


def fiscal_year(found: re.Match[str], today: date | None, country: str | None) -> tuple[date, date] | None:
    """First and last day of a fiscal year; without a country, as the United States and most others have it."""
    if found["aufy"]:
        return _year(int(found[0][:4]), STARTS.get(country or "", 7))
    if found["across"]:
        begin = int(found[0][:4])
        if int(found[0][5:7]) != (begin + 1) % 100:
            return None
        year = _year(begin, STARTS.get(country or "", 4))
        return _quarter(year, int(found["q6"])) if found["q6"] else year
    named = found["fyy"] or found["fqy"]
    if named:
        year = _year(int(named) - (country not in NAMED_BY_BEGIN), STARTS.get(country or "", 10))
        return _quarter(year, ORDINAL[found["q7"].lower()]) if found["q7"] else year
    if today is None or country is None:
        return None
    month = STARTS[country]
    begin = today.year - (today.month < month)
    if found["fisc"].lower().startswith(("this", "the current")):
        return date(begin, month, 1), today
    return _year_of(begin - 1, country)


def _year_of(begin: int, country: str) -> tuple[date, date]:
    """A fiscal year of a country; that of Iran begins on 21 March."""
    first, last = _year(begin, STARTS[country])
    days = timedelta(days=20 if country == "IR" else 0)
    return first + days, last + days


def _quarter(year: tuple[date, date], number: int) -> tuple[date, date]:
    """One of the four quarters of a fiscal year: "2023/24 Q2"."""
    first = set_back((year[0], year[0]), 3 - 3 * number, "month")[0]
    return first, set_back((first, first), -3, "month")[0] - timedelta(days=1)


def _year(begin: int, month: int) -> tuple[date, date]:
    return date(begin, month, 1), date(begin + 1, month, 1) - timedelta(days=1)
