"""What cells of registries hold: lists, days, addresses, names."""

from __future__ import annotations

import re
from datetime import date

from pydantic import TypeAdapter, ValidationError

from crosscount.register.values import Url, When

__all__ = ["day", "listed", "slug", "url"]

_URL = TypeAdapter(Url)
_WHEN = TypeAdapter(When)
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?Z?$")
_PYTHON = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def listed(cell: str, separator: str = ";") -> list[str]:
    """The items of a cell: separated, or written as Python writes a list of text. Empty ones are left out."""
    text = cell.strip()
    if text.startswith("[") and text.endswith("]"):
        return [(single or double).strip() for single, double in _PYTHON.findall(text)]
    return [item.strip() for item in text.split(separator) if item.strip()]


def day(text: str) -> str | None:
    """A day, month or year as ISO 8601 writes it; None for anything else, also for days that do not exist."""
    try:
        return _WHEN.validate_python(_MIDNIGHT.sub("", text.strip()))
    except ValidationError:
        return None


def american_day(text: str) -> str | None:
    """M/D/YYYY as a day; None for anything else."""
    parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    try:
        return date(int(parts[3]), int(parts[1]), int(parts[2])).isoformat() if parts else day(text)
    except ValueError:
        return None


def url(text: str) -> str | None:
    """The address, if it is one of the web."""
    try:
        return _URL.validate_python(text.strip())
    except ValidationError:
        return None


def slug(text: str) -> str:
    """A part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60].strip("-")
