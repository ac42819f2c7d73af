"""Records while they are put together from many rows and files."""

from __future__ import annotations

from typing import Any

from crosscount.register.carrying.account import Account
from crosscount.register.reading import record_of
from crosscount.register.records import Record

__all__ = ["Drafts"]


class Drafts:
    """Fields by record. What was said first stays; what contradicts it is for the caller to set aside."""

    def __init__(self) -> None:
        self.kinds: dict[str, type[Record]] = {}
        self.fields: dict[str, dict[str, Any]] = {}

    def begin(self, kind: type[Record], name: str, source: str) -> str:
        """A record of that id, new or known, with one more source."""
        self.kinds.setdefault(name, kind)
        self.fields.setdefault(name, {"id": name})
        if source:
            self.extend(name, "sources", source)
        return name

    def whole(self, kind: type[Record], name: str, fields: dict[str, Any], source: str) -> str:
        """A record with exactly these fields: the known one of that id, or one with a further number behind it."""
        wanted = {field: value for field, value in fields.items() if value not in ("", [], None)}
        made, number = name, 1
        while (
            made in self.fields and {k: v for k, v in self.fields[made].items() if k not in ("id", "sources")} != wanted
        ):
            number += 1
            made = f"{name}-{number}"
        self.begin(kind, made, source)
        self.fields[made] |= wanted
        return made

    def put(self, name: str, field: str, value: Any) -> bool:
        """Whether the field now says `value`: not, if it said something else before."""
        return bool(self.fields[name].setdefault(field, value) == value)

    def extend(self, name: str, field: str, *values: Any) -> None:
        """Add to a list what is not in it yet."""
        there = self.fields[name].setdefault(field, [])
        there += [value for place, value in enumerate(values) if value not in there and value not in values[:place]]

    def measure(self, name: str, key: str, value: str, field: str = "measures") -> bool:
        """As `put`, for one key of a table of text."""
        return bool(self.fields[name].setdefault(field, {}).setdefault(key, value) == value)

    def records(self, account: Account) -> list[Record]:
        """The records that are sound; what went into others is set aside with their first fault."""
        made = []
        for name, kind in self.kinds.items():
            record = record_of(self.fields[name], name, kind)
            if isinstance(record, list):
                fault = record[0]
                account.drop(name, f"no {kind.__name__.lower()}: field '{fault.field}', expected {fault.expected}")
            else:
                made.append(record)
        return made
