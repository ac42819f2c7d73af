"""Writes records: the same record, the same bytes, fields in the order in which they are described."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w

from crosscount.errors import InputError
from crosscount.register.reading import ENDING
from crosscount.register.records import Record

__all__ = ["add", "plain", "text_of"]


def plain(record: Record) -> dict[str, Any]:
    """The record as dicts, lists, text and numbers, without fields that say nothing."""
    told = record.model_dump(exclude_none=True, exclude_defaults=False)
    last = [name for name in Record.model_fields if name != "id"]  # what every record has, after what is its own
    told = {
        name: told[name] for name in (*(each for each in told if each not in last), *(n for n in last if n in told))
    }
    return {name: value for name, value in _plain(told).items() if value not in ("", [], {})}


def text_of(record: Record) -> str:
    """The record as the TOML of its file."""
    return tomli_w.dumps(plain(record), multiline_strings=True)


def add(record: Record, folder: Path) -> Path:
    """Write a new record; InputError where its file exists, because nothing that was recorded is edited."""
    path = folder / record.folder / f"{record.id}{ENDING}"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Written beside and linked into place, so that no half record is ever there, and none is overwritten.
        beside = path.with_name(f".{record.id}.{os.getpid()}.new")
        try:
            beside.write_text(text_of(record), encoding="utf-8")
            os.link(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError:
        raise InputError(
            f"'{path}' exists; a record is not edited: add one that corrects, disputes or retracts it"
        ) from None
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
    return path


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items() if each is not None and each != ""}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        # An integer stays one; anything else is text, because a TOML float is binary and 41.1 is not.
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent in (0,) else str(value)
    return str(value) if isinstance(value, str) else value
