"""Members one an entry ↔ rows of `sets`, in which the members of a group are lists (model.tables.SETS)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.coded import KEY, Coded, used
from crosscount.model.figure import Unit
from crosscount.model.tables import SETS

__all__ = [
    "NONE",
    "ROWS",
    "SLOT",
    "Flat",
    "exploded",
    "gathered",
    "ipv4_in",
    "lengths",
    "numbers_of",
    "repeated",
    "words_in",
]

# `sets` without what only the flow knows: what a day was settled from, and with which days it shares a file.
ROWS = pa.schema([field for field in SETS if field.name not in ("inputs", "later")])
NONE = 0xFFFFFFFF
SLOT = 36
JOINT = "\x1f"
GROUP = ("day", "target_country", "origin_country", "kind", "tags")
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flat:
    """Members of one unit, sorted by group and member; an entry for each network and family that a member shows."""

    unit: Unit
    group: Coded  # the way back leads to dictionaries: day, target_country, origin_country, kind, tags
    ipv4: pa.Array  # int64
    member: pa.Array  # what is no IPv4 address; both null: unknown
    network: pa.DictionaryArray
    family: pa.DictionaryArray
    times: Places


def gathered(parts: Iterable[Flat]) -> pa.Table:
    """The set rows, unit by unit. Text columns are dictionaries."""
    tables = [_gathered(part) for part in parts]
    return pa.concat_tables(tables) if tables else ROWS.empty_table()


def exploded(rows: pa.Table) -> pa.Table:
    """The entries of set rows of one unit: the columns of their group, member, network, family and times."""
    times = numbers_of(rows.column("times"))
    many = lengths(rows.column("times"), 4)
    row = np.repeat(np.arange(rows.num_rows), many)
    ipv4, keys, slots = (lengths(rows.column(n), w) for n, w in (("ipv4", 4), ("keys", KEY), ("slots", SLOT)))
    known = ipv4 + keys + slots
    inside = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    four = inside < ipv4[row]
    other = ~four & (inside < known[row])
    width = SLOT if slots.any() else KEY
    data = np.zeros((len(row), width), np.uint8)
    data[four, 10:12] = 255
    data[four, 12:16] = _bytes(rows.column("ipv4")).reshape(-1, 4)
    data[other] = _bytes(rows.column("slots" if width == SLOT else "keys")).reshape(-1, width)
    member = pa.Array.from_buffers(pa.binary(width), len(row), [None, pa.py_buffer(data)]).cast(pa.binary())
    taken = rows.select(GROUP).take(pa.array(row))
    network = numbers_of(rows.column("networks"))
    columns = {
        "member": pc.if_else(pa.array(four | other), member, None),
        "network": pa.array(network.astype(np.int64), mask=network == NONE),
        "family": repeated(rows, row),
        "times": pa.array(times.astype(np.int64)),
    }
    return pa.table([*taken.columns, *columns.values()], names=[*GROUP, *columns])


def lengths(column: pa.ChunkedArray, width: int) -> Places:
    """How many items of `width` bytes each list holds."""
    return np.asarray(pc.binary_length(column).fill_null(0)).astype(np.int64) // width


def numbers_of(column: pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    """All numbers of 4 bytes, little endian, list by list."""
    return _bytes(column).view("<u4").astype(np.uint32)


def ipv4_in(column: pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    """All IPv4 addresses as numbers, list by list."""
    return _bytes(column).view(">u4").astype(np.uint32)


def words_in(column: pa.ChunkedArray, width: int) -> npt.NDArray[np.uint64]:
    """All members of `width` bytes as rows of 8-byte words, filled up with zeros."""
    data = _bytes(column).reshape(-1, width)
    if width % 8:
        data = np.concatenate([data, np.zeros((len(data), 8 - width % 8), np.uint8)], axis=1)
    return np.ascontiguousarray(data).view(">u8").astype(np.uint64)


def repeated(rows: pa.Table, row: Places) -> pa.DictionaryArray:
    """The family of each entry; `row` says in which set row each lies."""
    names = pc.split_pattern(_text(rows.column("names")), JOINT).combine_chunks()
    names = names.chunk(0) if isinstance(names, pa.ChunkedArray) else names
    which = numbers_of(rows.column("families"))
    none = which == NONE
    place = np.asarray(names.offsets)[row] + np.where(none, 0, which)
    flat = names.values.dictionary_encode()
    place = np.where(none, 0, place).astype(np.int64)
    if not len(flat):
        return pa.DictionaryArray.from_arrays(pa.nulls(len(row), pa.int32()), pa.array([], pa.string()))
    return pa.DictionaryArray.from_arrays(
        pa.array(np.asarray(flat.indices)[place].astype(np.int32), mask=none), flat.dictionary
    )


def _gathered(part: Flat) -> pa.Table:
    entries = len(part.times)
    number = part.group.number
    first = np.ones(entries, np.bool_)
    np.not_equal(number[1:], number[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    group = np.cumsum(first) - 1
    four = np.asarray(part.ipv4.is_valid())
    other = np.asarray(part.member.is_valid())
    unknown = ~four & ~other
    # The lists name IPv4 addresses before what sorts below them, and unknown members last, as they do already.
    rank = np.where(four, 0, np.where(unknown, 2, 1))
    order: Places | slice = slice(None)
    if (np.diff(group * 3 + rank) < 0).any():
        order = np.argsort(group * 3 + rank, kind="stable")
    network = _numbers(part.network)
    name_of, family = _families(part.family, group, len(starts))
    sums = np.add.reduceat(part.times, starts) if entries else np.zeros(0, np.int64)
    wide = _lists(_filled(part.member), other, group, len(starts), SLOT if part.unit.slot_minutes else KEY)
    nothing = pa.array([b""] * len(starts), pa.binary())
    columns = {
        "rows": pa.array(sums, pa.int64()),
        "unknown": pa.array(np.bincount(group, part.times * unknown, len(starts)).astype(np.int64)),
        "ipv4": _lists(
            np.asarray(part.ipv4.fill_null(0)).astype(">u4").view(np.uint8).reshape(-1, 4), four, group, len(starts), 4
        ),
        "keys": nothing if part.unit.slot_minutes else wide,
        "slots": wide if part.unit.slot_minutes else nothing,
        "times": _packed(part.times[order], group, len(starts)),
        "networks": _packed(network[order], group, len(starts)),
        "families": _packed(family[order], group, len(starts)),
        "names": name_of,
    }
    day, target, origin, kind, tags = part.group.decode(number[starts])
    unit = pa.DictionaryArray.from_arrays(np.zeros(len(starts), np.int32), [part.unit.value])
    fixed = {
        "day": day.dictionary_decode(),
        "target_country": target,
        "origin_country": origin,
        "unit": unit,
        "kind": kind,
        "tags": tags,
    }
    named = {**fixed, **columns}
    return pa.table([named[name] for name in ROWS.names], names=ROWS.names)


def _families(family: pa.DictionaryArray, group: Places, groups: int) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """The names of each group joined, and which of them each entry has. The dictionary is sorted."""
    distinct = len(family.dictionary)
    index = np.asarray(family.indices.fill_null(distinct)).astype(np.int64)
    width = distinct + 1
    both, rank = used((group * width + index).astype(np.uint64), groups * width)
    of_group, name = np.divmod(both.astype(np.int64), width)
    offsets = np.searchsorted(of_group, np.arange(groups + 1))
    # An entry without a family is the last of its group, so it shifts no other.
    named = name < distinct
    kept = np.concatenate([[0], np.cumsum(named)])[offsets].astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(kept), family.dictionary.take(pa.array(name[named])))
    place = rank.astype(np.int64) - offsets[group]
    return pc.binary_join(lists, JOINT), np.where(index == distinct, NONE, place)


def _numbers(network: pa.DictionaryArray) -> npt.NDArray[np.int64]:
    values = np.append(np.asarray(network.dictionary.cast(pa.int64())), NONE)
    return np.asarray(values[np.asarray(network.indices.fill_null(len(network.dictionary)))], np.int64)


def _filled(member: pa.Array) -> npt.NDArray[np.uint8]:
    offsets = member.buffers()[1]
    first, last = np.frombuffer(offsets, np.int32)[[member.offset, member.offset + len(member)]]
    return np.frombuffer(member.buffers()[2], np.uint8)[first:last] if last > first else np.zeros(0, np.uint8)


def _packed(values: npt.NDArray[np.int64], group: Places, groups: int) -> pa.Array:
    data = np.ascontiguousarray(values.astype("<u4"))
    return _binary(data.view(np.uint8), np.bincount(group, minlength=groups) * 4)


def _lists(
    data: npt.NDArray[np.uint8], wanted: npt.NDArray[np.bool_], group: Places, groups: int, width: int
) -> pa.Array:
    """The wanted items, list by list; `data` holds them all, or only the wanted ones where it is flat."""
    items = data[wanted] if data.ndim == 2 else data
    return _binary(np.ascontiguousarray(items).reshape(-1), np.bincount(group[wanted], minlength=groups) * width)


def _binary(data: npt.NDArray[np.uint8], sizes: Places) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    buffers = [None, pa.py_buffer(offsets.astype(np.int32).tobytes()), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.binary(), len(sizes), buffers)


def _bytes(column: pa.ChunkedArray) -> npt.NDArray[np.uint8]:
    """The bytes of all lists, one after the other."""
    parts = [_filled(chunk) for chunk in column.chunks if len(chunk)]
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.uint8), *parts])


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
