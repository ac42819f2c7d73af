"""Compressed bytes as streams that a stranger's file cannot blow up, and that give all they can before they fail.

.gz (RFC 1952, also several members), .zst (RFC 8878, also several frames) and .zip are told by their first bytes.
"""

from __future__ import annotations

import bz2
import copy
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

import zstandard

from crosscount.errors import FileRefused
from crosscount.settings import Ingest

__all__ = ["FREE_BYTES", "Unpacked", "compression", "gunzipped", "unzstandard", "zip_member"]

FREE_BYTES = 64 * 1024**2  # up to here no ratio is judged: a short log of equal lines compresses a thousandfold
_OUT = 1 << 18
_IN = 1 << 16
_ZSTD_IN = 1 << 10  # one block of 4 bytes may stand for 128 KiB: small bites keep the memory bounded
_ZSTD_WINDOW = 1 << 27
_ZIP_IN = 1 << 8  # bytes of LZMA in a zip: each may stand for 7 000

_MAGIC = ((b"\x1f\x8b", "gz"), (b"\x28\xb5\x2f\xfd", "zst"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"))


def compression(head: bytes) -> str | None:
    """ "gz", "zst" or "zip" by the first bytes, None for anything else."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


class Unpacked(io.BufferedIOBase):
    """A readable stream over pieces of bytes, within limits.

    Damage raises EOFError once everything before it was given. A file beyond the limits raises FileRefused.
    """

    def __init__(self, pieces: Iterator[bytes], compressed: int, limits: Ingest, name: str) -> None:
        self._pieces, self._name = pieces, name
        self._most = min(limits.max_expanded_bytes, max(FREE_BYTES, compressed * limits.max_expansion))
        self._limits = limits
        self._given = 0
        self._ready = b""
        self._fault: EOFError | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Exactly `size` bytes, or fewer before the end and before damage."""
        wanted = float("inf") if size is None or size < 0 else size
        parts, have = [self._ready], len(self._ready)
        while have < wanted and (piece := self._next(have > 0)):
            parts.append(piece)
            have += len(piece)
        whole = parts[0] if len(parts) == 1 else b"".join(parts)
        if have <= wanted:
            self._ready = b""
            return whole
        self._ready = whole[int(wanted) :]
        return whole[: int(wanted)]

    def read1(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, with at most one step of unpacking."""
        self._ready = self._ready or self._next(False)
        size = len(self._ready) if size < 0 else size
        out, self._ready = self._ready[:size], self._ready[size:]
        return out

    def peek(self, size: int = 0, /) -> bytes:
        """What the next read gives first, without consuming it; makes `readline` fast."""
        self._ready = self._ready or self._next(False)
        return self._ready

    def _next(self, have_some: bool) -> bytes:
        """The next piece, b"" at the end; a fault waits until all before it was handed out."""
        if self._fault is None:
            try:
                piece = next(self._pieces, b"")
            except (EOFError, OSError, zlib.error, zstandard.ZstdError, zipfile.BadZipFile, RuntimeError) as error:
                self._fault = EOFError(f"the compressed data are damaged or end early: {error}")
                piece = b""
            self._given += len(piece)
            if self._given > self._most:
                raise FileRefused(self._too_much())
            if self._fault is None:
                return piece
        if have_some:
            return b""
        raise self._fault

    def _too_much(self) -> str:
        if self._given > self._limits.max_expanded_bytes:
            return f"'{self._name}' unpacks to more than ingest.max_expanded_bytes = {self._limits.max_expanded_bytes}"
        times = self._limits.max_expansion
        return f"'{self._name}' unpacks to more than {times} times its size (ingest.max_expansion); is it a bomb?"


def gunzipped(file: BinaryIO) -> Iterator[bytes]:
    """Pieces of a gzip file; zeros after the end, as tapes have them, are allowed, other bytes are not."""
    with file:
        waiting = file.read(_IN)
        while waiting:
            member, piece = zlib.decompressobj(wbits=31), b""
            while not member.eof:
                if not waiting and len(piece) < _OUT:  # a full piece may leave more inside, without any new input
                    waiting = file.read(_IN)
                    if not waiting:
                        raise EOFError("the end of the gzip data is missing")
                piece = member.decompress(waiting, _OUT)
                waiting = member.unconsumed_tail
                if piece:
                    yield piece
            waiting = member.unused_data or file.read(_IN)
            while waiting and not waiting.strip(b"\0"):
                waiting = file.read(_IN)
            waiting = waiting.lstrip(b"\0")


def unzstandard(file: BinaryIO) -> Iterator[bytes]:
    """Pieces of a Zstandard file."""
    with file:
        waiting = file.read(_ZSTD_IN)
        while waiting:
            frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
            while not frame.eof:
                if not waiting:
                    waiting = file.read(_ZSTD_IN)
                if not waiting:
                    raise EOFError("the end of the Zstandard data is missing")
                piece = frame.decompress(waiting)
                waiting = b""
                for start in range(0, len(piece), _OUT):
                    yield piece[start : start + _OUT]
            waiting = frame.unused_data or file.read(_ZSTD_IN)


def zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Pieces of one member of a zip file; nothing is ever written under its name."""
    # zipfile unpacks all that it was given of LZMA at once, whatever was asked for.
    step = _OUT if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else _ZIP_IN
    if info.compress_type == zipfile.ZIP_BZIP2:
        yield from _bunzipped(archive, info)
        return
    with archive.open(info) as opened:
        file = cast(zipfile.ZipExtFile, opened)
        file.MIN_READ_SIZE = step
        # read1: of a damaged member all that was unpacked before the damage is given
        while piece := file.read1(step):
            yield piece


def _bunzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Pieces of a bzip2 member: 40 bytes of it may stand for 46 MiB, which zipfile would unpack at once."""
    packed = copy.copy(info)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, info.compress_size
    del packed.CRC  # that of the unpacked bytes; bzip2 has its own
    unpacker = bz2.BZ2Decompressor()
    with archive.open(packed) as file:
        while not unpacker.eof:
            waiting = file.read(_IN) if unpacker.needs_input else b""
            if unpacker.needs_input and not waiting:
                raise EOFError("the end of the bzip2 data is missing")
            if piece := unpacker.decompress(waiting, _OUT):
                yield piece
