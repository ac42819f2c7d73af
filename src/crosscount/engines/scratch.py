"""Scratch folders of this machine: gone when the work is done, and when who worked was killed, with the next one.

Whoever works holds a lock (flock) on the folder itself, which the system frees with the process, however that ends. The
next one to need a folder removes those that nobody holds; systemd-tmpfiles leaves locked folders alone, too.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

__all__ = ["scratch_folder"]

PREFIX = "crosscount-scratch-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder below TMPDIR, removed in the end; first those that nobody holds any more."""
    for left in _abandoned():
        shutil.rmtree(left, ignore_errors=True)
    path, held = _made()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(held)


def _abandoned() -> Iterator[Path]:
    """The folders of this user that no process holds, each locked until the next one is asked for."""
    for path in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # gone meanwhile, held by another, or on a file system without locks
            held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(held).st_uid == os.getuid():
                    yield path
            finally:
                os.close(held)


def _made() -> tuple[Path, int]:
    """A new folder and what holds it; another process may take it for an abandoned one before it is held."""
    while True:
        path = Path(mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            held = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            with suppress(OSError):  # no locks here: then nobody removes what is left
                fcntl.flock(held, fcntl.LOCK_EX)
            if path.exists():
                return path, held
            os.close(held)
