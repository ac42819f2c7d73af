"""Adds one record by hand: read, checked alone, checked among the others, written."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from crosscount.errors import InputError
from crosscount.register import writing
from crosscount.register.reading import Fault, Register, read, record_of
from crosscount.register.records import Record

__all__ = ["add"]


def add(
    text: str, file: str, kind: type[Record], folder: Path, lint: Callable[[Register], list[Fault]]
) -> tuple[Record, Path, list[Fault]]:
    """The record that was written, where, and what `lint` warns of; InputError where anything is wrong with it."""
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"{file}: not valid TOML: {str(error)[:200]}") from error
    made = record_of(told, file, kind)
    if isinstance(made, list):
        raise InputError("\n".join(str(fault) for fault in made))
    there = read(folder, strict=False) if folder.is_dir() else Register(folder, {}, {})
    if made.id in there.records:
        said = "a record is not edited: add one that corrects, disputes or retracts it"
        raise InputError(f"{file}, field 'id': '{made.id}' exists as {there.files[made.id]}; {said}")
    place = f"{made.folder}/{made.id}.toml"
    among = Register(folder, {**there.records, made.id: made}, {**there.files, made.id: place})
    faults = [fault for fault in lint(among) if fault.file == place]
    errors = [fault for fault in faults if fault.level == "error"]
    if errors:
        raise InputError("\n".join(str(fault) for fault in errors))
    return made, writing.add(made, folder), [fault for fault in faults if fault not in errors]
