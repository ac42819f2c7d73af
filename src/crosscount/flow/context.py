"""What a file's name says: a day, a web site, a family."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import PurePosixPath

from publicsuffixlist import PublicSuffixList

from crosscount.model.source import FileContext

__all__ = ["context_of", "day_in", "family_in", "site_in"]

_DATE = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
# What surrounds a host name in the name of a log: never part of it at its ends.
_WORDS = (
    "access|error|other|vhosts?|custom|combined|common|httpd?|https|ssl|tls|apache2?|nginx|logs?|txt|old|bak|gz|zst"
)
_BEFORE = re.compile(rf"^(?:{_WORDS}|\d+)[-_.]+")
_AFTER = re.compile(rf"[-_.]+(?:{_WORDS}|\d+)$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_YEARS = range(1990, 2101)


def context_of(
    name: str,
    modified: float,
    *,
    day: date | None,
    site: str | None,
    family: str | None,
    report: str | None = None,
) -> FileContext:
    """The context of a file: what the user says, else its name, else (the day only) when it was last modified, UTC."""
    return FileContext(
        name=name,
        day=day or day_in(name) or datetime.fromtimestamp(modified, UTC).date(),
        site=site or site_in(name),
        family=_CONTROL.sub("", family or family_in(name) or "") or None,  # a file name may hold any character
        report=report,
    )


def day_in(name: str) -> date | None:
    """The date (2014-03-19, 2014_03_19, 2014.03.19 or 20140319) in a file name, else in its nearest folder."""
    for part in reversed(name.split("/")):
        for found in _DATE.finditer(part):
            try:
                day = date(int(found[1]), int(found[3]), int(found[4]))
            except ValueError:
                continue
            if day.year in _YEARS:
                return day
    return None


def site_in(name: str) -> str | None:
    """The host name in a file name such as "access-www.example.cn.log", lower case, if its suffix is a public one."""
    rest = _DATE.sub("", os.path.basename(name).lower())
    while True:
        shorter = _AFTER.sub("", _BEFORE.sub("", rest.strip("-_."))).strip("-_.")
        if shorter == rest:
            break
        rest = shorter
    return rest if _HOST.fullmatch(rest) and _suffixes().privatesuffix(rest) else None


def family_in(name: str) -> str | None:
    """The file name without its last extension and without a date."""
    stem = _DATE.sub("", PurePosixPath(name).stem).strip("-_. ")
    return stem or None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
