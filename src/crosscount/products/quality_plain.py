"""The quality note as plain values for JSON, and back; whatever is not a note raises TypeError or ValueError."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from math import isfinite
from typing import Any, TypeVar

from crosscount.model.estimate import Interval
from crosscount.model.figure import Cell, CellState
from crosscount.model.quality import Behind, Issue, Limitation, QualityNote, Revision, Variants
from crosscount.model.window import Window

__all__ = ["note_from_plain", "note_to_plain"]

LARGEST = 2**63 - 1
T = TypeVar("T")


def note_to_plain(note: QualityNote) -> dict[str, Any]:
    """The note as dicts, lists, text and numbers."""
    plain = asdict(note)
    for variants in (*plain["placed"], *plain["tagged"]):
        variants["range"] = _range(variants)
    for issue, said in zip(note.issues, plain["issues"], strict=True):
        window = issue.window
        said["window"] = {"first": window.first.isoformat(), "last": window.last.isoformat(), "zone": window.zone}
        said["issued_at"] = issue.issued_at.isoformat()
    return plain


def _range(variants: Mapping[str, Any]) -> list[int] | None:
    """For readers of the JSON alone; read back, it is made anew."""
    values = [cell["value"] for cell in variants["cells"] if cell["value"] is not None]
    return [min(values), max(values)] if values else None


def note_from_plain(plain: Any) -> QualityNote:
    """The note that `note_to_plain` wrote."""
    _only(plain, QualityNote)
    machines = plain["machines"]
    return QualityNote(
        version=_whole(plain["version"]),
        smallest_cell=_whole(plain["smallest_cell"]),
        editions=_each(plain["editions"], _text),
        sensors=_each(plain["sensors"], _text),
        feeds=_each(plain["feeds"], _text),
        placed=_each(plain["placed"], _variants(2)),
        tagged=_each(plain["tagged"], _variants(None)),
        issues=_each(plain["issues"], _issue),
        machines=None if machines is None else _behind(machines),
        limitations=_each(plain["limitations"], _limitation),
    )


def _variants(width: int | None) -> Callable[[Any], Variants]:
    """Reads variants whose keys have that many parts, or any number."""

    def read(plain: Any) -> Variants:
        given = dict(plain)
        given.pop("range", None)
        _only(given, Variants)
        cells = _each(given["cells"], _cell)
        if any(width not in (None, len(cell.key)) for cell in cells):
            raise ValueError(f"a cell of '{_text(given['figure'])[:80]}' has a key of another length than {width}")
        return Variants(_text(given["figure"]), _cell(given["stated"]), cells)

    return read


def _issue(plain: Any) -> Issue:
    _only(plain, Issue)
    window = plain["window"]
    first, last = (date.fromisoformat(_text(window[name])) for name in ("first", "last"))
    issued = datetime.fromisoformat(_text(plain["issued_at"]))
    if issued.tzinfo is None:
        raise ValueError("'issued_at' has no time zone")
    return Issue(
        _text(plain["id"]), issued, Window(first, last, _text(window["zone"])), _each(plain["revisions"], _revision)
    )


def _revision(plain: Any) -> Revision:
    _only(plain, Revision)
    return Revision(_text(plain["figure"]), _cell(plain["then"]), _cell(plain["now"]), _each(plain["causes"], _text))


def _behind(plain: Any) -> Behind:
    _only(plain, Behind)
    if not isinstance(plain["withheld"], bool):
        raise TypeError("'withheld' is neither true nor false")
    envelope = plain["envelope"]
    ends = None if envelope is None else _each(envelope, _number)
    if ends is not None and len(ends) != 2:
        raise ValueError("an envelope has two ends")
    return Behind(
        _text(plain["estimate"]),
        _interval(plain["live"]),
        _interval(plain["footprint"]),
        None if ends is None else (ends[0], ends[1]),
        plain["withheld"],
        _each(plain["assumptions"], _text),
    )


def _interval(plain: Any) -> Interval | None:
    if plain is None:
        return None
    _only(plain, Interval)
    return Interval(*(_number(plain[name]) for name in ("value", "low", "high")))


def _limitation(plain: Any) -> Limitation:
    _only(plain, Limitation)
    return Limitation(_text(plain["key"]), _whole(plain["count"]))


def _cell(plain: Any) -> Cell:
    _only(plain, Cell)
    value = plain["value"]
    state = CellState(_text(plain["state"]))
    hidden = state in (CellState.UNKNOWN, CellState.SUPPRESSED)
    if hidden != (value is None):
        raise ValueError(f"a {state} cell says {str(value)[:80]!r}")
    return Cell(_each(plain["key"], _text), None if value is None else _whole(value), state)


def _only(plain: Any, kind: type) -> None:
    if not isinstance(plain, dict):
        raise TypeError(f"{str(plain)[:80]!r} stands where a {kind.__name__} is expected")
    strange = sorted(set(plain) - {field.name for field in fields(kind)})
    if strange:
        raise ValueError(f"field '{strange[0][:80]}' is not part of a {kind.__name__}")


def _each(plain: Any, make: Callable[[Any], T]) -> tuple[T, ...]:
    if not isinstance(plain, list | tuple):
        raise TypeError(f"{str(plain)[:80]!r} stands where a list is expected")
    return tuple(make(item) for item in plain)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:80]!r} stands where a text is expected")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -1 <= value <= LARGEST:
        raise TypeError(f"{str(value)[:80]!r} stands where a whole number is expected")
    return value


def _number(value: Any) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not isfinite(value)
        or not 0 <= value <= LARGEST
    ):
        raise TypeError(f"{str(value)[:80]!r} stands where a number is expected")
    return float(value)
