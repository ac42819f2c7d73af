"""Mappings that a user wrote beside a file: `NAME.mapping.toml`, or `mapping.toml` for all of the folder."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from crosscount.errors import FileRefused, InputError
from crosscount.flow import opening
from crosscount.kernels.reading.heads import HEAD_BYTES
from crosscount.kernels.reading.mapping import source_of
from crosscount.kernels.reading.suggesting import suggestion
from crosscount.model.source import Head, Source
from crosscount.settings import Ingest

__all__ = ["ENDING", "Mapping", "beside", "is_mapping", "parsed", "suggested"]

ENDING = ".mapping.toml"
OF_FOLDER = "mapping.toml"
_LARGEST = 65_536


class Mapping(NamedTuple):
    """The source that a mapping makes, and the digest of its text, which is part of the snapshot's identity."""

    source: Source
    digest: str
    text: bytes


def is_mapping(path: Path) -> bool:
    """Whether a file is a mapping and no data."""
    return path.name == OF_FOLDER or path.name.endswith(ENDING)


def beside(path: Path) -> Mapping | None:
    """The mapping for a file: its own, else that of its folder, else none."""
    for file in (path.with_name(path.name + ENDING), path.with_name(OF_FOLDER)):
        if file.is_file():
            return _read(file)
    return None


def suggested(path: Path) -> str:
    """The text of a mapping that may fit a file; InputError if the file is no table of addresses, hosts or pages."""
    if not path.is_file():
        raise InputError(f"'{path}' is no file")
    for member in opening.members(path, path.as_posix(), Ingest()):
        if member.refused:
            raise FileRefused(member.refused)
        with member.open() as file:
            text = suggestion(Head(member.name, file.read(HEAD_BYTES)))
        if text is not None:
            return text
    raise InputError(f"'{path}' is no table in which a column names addresses, hosts or pages")


def parsed(text: bytes, where: str) -> Mapping:
    """The mapping that a text is; FileRefused says what is wrong with it."""
    try:
        told = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileRefused(f"mapping '{where}' is not valid TOML: {error}") from error
    return Mapping(source_of(told, where), sha256(text).hexdigest(), text)


def _read(file: Path) -> Mapping:
    try:
        with file.open("rb") as opened:
            return parsed(opened.read(_LARGEST), str(file))
    except OSError as error:
        raise FileRefused(f"mapping '{file}' cannot be read: {error.strerror or error}") from error
