"""Bytes to lines, block by block, in bounded memory.

Lines end at LF, CR LF, or CR where the first line of the file does. They are numbered from 1. A byte order mark is no
part of the first line. A line beyond 1 MiB is a fault and is skipped without being held. Where the file breaks off
because its compression is damaged, what was read stays, and one `truncated` fault says where. Lines are handed over in
runs of at most 200 000, since a block of empty ones would cost a hundred times its bytes.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import zstandard

from crosscount.kernels.reading import faults
from crosscount.kernels.reading.faults import Fault
from crosscount.model.source import RawBatch, Reason

__all__ = ["BLOCK", "LIMIT", "RUN", "Lines", "Plain", "Readable", "blocks", "fill", "join", "read", "records"]

BLOCK = 8 * 1024 * 1024  # bytes read at a time
LIMIT = 1_048_576  # bytes of a line
RUN = 200_000  # lines handed over at once
_HEAD = 32  # lines at the beginning of a long file that are always looked at one by one: headers stand there
_PIECE = 256 * 1024  # little enough that a break in the compression loses no more
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, zstandard.ZstdError)
_LF, _CR = 10, 13

Ints = npt.NDArray[np.int64]


class Readable(Protocol):
    """What a reader needs of a file."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines: where each starts and ends in `data` (without its line end), and its number."""

    data: bytes
    starts: Ints
    ends: Ints
    numbers: Ints
    faults: tuple[Fault, ...] = ()
    last: bool = False  # the end of the file

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, row: int) -> bytes:
        """One line."""
        return self.data[self.starts[row] : self.ends[row]]

    def select(self, rows: npt.NDArray[np.bool_] | Ints | slice) -> Lines:
        """Some of the lines, without faults."""
        return Lines(self.data, self.starts[rows], self.ends[rows], self.numbers[rows], (), self.last)

    def first_bytes(self) -> npt.NDArray[np.uint8]:
        """The first byte of each line; 0 for a line without any."""
        return self._bytes_at(self.starts)

    def last_bytes(self) -> npt.NDArray[np.uint8]:
        """The last byte of each line; 0 for a line without any."""
        return self._bytes_at(self.ends - 1)

    def _bytes_at(self, places: Ints) -> npt.NDArray[np.uint8]:
        if not self.data:
            return np.zeros(len(self), np.uint8)
        found = np.frombuffer(self.data, np.uint8).take(places, mode="clip")
        found[self.ends == self.starts] = 0
        return found

    def blank(self) -> npt.NDArray[np.bool_]:
        """Whether a line holds nothing but spaces."""
        empty: npt.NDArray[np.bool_] = np.asarray(self.ends == self.starts, np.bool_)
        for row in np.flatnonzero(self.first_bytes() == 32).tolist():
            empty[row] = not self.line(row).strip(b" ")
        return empty

    def joined(self) -> bytes:
        """The lines with their line ends, in one piece."""
        if not len(self):
            return b""
        first, end = int(self.starts[0]), int(self.ends[-1])
        if bool((np.diff(self.numbers) == 1).all()):
            return self.data[first:end]
        return _cut(self.data, self.starts, np.minimum(self.ends + 1, len(self.data))).tobytes()

    def with_ends(self) -> pa.Array:
        """The lines as a binary column, each with what stands behind it up to the next one, its line end mostly; no
        byte is copied."""
        offsets = np.append(self.starts, min(int(self.ends[-1]) + 1, len(self.data)) if len(self) else 0)
        return pa.Array.from_buffers(
            pa.binary(), len(self), [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(self.data)]
        )

    def texts(self) -> pa.Array:
        """The lines as a binary column."""
        edges = np.stack((self.starts, self.ends), axis=1).reshape(-1)
        offsets = np.append(edges, edges[-1:]).astype(np.int32) if len(self) else np.zeros(1, np.int32)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self.data)]
        pieces = pa.Array.from_buffers(pa.binary(), 2 * len(self), buffers)  # lines, and what stands between them
        return pieces.take(pa.array(np.arange(0, 2 * len(self), 2)))


