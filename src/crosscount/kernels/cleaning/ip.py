"""Addresses: text to 16 bytes and back.

IPv4 is mapped into IPv6 (RFC 4291 §2.5.5.2), so `::ffff:192.0.2.1` and `192.0.2.1` are one address. Strict: octets
with leading zeros, ports, zone ids, spaces and short forms like `10.1` fail, because each can be read in two ways.
"""

from __future__ import annotations

import socket

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.cleaning import columns
from crosscount.model.source import Column

__all__ = ["MAPPED", "from_numbers", "parse", "text"]

MAPPED = bytes(10) + b"\xff\xff"  # the first 12 bytes of an IPv4 address
_LONGEST = 15  # of an IPv4 address


def parse(texts: pa.Array) -> Column:
    """16 bytes for each text (string or binary); null stays null, what is no address is null and `failed`."""
    encoded = columns.as_bytes(texts).dictionary_encode()
    distinct = encoded.dictionary
    octets, good = _ipv4(distinct)
    sixteen = np.zeros((len(distinct), 16), np.uint8)
    sixteen[:, 10:12] = 255
    sixteen[:, 12:] = octets
    for row in np.flatnonzero(~good):  # IPv6 and faults, once each
        try:
            packed = socket.inet_pton(socket.AF_INET6, distinct[row].as_py().decode("ascii"))
            sixteen[row] = np.frombuffer(packed, np.uint8)
            good[row] = True
        except (OSError, ValueError):
            pass
    values = from_numbers(sixteen, good).take(encoded.indices)
    if good.all():
        return Column(values)
    failed = np.append(~good, False)[np.asarray(encoded.indices.fill_null(len(good)))]
    return Column(values, pa.array(failed) if failed.any() else None)


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
    """Octets of each text, and whether it is an IPv4 address: one pass over character positions, not over rows."""
    rows = len(texts)
    data, offsets = columns.binary(texts)
    size = np.diff(offsets)
    good = (size >= 7) & (size <= _LONGEST)
    octets = np.zeros((rows, 4), np.uint8)
    if not good.any():
        return octets, good
    value = np.zeros(rows, np.int32)
    digits = np.zeros(rows, np.int8)
    dots = np.zeros(rows, np.int8)
    last = max(len(data) - 1, 0)
    every = np.arange(rows)
    for position in range(_LONGEST + 1):
        inside = size > position
        character = data[np.minimum(offsets[:-1] + position, last)]
        digit = inside & (character >= 48) & (character <= 57)
        end = (inside & (character == 46)) | (size == position)
        good &= digit | end | (size < position)
        good &= ~(digit & (digits > 0) & (value == 0))  # a leading zero: octal to some, decimal to others
        value = np.where(digit, value * 10 + (character - 48), value)
        digits = np.where(digit, digits + 1, digits).astype(np.int8)
        good &= (digits <= 3) & (value <= 255)
        value = np.minimum(value, 256)
        if end.any():
            good &= ~end | (digits > 0)
            octets[every[end], np.minimum(dots[end], 3)] = value[end] & 255
            dots = np.where(end, dots + 1, dots).astype(np.int8)
            value = np.where(end, 0, value)
            digits = np.where(end, 0, digits).astype(np.int8)
    good &= dots == 4
    octets[~good] = 0
    return octets, good


def _text(address: bytes | None) -> str | None:
    if address is None or len(address) != 16:
        return None
    if address.startswith(MAPPED):
        return socket.inet_ntop(socket.AF_INET, address[12:])
    return socket.inet_ntop(socket.AF_INET6, address)
