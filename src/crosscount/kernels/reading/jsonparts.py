"""One large JSON document, taken apart without being parsed as a whole, so that damage stays where it is.

Some formats put all their records into one object, and say in it, before or behind them, what holds for all. Such a
file is held in memory (up to 128 MiB) and walked: a container that the source wants to look into is entered, every
other value is parsed by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from crosscount.kernels.reading import faults
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.jsoncolumns import number as number_text
from crosscount.kernels.reading.lines import Readable, fill
from crosscount.model.source import RawBatch, Reason

__all__ = ["ELEMENT", "OPENED", "Part", "fault", "table", "walk", "whole"]

ELEMENT = "[]"  # stands in a path for an element of an array
OPENED = object()  # the value of a part that says: here an object starts that is looked into
LIMIT = 128 * 1024 * 1024
_DEEP = 64  # containers entered inside one another
_TRIES = 10  # broken values parsed to their end; after these only a piece is looked at, lest damage cost the square
_PIECES = (4_096, 65_536, 1_048_576)
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_BOUNDARY = re.compile(r"\}[^{}]*(\{)")
_OPENING, _CLOSING = ("{", "["), ("}", "]")
_DECODER = json.JSONDecoder()

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A value, and the keys that lead to it."""

    path: Path
    value: Any
    broken: bytes | None = None  # what could not be parsed; the value is None then


def whole(file: Readable) -> tuple[bytes, tuple[Reason, str] | None]:
    """The file up to the limit, and what is wrong with the rest, if anything."""
    pieces: list[bytes] = []
    size = 0
    while True:
        piece, end, broken = fill(file)
        pieces.append(piece)
        size += len(piece)
        if size > LIMIT:
            return b"".join(pieces)[:LIMIT], (Reason.TOO_LONG, f"a document of at most {LIMIT} bytes")
        if end:
            data = b"".join(pieces).removeprefix(b"\xef\xbb\xbf")
            return data, (Reason.TRUNCATED, "a whole file; it breaks off here") if broken else None


def table(
    names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    numbers: Sequence[int],
    broken: Sequence[Fault],
    remarks: int,
) -> RawBatch:
    """Records as their columns: text as it is, a number as its digits, anything else is null."""
    columns = [pa.array([_cell(row.get(name)) for row in rows], pa.binary()) for name in names]
    batch = pa.RecordBatch.from_arrays(columns, list(names))
    return RawBatch(batch, pa.array(numbers, pa.int64()), faults.batch(broken), remarks)


def _cell(value: Any) -> bytes | None:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int | float):
        return number_text(value)
    # A lone surrogate stays one, and is then no valid text.
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else None


def fault(number: int, part: Part) -> Fault:
    """The fault of a record that a broken part is."""
    return Fault(number, (part.broken or b"")[:1000] or None, Reason.BAD_SHAPE, "a JSON object")


def walk(data: bytes, enter: Callable[[Path], bool]) -> Iterator[Part]:
    """The values of a document in their order; `enter` says of a path whether to look into the container there."""
    text = data.decode("utf-8", "surrogateescape")
    stack: list[tuple[bool, Path]] = []  # is it an array, and its path
    elements: Path = (ELEMENT,)  # where an object without a key is taken to be: an element of the last array entered
    key: str | None = None
    place, reader = 0, _Reader(text)
    while (token := _TOKEN.search(text, place)) is not None:
        sign, start = token.group(), token.start()
        place = token.end()
        in_array, path = stack[-1] if stack else (True, ())
        if sign in _CLOSING:
            # What closes something else is left of a broken value.
            if stack and in_array == (sign == "]"):
                stack.pop()
            key = None
            continue
        if sign in ",:":
            key = None if sign == "," else key
            continue
        if not in_array and key is None and sign != "{":
            key = _name(sign)
            continue
        if key is not None:
            here = (*path, key)
        elif stack:
            here = (*path, ELEMENT) if in_array else elements
        else:
            here = ()
        key = None
        if sign in "{[" and len(stack) < _DEEP and (not stack or enter(here)):
            stack.append((sign == "[", here))
            elements = (*here, ELEMENT) if sign == "[" else elements
            if sign == "{":
                yield Part(here, OPENED)
            continue
        value, place, good = reader.value(start)
        broken = None if good else text[start : min(place, start + 1000)].encode("utf-8", "surrogateescape")
        yield Part(here, value, broken)


class _Reader:
    """Single values, and the way past broken ones, with an end to how much is looked at twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._failed = 0
        self._left = LIMIT // 16

    def value(self, start: int) -> tuple[Any, int, bool]:
        """A value, the place behind it, and whether it is a whole one."""
        for size in (len(self._text),) if self._failed < _TRIES else _PIECES:
            text, first = (self._text, start) if size == len(self._text) else (self._text[start : start + size], 0)
            try:
                value, place = _DECODER.raw_decode(text, first)
            except RecursionError:
                break
            except json.JSONDecodeError as error:
                if error.pos < len(text) - 20 and not error.msg.startswith("Unterminated"):
                    break  # more of the text would not help
            except ValueError:
                break  # a number of thousands of digits
            else:
                return value, start - first + place, True
        self._failed += 1
        return None, self._past(start), False

    def _past(self, start: int) -> int:
        """Where the value ends as far as its brackets tell, else the next object, else the end."""
        opened: list[str] = []
        place, last = start, ""
        while self._left > 0 and (token := _TOKEN.search(self._text, place)) is not None:
            sign = token.group()
            if sign == "{" and last == "," and opened[-1:] == ["{"]:
                return token.start()  # no key: the bracket before it is missing, and this is the next object
            self._left -= token.end() - place
            place, last = token.end(), sign
            if sign in _OPENING:
                opened.append(sign)
            elif sign in _CLOSING and opened and opened.pop() != _OPENING[_CLOSING.index(sign)]:
                opened = opened[:-1] if sign == "}" else opened
            if not opened:
                return place
        boundary = _BOUNDARY.search(self._text, start)
        return boundary.start(1) if boundary else len(self._text)


def _name(sign: str) -> str:
    try:
        name = json.loads(sign)
    except ValueError:
        return sign
    return name if isinstance(name, str) else sign