@dataclass(frozen=True, slots=True)
class Plain:
    """Whole lines that nobody has looked at one by one: each ends at LF, none holds CR or is too long."""

    data: bytes
    stop: int  # where they end in `data`
    first: int  # the number of the first line
    count: int
    last: bool = False  # the end of the file
    stops: Ints | None = None  # where each line ends, if somebody has looked

    def lines(self) -> Lines:
        """The same, line by line."""
        stops = _stops(memoryview(self.data)[: self.stop], _LF) if self.stops is None else self.stops
        starts = np.concatenate(([0], stops[:-1] + 1))
        return Lines(self.data, starts, stops, np.arange(self.first, self.first + self.count), (), self.last)

    def has(self, begin: bytes) -> bool:
        """Whether a line begins so."""
        found = self.data.find(begin, 0, self.stop)
        return found == 0 or (found > 0 and self.data.find(b"\n" + begin, found - 1, self.stop) >= 0)

    def split(self, number: int) -> tuple[Plain, Plain]:
        """So many lines, fewer than there are, and the others."""
        place = 0
        for _ in range(number):
            place = self.data.index(b"\n", place) + 1
        others = Plain(self.data[place:], self.stop - place, self.first + number, self.count - number, self.last)
        return Plain(self.data[:place], place, self.first, number), others


def read(file: Readable, blocks: int = 1) -> Iterator[Lines]:
    """All lines of a file, so many blocks at a time; the last item, which may be empty, is marked."""
    for block in _read(file, blocks, look=True):
        yield block.lines() if isinstance(block, Plain) else block


def blocks(file: Readable) -> Iterator[Lines | Plain]:
    """The same, but where that will do without looking for the ends of lines, for those who need not know them."""
    fresh = True
    for block in _read(file, 1):
        if fresh and isinstance(block, Plain) and block.count > 2 * _HEAD:
            head, block = block.split(_HEAD)
            yield head.lines()
        fresh = False
        yield block


def _read(file: Readable, blocks: int, *, look: bool = False) -> Iterator[Lines | Plain]:
    carry, number, ending, skipping, fresh = b"", 0, 0, False, True
    while True:
        data, end, broken = fill(file, blocks, carry)
        if fresh and (len(data) >= 3 or end):
            data, fresh = data.removeprefix(b"\xef\xbb\xbf"), False
        if not ending:
            ending = _ending(data, end)
        if ending == _LF and not (fresh or skipping or broken):
            plain = _plain(data, number + 1, end, look)
            if plain is not None:
                carry, number = data[plain.stop :], number + plain.count
                yield plain
                if end:
                    return
                continue
        stops = _stops(data, ending)
        starts = np.concatenate(([0], stops + 1))
        carry = data[int(starts[-1]) :]
        starts = starts[:-1]
        found: list[Fault] = []
        if skipping and len(stops):  # the rest of a line that was too long
            starts, stops, skipping = starts[1:], stops[1:], False
        elif skipping:
            carry = b""
        ends = _without_cr(data, starts, stops, ending)
        if end and carry and not broken and not skipping:
            starts = np.append(starts, len(data) - len(carry))
            ends = np.append(ends, len(data) - (carry.endswith(b"\r") and ending == _LF))
        numbers = np.arange(number + 1, number + 1 + len(starts))
        number += len(starts)
        fits = ends - starts <= LIMIT
        for row in np.flatnonzero(~fits):
            found.append(_too_long(int(numbers[row]), data[starts[row] : starts[row] + 1000]))
        if not end and len(carry) > LIMIT + 1:
            number, skipping = number + 1, True
            found.append(_too_long(number, carry[:1000]))
            carry = b""
        if broken:
            number += 1
            found.append(Fault(number, carry[:1000] or None, Reason.TRUNCATED, "a whole file; it breaks off here"))
        yield from _runs(Lines(data, starts[fits], ends[fits], numbers[fits], tuple(found), end))
        if end:
            return


def records(file: Readable, column: str = "line", comment: bytes | None = b"#") -> Iterator[RawBatch]:
    """One record a line, in one column; blank lines and those starting with `comment` are remarks."""
    for lines in read(file):
        remark = lines.blank()
        if comment:
            remark |= lines.first_bytes() == comment[0]
        kept = lines.select(~remark)
        columns = pa.RecordBatch.from_arrays([kept.texts()], [column])
        yield RawBatch(columns, pa.array(kept.numbers, pa.int64()), faults.batch(lines.faults), int(remark.sum()))


