"""What `sniff` looks at: the whole lines and the column names at the beginning of a file."""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO, cast

from crosscount.model.source import Head

__all__ = ["HEAD_BYTES", "base_name", "column_names", "data_lines", "look_ahead", "whole_lines"]

HEAD_BYTES = 65_536  # a head this long was cut, perhaps inside its last line


def whole_lines(head: Head) -> list[str]:
    """The lines of the head, without a last one that may be cut; undecodable bytes as surrogates."""
    lines = head.data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").splitlines()
    cut = len(head.data) >= HEAD_BYTES and not head.data.endswith((b"\n", b"\r"))
    return lines[:-1] if cut and len(lines) > 1 else lines


def data_lines(head: Head, comment: str = "#") -> list[str]:
    """The lines that are neither blank nor comments."""
    return [line for line in whole_lines(head) if line.strip() and not line.lstrip().startswith(comment)]


def column_names(line: str, delimiter: str = ",") -> tuple[str, ...]:
    """The cells of a header line in lower case, without a comment sign in front and without quotes."""
    bare = line.lstrip("# \t")
    try:
        cells = next(csv.reader([bare], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:  # a line end inside the line, as only a damaged file has
        cells = bare.split(delimiter)
    return tuple(cell.strip().lower() for cell in cells)


def base_name(head: Head) -> str:
    """The file's name in lower case, without folders."""
    return head.name.rsplit("/", 1)[-1].lower()


class _Again(io.RawIOBase):
    """A stream whose first bytes were read already, and perhaps the error that came after them."""

    def __init__(self, first: bytes, rest: BinaryIO, error: Exception | None) -> None:
        self.first, self.rest, self.error = first, rest, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.first and self.error is not None:
            raise self.error
        piece = self.first[: len(buffer)] if self.first else self.rest.read(len(buffer))
        self.first = self.first[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def look_ahead(file: BinaryIO, size: int = HEAD_BYTES) -> tuple[bytes, BinaryIO]:
    """The first bytes of a file, and the file as if they had not been read; where it breaks, it breaks later too."""
    first, error = b"", None
    while len(first) < size:
        try:
            piece = file.read(min(4096, size - len(first)))
        except Exception as broken:
            error = broken
            break
        if not piece:
            break
        first += piece
    return first, cast(BinaryIO, io.BufferedReader(_Again(first, file, error)))
