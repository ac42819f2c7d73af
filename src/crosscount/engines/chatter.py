"""What a child process writes to standard error, kept from the user, and read when it is needed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Chatter", "kept_back"]

MOST = 100_000  # bytes of it that are read


class Chatter:
    """A file without a name, which goes when the last process that writes to it ends. Read it inside the block."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`

    def fileno(self) -> int:
        """What standard error is turned to."""
        return self._file.fileno()

    def close(self) -> None:
        """End it here; the children write on."""
        self._file.close()

    def text(self) -> str:
        """The end of what was written so far."""
        size = os.fstat(self.fileno()).st_size
        return os.pread(self.fileno(), MOST, max(0, size - MOST)).decode(errors="replace")


@contextmanager
def kept_back() -> Iterator[Chatter]:
    """Processes started in the block write their standard error to the Chatter, and keep doing so after it."""
    chatter = Chatter()
    sys.stderr.flush()
    before = os.dup(2)
    try:
        os.dup2(chatter.fileno(), 2)
        yield chatter
    finally:
        os.dup2(before, 2)
        os.close(before)
        chatter.close()
