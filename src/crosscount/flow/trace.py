"""Trace: from a record id back to the observation, the file, the line and the publisher."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels import ip
from crosscount.model.provenance import TableAt
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["Trace", "plain_values", "trace"]

ADDRESSES = ("client_ip", "server_ip", "answer_ip", "origin_ip", "target_ip")
HIDDEN = ("record", "snapshot", "record_no", "source", "indicator", "inputs")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one record stands."""

    record: str  # 32 hex digits
    record_no: int  # counted from 1 in the file
    file: str
    member: str | None  # inside an archive
    sha256: str  # of the file's bytes, under which `raw` keeps them
    source: str
    publisher: str
    licence: str
    facts: Mapping[str, Any]  # the observation, addresses as text


def trace(records: Collection[bytes], *, settings: Settings) -> dict[bytes, Trace]:
    """The traces of record ids; an id that the store does not know is absent."""
    wanted = [record for record in set(records) if record]
    if not wanted:
        return {}
    prefixes = {record[:8].hex() for record in wanted}
    snapshots = {
        row["snapshot"][:16]: row
        for row in lake.read(lake.at(settings.store, "snapshots")).to_pylist()
        if row["snapshot"][:16] in prefixes and row["state"] == "ingested"
    }
    observations = lake.at(settings.store, "observations")
    near = TableAt(observations.table, observations.version, observations.files)
    rows = lake.read(near, None, pc.field("record").isin(pa.array(wanted, pa.binary())))
    out = {}
    for row in rows.to_pylist():
        file = snapshots.get(row["record"][:8].hex())
        if file is not None:
            out[row["record"]] = Trace(
                record=row["record"].hex(),
                record_no=row["record_no"],
                file=file["name"],
                member=file["member"],
                sha256=file["sha256"],
                source=row["source"],
                publisher=file["publisher"],
                licence=file["licence"],
                facts=plain_values(row),
            )
    return out


def plain_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a reader: nulls and ids left out, addresses and times as text."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or value == "" or name in HIDDEN:
            continue
        if name in ADDRESSES:
            value = ip.text(pa.array([value], pa.binary()))[0].as_py()
        elif isinstance(value, datetime):
            value = value.isoformat()
        elif isinstance(value, bytes):
            value = value.hex()
        out[name] = value if isinstance(value, (str, int)) else str(value)
    return out
