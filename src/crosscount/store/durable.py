"""Files that are whole or absent: written under tmp/, forced to disk, then renamed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from crosscount.errors import StoreError

__all__ = ["TEMPORARY", "becoming", "forget", "publish", "temporary", "writing"]

TEMPORARY = "tmp"


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Makes one sentence of a full or read-only disk, and tells it from a file of the user that cannot be read."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"the store '{root}' cannot be written: {error.strerror or error}") from error


def temporary(root: Path, suffix: str = "") -> Path:
    """A new name under tmp/ that starts with this process's number, so that a sweep spares a running writer."""
    (root / TEMPORARY).mkdir(parents=True, exist_ok=True)
    return root / TEMPORARY / f"{os.getpid()}-{uuid4().hex}{suffix}"


@contextmanager
def becoming(root: Path, target: Path) -> Iterator[Path]:
    """A temporary file to write, which takes the target's name at the end; if anything fails nothing is left of it."""
    with writing(root):
        written = temporary(root, target.suffix)
        try:
            yield written
            publish(written, target)
        finally:
            forget(written)


def forget(written: Path) -> None:
    """Remove a temporary file; where even that fails (a read-only disk), the error before it matters more."""
    with suppress(OSError):
        written.unlink(missing_ok=True)


def publish(written: Path, target: Path, mode: int = 0o644) -> None:
    """Force the file to disk and give it its name; whoever sees the name sees all bytes, after a power cut too.

    The file's time becomes now: a sweep measures the age of an uncommitted file from here.
    """
    now = time.time()
    os.utime(written, (now, now))
    os.chmod(written, mode)
    _sync(written)
    new = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(written, target)
    for folder in (target.parent, *(made.parent for made in new)):
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
