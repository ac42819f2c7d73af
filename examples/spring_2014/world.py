"""The synthetic world: its calendar, its address blocks, and in which country each block is on which day.

Times are integers, microseconds since 1970-01-01 UTC. Addresses are indices into one list, so that an event is a few
integers and the country of an address on a day is one look into a small table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from ipaddress import IPv6Address

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from blocks import BLOCKS

__all__ = [
    "COVER_END", "COVER_START", "DAY", "EDITION_DAYS", "HOUR", "MINUTE", "PREVIOUS_START", "SECOND", "WINDOW_END",
    "WINDOW_START", "World", "day_of", "micros", "within",
]  # fmt: skip

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EDITION_DAYS = (date(2013, 12, 1), date(2014, 3, 1), date(2014, 4, 20))


def micros(year: int, month: int, day: int, hour: int = 0) -> int:
    """The instant in microseconds since 1970."""
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp()) * SECOND


WINDOW_START = micros(2014, 3, 18, 16)  # 19 March, midnight in Shanghai
WINDOW_END = micros(2014, 5, 18, 16)  # the end of 18 May in Shanghai
PREVIOUS_START = WINDOW_START - 61 * DAY  # 17 January, midnight in Shanghai
COVER_START = micros(2014, 1, 15)  # the sensors were on from here
COVER_END = micros(2014, 5, 21)  # to here
MOVES = np.array([micros(day.year, day.month, day.day) for day in EDITION_DAYS[1:]], dtype=np.int64)


def day_of(time: int) -> date:
    """The UTC day of an instant."""
    return date(1970, 1, 1) + timedelta(days=time // DAY)


def within(rng: np.random.Generator, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """One instant in each interval [low, high)."""
    return low + (rng.random(len(low)) * (high - low)).astype(np.int64)


@dataclass
class _Deck:
    """The addresses of some blocks in a fixed scattered order; each is dealt once."""

    blocks: list[int]
    dealt: int = 0


class World:
    """Everything that the parts of the generator share."""

    def __init__(self, seed: int, scale: float) -> None:
        self.seed, self.scale = seed, scale
        self._decks: dict[str, _Deck] = {}
        self._texts: list[pa.Array] = []
        self._blocks: list[np.ndarray] = []
        self._size = 0
        self._text: pa.Array | None = None
        # One row a block and a last one for space that nobody may place, one column an edition.
        names = [block.countries for block in BLOCKS] + [("ZZ",) * len(EDITION_DAYS)]
        self.codes = sorted({code for row in names for code in row})
        self._countries = np.array([[self.codes.index(code) for code in row] for row in names], dtype=np.int16)

    def rng(self, part: str) -> np.random.Generator:
        """A generator of its own for each part, so that a change in one does not stir the others."""
        return np.random.Generator(np.random.PCG64([self.seed, *part.encode()]))

    def scaled(self, size: int, least: int = 1) -> int:
        """A number of the full-size world, for this one."""
        return max(least, round(size * self.scale))

    def draw(self, group: str, size: int, *, version: int = 4) -> np.ndarray:
        """Indices of that many new addresses of a group of blocks: none is ever drawn twice."""
        deck = self._decks.setdefault(f"{group}/{version}", _Deck([
            number for number, block in enumerate(BLOCKS) if block.group == group and block.version == version
        ]))  # fmt: skip
        sizes = np.array([min(BLOCKS[number].size, 1 << 30) for number in deck.blocks], dtype=np.int64)
        ends = np.cumsum(sizes)
        offsets, deck.dealt = _deal(int(ends[-1]), deck.dealt, size)
        which = np.searchsorted(ends, offsets, side="right")
        inside = offsets - (ends - sizes)[which]
        firsts = [int(BLOCKS[number].network.network_address) for number in deck.blocks]
        if version == 4:
            text = _dotted(np.array(firsts, dtype=np.int64)[which] + inside)
        else:
            pairs = zip(which.tolist(), inside.tolist(), strict=True)
            text = pa.array([str(IPv6Address(firsts[w] + (i % 4096 << 64) + i // 4096 + 1)) for w, i in pairs])
        return self._add(text, np.array(deck.blocks, dtype=np.int16)[which])

    def named(self, texts: list[str]) -> np.ndarray:
        """Indices of addresses that stand in no block and can therefore not be placed."""
        return self._add(pa.array(texts, pa.string()), np.full(len(texts), len(BLOCKS), dtype=np.int16))

    @property
    def text(self) -> pa.Array:
        """Every address drawn so far, as text."""
        if self._text is None:
            self._text = pa.concat_arrays(self._texts)
        return self._text

    def show(self, addresses: np.ndarray) -> pa.Array:
        """The addresses as text."""
        return self.text.take(pa.array(addresses))

    def country(self, addresses: np.ndarray, times: np.ndarray) -> pa.Array:
        """The country of each address as of the UTC day of each instant."""
        blocks = np.concatenate(self._blocks)[addresses]
        codes = self._countries[blocks, np.searchsorted(MOVES, times, side="right")]
        return pa.array(self.codes, pa.string()).take(pa.array(codes))

    def home(self, addresses: np.ndarray, country: str) -> tuple[np.ndarray, np.ndarray]:
        """From when until when each address is in that country, over all editions (one stretch each)."""
        here = self._countries[np.concatenate(self._blocks)[addresses]] == self.codes.index(country)
        edges = np.array([0, *MOVES.tolist(), COVER_END + 99 * DAY], dtype=np.int64)
        first = here.argmax(axis=1)
        last = here.shape[1] - here[:, ::-1].argmax(axis=1)
        return edges[first], edges[last]

    def _add(self, text: pa.Array, blocks: np.ndarray) -> np.ndarray:
        self._text = None
        self._texts.append(text)
        self._blocks.append(blocks)
        self._size += len(text)
        return np.arange(self._size - len(text), self._size, dtype=np.int64)


def _deal(total: int, start: int, size: int) -> tuple[np.ndarray, int]:
    """The next `size` numbers of a fixed permutation of range(total), and where to go on."""
    bits = max(8, (total - 1).bit_length())
    mask, half = (1 << bits) - 1, bits // 2
    found: list[np.ndarray] = []
    while size > 0:
        step = np.arange(start, start + 2 * size + 16, dtype=np.int64)
        value = step & mask
        for odd in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35):  # a product with an odd number and a shift can be undone
            value = value * odd & mask
            value ^= value >> half
        good = np.flatnonzero(value < total)[:size]
        if not len(good):
            raise ValueError("the address blocks of the synthetic world are used up")
        found.append(value[good])
        size -= len(good)
        start += int(good[-1]) + 1
        if start > mask + 1:
            raise ValueError("the address blocks of the synthetic world are used up")
    return np.concatenate(found) if found else np.empty(0, np.int64), start


_OCTETS = pa.array([str(octet) for octet in range(256)])


def _dotted(numbers: np.ndarray) -> pa.Array:
    octets = [_OCTETS.take(pa.array((numbers >> shift & 255).astype(np.int16))) for shift in (24, 16, 8, 0)]
    return pc.binary_join_element_wise(*octets, ".")
