"""How long addresses last: on how many days of the whole window each was seen, which is known of all addresses.

The hours of an address in a day hardly tell how long a machine lives. Of addresses that last they are told by the days
on which an address is seen; where machines get a new address with every session, by nothing. So networks in which
addresses last and others are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crosscount.kernels.estimating.sightings import ADDRESSES, BOTS, NETWORKS, STAYS, Day

__all__ = ["LASTING_BOTS", "LASTING_NETWORKS", "lasting", "with_stays"]

# Distinct addresses of the window and the logarithm of their days, summed over their days; of a machine with an id,
# its parts in both.
LASTING_NETWORKS = pa.schema([*NETWORKS, ("distinct", pa.int64()), ("log_days", pa.float64())])
LASTING_BOTS = pa.schema([*BOTS, ("distinct_parts", pa.float64()), ("log_parts", pa.float64())])


def with_stays(days: Sequence[Day], networks: pa.Table, bots: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Sums of NETWORKS and of BOTS over the window, with what the days of each address add to them."""
    every = pa.concat_tables([ADDRESSES.empty_table(), *(day.addresses for day in days)])
    seen = every.group_by(ADDRESSES.names).aggregate([([], "count_all")]).rename_columns([*ADDRESSES.names, "days"])
    number = seen.column("days").to_numpy().astype(float)
    of_all = {"network": seen.column("network"), "distinct": np.ones(len(number), np.int64)}
    of_all["log_days"] = number * np.log(number)
    parts = pa.concat_tables([STAYS.empty_table(), *(day.stays for day in days)])
    keys = STAYS.names[:3]
    own = parts.group_by(keys).aggregate([("part", "sum")]).rename_columns(STAYS.names).join(seen, ADDRESSES.names)
    part, number = own.column("part").to_numpy(), own.column("days").to_numpy().astype(float)
    of_bots = {"bot": own.column("bot"), "network": own.column("network")}
    of_bots |= {"distinct_parts": part / number, "log_parts": part * np.log(number)}
    return (
        _joined(networks, pa.table(of_all), ["network"], LASTING_NETWORKS),
        _joined(bots, pa.table(of_bots), ["bot", "network"], LASTING_BOTS),
    )


def lasting(networks: pa.Table) -> NDArray[np.bool_]:
    """The networks whose addresses last longest and have half of all (address, day); one element a row."""
    days = networks.column("addresses").to_numpy().astype(float)
    longest = np.argsort(-days / np.maximum(networks.column("distinct").to_numpy(), 1), kind="stable")
    found = np.zeros(len(days), bool)
    found[longest] = np.cumsum(days[longest]) <= days.sum() / 2
    return found


def _joined(table: pa.Table, added: pa.Table, keys: list[str], schema: pa.Schema) -> pa.Table:
    """The table with the sums of what is added by keys, in the order of its keys."""
    values = [name for name in added.column_names if name not in keys]
    sums = added.group_by(keys).aggregate([(name, "sum") for name in values]).rename_columns([*keys, *values])
    joined = table.join(sums, keys).sort_by([(key, "ascending") for key in keys])
    for name in values:
        place = joined.schema.get_field_index(name)
        joined = joined.set_column(place, name, pc.fill_null(joined.column(name), 0))
    return joined.select(schema.names).cast(schema)
