"""Quotes in CSV: how values are written, and which lines are one record because a quoted value holds a line end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from crosscount.kernels.reading.lines import LIMIT, Lines

__all__ = ["MULTILINE", "Dialect", "merge", "opened"]

MULTILINE = 100  # lines of one quoted record


@dataclass(frozen=True, slots=True)
class Dialect:
    """How values stand in a line."""

    delimiter: str = ","
    quote: str | None = '"'
    spaced: bool = False  # `", "` between quoted values, as ThreatFox writes
    nothing: tuple[str, ...] = ()  # values that mean null
    short: int = 0  # columns that a row may lack at its end; they are null

    def closed(self) -> str:
        """A pattern of lines in which every quoted value ends."""
        return f"^{self.value()}(?:{re.escape(self.delimiter)}{self.value()})*$"

    def value(self) -> str:
        """A pattern of one value; after a closing quote anything but a quote may follow."""
        d = re.escape(self.delimiter)
        if self.quote is None:
            return f"[^{d}]*"
        q = re.escape(self.quote)
        return f"(?:{q}(?:[^{q}]|{q}{q})*{q}(?:[^{q}{d}][^{d}]*)?|[^{q}{d}][^{d}]*|)"

    def strict(self) -> str:
        """The same, where nothing stands between a closing quote and the delimiter."""
        d, q = re.escape(self.delimiter), re.escape(self.quote or "")
        value = f"(?:{q}(?:[^{q}]|{q}{q})*+{q}|[^{q}{d}][^{d}{q}]*|)"
        return f"{value}(?:{d}{value})*"

    def width(self, line: bytes) -> int:
        """How many values a line holds; 0 if a quote stays open."""
        line = line.replace(b'", "', b'","') if self.spaced else line
        value = re.compile(f"{self.value()}({re.escape(self.delimiter)}|$)".encode(), re.DOTALL)
        found, place = 0, 0
        while (match := value.match(line, place)) is not None:
            found, place = found + 1, match.end()
            if not match.group(1):
                return found
        return 0


def merge(
    lines: Lines, remark: npt.NDArray[np.bool_], dialect: Dialect, width: int
) -> tuple[Lines, Lines, Lines | None]:
    """Records, where lines whose quote a later line closes became one; lines with an open quote; lines to see again.

    The last are those at the end of a block about which the lines that follow have to decide.
    """
    open_at_end = opened(lines, dialect) & ~remark
    if not open_at_end.any():
        return lines.select(~remark), lines.select(slice(0, 0)), None
    keep, broken = ~remark, np.zeros(len(lines), np.bool_)
    ends = lines.ends.copy()
    after, stop = 0, len(lines)
    for row in np.flatnonzero(open_at_end).tolist():
        if row < after:
            continue
        last = _closing(lines, row, dialect, width)
        if last is not None:
            ends[row] = lines.ends[last]
            keep[row + 1 : last + 1] = False
            after = last + 1
        elif len(lines) - row < MULTILINE and lines.ends[-1] - lines.starts[row] <= LIMIT and not lines.last:
            stop = row
            break
        else:
            keep[row], broken[row] = False, True
    held = lines.select(slice(stop, None)) if stop < len(lines) else None
    whole = replace(lines, ends=ends, faults=()).select(slice(0, stop)).select(keep[:stop])
    return whole, lines.select(slice(0, stop)).select(broken[:stop]), held


def _closing(lines: Lines, row: int, dialect: Dialect, width: int) -> int | None:
    """The line that closes the quote opened in `row`, so that both and those between make a whole record."""
    whole = re.compile(dialect.strict().encode(), re.DOTALL)
    quote = (dialect.quote or "").encode()
    start = int(lines.starts[row])
    for last in range(row + 1, min(row + MULTILINE, len(lines))):
        end = int(lines.ends[last])
        if end - start > LIMIT:
            return None
        if quote not in lines.line(last):
            continue
        if whole.fullmatch(lines.data, start, end):
            return last if dialect.width(lines.data[start:end]) == width else None
    return None


def opened(lines: Lines, dialect: Dialect) -> npt.NDArray[np.bool_]:
    """Lines at whose end a quoted value is still open."""
    open_lines = np.zeros(len(lines), np.bool_)
    if dialect.quote is None or dialect.quote.encode() not in lines.data:
        return open_lines
    rows = np.flatnonzero(~_plainly_closed(lines, dialect))
    if rows.size:
        texts = lines.select(rows).texts()
        if dialect.spaced:
            texts = pc.replace_substring(texts, b'", "', b'","')
        closed = pc.match_substring_regex(texts, dialect.closed())
        open_lines[rows] = ~np.asarray(closed.to_numpy(zero_copy_only=False), np.bool_)
    return open_lines


def _plainly_closed(lines: Lines, dialect: Dialect) -> npt.NDArray[np.bool_]:
    """Lines whose quotes come in pairs, each from the start of a value to its end: no pattern is needed for them."""
    data = np.frombuffer(lines.data, np.uint8)
    quote, delimiter = ord(dialect.quote or '"'), ord(dialect.delimiter)
    places = np.flatnonzero(data == quote)
    first, after = np.searchsorted(places, lines.starts), np.searchsorted(places, lines.ends)
    line = np.repeat(np.arange(len(lines)), after - first)  # of each quote; lines do not overlap
    number = np.arange(len(line)) - np.repeat(np.cumsum(after - first) - (after - first), after - first)
    here = places[np.repeat(first, after - first) + number]
    opens = number % 2 == 0
    before, behind = data[np.maximum(here - 1, 0)], data[np.minimum(here + 1, len(data) - 1)]
    at_start = (here == lines.starts[line]) | (before == delimiter)
    at_end = (here + 1 == lines.ends[line]) | (behind == delimiter)
    good = (after - first) % 2 == 0
    good[line[~np.where(opens, at_start, at_end)]] = False
    out: npt.NDArray[np.bool_] = good
    return out
