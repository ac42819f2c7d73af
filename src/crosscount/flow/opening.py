"""Paths → files → members: what there is to read, whatever it is packed in.

Folders are walked in sorted order; names that start with a dot and the store itself are passed over. A .zip gives its
members, each of which may be packed once more as .gz or .zst. Members are never written under their names.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from crosscount.errors import InputError
from crosscount.flow import unpacking
from crosscount.settings import Ingest

__all__ = ["Found", "Member", "found", "members"]

_ENCRYPTED = 0x1
MOST_MEMBERS = 100_000  # of one archive
_SUFFIXES = (".gz", ".zst", ".zip")


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read, or why it is passed over."""

    path: Path
    name: str  # as given, "/" separated; control characters and bytes that are no UTF-8 as \\xNN
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One file as its publisher wrote it, unpacked; or why it cannot be."""

    name: str  # with folders and the archive, without .gz/.zst
    member: str | None  # name inside the archive, None for a file that is none
    open: Callable[[], BinaryIO]
    refused: str | None = None
    stored: Path | None = None  # where its bytes lie as they are, if they are not packed


def found(paths: Sequence[Path], store: Path) -> list[Found]:
    """Every file under the paths, folders in sorted order; InputError if a path does not exist."""
    for path in paths:
        if not os.path.lexists(path):
            raise InputError(f"'{path}' does not exist")
    return [one for path in paths for one in _under(path, store.absolute().resolve())]


def _under(path: Path, store: Path) -> Iterator[Found]:
    name = _shown(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            if path.resolve() == store:
                return
            for child in sorted(path.iterdir()):
                # A linked folder may lead in circles; one that is given by name is walked.
                if not child.name.startswith(".") and not (child.is_symlink() and child.is_dir()):
                    yield from _under(child, store)
        elif stat.S_ISREG(mode):
            yield Found(path, name)
        else:
            yield Found(path, name, f"'{name}' is a pipe, socket or device, not a file; passed over")
    except OSError as error:
        yield Found(path, name, f"'{name}' cannot be read: {error.strerror}")


def members(stored: Path, name: str, limits: Ingest) -> Iterator[Member]:
    """What is in the stored bytes of a file: itself, unpacked, or the members of an archive in sorted order."""
    with stored.open("rb") as file:
        form = unpacking.compression(file.read(8))
    if form == "zip":
        yield from _zip_members(stored, name, limits)
        return
    plain = _plain_name(name) if form else name
    yield Member(
        plain,
        None,
        lambda: _opened(lambda: stored.open("rb"), form, stored.stat().st_size, limits, plain),
        stored=None if form else stored,
    )


def _zip_members(stored: Path, name: str, limits: Ingest) -> Iterator[Member]:
    try:
        # Opened once and left to the last member: reading the list of names again for each would cost the square.
        archive = zipfile.ZipFile(stored)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        yield _refused(name, None, f"'{name}' is a damaged zip archive: {error}")
        return
    infos = sorted((info for info in archive.infolist() if _wanted(info)), key=lambda info: info.filename)
    if len(infos) > MOST_MEMBERS:
        yield _refused(
            name, None, f"'{name}' has {len(infos)} members; at most {MOST_MEMBERS} are read. Unpack it first"
        )
        return
    size, total = stored.stat().st_size, sum(info.file_size for info in infos)
    if total > min(limits.max_expanded_bytes, max(unpacking.FREE_BYTES, size * limits.max_expansion)):
        yield _refused(name, None, f"'{name}' would unpack from {size} to {total} bytes, beyond the limits of [ingest]")
        return
    if not infos:
        yield _refused(name, None, f"'{name}' is a zip archive without files")
    seen: dict[str, int] = {}
    for info in infos:
        seen[info.filename] = seen.get(info.filename, 0) + 1
        again = f"#{seen[info.filename]}" if seen[info.filename] > 1 else ""
        yield _zip_member(archive, info, name, _shown(info.filename) + again, limits)


def _zip_member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, archive: str, member: str, limits: Ingest) -> Member:
    full = f"{archive}/{member}"
    if info.flag_bits & _ENCRYPTED:
        return _refused(full, member, f"'{full}' is encrypted; unpack it with its password and ingest the result")

    def unzipped() -> BinaryIO:
        pieces = unpacking.zip_member(opened, info)
        return cast(BinaryIO, unpacking.Unpacked(pieces, info.compress_size, limits, full))

    try:
        with unzipped() as file:
            form = unpacking.compression(file.read(8))
    except (EOFError, NotImplementedError) as error:
        return _refused(full, member, f"'{full}' cannot be unpacked: {error}")
    if form == "zip":
        return _refused(full, member, f"'{full}' is an archive inside an archive; unpack the outer one first")
    plain = _plain_name(full) if form else full
    return Member(plain, member, lambda: _opened(unzipped, form, info.file_size, limits, plain))


def _opened(packed: Callable[[], BinaryIO], form: str | None, size: int, limits: Ingest, name: str) -> BinaryIO:
    file = packed()
    if form is None:
        return file
    pieces = unpacking.gunzipped(file) if form == "gz" else unpacking.unzstandard(file)
    return cast(BinaryIO, unpacking.Unpacked(pieces, size, limits, name))


def _shown(name: str) -> str:
    """A name in one line, without control characters."""
    return "".join(f"\\x{ord(c):02x}" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in name)


def _refused(name: str, member: str | None, why: str) -> Member:
    return Member(name, member, io.BytesIO, why)


def _wanted(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return not info.is_dir() and parts[0] != "__MACOSX" and not parts[-1].startswith(".")


def _plain_name(name: str) -> str:
    suffix = next((one for one in _SUFFIXES if name.lower().endswith(one)), "")
    return name[: len(name) - len(suffix)]
