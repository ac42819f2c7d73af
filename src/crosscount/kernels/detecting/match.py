"""Rows × dated indicators: which listing covers a row's key at the row's instant.

Within one key and family, the listing that started first among those that cover the instant is named (then the
smallest record id), so the answer depends on no order, and on no listing that does not cover the instant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.validity import Instants

__all__ = ["Indicators", "Matches", "build", "match"]

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
    family = _ranks(listings.column("family"))
    record = _ranks(listings.column("record"))
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
    return Indicators(
        keys=encoded.dictionary,
        first_group=np.searchsorted(number[starts_group], np.arange(len(encoded.dictionary) + 1)).astype(np.int64),
        first_row=np.append(starts_group, len(group)).astype(np.int64),
        ends=ends,
        reach=reach[useful],
        start=start[useful],
        listings=listings.take(pa.array(order[useful])),
    )


def match(key: pa.Array | pa.ChunkedArray, at: Instants, indicators: Indicators) -> Matches:
    """The listings that cover each row's key at its instant, one for each family."""
    found = pc.index_in(key, indicators.keys)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    rows = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    number = found.take(pa.array(rows)).to_numpy(zero_copy_only=False).astype(np.int64)
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


def _ranks(values: pa.ChunkedArray) -> Positions:
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
