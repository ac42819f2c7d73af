"""One JSON array of objects, cut into its objects, block by block.

The objects are numbered from 1. What stands between them and is no object is a fault, and so is an object that does
not parse; reading goes on between the next `}` and `{`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import numpy as np

from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import LIMIT, RUN, Lines, Readable, fill
from crosscount.model.source import Reason

__all__ = ["read", "stop"]

_BOUNDARY = re.compile(rb"\}([^{}]*\{)")
_OUTSIDE = b" \t\r\n,[]"
_DECODER = json.JSONDecoder()
_PIECES = (4_096, 65_536, LIMIT + 64, 1 << 40)
_PATIENCE = 1_000  # broken objects of a file; after these an object is looked at no further than the first piece


def read(file: Readable) -> Iterator[Lines]:
    """The objects as if they were lines; the last item, which may be empty, is marked."""
    carry, number, skipping, full = b"", 0, False, False
    end = broken = False
    failed = 0
    while True:
        chunk, end, broken = (b"", end, broken) if full else fill(file)
        data = carry + chunk
        if skipping:  # the rest of what stood between objects and was too long to hold
            start = data.find(b"{")
            data, skipping = data[start:] if start >= 0 else b"", start < 0
        if not number:
            data = data.removeprefix(b"\xef\xbb\xbf")
        text = data.decode("latin-1")  # one character a byte, so places agree
        spans: list[tuple[int, int, int]] = []
        found: list[Fault] = []
        place = 0
        while True:
            full = len(spans) + len(found) >= RUN
            if full:
                break
            start = data.find(b"{", place)
            between = data[place : start if start >= 0 else len(data)].strip(_OUTSIDE)
            if between and (start >= 0 or (end and not broken)):
                number += 1
                found.append(Fault(number, between[:1000], Reason.BAD_SHAPE, "a JSON object"))
            if start < 0:
                if not end and len(between) > LIMIT:
                    number, skipping = number + 1, True
                    found.append(Fault(number, between[:1000], Reason.TOO_LONG, "a JSON object of at most 1 MiB"))
                place = len(data) if not between or end or skipping else place
                break
            after = stop(text, start, 1 if failed > _PATIENCE else None)
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
                long = len(data) - start > LIMIT and not end if after is None else True
                reason = Reason.TOO_LONG if long else Reason.BAD_SHAPE
                found.append(Fault(number, data[start : start + 1000], reason, "a JSON object of at most 1 MiB"))
            if after is None:
                failed += 1
                boundary = _BOUNDARY.search(data, start)
                after = boundary.start(1) if boundary else len(data)
                skipping = boundary is None and not end
            place = after
        carry = data[place:]
        if broken and not full:
            number += 1
            found.append(Fault(number, carry[:1000] or None, Reason.TRUNCATED, "a whole file; it breaks off here"))
        cut = np.array(spans, np.int64).reshape(-1, 3)
        yield Lines(data, cut[:, 0], cut[:, 1], cut[:, 2], tuple(found), end and not full)
        if end and not full:
            return


def stop(text: str, start: int, most: int | None = None) -> int | None:
    """Where the JSON value that starts at a place ends; None if it is broken, not all there, or beyond `most` tries."""
    # Piece by piece: the decoder counts the lines before every error, which over a whole block would cost the square.
    for size in _PIECES[:most]:
        piece = text[start : start + size]
        try:
            return start + _DECODER.raw_decode(piece)[1]
        except RecursionError:
            return None
        except json.JSONDecodeError as error:
            if len(piece) < size or (error.pos < size - 20 and not error.msg.startswith("Unterminated")):
                return None  # more of the text would not help
        except ValueError:
            return None  # a number of thousands of digits
    return None
