"""Bytes as delivered, under their SHA-256, never changed."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from crosscount.errors import StoreError
from crosscount.store import direct, durable

__all__ = ["RawObject", "path", "put", "seen_in", "verify"]

_LOOK = 1 << 16  # bytes looked through at a time: what is compared stays in the cache


@dataclass(frozen=True, slots=True)
class RawObject:
    """Stored bytes."""

    sha256: str
    size: int
    # Of each `direct.BLOCK` of them, how many lines end in it and whether it holds `#`, which begins comments: seen in
    # passing, so that a long file need not be read once more to be cut. () if they did not come in such blocks.
    ends: tuple[int, ...] = field(default=(), compare=False)
    signs: tuple[bool, ...] = field(default=(), compare=False)


def put(root: Path, stream_or_path: BinaryIO | Path) -> RawObject:
    """Store the bytes and return their digest; bytes that are there already are left as they are.

    OSError if they cannot be read, StoreError if they cannot be written.
    """
    if isinstance(stream_or_path, Path):
        with stream_or_path.open("rb") as stream:
            return put(root, stream)
    with durable.writing(root):
        written = durable.temporary(root)
    digest, size = hashlib.sha256(), 0
    ends: list[int] = []
    signs: list[bool] = []
    try:
        chunk = stream_or_path.read(direct.BLOCK)
        with durable.writing(root):
            out = direct.Writer(written) if len(chunk) == direct.BLOCK else written.open("wb")
        # Hashing, writing and looking go side by side; none is ever more than a piece ahead.
        before: list[Future[None]] = []
        with out, ThreadPoolExecutor(1) as hashing, ThreadPoolExecutor(1) as writing:
            while chunk:
                size += len(chunk)
                now = [hashing.submit(digest.update, chunk), writing.submit(_write, root, out, chunk)]
                ended, sign = seen_in(chunk)
                ends.append(ended)
                signs.append(sign)
                for done in before:
                    done.result()
                before, chunk = now, stream_or_path.read(direct.BLOCK)
            for done in before:
                done.result()
            if isinstance(out, direct.Writer):
                with durable.writing(root):
                    out.finish()
        # A damaged copy is replaced by the good one; a whole one is not written again.
        if not verify(root, digest.hexdigest()):
            with durable.writing(root):
                durable.publish(written, path(root, digest.hexdigest()), 0o444)
    finally:
        durable.forget(written)
    if len(ends) != -(-size // direct.BLOCK):
        ends, signs = [], []
    return RawObject(digest.hexdigest(), size, tuple(ends), tuple(signs))


def seen_in(block: bytes | memoryview) -> tuple[int, bool]:
    """How many lines end in some bytes, and whether they hold `#`."""
    values, lines, sign = np.frombuffer(block, np.uint8), 0, False
    for first in range(0, len(values), _LOOK):
        some = values[first : first + _LOOK]
        lines += int(np.count_nonzero(some == 10))
        sign = sign or b"#" in some.tobytes()
    return lines, sign


def _write(root: Path, out: direct.Writer | BinaryIO, chunk: bytes) -> None:
    with durable.writing(root):
        out.write(chunk)


def path(root: Path, sha256: str) -> Path:
    """Where the bytes with that digest lie, if they do."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise StoreError(f"'{sha256}' is not a SHA-256 in hexadecimal")
    return root / "raw" / sha256[:2] / sha256


def verify(root: Path, sha256: str) -> bool:
    """Whether the bytes are there and still hash to their name."""
    try:
        with path(root, sha256).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError:
        return False
