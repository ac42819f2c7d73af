"""Overlapping address ranges → segments that do not overlap: everywhere the narrowest range decides.

Of ranges equally wide, the smallest value decides, so the order of the input never matters. A range without a value
is a hole in a wider one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crosscount.kernels.placing.wide import ONE, Bits, Wide

__all__ = ["Segments", "segments"]

Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Segments:
    """Sorted, IPv4 before IPv6; both ends belong to the segment. Neighbours with one value are merged."""

    start: Wide
    end: Wide
    value: Index


def segments(start: Wide, end: Wide, value: Index, hole: int) -> Segments:
    """What each address of the ranges `start` to `end` has as value, where that is not `hole`."""
    family = np.where(start.is_ipv4() & end.is_ipv4(), 4, 6).astype(np.uint64)
    stop = end.plus(np.repeat(ONE, len(end)))
    passed = (stop.high == 0) & (stop.low == 0)  # beyond the last address there is: sorts after everything
    cuts, places = _ranked(
        np.concatenate([family, family + passed.astype(np.uint64)]),
        np.concatenate([start.high, stop.high]),
        np.concatenate([start.low, stop.low]),
    )
    first, last = places[: len(start)], places[len(start) :]
    extent = end.minus(start)
    order = np.lexsort((value, extent.low, extent.high))  # narrowest first, then the smallest value
    winner = _painted(first[order], last[order], len(cuts))
    won = np.flatnonzero(winner >= 0)
    values = value[order][winner[won]]
    won, values = won[values != hole], values[values != hole]
    begins = np.ones(len(won), np.bool_)
    begins[1:] = (won[1:] != won[:-1] + 1) | (values[1:] != values[:-1])
    ends = np.append(begins[1:], True) if len(won) else begins
    zero = Wide(np.zeros(int(ends.sum()), np.uint64), np.ones(int(ends.sum()), np.uint64))
    return Segments(cuts.at(won[begins]), cuts.at(won[ends] + 1).minus(zero), values[begins])


def _ranked(family: Bits, high: Bits, low: Bits) -> tuple[Wide, Index]:
    """The distinct cuts in order, and the place of each given one among them."""
    order = np.lexsort((low, high, family))
    sorted_keys = [keys[order] for keys in (family, high, low)]
    new = np.ones(len(order), np.bool_)
    if len(order):
        new[1:] = np.logical_or.reduce([keys[1:] != keys[:-1] for keys in sorted_keys])
    places = np.empty(len(order), np.int64)
    places[order] = np.cumsum(new) - 1
    return Wide(sorted_keys[1][new], sorted_keys[2][new]), places


def _painted(first: Index, last: Index, cells: int) -> Index:
    """Which range covers each cell between two cuts, the earlier range before the later; -1 for none."""
    winner = np.full(cells, -1, np.int64)
    small = np.flatnonzero(last - first == 1)[::-1]
    winner[first[small]] = small  # a range of one cell is the narrowest there; of several the earliest is written last
    # Each cell is painted once: `onward` leads from a painted cell towards the next free one.
    onward = np.where(winner >= 0, np.arange(cells) + 1, np.arange(cells)).tolist()
    onward.append(cells)
    large = np.flatnonzero(last - first > 1)
    for row, begin, stop in zip(large.tolist(), first[large].tolist(), last[large].tolist(), strict=True):
        cell = _free(onward, begin)
        while cell < stop:
            winner[cell] = row
            onward[cell] = cell + 1
            cell = _free(onward, cell + 1)
    return winner


def _free(onward: list[int], cell: int) -> int:
    """The first free cell from `cell` on; shortens the way for the next search."""
    while onward[cell] != cell:
        onward[cell] = onward[onward[cell]]
        cell = onward[cell]
    return cell
