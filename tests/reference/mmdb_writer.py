"""Writes small MaxMind DB files, so that tests need none of anybody else's.

Format: https://maxmind.github.io/MaxMind-DB/ - a binary search tree with records of 24 bits, 16 zero bytes, the data
section, the metadata. IPv4 networks lie under ::/96.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

MARK = b"\xab\xcd\xefMaxMind.com"
# The metadata's own types of number: 5 for 16 bits, 9 for 64; the reader in C insists on them.
KINDS = {"build_epoch": 9} | dict.fromkeys(
    ("binary_format_major_version", "binary_format_minor_version", "ip_version", "record_size"), 5
)


def mmdb(networks: Mapping[str, Any], kind: str = "Test-Country", built: int = 1_391_731_200) -> bytes:
    """The file that answers each network with its value; networks must not overlap."""
    nodes: list[list[tuple[str, int] | None]] = [[None, None]]
    data, places = b"", dict[str, int]()
    for text, value in networks.items():
        network = ip_network(text)
        bits = network.prefixlen + (96 if network.version == 4 else 0)
        at = 0
        for position in range(bits):
            side = int(network.network_address) >> (127 - position) & 1
            if position == bits - 1:
                if repr(value) not in places:
                    places[repr(value)] = len(data)
                    data += _encoded(value)
                nodes[at][side] = ("data", places[repr(value)])
                continue
            if nodes[at][side] is None:
                nodes.append([None, None])
                nodes[at][side] = ("node", len(nodes) - 1)
            step = nodes[at][side]
            assert step is not None
            at = step[1]
    tree = b"".join(_record(side, len(nodes)) for node in nodes for side in node)
    about = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": built,
        "database_type": kind,
        "description": {"en": "made by a test"},
        "ip_version": 6,
        "languages": ["en"],
        "node_count": len(nodes),
        "record_size": 24,
    }
    metadata = (_encoded(name) + _encoded(value, KINDS.get(name)) for name, value in about.items())
    return tree + bytes(16) + data + MARK + _head(7, len(about)) + b"".join(metadata)


def _record(side: tuple[str, int] | None, count: int) -> bytes:
    if side is None:
        return count.to_bytes(3, "big")
    return (side[1] if side[0] == "node" else count + 16 + side[1]).to_bytes(3, "big")


def _encoded(value: Any, kind: int | None = None) -> bytes:
    if isinstance(value, str):
        return _head(2, len(value.encode())) + value.encode()
    if isinstance(value, int):
        number = value.to_bytes((value.bit_length() + 7) // 8, "big")
        return _head(kind or (6 if value < 2**32 else 9), len(number)) + number
    if isinstance(value, Mapping):
        return _head(7, len(value)) + b"".join(_encoded(k) + _encoded(v) for k, v in value.items())
    return _head(11, len(value)) + b"".join(_encoded(item) for item in value)


def _head(kind: int, size: int) -> bytes:
    assert size < 285
    small, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
    return bytes([kind << 5 | small]) + more if kind < 8 else bytes([small, kind - 7]) + more
