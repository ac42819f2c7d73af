"""Addresses: text to 16 bytes and back.

IPv4 is mapped into IPv6 (RFC 4291 §2.5.5.2), so `::ffff:192.0.2.1` and `192.0.2.1` are one address. Strict: octets
with leading zeros, ports, zone ids, spaces and short forms like `10.1` fail, because each can be read in two ways.
"""

from __future__ import annotations

import socket

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.model.source import Column

__all__ = ["MAPPED", "from_numbers", "parse", "text"]

MAPPED = bytes(10) + b"\xff\xff"  # the first 12 bytes of an IPv4 address
_SHORTEST, _LONGEST = 7, 15  # characters of an IPv4 address
_SAMPLE = 1024  # rows
_OCTETS = pa.array([str(octet) for octet in range(256)])  # no leading zeros: octal to some, decimal to others


def parse(texts: pa.Array) -> Column:
    """16 bytes for each text (string or binary); null stays null, what is no address is null and `failed`."""
    values = columns.as_bytes(texts)
    if not _repeats(values):
        return _parsed(values)
    encoded = values.dictionary_encode()
    once = _parsed(encoded.dictionary)
    failed = None if once.failed is None else pc.fill_null(once.failed.take(encoded.indices), False)
    return Column(once.values.take(encoded.indices), failed)


def _parsed(values: pa.Array) -> Column:
    octets, good = _ipv4(values)
    sixteen = np.zeros((len(values), 16), np.uint8)
    sixteen[:, 10:12] = 255
    sixteen[:, 12:] = octets
    given = columns.present(values)
    rest = np.flatnonzero(given & ~good)
    if rest.size:  # IPv6 and faults, each distinct one once
        encoded = values.take(pa.array(rest)).dictionary_encode()
        packed = [_ipv6(text) for text in encoded.dictionary.to_pylist()]
        distinct = np.frombuffer(b"".join(one or bytes(16) for one in packed), np.uint8).reshape(-1, 16)
        which = encoded.indices.to_numpy(zero_copy_only=False)
        sixteen[rest] = distinct[which]
        good[rest] = np.array([one is not None for one in packed], np.bool_)[which]
    failed = given & ~good
    return Column(from_numbers(sixteen, good), pa.array(failed) if failed.any() else None)


def _repeats(values: pa.Array) -> bool:
    """Whether a few addresses stand in most rows, as those of one's own servers do: then each is read once."""
    if len(values) < 4 * _SAMPLE:
        return False
    sample = values.take(pa.array(np.arange(0, len(values), len(values) // _SAMPLE)))
    return int(pc.count_distinct(sample, mode="all").as_py()) < _SAMPLE * 7 // 8


def text(addresses: pa.Array) -> pa.Array:
    """The usual text of 16-byte addresses: dotted for IPv4, RFC 5952 for IPv6; null for null."""
    encoded = addresses.cast(pa.binary()).dictionary_encode()
    return columns.each_distinct(encoded, pa.string(), [_text(value) for value in encoded.dictionary.to_pylist()])


def from_numbers(sixteen: npt.NDArray[np.uint8], good: columns.Mask | None = None) -> pa.Array:
    """A binary column of rows of 16 bytes, null where `good` is false."""
    rows = len(sixteen)
    if rows == 0:
        return pa.array([], pa.binary())
    offsets = np.arange(rows + 1, dtype=np.int32) * 16
    data = np.ascontiguousarray(sixteen, np.uint8).reshape(-1)
    valid = None if good is None or good.all() else pa.array(good).buffers()[1]
    return pa.Array.from_buffers(pa.binary(), rows, [valid, pa.py_buffer(offsets), pa.py_buffer(data)])


def _ipv4(texts: pa.Array) -> tuple[npt.NDArray[np.uint8], columns.Mask]:
    """Octets of each text, and whether it is IPv4: four parts, each one of the 256 ways to write an octet."""
    octets = np.zeros((len(texts), 4), np.uint8)
    size = columns.lengths(texts)
    fits = (size >= _SHORTEST) & (size <= _LONGEST)
    parts = pc.split_pattern(columns.as_text(columns.nulls(texts, ~fits)), ".")
    four = pc.list_value_length(parts).fill_null(0).to_numpy(zero_copy_only=False) == 4
    if not four.any():
        return octets, four
    if not four.all():
        parts = parts.filter(pa.array(four))
    found = pc.index_in(parts.flatten(), _OCTETS)
    known = columns.present(found).reshape(-1, 4).all(axis=1) if found.null_count else np.ones(len(parts), np.bool_)
    octets[four] = found.fill_null(0).to_numpy(zero_copy_only=False).reshape(-1, 4)
    four[four] = known
    octets[~four] = 0
    return octets, four


def _ipv6(text: bytes) -> bytes | None:
    try:
        return socket.inet_pton(socket.AF_INET6, text.decode("ascii"))
    except (OSError, ValueError):
        return None


def _text(address: bytes | None) -> str | None:
    if address is None or len(address) != 16:
        return None
    if address.startswith(MAPPED):
        return socket.inet_ntop(socket.AF_INET, address[12:])
    return socket.inet_ntop(socket.AF_INET6, address)
