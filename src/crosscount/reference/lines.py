"""Text of a reference file, line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterator

__all__ = ["cells", "head_lines", "lines"]


HEAD = 65_536


def lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Line numbers from 1, and lines without their end. Undecodable bytes become �: they can only be in names."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else [], 1):
        yield number, line.rstrip("\r")


def head_lines(data: bytes, comment: str = "#") -> list[str]:
    """The first lines of a file that are neither blank nor comments, 20 at most, from its first 64 KiB."""
    head = data[:HEAD]
    whole = head[: head.rfind(b"\n") + 1] if len(data) > HEAD else head  # the last line may be cut off
    return [line for _, line in lines(whole) if line.strip() and not line.startswith(comment)][:20]


def cells(line: str, separator: str = ",") -> list[str] | None:
    """The cells of a separated line, one line a record; None where a quotation mark does not close."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(separator)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))]
    except (csv.Error, StopIteration):
        return None
