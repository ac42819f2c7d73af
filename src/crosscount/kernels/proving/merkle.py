"""A Merkle tree over sorted leaves: one digest for all, and a short proof that a leaf is among them, or is not.

Hashes and paths are those of RFC 9162, section 2.1 (Certificate Transparency): SHA-256 over 0x00 and a leaf, or over
0x01 and the two hashes below. A leaf is absent if two neighbours in the tree lie to both sides of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

__all__ = ["Place", "Tree", "holds"]


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf, where it stands, and the hashes beside its way to the root, lowest first."""

    index: int
    leaf: bytes
    path: tuple[bytes, ...]


class Tree:
    """A tree over distinct leaves in ascending order."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves
        self._levels = [[sha256(b"\0" + leaf).digest() for leaf in leaves]]
        while len(below := self._levels[-1]) > 1:
            above = [sha256(b"\1" + below[n] + below[n + 1]).digest() for n in range(0, len(below) - 1, 2)]
            # A last one without a partner goes up as it is, which gives the tree of RFC 9162.
            self._levels.append(above + below[len(below) - len(below) % 2 :])

    @property
    def root(self) -> bytes:
        """The digest over all leaves; of none, that of nothing."""
        return self._levels[-1][0] if self._leaves else sha256().digest()

    def place(self, index: int) -> Place:
        """The leaf of that index with its proof."""
        path = []
        at = index
        for level in self._levels[:-1]:
            beside = at ^ 1
            if beside < len(level):
                path.append(level[beside])
            at //= 2
        return Place(index, self._leaves[index], tuple(path))


def holds(place: Place, number: int, root: bytes) -> bool:
    """Whether a tree of `number` leaves with that root has this leaf at this index (RFC 9162, section 2.1.3.2)."""
    if not 0 <= place.index < number:
        return False
    at, last = place.index, number - 1
    digest = sha256(b"\0" + place.leaf).digest()
    for beside in place.path:
        if last == 0:
            return False
        if at % 2 or at == last:
            digest = sha256(b"\1" + beside + digest).digest()
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            digest = sha256(b"\1" + digest + beside).digest()
        at, last = at // 2, last // 2
    return last == 0 and digest == root
