"""Statements as plain values for JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson

from crosscount.errors import InputError
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.provenance import Evidence
from crosscount.model.window import Window

__all__ = ["statement_from_plain", "statement_id", "statement_to_plain", "told"]


def statement_to_plain(statement: Statement) -> dict[str, Any]:
    """The statement as dicts, lists, text and integers."""
    plain = _plain(statement)  # not dataclasses.asdict, which copies deeply: a matrix has tens of thousands of cells
    plain["window"] = {
        "first": statement.window.first.isoformat(),
        "last": statement.window.last.isoformat(),
        "zone": statement.window.zone,
    }
    plain["computed_at"] = statement.computed_at.isoformat()
    plain["cells"] = [{"key": list(c.key), "value": c.value, "state": c.state.value} for c in statement.cells]
    plain["where"] = dict(statement.where)
    for name in ("by", "notes"):
        plain[name] = list(plain[name])
    plain["evidence"] = _plain(statement.evidence) | {"references": list(statement.evidence.references)}
    return plain


def statement_from_plain(plain: Mapping[str, Any]) -> Statement:
    """The statement that `statement_to_plain` wrote; InputError where something is missing or of another type."""
    try:
        window, evidence = plain["window"], dict(plain["evidence"])
        evidence["references"] = tuple(str(item) for item in evidence["references"])
        return Statement(
            **{name: _typed(plain, name, str) for name in ("id", "figure", "title", "unit", "path")},
            **{name: _typed(plain, name, int) for name in ("version", "without_member", "excluded")},
            window=Window(date.fromisoformat(window["first"]), date.fromisoformat(window["last"]), str(window["zone"])),
            by=tuple(str(item) for item in plain["by"]),
            where={str(key): str(value) for key, value in plain["where"].items()},
            cells=tuple(_cell(cell) for cell in plain["cells"]),
            evidence=Evidence(**evidence),
            computed_at=datetime.fromisoformat(plain["computed_at"]),
            notes=tuple(str(item) for item in plain["notes"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"not a statement of figures: {told(error)}") from error


def statement_id(statement: Statement) -> str:
    """The first 16 hex digits of the SHA-256 over everything a statement says but when and how it was computed."""
    plain = statement_to_plain(statement)
    del plain["id"], plain["computed_at"], plain["path"]
    return sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _plain(value: Statement | Evidence) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _cell(plain: Mapping[str, Any]) -> Cell:
    value = plain["value"]
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(f"a cell's value is {value!r}, expected a whole number or null")
    return Cell(tuple(str(item) for item in plain["key"]), value, CellState(plain["state"]))


def _typed(plain: Mapping[str, Any], name: str, kind: type) -> Any:
    value = plain[name]
    if not isinstance(value, kind):
        raise TypeError(f"'{name}' is {value!r}, expected {kind.__name__}")
    return value


def told(error: BaseException) -> str:
    """What was wrong with a file of another shape, in words: a KeyError, ValueError or OSError says it only to us."""
    said = (str(error).splitlines() or [""])[0]
    if isinstance(error, KeyError):
        return f"{said} is missing"
    if isinstance(error, OSError):
        return error.strerror or said
    if isinstance(error, TypeError | AttributeError):
        return f"something in it is of another type than expected ({said})"
    return said or "it has another shape than expected"
