"""Where a date stands in a text, which words belong to it, and what the text had said before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from crosscount.claims.days.dateforms import (
    BETWEEN,
    CLOSED,
    COLON,
    DASHED,
    DATELINE,
    FIND,
    LINK,
    MONTH,
    OPENED,
    PAPER,
    PLACE_BEFORE,
)
from crosscount.claims.days.resolving import month_of
from crosscount.claims.days.undated import SAW, is_date

Span = tuple[date, date]
__all__ = ["Course", "Span", "Written", "dateline", "reach_other_end", "whole_months", "writings"]

RESPECTIVELY = re.compile(r"(?:,?\s+(?:and\s+)?[A-Z][a-z]+)?(?:\s+\d{4})?,?\s+respectively\b")
LISTED = re.compile(rf"{MONTH},\s+$")
HEAD = 40  # characters in which the place and date of a text stand
LOOK = 40  # characters in front of a date that may say something of it


@dataclass(slots=True)
class Written:
    """A date at characters `start` to `end` of a text: `found`, or all from `found` to `second`."""

    text: str
    found: re.Match[str]
    start: int
    end: int
    before: str  # in front of it, as far as that is not taken for a part of it
    second: re.Match[str] | None = None  # the other end of a range
    year_behind: bool = False  # "October 26 this year"
    onward: bool = False  # "since June", "after the April 22 raid": until now
    named: Span | None = None  # of such a window, the month that was named

    def look_back(self, characters: int = LOOK) -> str:
        """So many characters in front of it."""
        return self.text[max(0, self.start - characters) : self.start]

    def move_start(self, characters: int) -> None:
        """Take so many characters in front of it for a part of it."""
        self.start -= characters
        self.before = self.look_back()


@dataclass(slots=True)
class Course:
    """What is known of a text, and what it said up to a date."""

    today: date | None
    main: Span | None  # the window that the text speaks of
    country: str | None  # whose fiscal year it is
    years: Mapping[int, Span]  # stretches of years that the text spells out, by their length
    near: date | None  # the last day of the year, or part of one, that was spoken of
    last: Span | None = None  # the window before, if nothing was only compared with it
    months: tuple[int, Span] | None = None  # the date before, of whole months, and where it ends


def writings(text: str) -> Iterator[Written]:
    """Every date of a text in order; the next one is looked for behind the words that this one was given."""
    at = 0
    while found := FIND.search(text, at):
        start = found.start()
        found = _behind_weekday(text, found) or found
        at = found.end()
        if is_date(text, found) and not _dateline(text, found) and not PAPER.match(text, at):
            each = Written(text, found, start, at, text[max(0, start - LOOK) : start])
            yield each
            at = each.end


def reach_other_end(written: Written) -> None:
    """Go on to the last date of a range: "May to July", "May and June"; not "900 in 2011, and 2012 saw 1,200"."""
    found = written.found
    link = LINK.match(written.text, found.end())
    second = FIND.match(written.text, link.end()) if link else None
    if link is None or second is None or (second["y"] and SAW.match(written.text, second.end())):
        return
    each_its_own = _each_its_own(written, second.end())
    follow = month_of(found) and month_of(second) == month_of(found) + 1 and not each_its_own
    ranged = link[0].strip().lower() not in ("and", "") or BETWEEN.search(written.before)
    if ranged or follow or (found["weekday"] and second["weekday"]):
        written.second, written.end = second, second.end()


def _each_its_own(written: Written, end: int) -> bool:
    """ "In October, November and December respectively": months of which each has its number."""
    if RESPECTIVELY.match(written.text, end):
        return True
    behind = written.text[end:].partition(". ")[0]
    return bool(LISTED.search(written.before)) and "respectively" in behind


def whole_months(span: Span) -> bool:
    """Whether a window is made of whole months."""
    return span[0].day == 1 and span[1].day > 27


def _behind_weekday(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """The date that a day of the week says behind it: "Sunday, March 19"."""
    gap = re.compile(r",?\s+").match(text, found.end()) if found["weekday"] else None
    after = FIND.match(text, gap.end()) if gap else None
    return after if after and (after["md"] or after["dm"] or after["iso"]) else None


def dateline(text: str) -> tuple[int, int] | None:
    """Where a sentence says when the text was written ("KYIV, Feb 16, 2014 - "): a date, and no window of anything."""
    for found in FIND.finditer(text):
        if found.start() >= HEAD:
            return None
        if is_date(text, found) and _dateline(text, found):
            return found.span()
    return None


def _dateline(text: str, found: re.Match[str]) -> bool:
    """Whether a date says when and where a text was written: at its head, behind a place."""
    if found.start() >= HEAD:
        return False
    end = found.end()
    if DATELINE.match(text, end) or _in_brackets(text, found):
        return True
    of_a_day = any(found[name] for name in ("md", "dm", "iso"))
    full = any(found[name] for name in ("mdy", "dmy", "iso"))
    dash = DASHED.match(text, end)
    if dash and dash["number"] is not None:
        return full and FIND.match(text, dash.end()) is None  # not "Sept. 5, 2021 - 29 September 2021"
    colon = full and COLON.match(text, end) and PLACE_BEFORE.fullmatch(text, 0, found.start())
    return (of_a_day and dash is not None) or bool(colon)


def _in_brackets(text: str, found: re.Match[str]) -> bool:
    """ "(Manila, 3 March 2022) In 2021": a place and a day that a text puts in brackets before it begins."""
    return bool(OPENED.fullmatch(text, 0, found.start()) and CLOSED.match(text, found.end()))
