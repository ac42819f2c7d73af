"""Reads a register: every file becomes a record or a fault that says file, field, what was found, what was expected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from crosscount.errors import InputError
from crosscount.register.records import KINDS, Record

__all__ = ["Fault", "Register", "read", "record_of", "short"]

ENDING = ".toml"
LARGEST = 256 * 1024  # bytes of one record
SHOWN = 80  # characters of what was found
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a record."""

    file: str  # relative to the register
    field: str  # "chain.2.actor", counted from 1; "" for the file as a whole
    found: str
    expected: str
    level: str = "error"  # or "warning"

    def __str__(self) -> str:
        where = f", field '{self.field}'" if self.field else ""
        found = f"found {self.found}, " if self.found else ""
        return f"{self.level}: {self.file}{where}: {found}expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Register:
    """The records of a folder by id, and what could not be read."""

    folder: Path
    records: Mapping[str, Record]
    files: Mapping[str, str]  # id → file, relative to the folder
    faults: tuple[Fault, ...] = field(default=())

    def of(self, kind: type[R]) -> Iterator[R]:
        """The records of one kind, in the order of their ids."""
        return (record for record in self.records.values() if isinstance(record, kind))

    def find(self, name: str, kind: type[R]) -> R:
        """The record of that id and kind; InputError where there is none."""
        record = self.records.get(name)
        if not isinstance(record, kind):
            known = [each.id for each in self.of(kind)]
            told = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
            what = kind.__name__.lower()
            raise InputError(f"no {what} '{name[:SHOWN]}' in {self.folder}; there are: {told or 'none'}")
        return record


def read(folder: Path, *, strict: bool = True) -> Register:
    """Read every record; with `strict`, the first fault of a file is an InputError instead of an entry in `faults`."""
    if not folder.is_dir():
        raise InputError(f"there is no register at '{folder}'; name its folder with --folder, or in the settings")
    records: dict[str, Record] = {}
    files: dict[str, str] = {}
    faults: list[Fault] = []
    for name, kind in KINDS.items():
        for path in sorted((folder / name).glob(f"*{ENDING}")):
            file = f"{name}/{path.name}"
            made = _record(path, file, kind)
            if isinstance(made, list):
                faults += made
            elif made.id in records:
                said = "an id that no other record of the register has"
                faults.append(Fault(file, "id", f"'{made.id}', as in {files[made.id]}", said))
            else:
                records[made.id], files[made.id] = made, file
    faults += _strays(folder)
    if strict and faults:
        more = f" (and {len(faults) - 1} more; run 'crosscount register lint')" if len(faults) > 1 else ""
        raise InputError(f"{faults[0]}{more}")
    return Register(folder, dict(sorted(records.items())), files, tuple(faults))


def record_of(told: Mapping[str, Any], file: str, kind: type[R]) -> R | list[Fault]:
    """The record that a parsed file makes, or its faults."""
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        return [_fault(each, file, kind) for each in error.errors(include_url=False)]


def _record(path: Path, file: str, kind: type[Record]) -> Record | list[Fault]:
    if path.is_symlink() or not path.is_file():
        return [Fault(file, "", "a link or a folder", "a file")]
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            return [Fault(file, "", "a larger file", f"at most {LARGEST:,} bytes")]
        told = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        return [Fault(file, "", error.strerror or str(error), "a file that can be read")]
    except UnicodeDecodeError as error:
        return [Fault(file, "", f"byte {error.start + 1} in another encoding", "text in UTF-8")]
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return [Fault(file, "", short(str(error) or "nesting without end"), "valid TOML")]
    made = record_of(told, file, kind)
    if isinstance(made, list) or made.id == path.stem:
        return made
    return [Fault(file, "id", f"'{made.id}'", f"'{path.stem}', as the file is named")]


def _fault(error: Any, file: str, kind: type[Record]) -> Fault:
    name = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])
    what, value = error["type"], error["input"]
    found = "" if what == "missing" else short(repr(value))
    context = error.get("ctx") or {}
    if what == "extra_forbidden":
        return Fault(file, name, "a field of that name", f"one of: {', '.join(kind.model_fields)}")
    if what == "missing":
        return Fault(file, name, "nothing", "this field, which is required")
    if what == "value_error":
        return Fault(file, name, found, str(context.get("error", error["msg"])))
    if what == "enum":
        return Fault(file, name, found, str(context.get("expected", "")).replace("'", ""))
    if what in {"model_type", "dataclass_type", "model_attributes_type"}:
        shown = f"'crosscount register add {kind.__name__.lower()} --template'"
        return Fault(file, name, found, f"a table with fields of its own, as {shown} shows")
    return Fault(file, name, found, error["msg"].replace("Input should be ", ""))


def _strays(folder: Path) -> Iterator[Fault]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ENDING and path.is_file():
            yield Fault(path.name, "", "a record at the top", f"it in a folder: {', '.join(KINDS)}", "warning")
        elif path.is_dir() and path.name not in KINDS and any(path.glob(f"*{ENDING}")):
            yield Fault(f"{path.name}/", "", "a folder of records", f"one of: {', '.join(KINDS)}", "warning")
    for name in KINDS:
        for path in sorted((folder / name).glob("*")):
            if path.suffix != ENDING and not path.name.startswith("."):
                yield Fault(f"{name}/{path.name}", "", "a file of another kind", f"records, named *{ENDING}", "warning")


def short(text: str, most: int = SHOWN) -> str:
    """The text, cut to so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
