"""Which of the wanted keys a block of JSON lines may hold at all, told without parsing it.

A source asks for the keys of all its kinds of records, a block often holds those of one; to DuckDB every key that is
looked for in vain costs about as much as one that is found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

__all__ = ["dotted", "heads", "pruned"]

_QUOTE, _DOT, _NINE = ord('"'), ord("."), ord("9")
_LOOK = 1 << 16  # bytes looked through at a time: what is compared stays in the cache


def heads(wanted: Collection[str]) -> frozenset[str]:
    """The first steps of the keys with dots."""
    return frozenset(name.partition(".")[0] for name in wanted if "." in name)


def pruned(tree: Mapping[str, Any], flat: Collection[str], open_heads: Collection[str]) -> dict[str, Any]:
    """The tree without keys that hold a dot as they stand, but those of `flat` heads.

    Below heads that are not `open_heads` nothing is looked for: their whole value comes as one text, null if there is
    none.
    """
    out: dict[str, Any] = {}
    for key, below in tree.items():
        if "." in key:
            if key.partition(".")[0] in flat:
                out[key] = below
        else:
            out[key] = below if isinstance(below, str) or key in open_heads else "VARCHAR"
    return out


def dotted(data: bytes, wanted: Collection[str]) -> set[str]:
    """Which of the heads stand in the bytes behind a quotation mark and before a dot, as a key with a dot would begin.

    All of them if a character may be written as its number.
    """
    last = {head: ord(head[-1]) for head in wanted}
    numbered = b"\\" in data and b"\\u" in data  # one byte is found much faster than two
    if numbered or any(not head.isascii() or sign <= _NINE for head, sign in last.items()):
        return set(wanted)
    values, found = np.frombuffer(data, np.uint8), set[str]()
    for first in range(1, len(values), _LOOK):
        before, here = values[first - 1 : first - 1 + _LOOK], values[first : first + _LOOK]
        # Behind a digit it belongs to a number or to an address, as nearly all do.
        places = np.flatnonzero((here == _DOT) & (before[: len(here)] > _NINE)) + first
        for head, sign in last.items() if len(places) else ():
            if head not in found:
                ends = places[(values[places - 1] == sign) & (places > len(head))]
                same = values[ends - len(head) - 1] == _QUOTE
                for number, letter in enumerate(head.encode(), -len(head)):
                    same &= values[ends + number] == letter
                if same.any():
                    found.add(head)
    return found
