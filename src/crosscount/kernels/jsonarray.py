"""One JSON array of objects, cut into its objects, block by block.

The objects are numbered from 1. What stands between them and is no object is a fault, and so is an object that does
not parse; reading goes on between the next `}` and `{`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import numpy as np

from crosscount.kernels.faults import Fault
from crosscount.kernels.lines import LIMIT, Lines, Readable, fill
from crosscount.model.source import Reason

__all__ = ["read", "stop"]

_BOUNDARY = re.compile(rb"\}([^{}]*\{)")
_OUTSIDE = b" \t\r\n,[]"
_DECODER = json.JSONDecoder()


def read(file: Readable) -> Iterator[Lines]:
    """The objects as if they were lines; the last item, which may be empty, is marked."""
    carry, number = b"", 0
    while True:
        chunk, end, broken = fill(file)
        data = carry + chunk
        if not number:
            data = data.removeprefix(b"\xef\xbb\xbf")
        text = data.decode("latin-1")  # one character a byte, so places agree
        spans: list[tuple[int, int, int]] = []
        found: list[Fault] = []
        place = 0
        while True:
            start = data.find(b"{", place)
            between = data[place : start if start >= 0 else len(data)].strip(_OUTSIDE)
            if between and (start >= 0 or (end and not broken)):
                number += 1
                found.append(Fault(number, between[:1000], Reason.BAD_SHAPE, "a JSON object"))
            if start < 0:
                place = len(data) if not between or end else place
                break
            after = stop(text, start)
            if after is None and not end and len(data) - start <= LIMIT:
                place = start
                break
            if after is None and broken and _BOUNDARY.search(data, start) is None:
                place = start
                break
            number += 1
            if after is not None and after - start <= LIMIT:
                spans.append((start, after, number))
            else:
                reason = Reason.BAD_SHAPE if after is None else Reason.TOO_LONG
                found.append(Fault(number, data[start : start + 1000], reason, "a JSON object of at most 1 MiB"))
            if after is None:
                boundary = _BOUNDARY.search(data, start)
                after = boundary.start(1) if boundary else len(data)
            place = after
        carry = data[place:]
        if broken:
            number += 1
            found.append(Fault(number, carry[:1000] or None, Reason.TRUNCATED, "a whole file; it breaks off here"))
        cut = np.array(spans, np.int64).reshape(-1, 3)
        yield Lines(data, cut[:, 0], cut[:, 1], cut[:, 2], tuple(found), end)
        if end:
            return


def stop(text: str, start: int) -> int | None:
    """Where the JSON value that starts at a place ends; None if it is broken or not all there."""
    try:
        return _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None
