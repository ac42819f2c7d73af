"""One long file → pieces that several workers read at once: runs of whole records, each with its first line number.

Where a file is cut depends on its bytes and its source alone, so any number of workers, on any engine, stages the same
files of the table. A file stays whole if its source does not say how it may be cut, if it is packed, or if its lines
do not end at LF.
"""

from __future__ import annotations

import io
import os
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from crosscount.kernels.reading.quoting import MULTILINE
from crosscount.model.source import Cut, Source
from crosscount.store import direct, raw

__all__ = ["PIECE_BYTES", "Piece", "opened", "plan"]

PIECE_BYTES = 64 * 1024**2
_BLOCK = 4 * 1024**2
_LONGEST = 64  # characters of the word that begins such a line as _turn looks for, at most
_BEFORE = 512 * 1024  # looked at before a border: a record that begins further up is not cut, it is never that long
_AFTER = 1024**2  # how far behind its place a border may be put off
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `stop` of a stored file, to be read behind its first `lead` bytes."""

    path: Path
    start: int
    stop: int
    lead: int
    shift: int  # added to the line numbers that the reader counts, lines of the lead included
    remarks: int  # of the lead, which a reader counts again


def plan(path: Path, head: bytes, source: Source, stored: raw.RawObject | None = None) -> list[Piece]:
    """The pieces of a stored file in their order; one if it is short or must stay whole.

    With `stored` from when it was stored, the file need not be read to be cut.
    """
    size = path.stat().st_size
    number = round(size / PIECE_BYTES)
    cut = source.cut(head) if number > 1 else None
    if cut is None or not _ends_at_lf(head):
        return [Piece(path, 0, size, 0, 0, 0)]
    lines = _lines_of_lead(head[: cut.lead], source)
    if lines is None:
        return [Piece(path, 0, size, 0, 0, 0)]
    ends, signs = (stored.ends, stored.signs) if stored is not None and stored.ends else _looked_through(path)
    with path.open("rb") as file:
        turn = _turn(file, size, cut, signs)
        borders = _borders(file, [size * n // number for n in range(1, number)], turn, cut, ends)
    edges = [(0, 0), *borders, (size, 0)]
    return [
        Piece(path, start, stop, cut.lead if start else 0, before - lines if start else 0, lines if start else 0)
        for (start, before), (stop, _) in pairwise(edges)
    ]


def opened(piece: Piece) -> BinaryIO:
    """The bytes of a piece behind those of its lead."""
    spans = [(0, piece.lead), (piece.start, piece.stop)]
    return cast(BinaryIO, io.BufferedReader(_Spans(piece.path, spans), 1024**2))


class _Spans(io.RawIOBase):
    """Some runs of bytes of a file, one after another."""

    def __init__(self, path: Path, spans: Sequence[tuple[int, int]]) -> None:
        self._file, self._spans = direct.Reader(path), [span for span in spans if span[1] > span[0]]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._spans:
            start, stop = self._spans[0]
            piece = self._file.read_at(start, min(len(buffer), stop - start))
            if piece:
                self._spans[0] = (start + len(piece), stop)
                buffer[: len(piece)] = piece
                return len(piece)
            del self._spans[0]
        return 0

    def close(self) -> None:
        self._file.close()
        super().close()


def _ends_at_lf(head: bytes) -> bool:
    feed, carriage = head.find(b"\n"), head.find(b"\r")
    return feed >= 0 and (carriage < 0 or carriage >= feed - 1)


def _lines_of_lead(lead: bytes, source: Source) -> int | None:
    """How many lines a lead has; None if the reader finds more in it than as many remarks."""
    remarks = 0
    for batch in source.read(io.BytesIO(lead)):
        remarks += batch.remarks
        if batch.columns.num_rows or batch.faults is not None:
            return None
    return remarks if remarks == lead.count(b"\n") else None


def _looked_through(path: Path) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """What storing the file would have said of its blocks."""
    seen: list[tuple[int, bool]] = []
    with direct.Reader(path) as file:
        while block := file.read_at(len(seen) * direct.BLOCK, direct.BLOCK):
            seen.append(raw.seen_in(block))
    return tuple(ends for ends, _ in seen), tuple(sign for _, sign in seen)


def _borders(file: BinaryIO, places: Sequence[int], stop: int, cut: Cut, ends: Sequence[int]) -> list[tuple[int, int]]:
    """Where pieces may begin at or shortly behind the places, before `stop`, and how many lines are above."""
    found: list[tuple[int, int]] = []
    offset = 0
    above = np.concatenate(([0], np.cumsum(ends)))  # lines that end before each block
    for place in places:
        if place <= offset or place < cut.lead:
            continue
        border = _border(file, place, cut)
        if border is None:
            continue
        if border >= stop:
            break
        offset = border
        block = border // direct.BLOCK
        rest = os.pread(file.fileno(), border - block * direct.BLOCK, block * direct.BLOCK)
        found.append((offset, int(above[block]) + rest.count(b"\n")))
    return found


def _border(file: BinaryIO, place: int, cut: Cut) -> int | None:
    """The first place from there on where one record has ended and another begins, as far as lines can tell."""
    begin = max(cut.lead, place - _BEFORE)
    data = os.pread(file.fileno(), place + _AFTER - begin, begin)
    if begin > cut.lead:  # the first line may be the rest of one
        skipped = data.find(b"\n") + 1
        begin, data = begin + skipped, data[skipped:]
    data = data[: data.rfind(b"\n") + 1]
    starts = [0]
    while (end := data.find(b"\n", starts[-1])) >= 0:
        starts.append(end + 1)
    open_lines = [row for row, is_open in enumerate(cut.opened(data)) if is_open] if cut.opened is not None else []
    for row, start in enumerate(starts[:-1]):
        if begin + start < place or not _may_begin(data, start, cut):
            continue
        if cut.opened is not None and row < MULTILINE and begin > cut.lead:
            continue
        if bisect(open_lines, row - 1) == bisect(open_lines, row - MULTILINE - 1):
            return begin + start
    return None


def _may_begin(data: bytes, start: int, cut: Cut) -> bool:
    if data.startswith(_MARK, start):  # the reader would take it for that of the file
        return False
    return not cut.begins or data[start] in cut.begins


def _turn(file: BinaryIO, size: int, cut: Cut, signs: Sequence[bool]) -> int:
    """Where the first line behind the lead begins that changes how later ones are read; `size` if there is none."""
    if not cut.turns:
        return size
    above = [line for line in os.pread(file.fileno(), cut.lead, 0).splitlines() if line.startswith(cut.turns)]
    # Logs one after another repeat their header; a line that says once more what holds changes nothing.
    known = set(above) if len({line.split(None, 1)[0] for line in above}) == len(above) else set()
    for block in (number for number, sign in enumerate(signs) if sign):
        start = max(0, cut.lead - 1, block * direct.BLOCK - 1)  # the line end before it, too
        data = os.pread(file.fileno(), (block + 1) * direct.BLOCK - start, start) if start < size else b""
        place = data.find(b"\n#")
        while place >= 0:
            begin = start + place + 1
            if data.startswith(cut.turns, place + 1) or place + _LONGEST > len(data):
                line = os.pread(file.fileno(), _BLOCK, begin).split(b"\n", 1)[0].rstrip(b"\r")
                if line.startswith(cut.turns) and line not in known:
                    return begin
            place = data.find(b"\n#", place + 1)
    return size
