"""The kinds of value that a field may hold, each checked with a sentence that says what was expected."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import pycountry
from pydantic import AfterValidator, BeforeValidator, Field

from crosscount.model.legible import found_unseen

__all__ = [
    "BEYOND_ISO",
    "Country",
    "Id",
    "Line",
    "Sha256",
    "Side",
    "Text",
    "Url",
    "When",
    "Zone",
    "earliest",
    "latest",
    "same",
]

ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,119}")
BEYOND_ISO = ("ZZ", "EU", "XK")  # nowhere known, the European Union, Kosovo
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS, _DAYS = 12, 31


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError("an id of lower-case letters, digits, '-' and '.', such as s-mfa-denial")
    return value


def _text(value: str) -> str:
    if found := found_unseen(value):
        place, code = found
        raise ValueError(f"text without characters that steer or hide (U+{code:04X} at position {place + 1})")
    return value


def _line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise ValueError("text of one line")
    return _text(value)


def _url(value: str) -> str:
    try:
        parts = urlsplit(_line(value))
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        known = False
    if not known or re.search(r"\s", value):
        raise ValueError("a URL that starts with http:// or https://")
    return value


def _day_as_text(value: Any) -> Any:
    # TOML has dates of its own: 2014-05-19 without quotes is as good as with them.
    if isinstance(value, datetime):
        raise ValueError("a day such as 2014-05-19; the hour belongs into 'note', its zone into 'zone'")
    return value.isoformat() if isinstance(value, date) else value


def _when(value: str) -> str:
    parts = _WHEN.fullmatch(value)
    try:
        if not parts:
            raise ValueError
        date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        raise ValueError("a day, month or year that exists, such as 2014-05-19, 2014-05 or 2014") from None
    return value


def _country(value: str) -> str:
    known = value in BEYOND_ISO or pycountry.countries.get(alpha_2=value) is not None
    if not known or value != value.upper():
        raise ValueError("two capital letters of ISO 3166-1 such as US, or ZZ for unknown")
    return value


def _side(value: str) -> str:
    for part in value.removeprefix("XX-").split(";") if value != "WW" else ():
        try:
            _country(part)
        except ValueError:
            raise ValueError("a country such as CN, several as US;RU, any but one as XX-CN, or WW") from None
    return value


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("an IANA time zone such as Asia/Shanghai")
    ZoneInfo(value)
    return value


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError("64 hexadecimal digits in lower case")
    return value


Id = Annotated[str, AfterValidator(_id)]  # of a record; the same as its file's name
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_text)]
Line = Annotated[str, Field(max_length=1_000), AfterValidator(_line)]
Url = Annotated[str, Field(max_length=2_000), AfterValidator(_url)]
When = Annotated[str, BeforeValidator(_day_as_text), AfterValidator(_when)]  # a day, a month or a year
Country = Annotated[str, AfterValidator(_country)]
Side = Annotated[str, AfterValidator(_side)]  # of a claim: as model.claim.Claim has it
Zone = Annotated[str, AfterValidator(_zone)]
Sha256 = Annotated[str, AfterValidator(_sha256)]


def earliest(when: str) -> date:
    """The first day that a day, month or year covers."""
    year, month, day, *_ = (*(int(part) for part in when.split("-")), 1, 1)
    return date(year, month, day)


def latest(when: str) -> date:
    """The last day that a day, month or year covers."""
    year, *rest = (int(part) for part in when.split("-"))
    if len(rest) == 2:
        return date(year, *rest)
    month = rest[0] if rest else _MONTHS
    for day in range(_DAYS, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue  # a shorter month
    raise AssertionError("every month has a day")


def same(name: str) -> str:
    """A name as it is compared with others: APT 1, APT-1 and apt1 are one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(each for each in folded if each.isalnum())
    return kept or folded.strip()
