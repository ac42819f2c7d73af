"""Ways to cut a long file at line ends, for the `cut` of a source: each takes the head of a file.

A cut must be one that the reader does not notice: every piece starts with the head that it needs, and no record lies
on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from crosscount.kernels.reading.lines import Lines
from crosscount.kernels.reading.quoting import Dialect, opened
from crosscount.model.source import Cut

__all__ = ["header_lines", "json_lines", "plain_lines", "table"]

_MARK = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"

How = Callable[[bytes], Cut | None]


def plain_lines(head: bytes) -> Cut | None:
    """A record a line, each understood by itself."""
    return Cut()


def json_lines(head: bytes) -> Cut | None:
    """An object a line; an array of objects stays whole."""
    objects = head.removeprefix(_MARK).lstrip(_SPACE)[:1] == b"{"
    return Cut(begins=b"{") if objects else None


def header_lines(turns: Sequence[bytes]) -> How:
    """Lines below a head of `#` lines (or objects, a line each), until a line begins that means another head."""

    def cut(head: bytes) -> Cut | None:
        lead = 0
        while head[lead : lead + 1] == b"#":
            end = head.find(b"\n", lead)
            if end < 0:
                return None
            lead = end + 1
        return Cut(lead, turns=tuple(turns)) if lead else json_lines(head)

    return cut


def table(delimiter: str = ",", quote: str | None = '"', *, comment: str | None = None, header: bool = True) -> How:
    """CSV or TSV as `delimited.read` reads it, whose header is the first line that is no remark."""
    dialect = Dialect(delimiter, quote)
    open_lines = None if quote is None else lambda data: _opened(data, dialect)

    def cut(head: bytes) -> Cut | None:
        lead = 0
        while header:
            end = head.find(b"\n", lead)
            if end < 0:
                return None
            line = head[lead:end].removeprefix(_MARK).strip()
            lead = end + 1
            if line and not (comment and line.startswith(comment.encode())):
                break
        if open_lines is not None and any(open_lines(head[:lead])):
            return None
        return Cut(lead, opened=open_lines)

    return cut


def _opened(data: bytes, dialect: Dialect) -> Sequence[bool]:
    """Of each whole line, whether a quoted value is open at its end."""
    view = np.frombuffer(data, np.uint8)
    stops = np.flatnonzero(view == 10).astype(np.int64)
    if not len(stops):
        return ()
    starts = np.concatenate((np.zeros(1, np.int64), stops[:-1] + 1))
    ends = np.where((stops > starts) & (view[np.maximum(stops - 1, 0)] == 13), stops - 1, stops)
    out: Sequence[bool] = opened(Lines(data, starts, ends, np.arange(len(starts))), dialect).tolist()
    return out
