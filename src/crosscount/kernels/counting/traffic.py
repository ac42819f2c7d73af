"""Observations of traffic in the shape of threat rows, so that what the sensors saw is counted by the same kernel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.days import day_of
from crosscount.model.kinds import Seen

__all__ = ["COLUMNS", "as_threats", "utc_days"]

COLUMNS = ["seen", "observed_at", "client_ip", "server_ip", "family"]


def utc_days(batch: pa.RecordBatch) -> Iterator[tuple[date, pa.RecordBatch]]:
    """The batch cut by UTC day."""
    days = day_of(batch.column("observed_at"), "UTC")
    for day in sorted(pc.unique(days).to_pylist()):
        yield day, batch.filter(pc.equal(days, pa.scalar(day, pa.date32())))


def as_threats(rows: pa.RecordBatch, clients: pa.RecordBatch, servers: pa.RecordBatch) -> pa.RecordBatch:
    """Client as origin, server as target; `clients` and `servers` are their places. A resolver is no target."""
    lookup = pc.equal(rows.column("seen"), Seen.LOOKUP.value)
    server = pc.if_else(lookup, pa.scalar(None, pa.binary()), rows.column("server_ip"))
    none = pa.nulls(rows.num_rows, pa.string())
    columns = {
        "kind": none,
        "observed_at": rows.column("observed_at"),
        "origin_ip": rows.column("client_ip"),
        "origin_country": clients.column("country").dictionary_decode(),
        "origin_asn": clients.column("asn"),
        "target_ip": server,
        "target_country": pc.if_else(lookup, "ZZ", servers.column("country").dictionary_decode()),
        "target_asn": pc.if_else(lookup, pa.scalar(None, pa.int64()), servers.column("asn")),
        "family": rows.column("family"),
        "tags": none,
    }
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
