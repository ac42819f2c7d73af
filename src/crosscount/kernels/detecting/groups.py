"""Order statistics of many groups at once: rows lie group by group, and within a group in ascending order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Floats", "Groups", "Ints", "changes", "codes", "combined"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Groups:
    """Where each group begins and how many rows it has; the rows of a group lie together."""

    first: Ints
    size: Ints

    @staticmethod
    def of(number: Ints, count: int | None = None) -> Groups:
        """Groups 0 to `count` from each row's group, which ascends; a group may be empty."""
        count = (int(number[-1]) + 1 if len(number) else 0) if count is None else count
        size = np.bincount(number, minlength=count).astype(np.int64)
        return Groups((np.cumsum(size) - size).astype(np.int64), size)

    def numbers(self) -> Ints:
        """The group of each row."""
        return np.repeat(np.arange(len(self.size), dtype=np.int64), self.size)

    def ordered(self, values: Floats) -> Floats:
        """The values, each group in ascending order."""
        return values[np.lexsort((values, self.numbers()))]

    def medians(self, ordered: Floats) -> Floats:
        """The median of each group; NaN for an empty one."""
        return _middle(ordered, self.first, self.size)

    def quartiles(self, ordered: Floats) -> tuple[Floats, Floats, Floats]:
        """Of each group the medians of its lower half, of all, and of its upper half; the middle is in neither."""
        half = self.size // 2
        return (
            _middle(ordered, self.first, half),
            self.medians(ordered),
            _middle(ordered, self.first + self.size - half, half),
        )

    def deviations(self, values: Floats, medians: Floats) -> Floats:
        """The median absolute deviation of each group from its median."""
        return self.medians(self.ordered(np.abs(values - medians[self.numbers()])))


def changes(*columns: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where a row differs from the one before in any column; the first row does."""
    out = np.zeros(len(columns[0]), dtype=np.bool_)
    out[:1] = True
    for column in columns:
        out[1:] |= column[1:] != column[:-1]
    return out


def codes(values: pa.Array | pa.ChunkedArray) -> Ints:
    """A number for each distinct value, null included."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    encoded = values.dictionary_encode(null_encoding="encode")
    return np.asarray(encoded.indices, dtype=np.int64)


def combined(*numbers: Ints) -> Ints:
    """A number for each distinct combination, from 0 without a gap."""
    out, reached = np.zeros(len(numbers[0]), np.int64), 1
    for each in numbers:
        if not len(each):
            return out
        one = each - each.min()
        width = int(one.max()) + 1
        if reached * width >= 1 << 62:  # make room: as many numbers as there are combinations so far
            _, out = np.unique(out, return_inverse=True)
            _, one = np.unique(one, return_inverse=True)
            reached, width = int(out.max()) + 1, int(one.max()) + 1
        out, reached = out * width + one, reached * width
    _, out = np.unique(out, return_inverse=True)
    return out.astype(np.int64)


def _middle(ordered: Floats, first: Ints, size: Ints) -> Floats:
    out = np.full(len(size), np.nan)
    some = size > 0
    low, high = first[some] + (size[some] - 1) // 2, first[some] + size[some] // 2
    out[some] = (ordered[low] + ordered[high]) / 2
    return out
