"""Rows × dated networks (CIDR): which listing of a network covers a row's address at the row's instant.

Addresses that no network holds are sorted out first, by one search among all networks; of the few that stay, the first
bits are looked up once for each length of prefix that is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning.clean_network import SHORTEST
from crosscount.kernels.detecting.contamination import PRIVATE, address_list, covered
from crosscount.kernels.detecting.match import Indicators, Matches, build, match, ranks
from crosscount.kernels.detecting.validity import Instants
from crosscount.kernels.placing.prefixes import PrefixTable
from crosscount.kernels.placing.wide import Wide, joined, wide

__all__ = ["Networks", "is_network", "match_networks", "networks"]

_OF_IPV4 = 96  # an IPv4 address is mapped into IPv6 (RFC 4291 §2.5.5.2): so much longer is its prefix


@dataclass(frozen=True, slots=True)
class Networks:
    """Dated listings of networks, by the length of their prefix in bits of 128."""

    all: PrefixTable | None  # None: there are none
    by_length: tuple[tuple[int, Indicators], ...]


def is_network(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Whether a text is a network as sources write one: an address, a slash and a length. Null stays null."""
    return pc.match_substring_regex(texts, r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$")


def networks(texts: pa.Array, start: Instants, end: Instants, listings: pa.Table) -> Networks:
    """The networks among the texts; `listings` has the columns `family` and `record`."""
    rows = np.flatnonzero(is_network(texts).fill_null(False).to_numpy(zero_copy_only=False))
    if not rows.size:
        return Networks(None, ())
    parsed = [_parsed(text) for text in texts.take(pa.array(rows)).to_pylist()]
    rows = rows[[one is not None for one in parsed]]
    found = [one for one in parsed if one is not None]
    if not found:
        return Networks(None, ())
    lengths = np.array([one.prefixlen + (_OF_IPV4 if one.version == 4 else 0) for one in found], np.int64)
    firsts = pa.array([_sixteen(one.network_address.packed) for one in found], pa.binary())
    dated = listings.take(pa.array(rows)).append_column("start", pa.array(start[rows]))
    by_length = []
    for length in np.unique(lengths).tolist():
        here = np.flatnonzero(lengths == length)
        key, those = firsts.take(pa.array(here)), dated.take(pa.array(here))
        by_length.append((length, build(key, start[rows][here], end[rows][here], those)))
    return Networks(address_list([str(one) for one in found]), tuple(by_length))


def match_networks(addresses: pa.Array, at: Instants, listed: Networks) -> Matches | None:
    """For each row and family the listing of a network around the address that began first and covers the instant,
    then the smallest record; None if there is none."""
    if listed.all is None:
        return None
    near = np.flatnonzero(covered(addresses, listed.all).to_numpy(zero_copy_only=False))
    near = near[~covered(addresses.take(pa.array(near)), _private()).to_numpy(zero_copy_only=False)]
    if not near.size:
        return None
    numbers = wide(addresses.take(pa.array(near)))
    parts = [match(_first_bits(numbers, length), at[near], one) for length, one in listed.by_length]
    rows = near[np.concatenate([np.asarray(part.rows, np.int64) for part in parts])]
    listings = pa.concat_tables([part.listings for part in parts]).combine_chunks()
    if not len(rows):
        return None
    chosen = _first_of_each(rows, listings)
    return Matches(pa.array(rows[chosen]), listings.take(pa.array(chosen)))


@lru_cache(maxsize=1)
def _private() -> PrefixTable | None:
    """Addresses that are nobody's alone, whatever network around them is listed."""
    return address_list(PRIVATE)


def _first_of_each(rows: npt.NDArray[np.int64], listings: pa.Table) -> npt.NDArray[np.int64]:
    """Of the listings of each row and family the first by start and record, in the order of rows and families."""
    family, record = (ranks(listings.column(name)) for name in ("family", "record"))
    order = np.lexsort((record, listings.column("start").to_numpy(), family, rows))
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(rows[order]) != 0) | (np.diff(family[order]) != 0)
    return order[new]


def _first_bits(numbers: Wide, length: int) -> pa.Array:
    """The addresses with all bits behind the first `length` cleared."""
    free = numbers.below(np.full(len(numbers), length, np.int64))
    return joined(Wide(numbers.high & ~free.high, numbers.low & ~free.low))


def _parsed(text: str) -> IPv4Network | IPv6Network | None:
    """The network of a text; None if it is none, or too wide for an indicator, whoever let it pass."""
    try:
        found = ip_network(text, strict=False)
    except ValueError:
        return None
    return found if found.prefixlen >= SHORTEST[found.version] else None


def _sixteen(packed: bytes) -> bytes:
    return packed if len(packed) == 16 else bytes(10) + b"\xff\xff" + packed
