"""How far one growing file has been followed, and whether some bytes are those of that file."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from crosscount.store import cursors

__all__ = ["EDGE", "Cursor", "continues", "grown", "load"]

EDGE = 65_536  # bytes before the cursor that must be found again


@dataclass(slots=True)
class Cursor:
    """One file as it was written from its first byte on, whatever it is called by now."""

    id: str
    path: str  # where it was last seen
    device: int
    inode: int
    source: str
    offset: int = 0  # bytes that were taken: committed, or about to be by `pending`
    line: int = 0  # lines among them
    edge: str = ""  # SHA-256 of at most EDGE bytes before the offset
    lead: bytes = b""  # head lines that every later segment needs in front
    done: bool = False  # rotated away and read to its end
    moved: bool = False  # its name has changed
    pending: dict[str, Any] | None = field(default=None)  # the last segment: enough to take it again after a crash

    @property
    def key(self) -> tuple[int, int]:
        """What the system knows the file by."""
        return self.device, self.inode

    def save(self, root: Path) -> None:
        """Write it down."""
        plain = asdict(self)
        plain["lead"] = b64encode(self.lead).decode()
        cursors.save(root, self.id, plain)

    def advanced(self, **changes: Any) -> Cursor:
        """A changed copy."""
        return replace(self, **changes)


def load(root: Path) -> list[Cursor]:
    """Every file that was ever followed into this store."""
    return [Cursor(**(body | {"lead": b64decode(body["lead"])})) for body in cursors.load(root).values()]


def grown(file: BinaryIO, cursor: Cursor, most: int) -> tuple[bytes, bytes] | None:
    """The bytes right before the cursor and at most so many behind; None if this is not what was taken before."""
    begin = max(0, cursor.offset - EDGE)
    data = os.pread(file.fileno(), cursor.offset - begin + most, begin)
    before, new = data[: cursor.offset - begin], data[cursor.offset - begin :]
    if cursor.offset and sha256(before).hexdigest() != cursor.edge:
        return None
    return before, new


def continues(file: BinaryIO, cursor: Cursor) -> bytes | None:
    """The bytes right before the cursor, if an open file begins with what was taken; it is then read to there."""
    left, before = cursor.offset, b""
    while left:
        piece = file.read(min(left, 1 << 20))
        if not piece:
            return None
        before, left = (before + piece)[-EDGE:], left - len(piece)
    return before if cursor.offset and sha256(before).hexdigest() == cursor.edge else None
