"""A bulletin as JSON, which `verify` reads back, and as CSV, one row a number.

JSON: UTF-8, keys sorted, schema number inside. CSV: RFC 4180, UTF-8 without byte order mark, header in the first
line. A text that a spreadsheet would run as a formula gets a leading apostrophe (CWE-1236).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeVar

import orjson

from crosscount.errors import InputError
from crosscount.model.bulletin import SCHEMA, Bulletin, Coverage, EditionUse, FigureText, Marking, SourceCoverage
from crosscount.model.figure import DIMENSIONS, Cell, Statement
from crosscount.model.legible import json_escaped, shown
from crosscount.model.plain import statement_from_plain, statement_to_plain, told
from crosscount.model.window import Window
from crosscount.products.quality_plain import note_from_plain, note_to_plain

__all__ = ["COLUMNS", "bulletin_id", "from_json", "inert_cell", "to_csv", "to_json"]

PRODUCT = "crosscount bulletin"
LONGEST = 36_600  # days of a window that is read back: a hundred years
ANY, NONE = "(any)", "(none)"  # not told apart by this dimension; a row that has no value in it

# Column → what it holds. Everything but the first six describes the statement that the cell belongs to.
COLUMNS: dict[str, str] = {
    "statement": "id of the statement, as `crosscount explain` takes it",
    "figure": "figure id",
    "value": "size of the set; empty if unknown or suppressed",
    "state": "value, zero, unknown or suppressed",
    **{name: f"{name}: a value, {ANY} if not narrowed, {NONE} if the rows have none" for name in DIMENSIONS},
    "first": "first day of the window",
    "last": "last day of the window, included",
    "zone": "time zone of the days",
    "unit": "what is counted",
    "definition": "version of the figure's definition",
    "by": "what the statement is broken down by",
    "without_member": "rows of the statement that carry nothing to count",
    "excluded": "members of the statement that only contaminated rows show",
    "table": "table counted from",
    "table_version": "its version",
    "rows": "rows counted",
    "digest": "SHA-256 over the sorted distinct (group, member) pairs",
    "files": "SHA-256 over the sorted names of the table's files",
    "references": "reference editions that placed the rows",
    "code": "program and definition that counted",
    "computed_at": "when, UTC",
    "bulletin": "id of the bulletin",
    "marking": "who may read it (TLP 2.0)",
}
# A spreadsheet takes the full-width forms for the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

T = TypeVar("T")


def to_json(bulletin: Bulletin) -> str:
    """The whole bulletin; the same bulletin gives the same text."""
    return (
        json_escaped(orjson.dumps(_plain(bulletin), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode()) + "\n"
    )


def bulletin_id(bulletin: Bulletin) -> str:
    """The first 16 hex digits of the SHA-256 over what a bulletin says: all but its id, time of issue and language."""
    plain = _plain(bulletin)
    del plain["id"], plain["issued_at"], plain["language"]
    return sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def from_json(text: str) -> Bulletin:
    """The bulletin that `to_json` wrote; InputError if the text is anything else.

    What is said is taken as it stands: whether the digests still fit is for `products.bulletin.altered`.
    """
    try:
        plain = orjson.loads(text)
    except ValueError as error:
        raise InputError(f"not a bulletin: not valid JSON ({error})") from error
    if not isinstance(plain, dict) or plain.get("product") != PRODUCT:
        raise InputError(f"not a bulletin: no field 'product' that says '{PRODUCT}'")
    if plain.get("schema") != SCHEMA:
        raise InputError(f"the bulletin has schema {plain.get('schema')!r}; this version of crosscount reads {SCHEMA}")
    try:
        return _bulletin(plain)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(f"not a bulletin: {told(error)}") from error


def to_csv(bulletin: Bulletin) -> str:
    """One row a cell, every row with the whole of its evidence. Columns: COLUMNS."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    for statement in bulletin.statements:
        common = _common(statement) | {"bulletin": bulletin.id, "marking": bulletin.marking.value}
        for cell in statement.cells:
            writer.writerow({name: inert_cell(value) for name, value in (common | _own(statement, cell)).items()})
    return out.getvalue()


def _common(statement: Statement) -> dict[str, object]:
    evidence = statement.evidence
    return {
        "statement": statement.id,
        "figure": statement.figure,
        "first": statement.window.first.isoformat(),
        "last": statement.window.last.isoformat(),
        "zone": statement.window.zone,
        "unit": statement.unit,
        "definition": statement.version,
        "by": " ".join(statement.by),
        "without_member": statement.without_member,
        "excluded": statement.excluded,
        "table": evidence.table,
        "table_version": evidence.version,
        "rows": evidence.rows,
        "digest": evidence.digest,
        "files": evidence.files,
        "references": " ".join(evidence.references),
        "code": evidence.code,
        "computed_at": statement.computed_at.isoformat(),
    }


def _own(statement: Statement, cell: Cell) -> dict[str, object]:
    place = dict.fromkeys(DIMENSIONS, ANY)
    place |= {name: value or NONE for name, value in statement.where.items() if name in place}
    place |= {name: value or NONE for name, value in zip(statement.by, cell.key, strict=True) if name in place}
    return place | {"value": "" if cell.value is None else cell.value, "state": cell.state.value}


def inert_cell(value: object) -> object:
    """The value of a CSV cell: no character unseen, and a leading apostrophe where a spreadsheet would run it."""
    if not isinstance(value, str):
        return value
    return f"'{shown(value)}" if value.startswith(FORMULA_STARTS) else shown(value)


