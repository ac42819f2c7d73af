"""Rules for lists that mix single addresses and networks, and for the dates in the comments above them.

A network names no server: how many of its addresses are meant, the list does not say. So it is never unfolded into
addresses; the record keeps it as text, and a list of C2 servers has it as `host`, where traffic is held against it.
"""

from __future__ import annotations

import re
from datetime import datetime
from ipaddress import ip_network

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.ip import parse
from crosscount.kernels.cleaning.once import once
from crosscount.model.source import Column, Field, FileContext, Reason
from crosscount.model.tables import TIME

__all__ = ["ctime", "listed_network", "network", "single_ip"]

SHORTEST = {4: 8, 6: 16}  # bits of a prefix: a wider one on a list would make all traffic that of its criminals
_SINGLE = re.compile(rb"^([0-9.]+)/32$|^([0-9A-Fa-f:.]+)/128$")


def single_ip(column: str) -> Field:
    """A single address, also written as a network of one; null for a network; a fault for what is neither."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        texts = []
        for text in encoded.dictionary.to_pylist():
            single = _SINGLE.match(text)
            texts.append((single[1] or single[2]) if single else None if _is_network(text) else text)
        parsed = parse(pa.array(texts, pa.binary()))
        failed = None if parsed.failed is None else parsed.failed.take(encoded.indices)
        return Column(parsed.values.take(encoded.indices), failed)

    return Field(once(rule), Reason.BAD_IP, "an IPv4 or IPv6 address or network", column)


def network(column: str) -> Field:
    """The network as text; null for a single address, never a fault."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        found = [
            text.decode() if _is_network(text) and not _SINGLE.match(text) else None
            for text in encoded.dictionary.to_pylist()
        ]
        return Column(columns.each_distinct(encoded, pa.string(), found))

    return Field(rule, Reason.BAD_IP, "a network", column)


def listed_network(column: str) -> Field:
    """The network in its usual form, as an indicator; null for what is none, a fault for one that is too wide."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        found = [
            ip_network(text.decode("ascii"), strict=False) if _is_network(text) and not _SINGLE.match(text) else None
            for text in encoded.dictionary.to_pylist()
        ]
        wide = [one is not None and one.prefixlen < SHORTEST[one.version] for one in found]
        texts = [None if one is None or much else str(one) for one, much in zip(found, wide, strict=True)]
        failed = columns.each_distinct(encoded, pa.bool_(), wide) if any(wide) else None
        return Column(columns.each_distinct(encoded, pa.string(), texts), failed)

    expected = f"a network of /{SHORTEST[4]} or narrower (IPv4), /{SHORTEST[6]} or narrower (IPv6)"
    return Field(once(rule), Reason.BAD_IP, expected, column)


def ctime(column: str) -> Field:
    """A time as `date` writes it, `Tue Oct 27 01:00:19 UTC 2015`; UTC, and null for any other zone."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        times = [_time(text.decode("latin-1")) for text in encoded.dictionary.to_pylist()]
        values = columns.each_distinct(encoded, pa.timestamp("us"), times)
        return Column(pc.assume_timezone(values, "UTC").cast(TIME))

    return Field(rule, Reason.BAD_TIME, "a time like Tue Oct 27 01:00:19 UTC 2015", column)


def _time(text: str) -> datetime | None:
    parts = text.split()
    if len(parts) != 6 or parts[4] not in ("UTC", "GMT"):
        return None
    try:
        time = datetime.strptime(" ".join(parts[1:4] + parts[5:]), "%b %d %H:%M:%S %Y")
    except ValueError:
        return None
    return time if 1990 <= time.year <= 2100 else None


def _is_network(text: bytes) -> bool:
    if b"/" not in text:
        return False
    try:
        ip_network(text.decode("ascii", "replace"), strict=False)
    except ValueError:
        return False
    return True
