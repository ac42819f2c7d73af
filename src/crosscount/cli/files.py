"""Read and write the files that a verb is given."""

from __future__ import annotations

from pathlib import Path

from crosscount.errors import InputError

__all__ = ["text_of", "write"]


def text_of(path: Path) -> str:
    """The UTF-8 text of a file; InputError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"'{path}' is not UTF-8 text") from error


def write(path: Path, content: str) -> Path:
    """Write a text file, with the folders above it; its line ends stay as they are."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
    return path
