"""Threat rows → rows of `sets`: the distinct members of each day, unit, kind, country pair and tags.

Everything that tells two members apart becomes one number a threat row (kernels.counting.coded); sorted, equal numbers
lie together, and each run of them is a member.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.coded import (
    Coded,
    Numbers,
    addresses,
    bytes_of,
    combined,
    compacted,
    ordered,
    scattered,
)
from crosscount.kernels.counting.days import day_of
from crosscount.kernels.counting.lists import ROWS, Flat, exploded, gathered
from crosscount.kernels.counting.members import MINUTE, member_columns, slot_ends, text_key_dictionary
from crosscount.model.figure import Side, Unit

__all__ = ["DICTIONARIES", "columns_for", "daily_sets", "united"]

GROUP = ("target_country", "origin_country", "kind", "tags")
CODED = (*GROUP, "family")
DICTIONARIES = (*CODED, "origin_ip", "host", "page", "site")  # few values repeat, so one is hashed or read but once
Places = npt.NDArray[np.int64]


def columns_for(units: Iterable[Unit]) -> list[str]:
    """The columns of `threats` that `daily_sets` reads for these units."""
    names = {*CODED, "observed_at", "origin_asn", "target_asn"}
    for unit in units:
        names.update(member_columns(unit))
    return sorted(names)


def daily_sets(rows: pa.RecordBatch | pa.Table, units: Mapping[Unit, Collection[str]], zone: str) -> pa.Table:
    """The set rows: for each unit, those of the rows of its kinds. Text columns may be dictionaries."""
    table = (rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])).combine_chunks()
    if not table.num_rows:
        return ROWS.empty_table()
    coded = {name: ordered(table.column(name)) for name in CODED}
    coded["day"] = _days(day_of(_one(table, "observed_at"), zone))
    coded["group"] = compacted(combined(*(coded[name] for name in ("day", *GROUP))))
    for side in Side:
        coded[side] = compacted(combined(ordered(table.column(f"{side.value}_asn")), coded["family"]))
    every = np.arange(coded["kind"].size, dtype=np.uint64)
    kinds = coded["kind"].decode(every)[0].to_pylist()
    parts: list[Flat] = []
    for wanted, of_kinds in _by_kinds(units).items():
        counted = np.array([name in wanted for name in kinds])
        place = np.flatnonzero(counted[coded["kind"].number.view(np.int64)])
        if len(place):
            parts += _of_units(table, place, of_kinds, coded)
    return gathered(parts)


def united(parts: Iterable[pa.Table]) -> pa.Table:
    """Set rows with every member once a group and in order, `times` added up."""
    table = pa.concat_tables(part.cast(ROWS) for part in parts).combine_chunks()
    out = []
    for unit in sorted(pc.unique(table.column("unit")).to_pylist()):
        rows = exploded(table.filter(pc.equal(table.column("unit"), unit)))
        group = combined(*(ordered(rows.column(name)) for name in ("day", *GROUP)))
        detail = combined(*(ordered(rows.column(name)) for name in ("network", "family")))
        member = _ranked_slots(rows) if Unit(unit).slot_minutes is not None else addresses(_one(rows, "member"))
        out.append(_counted(group, member, detail, Unit(unit), np.asarray(_one(rows, "times"))))
    return gathered(out)


def _by_kinds(units: Mapping[Unit, Collection[str]]) -> dict[frozenset[str], list[Unit]]:
    out: dict[frozenset[str], list[Unit]] = {}
    for unit, kinds in units.items():
        out.setdefault(frozenset(kinds), []).append(unit)
    return out


def _of_units(table: pa.Table, place: Places, units: Sequence[Unit], coded: Mapping[str, Coded]) -> Iterator[Flat]:
    """The members of the units that count the same rows."""
    group, *details = (_at(coded[name], place) for name in ("group", *Side))
    detail = dict(zip(Side, details, strict=True))
    slots = _Slots(table, place) if any(unit.slot_minutes for unit in units) else None
    for unit in units:
        if unit.slot_minutes is not None and slots is not None:
            member = slots.of(unit.slot_minutes)
        else:
            column = _one(table, member_columns(unit)[0])
            member = _at(addresses(text_key_dictionary(column) if unit in (Unit.PAGE, Unit.SITE) else column), place)
        yield _counted(group, member, detail[unit.side], unit, None)


def _days(days: pa.Array) -> Coded:
    """Days as numbers; the way back leads to a dictionary of all from the first to the last."""
    number = np.asarray(days.cast(pa.int32())).astype(np.int64)
    first, last = int(number.min()), int(number.max())
    every = pa.array(np.arange(first, last + 1, dtype=np.int32)).cast(pa.date32())

    def decode(numbers: Numbers) -> list[pa.Array]:
        return [pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), every)]

    return Coded((number - first).view(np.uint64), len(every), decode)


def _at(column: Coded, place: Places) -> Coded:
    return column if len(place) == len(column.number) else Coded(column.number[place], column.size, column.decode)


def _counted(group: Coded, member: Coded, detail: Coded, unit: Unit, weight: Places | None) -> Flat:
    """An entry for each distinct number, with how many threat rows it stands for."""
    # Most entries share a group: its columns are only looked up once for each (lists.gathered).
    whole = combined(Coded(group.number, group.size, lambda numbers: [pa.array(numbers)]), member, detail)
    if weight is None:
        number = np.sort(whole.number)
        first = np.flatnonzero(np.append(True, number[1:] != number[:-1]))
        times = np.diff(np.append(first, len(number)))
    else:
        order = np.argsort(whole.number)
        number = whole.number[order]
        first = np.flatnonzero(np.append(True, number[1:] != number[:-1]))
        times = np.add.reduceat(weight[order], first)
    of_group, ipv4, member_bytes, network, family = whole.decode(number[first])
    groups = Coded(np.asarray(of_group), group.size, group.decode)
    return Flat(unit, groups, ipv4, member_bytes, network, family, times)


class _Slots:
    """(origin, target, slot) of rows as one number, null last where an end is unknown."""

    def __init__(self, table: pa.Table, place: Places) -> None:
        rows = table.select(member_columns(Unit.SLOT_30)).take(pa.array(place))
        origin, target = slot_ends(rows)
        self._known = np.asarray(pc.and_(pc.is_valid(origin), pc.is_valid(target)))
        self._ends = combined(*(compacted(addresses(end)) for end in (origin, target)))
        self._times = np.asarray(_one(rows, "observed_at").cast(pa.int64()))

    def of(self, minutes: int) -> Coded:
        """For slots of that length. The way back builds the 36 bytes."""
        slots = self._times // (minutes * MINUTE)
        first = slots.min()
        slot = Coded((slots - first).astype(np.uint64), int(slots.max() - first) + 1, lambda numbers: [numbers])
        both = combined(self._ends, slot)

        def decode(numbers: Numbers) -> list[pa.Array]:
            some = numbers < both.size
            *keys, number = both.decode(numbers[some])
            return _slot_members(some, keys, number.astype(np.int64) + first)

        return Coded(np.where(self._known, both.number, np.uint64(both.size)), both.size + 1, decode)


def _slot_members(some: npt.NDArray[np.bool_], keys: Sequence[pa.Array], slots: Places) -> list[pa.Array]:
    data = np.zeros((len(slots), 36), np.uint8)
    data[:, :16], data[:, 16:32] = bytes_of(*keys[:2]), bytes_of(*keys[2:])
    data[:, 32:] = slots.astype(">i4").view(np.uint8).reshape(-1, 4)
    return [pa.nulls(len(some), pa.int64()), scattered(data, some)]


def _ranked_slots(rows: pa.Table) -> Coded:
    encoded = ordered(_one(rows, "member"))

    def decode(numbers: Numbers) -> list[pa.Array]:
        return [pa.nulls(len(numbers), pa.int64()), encoded.decode(numbers)[0].dictionary_decode()]

    return Coded(encoded.number, encoded.size, decode)


def _one(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.nulls(0, column.type)])
