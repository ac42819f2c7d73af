"""Read and write the files that a verb is given."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from crosscount.errors import InputError

__all__ = ["becoming", "bytes_of", "text_of", "write"]

LARGEST = 1 << 24  # of one text that is read whole


def text_of(path: Path) -> str:
    """The UTF-8 text of a file; InputError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"'{path}' is not UTF-8 text") from error


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, or of standard input for "-", up to a limit; InputError if it cannot be read."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(LARGEST)
        with path.open("rb") as opened:
            return opened.read(LARGEST)
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}") from error


def write(path: Path, content: str) -> Path:
    """Write a text file, whole or not at all, with the folders above it; its line ends stay as they are."""
    with becoming({path: content}):
        return path


@contextmanager
def becoming(texts: Mapping[Path, str]) -> Iterator[None]:
    """Text files lie ready beside their names and take these in the end; if anything fails nothing of them is left."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in texts.items():
            with _told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                target = path.resolve()
                if target.exists() and not target.is_file():  # a terminal, a pipe
                    path.write_text(content, encoding="utf-8", newline="")
                    continue
                ready.append((target.with_name(f".{target.name}.{os.getpid()}.new"), target))
                ready[-1][0].write_text(content, encoding="utf-8", newline="")
                if target.exists():
                    shutil.copymode(target, ready[-1][0])
        yield
        for beside, target in ready:
            with _told(target):
                beside.replace(target)
    finally:
        for beside, _ in ready:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
