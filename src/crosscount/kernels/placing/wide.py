"""16-byte addresses as two 64-bit halves, because numpy has no integer of 128 bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.cleaning import columns, ip

__all__ = ["Bits", "Wide", "joined", "packed", "wide"]

Bits = npt.NDArray[np.uint64]
ONE = np.uint64(1)
_MAPPED = np.uint64(0xFFFF)  # bits 32 to 47 of the low half of an IPv4 address


@dataclass(frozen=True, slots=True)
class Wide:
    """Unsigned integers of 128 bits: high and low half, host byte order."""

    high: Bits
    low: Bits

    def __len__(self) -> int:
        return len(self.low)

    def at(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_] | slice) -> Wide:
        """The chosen rows."""
        return Wide(self.high[rows], self.low[rows])

    def plus(self, other: Bits) -> Wide:
        """The sum with a 64-bit number, modulo 2^128."""
        low = self.low + other
        return Wide(self.high + (low < other).astype(np.uint64), low)

    def minus(self, other: Wide) -> Wide:
        """The difference, modulo 2^128."""
        borrow = (self.low < other.low).astype(np.uint64)
        return Wide(self.high - other.high - borrow, self.low - other.low)

    def exceeds(self, other: Wide) -> columns.Mask:
        """Where the number is greater than the other."""
        above: columns.Mask = (self.high > other.high) | ((self.high == other.high) & (self.low > other.low))
        return above

    def below(self, length: npt.NDArray[np.int64]) -> Wide:
        """The host bits that a prefix of that many bits (0 to 128) leaves free, all set."""
        free = np.clip(128 - length, 0, 128)
        return Wide(_ones(np.clip(free - 64, 0, 64)), _ones(np.minimum(free, 64)))

    def is_ipv4(self) -> columns.Mask:
        """Where the address is an IPv4 address, mapped into IPv6 (RFC 4291 §2.5.5.2)."""
        mapped: columns.Mask = (self.high == 0) & ((self.low >> np.uint64(32)) == _MAPPED)
        return mapped


def wide(addresses: pa.Array) -> Wide:
    """The numbers of 16-byte addresses without nulls."""
    rows = len(addresses)
    if not rows:
        return Wide(np.zeros(0, np.uint64), np.zeros(0, np.uint64))
    data, offsets = columns.binary(addresses)
    halves = data[offsets[0] : offsets[0] + 16 * rows].view(">u8").reshape(rows, 2).astype(np.uint64)
    return Wide(np.ascontiguousarray(halves[:, 0]), np.ascontiguousarray(halves[:, 1]))


def packed(numbers: Wide) -> npt.NDArray[np.bytes_]:
    """16 bytes each, big endian: they sort as the numbers do."""
    both = np.empty((len(numbers), 2), ">u8")
    both[:, 0], both[:, 1] = numbers.high, numbers.low
    return both.reshape(-1).view("S16")


def joined(numbers: Wide) -> pa.Array:
    """The binary column of 16-byte addresses."""
    return ip.from_numbers(packed(numbers).view(np.uint8).reshape(-1, 16))


def _ones(count: npt.NDArray[np.int64]) -> Bits:
    """The lowest `count` bits set; numpy leaves a shift by 64 undefined, so it is done as two."""
    half = count.astype(np.uint64) // np.uint64(2)
    rest = count.astype(np.uint64) - half
    return ~((~np.uint64(0) << half) << rest)
