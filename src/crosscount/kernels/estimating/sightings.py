"""Threat rows of one UTC day → what an estimate of machines needs of that day.

A *sighting* is a moment at which an address was seen under control, once however many files report it. The memory
that a day takes ends with it: only the rows of machines with an id, and sums for each network, are carried on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crosscount.kernels.estimating import ids

__all__ = ["ADDRESSES", "BOTS", "COLUMNS", "NETWORKS", "STAYS", "Day", "day_of_sightings"]

# What is read of `threats`.
COLUMNS = ("target_ip", "target_asn", "target_country", "observed_at", "bot_id", "family")

# One row a network: sightings, distinct (address, hour) and distinct addresses of the day; the roots and the squares of
# the hours of each address, summed.
NETWORKS = pa.schema(
    [
        ("network", pa.string()),
        ("sightings", pa.int64()),
        ("address_hours", pa.int64()),
        ("addresses", pa.int64()),
        ("root_hours", pa.float64()),
        ("square_hours", pa.int64()),
    ]
)

# One row a bot id and network. A `part` is the machine's share in the sightings of an address and day, 1 where it is
# alone; `root_parts` and `square_parts` are the root and the square of the address's hours by that share, `hour_parts`
# shares in the sightings of an address and hour. So the parts of all machines, did all carry an id, add up to the
# column of NETWORKS, whoever shares or changes an address. `again` over `paired` is the chance that a sighting of a
# machine carries its id: of each sighting with an id, the share with an id among the others of its address and day.
BOTS = pa.schema(
    [
        ("bot", pa.string()),
        ("network", pa.string()),
        ("sightings", pa.int64()),
        ("hours", pa.int64()),
        ("hour_parts", pa.float64()),
        ("parts", pa.float64()),
        ("root_parts", pa.float64()),
        ("square_parts", pa.float64()),
        ("paired", pa.int64()),
        ("again", pa.float64()),
        ("torn", pa.int64()),
    ]
)
# One row a bot id and address, with its part; and one row an address.
STAYS = pa.schema(
    [("bot", pa.string()), ("network", pa.string()), ("address", pa.binary()), ("part", pa.float64())],
)
ADDRESSES = pa.schema([("network", pa.string()), ("address", pa.binary())])
HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True)
class Day:
    """What one day gives: tables of NETWORKS, BOTS, STAYS, ADDRESSES and LIVES, and the addresses of each hour."""

    networks: pa.Table
    bots: pa.Table
    hourly: NDArray[np.int64]  # distinct addresses in each hour that had a sighting
    addresses: pa.Table
    stays: pa.Table
    lives: pa.Table


def day_of_sightings(batches: Iterable[pa.RecordBatch]) -> Day:
    """The day's sums. Rows without an address are left out; the order and split of the batches do not matter."""
    parts = [_moments(batch) for batch in batches]
    moments = pa.concat_tables([_EMPTY, *parts]).group_by(_EMPTY.column_names).aggregate([])
    hour = pa.array(moments.column("at").to_numpy() // HOUR)
    seen = (
        moments.append_column("hour", hour)
        .group_by(["network", "address", "bot", "hour"])
        .aggregate([([], "count_all")])
    )
    cells = seen.rename_columns(["network", "address", "bot", "hour", "sightings"])
    hours = _sum(cells, ["network", "address", "hour"], "sightings")
    days = hours.group_by(["network", "address"]).aggregate([("sightings", "sum"), ([], "count_all")])
    days = days.rename_columns(["network", "address", "sightings", "hours"])
    named = cells.filter(pc.is_valid(cells.column("bot")))
    hourly = hours.group_by("hour").aggregate([([], "count_all")]).sort_by("hour").column("count_all").to_numpy()
    known = moments.filter(pc.is_valid(moments.column("bot")))
    bots, stays = _bots(_shared(named, hours), days, ids.at_once(known))
    return Day(_networks(days), bots, hourly, days.select(ADDRESSES.names), stays, ids.lives(known))


_EMPTY = pa.table(
    {
        "network": pa.array([], pa.string()),
        "address": pa.array([], pa.binary()),
        "bot": pa.array([], pa.string()),
        "at": pa.array([], pa.int64()),
    }
)


def _moments(batch: pa.RecordBatch) -> pa.Table:
    rows = batch.filter(pc.is_valid(batch.column("target_ip")))
    country = pc.fill_null(rows.column("target_country"), "ZZ")
    network = pc.fill_null(rows.column("target_asn").cast(pa.string()), "-")
    bot = rows.column("bot_id")
    named = pc.and_(pc.is_valid(bot), pc.not_equal(bot, ""))
    # Ids are unique within a family only.
    full = pc.binary_join_element_wise(pc.fill_null(rows.column("family"), ""), pc.fill_null(bot, ""), "\x1f")
    columns = {
        "network": pc.binary_join_element_wise(country, network, " "),
        "address": rows.column("target_ip"),
        "bot": pc.if_else(named, full, pa.scalar(None, pa.string())),
        "at": rows.column("observed_at").cast(pa.int64()),
    }
    return pa.table(columns).group_by(list(columns)).aggregate([])


def _sum(table: pa.Table, keys: list[str], *values: str) -> pa.Table:
    grouped = table.group_by(keys).aggregate([(value, "sum") for value in values])
    return grouped.rename_columns([*keys, *values])


def _networks(days: pa.Table) -> pa.Table:
    columns = {
        "network": days.column("network"),
        "sightings": days.column("sightings"),
        "address_hours": days.column("hours"),
        "addresses": pa.array(np.ones(days.num_rows, np.int64)),
        "root_hours": pc.sqrt(days.column("hours")),
        "square_hours": pc.multiply(days.column("hours"), days.column("hours")),
    }
    return _sum(pa.table(columns), ["network"], *NETWORKS.names[1:]).cast(NETWORKS)


def _shared(named: pa.Table, hours: pa.Table) -> pa.Table:
    """The cells of machines with an id, with their share in the sightings of the address in that hour."""
    cells = named.join(hours, ["network", "address", "hour"], right_suffix="_all")
    share = pc.divide(cells.column("sightings").cast(pa.float64()), cells.column("sightings_all").cast(pa.float64()))
    return cells.append_column("hour_parts", share)


def _bots(named: pa.Table, days: pa.Table, torn: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The machines with an id, with what else is seen at their addresses; and their part in each address."""
    pairs = _sum(named, ["bot", "network", "address"], "sightings", "hour_parts").join(
        days, ["network", "address"], right_suffix="_all"
    )
    pairs = pairs.join(
        _sum(pairs.select(["network", "address", "sightings"]), ["network", "address"], "sightings"),
        ["network", "address"],
        right_suffix="_named",
    )
    own, every, known = (
        pairs.column(name).to_numpy().astype(float) for name in ("sightings", "sightings_all", "sightings_named")
    )
    hours = pairs.column("hours").to_numpy()
    others = every - known + own - 1  # sightings beside each of its own, without those that name another machine
    paired = others > 0
    columns = {
        "bot": pairs.column("bot"),
        "network": pairs.column("network"),
        "sightings": pairs.column("sightings"),
        "hour_parts": pairs.column("hour_parts"),
        "parts": pa.array(own / every),
        "root_parts": pa.array(own / every * np.sqrt(hours)),
        "square_parts": pa.array(own / every * hours**2),
        "paired": pa.array(np.where(paired, own, 0).astype(np.int64)),
        "again": pa.array(np.divide(own * (own - 1), others, out=np.zeros(len(own)), where=paired)),
    }
    sums = _sum(pa.table(columns), ["bot", "network"], *(name for name in columns if name not in ("bot", "network")))
    seen = (
        named.group_by(["bot", "network", "hour"])
        .aggregate([])
        .group_by(["bot", "network"])
        .aggregate([([], "count_all")])
    )
    sums = sums.join(seen.rename_columns(["bot", "network", "hours"]), ["bot", "network"])
    sums = sums.join(torn, ["bot", "network"])
    at = sums.schema.get_field_index("torn")
    bots = sums.set_column(at, "torn", pc.fill_null(sums.column("torn"), 0)).select(BOTS.names).cast(BOTS)
    return bots, pairs.append_column("part", columns["parts"]).select(STAYS.names).cast(STAYS)
