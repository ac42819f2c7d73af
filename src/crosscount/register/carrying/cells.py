"""What cells of registries hold: lists, days, addresses, names."""

from __future__ import annotations

import html
import re
from datetime import date
from html.entities import html5
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from crosscount.model.legible import without_unseen
from crosscount.register.values import Url, When

__all__ = ["ENTITIES", "UNSEEN", "Cleaned", "american_day", "cleaned", "day", "listed", "slug", "url"]

ENTITIES = "HTML entities written out, such as &amp; as &"
UNSEEN = "characters left out that nobody sees, or that turn the text beside them"

_URL = TypeAdapter(Url)
_WHEN = TypeAdapter(When)
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?Z?$")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_PYTHON = re.compile(r"'([^']*)'|\"([^\"]*)\"")


class Cleaned(NamedTuple):
    """The text of a cell, and what was done to it."""

    text: str
    done: tuple[str, ...]


def cleaned(cell: str) -> Cleaned:
    """A cell as its author meant it: entities written out once, and no character that hides.

    Only entities that end in ";": in an address, "&copy=1" is a parameter and no sign.
    """
    written = _ENTITY.sub(_character, cell) if "&" in cell else cell
    lines = written.replace("\r\n", "\n").replace("\r", "\n")
    seen = without_unseen(lines)
    return Cleaned(seen, tuple(what for what, was in ((ENTITIES, written != cell), (UNSEEN, seen != lines)) if was))


def _character(entity: re.Match[str]) -> str:
    known = entity[1] is None or f"{entity[1]};" in html5
    return html.unescape(entity[0]) if known else entity[0]


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
