"""Long files past the page cache (O_DIRECT of open(2)).

A copy of gigabytes that is read once must not push out what else the machine remembers; and finding pages for it costs
the system more than hashing its bytes does. Where a file system does not do it, files are written and read as usual.
"""

from __future__ import annotations

import errno
import fcntl
import os
from concurrent.futures import Future, ThreadPoolExecutor
from mmap import mmap
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["BLOCK", "Reader", "Writer"]

BLOCK = 4 << 20  # bytes moved at a time
_AHEAD = 2 * BLOCK  # bytes read ahead: as much as is parsed at once (kernels.reading.lines), or parsing waits for half
_ALIGNED = 4096  # bytes: where such a transfer may begin and end
_DIRECT = getattr(os, "O_DIRECT", 0)


class _Open:
    """A file and a block of memory that begins at a page, as such transfers need it. A context manager."""

    def __init__(self, path: Path, flags: int, size: int = BLOCK) -> None:
        self._buffer = mmap(-1, size)
        try:
            self._handle = os.open(path, flags | _DIRECT, 0o644)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            self._handle = os.open(path, flags, 0o644)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing if it is closed."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _as_usual(self, error: OSError) -> None:
        """Go on through the page cache, if that is what the system asks for; else the error is one."""
        flags = fcntl.fcntl(self._handle, fcntl.F_GETFL)
        if error.errno != errno.EINVAL or not flags & _DIRECT:
            raise error
        fcntl.fcntl(self._handle, fcntl.F_SETFL, flags & ~_DIRECT)


class Writer(_Open):
    """A new file, written from its beginning to its end. It is whole once `finish` was called."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self._held = self._size = 0

    def write(self, piece: bytes) -> None:
        """Add these bytes."""
        rest = memoryview(piece)
        self._size += len(rest)
        while rest:
            part = rest[: BLOCK - self._held]
            self._buffer[self._held : self._held + len(part)] = part
            self._held += len(part)
            rest = rest[len(part) :]
            if self._held == BLOCK:
                self._flush()

    def finish(self) -> None:
        """Write what is held, up to a place where a transfer may end, and give the file its length."""
        if self._held:
            self._flush()
        os.ftruncate(self._handle, self._size)

    def _flush(self) -> None:
        rest = memoryview(self._buffer)[: -(-self._held // _ALIGNED) * _ALIGNED]
        while rest:
            try:
                rest = rest[os.write(self._handle, rest) :]
            except OSError as error:
                self._as_usual(error)
        self._held = 0


class Reader(_Open):
    """A file that is there. Read from front to back, its next block is on its way while one is looked at."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, os.O_RDONLY, _AHEAD)
        self._first = self._held = 0  # which bytes are in memory
        self._spare = mmap(-1, _AHEAD)
        self._beside = ThreadPoolExecutor(1)
        self._ahead: tuple[int, Future[int]] | None = None  # where the next block begins, and how much came of it

    def read_at(self, place: int, size: int) -> memoryview:
        """At most `size` bytes from that place, none if the file ends before; good until the next call."""
        if not self._first <= place < self._first + self._held:
            self._first = place // _ALIGNED * _ALIGNED
            ahead, self._ahead = self._ahead, None
            held = ahead[1].result() if ahead is not None else 0
            if ahead is not None and ahead[0] == self._first:
                self._buffer, self._spare, self._held = self._spare, self._buffer, held
            else:
                self._held = self._read(self._buffer, self._first)
            if self._held == _AHEAD:
                after = self._first + _AHEAD
                self._ahead = after, self._beside.submit(self._read, self._spare, after)
        at = place - self._first
        return memoryview(self._buffer)[at : max(at, min(at + size, self._held))]

    def close(self) -> None:
        """Close the file; nothing if it is closed."""
        self._beside.shutdown()
        super().close()

    def _read(self, buffer: mmap, place: int) -> int:
        try:
            return os.preadv(self._handle, [buffer], place)
        except OSError as error:
            self._as_usual(error)
            return os.preadv(self._handle, [buffer], place)
