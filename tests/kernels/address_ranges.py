"""Hand-made address ranges, and a plain Python answer to compare prefix tables with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

import pyarrow as pa

from crosscount.kernels.placing.prefixes import RANGES

MAPPED = 0xFFFF << 32


@dataclass(frozen=True)
class Range:
    """Both ends belong to it."""

    first: IPv4Address | IPv6Address
    last: IPv4Address | IPv6Address
    country: str | None = None
    asn: int | None = None


def between(first: str, last: str, country: str | None = None, asn: int | None = None) -> Range:
    return Range(ip_address(first), ip_address(last), country, asn)


def sixteen(address: IPv4Address | IPv6Address) -> bytes:
    return (int(address) + (MAPPED if address.version == 4 else 0)).to_bytes(16, "big")


def addresses(texts: Sequence[str | None]) -> pa.Array:
    return pa.array([None if text is None else sixteen(ip_address(text)) for text in texts], pa.binary())


def as_table(ranges: Sequence[Range]) -> pa.Table:
    columns = [
        [sixteen(one.first) for one in ranges],
        [sixteen(one.last) for one in ranges],
        [one.country for one in ranges],
        [one.asn for one in ranges],
    ]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, RANGES, strict=True)], schema=RANGES)


def expected(ranges: Sequence[Range], address: IPv4Address | IPv6Address) -> tuple[str | None, int | None]:
    """The narrowest range, of several the smallest country and network; a range that says nothing comes last."""
    holding = [r for r in ranges if r.first.version == address.version and int(r.first) <= int(address) <= int(r.last)]
    if not holding:
        return None, None
    best = min(holding, key=lambda r: (int(r.last) - int(r.first), r.country or "~", 2**40 if r.asn is None else r.asn))
    return best.country, best.asn
