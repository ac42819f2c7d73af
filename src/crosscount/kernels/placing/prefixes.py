"""Prefix tables: which country or network an address has, by search in sorted segments.

IPv4 and IPv6 are searched apart; an IPv4 address is `::ffff:a.b.c.d` and an IPv6 range never reaches into that block.
In a large table an IPv4 address is first looked up by its /20: few of these are split, so most searches end there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.errors import ReferenceTableError
from crosscount.kernels.cleaning import columns, ip
from crosscount.kernels.placing.narrowest import segments
from crosscount.kernels.placing.wide import Wide, joined, packed, wide

__all__ = ["RANGES", "RESERVED", "PrefixTable", "of_prefixes", "one_array", "reserved"]

# Ranges as a reader delivers them: both ends belong to the range, they may overlap, a null says that there is none.
RANGES = pa.schema([("start", pa.binary()), ("end", pa.binary()), ("country", pa.string()), ("asn", pa.int64())])
SEGMENTS = pa.schema(
    [
        ("start", pa.binary(16)),
        ("end", pa.binary(16)),
        ("country", pa.dictionary(pa.int16(), pa.string())),
        ("asn", pa.int64()),
    ]
)
Keys = npt.NDArray[Any]  # uint32 for IPv4, 16 bytes for IPv6
Rows = npt.NDArray[np.int64]
SMALL = 4_096  # segments; fewer are searched as fast without a table of blocks
NO_ASN = np.int64(1) << np.int64(33)  # above every AS number, which has 32 bits

# Special-purpose space in which nobody can be placed: IANA registries of RFC 6890, plus multicast (RFC 5771, RFC 4291),
# 240/4 (RFC 1112), 6to4 (RFC 3056, its relay RFC 7526) and site-local (RFC 3879). AS112, AMT and the like are public.
RESERVED = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64"),
    *("100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7"),
    *("fe80::/10", "fec0::/10", "ff00::/8"),
)


@dataclass(frozen=True, slots=True)
class PrefixTable:
    """Segments that do not overlap, sorted, IPv4 first. Made by `build` or `load`."""

    table: pa.Table  # SEGMENTS, one chunk
    starts4: npt.NDArray[np.uint32]
    ends4: npt.NDArray[np.uint32]
    starts6: npt.NDArray[np.bytes_]
    ends6: npt.NDArray[np.bytes_]
    names: tuple[str, ...]  # of the countries
    country_of: Rows  # of each segment the place in `names`; -1 for none, and in one more at the end
    network_of: Rows  # of each segment the AS number; -1 likewise
    blocks: npt.NDArray[np.int32] | None  # of each /20 the last segment that starts at or before its first address

    @staticmethod
    def build(ranges: pa.Table) -> PrefixTable:
        """The narrowest range decides each address; the order of `ranges` (RANGES) does not matter."""
        start, end = (wide(one_array(ranges, name)) for name in ("start", "end"))
        names = sorted({name for name in pc.unique(ranges.column("country")).to_pylist() if name is not None})
        ranks = pc.fill_null(pc.index_in(one_array(ranges, "country"), pa.array(names, pa.string())), len(names))
        asn = one_array(ranges, "asn").fill_null(int(NO_ASN)).to_numpy(zero_copy_only=False)
        codes = np.asarray(ranks).astype(np.int64) * (2 * NO_ASN) + asn  # one number a pair; country first
        hole = int(len(names) * 2 * NO_ASN + NO_ASN)
        found = segments(start, end, codes, hole)
        country, network = found.value // (2 * NO_ASN), found.value % (2 * NO_ASN)
        arrays = [
            joined(found.start).cast(pa.binary(16)),
            joined(found.end).cast(pa.binary(16)),
            pa.DictionaryArray.from_arrays(
                pa.array(country.astype(np.int16), mask=country == len(names)), pa.array(names, pa.string())
            ),
            pa.array(network, pa.int64(), mask=network == NO_ASN),
        ]
        return PrefixTable.of(pa.table(arrays, schema=SEGMENTS))

    @staticmethod
    def of(table: pa.Table) -> PrefixTable:
        """The table over segments (SEGMENTS) that `build` made."""
        table = table.combine_chunks()
        start, end = (wide(one_array(table, name).cast(pa.binary())) for name in ("start", "end"))
        four = int((start.is_ipv4() & end.is_ipv4()).sum())
        six = np.arange(four, len(start))
        starts4 = start.low[:four].astype(np.uint32)
        return PrefixTable(
            table,
            starts4,
            end.low[:four].astype(np.uint32),
            packed(start.at(six)),
            packed(end.at(six)),
            tuple(one_array(table, "country").dictionary.to_pylist()),
            _each(one_array(table, "country").indices),
            _each(one_array(table, "asn")),
            _blocks(starts4) if four > SMALL else None,
        )

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def country(self, addresses: pa.Array) -> pa.Array:
        """Country code of each address (binary, 16 bytes); null where the table has none or the address is null."""
        return self._column("country", self.rows(addresses)).cast(pa.string())

    def network(self, addresses: pa.Array) -> pa.Array:
        """AS number of each address; null as with `country`."""
        return self._column("asn", self.rows(addresses))

    def covers(self, addresses: pa.Array) -> columns.Mask:
        """True where a segment holds the address."""
        return np.asarray(self.rows(addresses).is_valid().to_numpy(zero_copy_only=False), np.bool_)

    def rows(self, addresses: pa.Array) -> pa.Array:
        """The segment (int64, null if none) that holds each address."""
        known = columns.present(addresses)
        rows = np.full(len(addresses), -1, np.int64)
        rows[known] = self.find(wide(addresses if known.all() else addresses.drop_null()))
        return pa.array(rows, mask=rows < 0)

    def find(self, numbers: Wide) -> Rows:
        """The segment that holds each address, -1 for none."""
        four = numbers.is_ipv4()
        if four.all():
            return _search4(self, numbers.low.astype(np.uint32))
        found = np.full(len(numbers), -1, np.int64)
        found[four] = _search4(self, numbers.low[four].astype(np.uint32))
        six = _search(self.starts6, self.ends6, packed(numbers.at(~four)))
        found[~four] = np.where(six >= 0, six + len(self.starts4), -1)
        return found

    def save(self, path: Path) -> None:
        """Write the segments as an Arrow file; the same ranges give the same bytes."""
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SEGMENTS) as writer:
            writer.write_table(self.table)

    @staticmethod
    def load(path: Path) -> PrefixTable:
        """Open what `save` wrote, mapped into memory."""
        try:
            with pa.memory_map(str(path)) as source:
                table = pa.ipc.open_file(source).read_all()
        except (OSError, pa.ArrowInvalid) as error:
            raise ReferenceTableError(f"reference table '{path}' cannot be read: {error}") from error
        if table.schema != SEGMENTS:
            raise ReferenceTableError(f"reference table '{path}' has other columns than expected; remove the file")
        return PrefixTable.of(table)

    def _column(self, name: str, rows: pa.Array) -> pa.Array:
        return one_array(self.table, name).take(rows)


def of_prefixes(prefixes: list[str], country: str) -> PrefixTable:
    """A table in which each of a few prefixes, written as text, has that country."""
    addresses, lengths = zip(*(prefix.split("/") for prefix in prefixes), strict=True)
    start = wide(ip.parse(pa.array(addresses, pa.string())).values)
    bits = np.array([int(length) for length in lengths], np.int64) + np.where(start.is_ipv4(), 96, 0)
    free = start.below(bits)
    end = joined(Wide(start.high | free.high, start.low | free.low))
    arrays = [joined(start), end, pa.repeat(country, len(start)), pa.nulls(len(start), pa.int64())]
    return PrefixTable.build(pa.table(arrays, schema=RANGES))


@lru_cache(maxsize=1)
def reserved() -> PrefixTable:
    """The special-purpose space, all of it in country ZZ."""
    return of_prefixes(list(RESERVED), "ZZ")


def one_array(table: pa.Table, name: str) -> pa.Array:
    """One column as one array."""
    column = table.column(name)
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.nulls(0, column.type)


def _each(values: pa.Array) -> Rows:
    """The value of each segment, and one for an address that is in no segment: -1 where there is none."""
    return np.append(values.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), -1)


def _blocks(starts4: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    firsts = np.arange((1 << 20) + 1, dtype=np.uint64) << np.uint64(12)
    return (np.searchsorted(starts4.astype(np.uint64), firsts, side="right") - 1).astype(np.int32)


def _search4(table: PrefixTable, keys: npt.NDArray[np.uint32]) -> Rows:
    """The segment that holds each IPv4 address, -1 for none."""
    if table.blocks is None:
        return _search(table.starts4, table.ends4, keys)
    block = keys >> np.uint32(12)
    low, high = table.blocks[block], table.blocks[block + np.uint32(1)]
    split = np.flatnonzero(high > low)
    while split.size:
        middle = (low[split] + high[split] + 1) >> 1
        above = table.starts4[middle] <= keys[split]
        low[split[above]] = middle[above]
        high[split[~above]] = middle[~above] - 1
        split = split[high[split] > low[split]]
    return np.where((low >= 0) & (keys <= table.ends4[np.maximum(low, 0)]), low, -1).astype(np.int64)


def _search(starts: Keys, ends: Keys, keys: Keys) -> npt.NDArray[np.int64]:
    """The segment that holds each key, -1 for none."""
    if not len(starts):
        return np.full(len(keys), -1, np.int64)
    at = np.searchsorted(starts, keys, side="right") - 1
    return np.where((at >= 0) & (keys <= ends[np.maximum(at, 0)]), at, -1)