def join(first: Lines, second: Lines) -> Lines:
    """Two runs of lines as one; the faults are those of the second."""
    if not len(first):
        return second
    begin, stop = int(first.starts[0]), int(first.ends[-1])
    stop += 2 if first.data[stop : stop + 2] == b"\r\n" else 1
    data = first.data[begin:stop] + second.data
    shift = stop - begin
    return Lines(
        data,
        np.concatenate((first.starts - begin, second.starts + shift)),
        np.concatenate((first.ends - begin, second.ends + shift)),
        np.concatenate((first.numbers, second.numbers)),
        second.faults,
        second.last,
    )


def fill(file: Readable, blocks: int = 1, carry: bytes = b"") -> tuple[bytes, bool, bool]:
    """`carry` and about so many blocks, whether the file ends with it, and whether it broke off."""
    pieces = [carry]
    size = 0
    take = getattr(file, "read1", file.read)
    while size < blocks * BLOCK:
        try:
            piece = take(min(_PIECE, blocks * BLOCK - size))
        except _BROKEN:
            return b"".join(pieces), True, True
        if not piece:
            return b"".join(pieces), True, False
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces), False, False


def _plain(data: bytes, first: int, end: bool, look: bool) -> Plain | None:
    """The whole lines of `data`, if there are some and none is out of the ordinary; with `look`, where each ends."""
    stop = data.rfind(b"\n") + 1
    if not stop or b"\r" in data or len(data) - stop > (0 if end else LIMIT):
        return None
    place = 0
    while stop - place > LIMIT:
        ends = data.rfind(b"\n", place, place + LIMIT + 1)
        if ends < 0:
            return None
        place = ends + 1
    stops = _stops(memoryview(data)[:stop], _LF) if look else None
    # bytes.count takes several times as long
    count = int(np.count_nonzero(np.frombuffer(data, np.uint8, stop) == _LF)) if stops is None else len(stops)
    return Plain(data, stop, first, count, end, stops) if count <= RUN else None


def _runs(block: Lines) -> Iterator[Lines]:
    """The lines in runs that carry only their own bytes; the faults and the mark of the end come with the last."""
    first, after = 0, len(block)
    while after - first > RUN:
        begin, stop = int(block.starts[first]), int(block.starts[first + RUN])
        part = slice(first, first + RUN)
        yield Lines(block.data[begin:stop], block.starts[part] - begin, block.ends[part] - begin, block.numbers[part])
        first += RUN
    if not first:
        yield block
        return
    begin = int(block.starts[first])
    starts, ends = block.starts[first:] - begin, block.ends[first:] - begin
    yield Lines(block.data[begin:], starts, ends, block.numbers[first:], block.faults, block.last)


def _ending(data: bytes, end: bool) -> int:
    """LF or CR, whichever ends the first line; 0 while that cannot be seen."""
    feed, carriage = data.find(b"\n"), data.find(b"\r")
    if carriage < 0 or 0 <= feed <= carriage + 1:
        return _LF if feed >= 0 or end else 0
    return _CR if end or carriage + 1 < len(data) else 0


def _stops(data: bytes | memoryview, ending: int) -> Ints:
    if not ending:
        return np.zeros(0, np.int64)
    view = np.frombuffer(data, np.uint8)
    return np.flatnonzero((view == _LF) | (view == _CR) if ending == _CR else view == _LF).astype(np.int64)


def _without_cr(data: bytes, starts: Ints, stops: Ints, ending: int) -> Ints:
    if ending == _CR or not len(stops):
        return stops
    before = np.frombuffer(data, np.uint8)[np.maximum(stops - 1, 0)]
    return np.where((stops > starts) & (before == _CR), stops - 1, stops)


def _cut(data: bytes, starts: Ints, ends: Ints) -> npt.NDArray[np.uint8]:
    """The bytes between starts and ends, one after another."""
    edge = np.zeros(len(data) + 1, np.int8)
    edge[starts] += 1
    edge[ends] -= 1
    return np.frombuffer(data, np.uint8)[np.cumsum(edge[:-1], dtype=np.int8).astype(np.bool_)]


def _too_long(number: int, value: bytes) -> Fault:
    return Fault(number, value, Reason.TOO_LONG, f"at most {LIMIT} bytes a line")