def _plain(bulletin: Bulletin) -> dict[str, Any]:
    plain = {field.name: getattr(bulletin, field.name) for field in fields(bulletin)}
    plain["window"], plain["previous"] = (_plain_window(window) for window in (bulletin.window, bulletin.previous))
    plain["marking"] = bulletin.marking.value
    plain["issued_at"] = bulletin.issued_at.isoformat()
    plain["statements"] = [statement_to_plain(statement) for statement in bulletin.statements]
    plain["texts"] = [asdict(text) for text in bulletin.texts]
    plain["coverage"] = asdict(bulletin.coverage) | {"reasons": dict(bulletin.coverage.reasons)}
    if bulletin.quality is None:
        del plain["quality"]  # as it was before there was one, so that the id of an old bulletin holds
    else:
        plain["quality"] = note_to_plain(bulletin.quality)
    return plain | {"schema": SCHEMA, "product": PRODUCT}


def _plain_window(window: Window) -> dict[str, str]:
    return {"first": window.first.isoformat(), "last": window.last.isoformat(), "zone": window.zone}


def _bulletin(plain: Mapping[str, Any]) -> Bulletin:
    _only(plain, {*(field.name for field in fields(Bulletin)), "schema", "product"})
    issued = datetime.fromisoformat(_of(plain, "issued_at", str))
    if issued.tzinfo is None:
        raise ValueError("'issued_at' has no time zone")
    return Bulletin(
        **{name: _of(plain, name, str) for name in ("id", "origin", "target", "publisher", "language", "notice")},
        window=_window(plain["window"]),
        previous=_window(plain["previous"]),
        marking=Marking(_of(plain, "marking", str)),
        issued_at=issued,
        statements=_each(plain, "statements", _statement),
        texts=_each(plain, "texts", _text),
        coverage=_coverage(_of(plain, "coverage", dict)),
        supersedes=_maybe(plain, "supersedes", str),
        quality=note_from_plain(plain["quality"]) if "quality" in plain else None,
    )


def _statement(plain: Mapping[str, Any]) -> Statement:
    statement = statement_from_plain(plain)
    if any(len(cell.key) != len(statement.by) for cell in statement.cells):
        raise ValueError(f"statement '{statement.id[:80]}' has a cell whose key does not fit its 'by'")
    for field in fields(statement.evidence):
        if field.name != "references":
            _of(plain["evidence"], field.name, int if field.name in ("version", "rows") else str)
    _bounded(statement.window)
    return statement


def _window(plain: Mapping[str, Any]) -> Window:
    first, last = (date.fromisoformat(_of(plain, name, str)) for name in ("first", "last"))
    return _bounded(Window(first, last, _of(plain, "zone", str)))


def _bounded(window: Window) -> Window:
    """The window, if its instants exist and a page could list its days."""
    if window.length > LONGEST or window.previous().start > window.end:
        raise ValueError(f"the window {window.first} to {window.last} is longer than {LONGEST} days")
    return window


def _text(plain: Mapping[str, Any]) -> FigureText:
    _only(plain, {field.name for field in fields(FigureText)})
    return FigureText(
        **{name: _of(plain, name, str) for name in ("id", "title", "means")},
        version=_of(plain, "version", int),
        caveats=_each(plain, "caveats", _said),
    )


def _coverage(plain: Mapping[str, Any]) -> Coverage:
    _only(plain, {field.name for field in fields(Coverage)})
    reasons = _of(plain, "reasons", dict)
    return Coverage(
        sources=_each(plain, "sources", _source),
        reasons={str(name): _of(reasons, name, int) for name in reasons},
        missing=_each(plain, "missing", date.fromisoformat),
        missing_before=_each(plain, "missing_before", date.fromisoformat),
        editions=_each(plain, "editions", _edition),
        notes=_each(plain, "notes", _said),
    )


def _source(plain: Mapping[str, Any]) -> SourceCoverage:
    _only(plain, {field.name for field in fields(SourceCoverage)})
    return SourceCoverage(
        **{name: _of(plain, name, str) for name in ("source", "title", "publisher")},
        **{name: _of(plain, name, int) for name in ("files", "refused", "days", "read", "kept", "set_aside")},
        first=_day(plain, "first"),
        last=_day(plain, "last"),
    )


def _edition(plain: Mapping[str, Any]) -> EditionUse:
    _only(plain, {field.name for field in fields(EditionUse)})
    return EditionUse(
        **{name: _of(plain, name, str) for name in ("id", "content", "basis")},
        day=date.fromisoformat(_of(plain, "day", str)),
        embedded=_of(plain, "embedded", bool),
        instead_from=_day(plain, "instead_from"),
        instead_to=_day(plain, "instead_to"),
    )


def _only(plain: Mapping[str, Any], known: set[str]) -> None:
    strange = sorted(set(plain) - known)
    if strange:
        raise ValueError(f"field '{strange[0][:80]}' is not part of a bulletin")


def _of(plain: Mapping[str, Any], name: str, kind: type) -> Any:
    value = plain[name]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"'{name[:80]}' is {str(value)[:80]!r}, expected {kind.__name__}")
    return value


def _maybe(plain: Mapping[str, Any], name: str, kind: type) -> Any:
    return None if plain[name] is None else _of(plain, name, kind)


def _day(plain: Mapping[str, Any], name: str) -> date | None:
    text = _maybe(plain, name, str)
    return None if text is None else date.fromisoformat(text)


def _each(plain: Mapping[str, Any], name: str, make: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(make(item) for item in _of(plain, name, list))


def _said(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:80]!r} stands where a text is expected")
    return value
