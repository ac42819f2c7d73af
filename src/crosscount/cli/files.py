"""Read and write the files that a verb is given."""

from __future__ import annotations

import sys
from pathlib import Path

from crosscount.errors import InputError

__all__ = ["bytes_of", "text_of", "write"]

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
    """Write a text file, with the folders above it; its line ends stay as they are."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
    return path
