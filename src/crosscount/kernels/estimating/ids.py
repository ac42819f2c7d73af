"""Ids that contradict themselves: one id in several places at once, and ids that begin where another ended.

An estimate takes an id for one machine. Copies of one machine, made with its id, are several; and a machine that draws
a new id as it starts again is one under several ids. Both can be seen, though not always: copies as they turn up in
turn in networks between which no machine moves so fast, new ids as they begin at the address where another id was
seen for the last time. The first are machines of their own in each network then, the second one machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["LIVES", "TORN", "at_once", "lives", "succeeded", "told_apart"]

HOUR = 3_600_000_000  # microseconds
CHANGES, SPAN = 3, 2 * HOUR  # changes of network within this time that one machine does not make: a trip makes two
SOON = 24 * HOUR  # within which an id begins where another ended
TWICE = 2  # times at several places at once from which on an id is of several machines
UNLIKELY = 3.0  # standard deviations beyond chance from which on ids that follow each other are one machine
TORN = pa.schema([("bot", pa.string()), ("network", pa.string()), ("torn", pa.int64())])

# One row a bot id: when and where it was seen first and last, in microseconds of UTC.
LIVES = pa.schema(
    [
        ("bot", pa.string()),
        ("first", pa.int64()),
        ("first_address", pa.binary()),
        ("last", pa.int64()),
        ("last_address", pa.binary()),
    ]
)


def at_once(named: pa.Table) -> pa.Table:
    """How often a bot id was in several networks at once: a table of TORN, from its moments, in any order.

    Each time is one at which it changed its network three times within two hours.
    """
    bot, network = (named.column(name).combine_chunks().dictionary_encode() for name in ("bot", "network"))
    who, where, at = bot.indices.to_numpy(), network.indices.to_numpy(), named.column("at").to_numpy()
    order = np.lexsort((where, at, who))
    who, where, at = who[order], where[order], at[order]
    begins = np.flatnonzero(np.append(True, (who[1:] != who[:-1]) | (where[1:] != where[:-1]))[: len(who)])
    ends = np.append(begins[1:], len(who))[: len(begins)] - 1
    stays = max(0, len(begins) - CHANGES)
    start, end = begins[:stays], begins[len(begins) - stays :]
    torn = start[(who[start] == who[end]) & (at[end] - at[ends[:stays]] <= SPAN)]
    found = pa.table(
        {"bot": bot.dictionary.take(pa.array(who[torn])), "network": network.dictionary.take(pa.array(where[torn]))}
    )
    counted = found.group_by(["bot", "network"]).aggregate([([], "count_all")])
    return counted.rename_columns(TORN.names).cast(TORN)


def lives(named: pa.Table) -> pa.Table:
    """When and where each bot id was seen first and last: a table of LIVES, from its moments, in any order."""
    parts = {"bot": named.column("bot")}
    for end in ("first", "last"):
        parts |= {end: named.column("at"), f"{end}_address": named.column("address")}
    return _ends(pa.table(parts))


def succeeded(parts: Sequence[pa.Table]) -> tuple[pa.Table, int]:
    """Bot ids that follow another, with the id that stands for their machine (`bot`, `machine`); and how many they are.

    None where chance explains as many: did nothing bind two ids of an address, as many would begin on the second day
    after one ends as on the first.
    """
    seen = _ends(pa.concat_tables([LIVES.empty_table(), *parts]))
    number = pa.array(np.arange(seen.num_rows))
    pairs = pa.table({"address": seen.column("last_address"), "old": number, "last": seen.column("last")}).join(
        pa.table({"address": seen.column("first_address"), "new": number, "first": seen.column("first")}),
        "address",
        join_type="inner",
    )
    old, new = (pairs.column(name).to_numpy() for name in ("old", "new"))
    gap = pairs.column("first").to_numpy() - pairs.column("last").to_numpy()
    after = _nearest(old, new, gap, (gap > 0) & (gap <= SOON))
    later = (gap > SOON) & (gap <= 2 * SOON) & ~np.isin(old, after[0]) & ~np.isin(new, after[1])
    chance = len(_nearest(old, new, gap, later)[0])
    none = pa.table({"bot": pa.array([], pa.string()), "machine": pa.array([], pa.string())})
    if len(after[0]) - chance <= UNLIKELY * np.sqrt(len(after[0]) + chance):
        return none, 0
    machine = np.arange(seen.num_rows)
    machine[after[1]] = after[0]
    while (machine[machine] != machine).any():  # those that follow one that follows
        machine = machine[machine]
    names = seen.column("bot")
    return pa.table({"bot": names.take(pa.array(after[1])), "machine": names.take(pa.array(machine[after[1]]))}), len(
        after[0]
    )


def told_apart(bots: pa.Table, followed: pa.Table) -> tuple[pa.Array, int]:
    """The machine of each row (columns of TORN) as far as ids tell, and how many ids are of several machines.

    `followed` is what `succeeded` found. An id that was in several networks at once is one machine in each of them.
    """
    bot = bots.column("bot").combine_chunks()
    known = pc.index_in(bot, followed.column("bot").combine_chunks())
    machine = pc.coalesce(followed.column("machine").combine_chunks().take(known), bot)
    code = machine.dictionary_encode()
    times = np.bincount(code.indices.to_numpy(), bots.column("torn").to_numpy(), len(code.dictionary))
    several = pa.array(times >= TWICE)
    each = pc.binary_join_element_wise(machine, bots.column("network").combine_chunks(), "\x1f")
    return pc.if_else(several.take(code.indices), each, machine), int(pc.sum(several).as_py() or 0)


def _nearest(
    old: NDArray[np.int64], new: NDArray[np.int64], gap: NDArray[np.int64], kept: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of the pairs that are kept those next in time, each id at most once as the old one and once as the new one."""
    old, new, gap = old[kept], new[kept], gap[kept]
    for one in (0, 1):
        order = np.lexsort((old, new, gap))
        old, new, gap = old[order], new[order], gap[order]
        first = np.sort(np.unique((old, new)[one], return_index=True)[1])
        old, new, gap = old[first], new[first], gap[first]
    return old, new


def _ends(seen: pa.Table) -> pa.Table:
    """The first and the last of the rows of each id."""
    out = []
    for end, order in (("first", "ascending"), ("last", "descending")):
        address = f"{end}_address"
        rows = seen.select(["bot", end, address]).sort_by([("bot", "ascending"), (end, order), (address, "ascending")])
        code = rows.column("bot").combine_chunks().dictionary_encode().indices.to_numpy()
        out.append(rows.filter(pa.array(np.append(True, code[1:] != code[:-1])[: len(code)])))
    first, last = out
    return (
        first.append_column("last", last.column("last"))
        .append_column("last_address", last.column("last_address"))
        .cast(LIVES)
    )
