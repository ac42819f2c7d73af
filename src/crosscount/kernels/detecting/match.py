"""Rows × dated indicators: which listing covers a row's key at the row's instant.

Within one key and family, the listing that started first among those that cover the instant is named (then the
smallest record id), so the answer depends on no order, and on no listing that does not cover the instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.validity import Instants

__all__ = ["Indicators", "Matches", "build", "match", "ranks"]

ADDRESS = 16  # bytes
HASH_BITS = 24
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Indicators:
    """Dated listings, grouped by key and family. Within a group both starts and ends ascend."""

    keys: pa.Array  # distinct
    first_group: Positions  # of key i: groups first_group[i] to first_group[i + 1]
    first_row: Positions  # of group g: rows first_row[g] to first_row[g + 1] of `listings`
    ends: Instants  # every end that occurs, ascending
    reach: Positions  # of each row: group * len(ends) + rank of its end; ascends over all rows
    start: Instants  # of each row
    listings: pa.Table  # the rows' other columns
    places: Mapping[Any, int] = field(repr=False)  # key → i
    near: npt.NDArray[np.bool_] = field(repr=False)  # of keys that are addresses: true where one has that hash


@dataclass(frozen=True, slots=True)
class Matches:
    """One entry for each (row, family) that a listing covers, by row, then family."""

    rows: pa.Array  # positions in what was matched
    listings: pa.Table


def build(key: pa.Array, start: Instants, end: Instants, listings: pa.Table) -> Indicators:
    """Indicators from listings with the columns `family` and `record`; rows without key or length are left out."""
    usable = pc.and_(pc.is_valid(key), pa.array(start < end)).to_numpy(zero_copy_only=False)
    kept = np.flatnonzero(usable)
    listings, start, end = listings.take(pa.array(kept)), start[kept], end[kept]
    encoded = key.take(pa.array(kept)).dictionary_encode()
    family = ranks(listings.column("family"))
    record = ranks(listings.column("record"))
    number = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    order = np.lexsort((record, start, family, number))
    number, family, start, end = number[order], family[order], start[order], end[order]
    group = np.cumsum(_changes(number, family)) - 1
    ends, rank = np.unique(end, return_inverse=True)
    reach = group * max(len(ends), 1) + rank
    # A listing that ends no later than one that started before it is never the first to cover an instant.
    useful = np.ones(len(reach), dtype=np.bool_)
    useful[1:] = reach[1:] > np.maximum.accumulate(reach)[:-1]
    group, number = group[useful], number[useful]
    starts_group = np.flatnonzero(_changes(group))
    near = np.zeros(0, np.bool_)
    if _are_addresses(encoded.dictionary):
        near = np.zeros(1 << min(HASH_BITS, (32 * len(encoded.dictionary)).bit_length()), np.bool_)
        near[_hashes(encoded.dictionary, len(near))] = True
    return Indicators(
        keys=encoded.dictionary,
        first_group=np.searchsorted(number[starts_group], np.arange(len(encoded.dictionary) + 1)).astype(np.int64),
        first_row=np.append(starts_group, len(group)).astype(np.int64),
        ends=ends,
        reach=reach[useful],
        start=start[useful],
        listings=listings.take(pa.array(order[useful])),
        places={text: place for place, text in enumerate(encoded.dictionary.to_pylist())},
        near=near,
    )


def match(key: pa.Array | pa.ChunkedArray, at: Instants, indicators: Indicators) -> Matches:
    """The listings that cover each row's key at its instant, one for each family."""
    if isinstance(key, pa.ChunkedArray):
        key = key.combine_chunks()
    rows, number = _listed(key, indicators)
    first = indicators.first_group[number]
    families = indicators.first_group[number + 1] - first
    rows = np.repeat(rows, families)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(families) - families, families)
    group = np.repeat(first, families) + offset
    ending_later = np.searchsorted(indicators.ends, at[rows], side="right")
    wanted = group * max(len(indicators.ends), 1) + ending_later
    place = np.searchsorted(indicators.reach, wanted, side="left")
    inside = place < indicators.first_row[group + 1]
    rows, place = rows[inside], place[inside]
    covered = indicators.start[place] <= at[rows]
    return Matches(pa.array(rows[covered]), indicators.listings.take(pa.array(place[covered])))


def _listed(key: pa.Array, indicators: Indicators) -> tuple[Positions, Positions]:
    """The rows whose key is listed, and which key it is. Python sees only likely or distinct keys."""
    if not indicators.places or key.null_count == len(key):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    get = indicators.places.get
    if len(indicators.near) and _are_addresses(key):
        rows = np.flatnonzero(indicators.near[_hashes(key, len(indicators.near))] & np.asarray(key.is_valid()))
        found = np.array([get(one, -1) for one in key.take(pa.array(rows)).to_pylist()], np.int64)
        return rows[found >= 0], found[found >= 0]
    encoded = key if pa.types.is_dictionary(key.type) else key.dictionary_encode()
    known = np.array([-1 if one is None else get(one, -1) for one in encoded.dictionary.to_pylist()] + [-1], np.int64)
    found = known[np.asarray(encoded.indices.fill_null(len(known) - 1))]
    rows = np.flatnonzero(found >= 0)
    return rows, found[rows]


def _are_addresses(keys: pa.Array) -> bool:
    if not pa.types.is_binary(keys.type):
        return False
    sizes = pc.min_max(pc.binary_length(keys)).as_py()
    return bool(sizes["min"] == sizes["max"] == ADDRESS)


def _hashes(addresses: pa.Array, size: int) -> npt.NDArray[np.uint64]:
    """A number below `size`, a power of two, for each address by the golden ratio (Knuth, TAOCP 3, 6.4)."""
    fixed = addresses.fill_null(bytes(ADDRESS)).cast(pa.binary(ADDRESS))
    words = np.frombuffer(fixed.buffers()[1], np.uint64, 2 * len(fixed), fixed.offset * ADDRESS).reshape(-1, 2)
    return (words[:, 0] ^ words[:, 1]) * GOLDEN >> np.uint64(65 - size.bit_length())


def ranks(values: pa.ChunkedArray) -> Positions:
    """The position of each value in sorted order, equal for equal values; null comes last."""
    ranks = pc.rank(values, sort_keys="ascending", tiebreaker="dense")
    return np.asarray(ranks.to_numpy(zero_copy_only=False), dtype=np.int64)


def _changes(*columns: Positions) -> npt.NDArray[np.bool_]:
    """Where a row differs from the one before in any column; the first row does."""
    out = np.zeros(len(columns[0]), dtype=np.bool_)
    out[:1] = True
    for column in columns:
        out[1:] |= column[1:] != column[:-1]
    return out
