"""A store with hand-made observations, so that concluding can be tested without files and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pyarrow as pa

from crosscount.kernels.cleaning import ip
from crosscount.kernels.cleaning.digest import record_ids
from crosscount.model.tables import OBSERVATIONS, THREATS
from crosscount.settings import Settings
from crosscount.store import commit, lake, staging

__all__ = ["observations", "put", "threats"]

ADDRESSES = ("client_ip", "server_ip", "answer_ip")
TIMES = ("observed_at", "valid_from", "valid_to")


def instant(text: str) -> datetime:
    """ "2014-03-19 10:00" or "2014-03-19", UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def observations(rows: Iterable[Mapping[str, Any]], snapshot: str = "one") -> pa.RecordBatch:
    """Rows of `observations`; addresses and times as text, the record from the snapshot and the position (or `no`)."""
    rows = list(rows)
    digest = sha256(snapshot.encode()).hexdigest()
    numbers = pa.array([row.get("no", place) for place, row in enumerate(rows, 1)], pa.int64())
    columns: dict[str, Any] = {"record": record_ids(digest, numbers), "record_no": numbers}
    for field in OBSERVATIONS:
        if field.name in columns:
            continue
        values = [row.get(field.name) for row in rows]
        if field.name in ADDRESSES:
            columns[field.name] = ip.parse(pa.array(values, pa.string())).values
        elif field.name in TIMES:
            columns[field.name] = pa.array([instant(value) if value else None for value in values], field.type)
        else:
            usual = {"source": "test", "snapshot": digest, "time_basis": "event", "times": 1}.get(field.name)
            columns[field.name] = pa.array([usual if value is None else value for value in values], field.type)
    return pa.RecordBatch.from_arrays([columns[field.name] for field in OBSERVATIONS], schema=OBSERVATIONS)


def put(settings: Settings, rows: Iterable[Mapping[str, Any]], snapshot: str = "one") -> None:
    """Append rows as ingest does: one transaction a snapshot."""
    batch = observations(rows, snapshot)
    staged = staging.write(settings.store, "observations", [batch])
    commit.append(settings.store, "observations", staged, transaction=f"test:{snapshot}")


def threats(settings: Settings, *columns: str) -> Sequence[Any]:
    """The rows of `threats` as tuples of these columns (all if none), addresses as text, sorted."""
    table = lake.read(lake.at(settings.store, "threats"))
    names = columns or tuple(THREATS.names)
    out = []
    for name in names:
        column = table.column(name).combine_chunks()
        out.append((ip.text(column) if name.endswith("_ip") else column).to_pylist())
    return sorted(zip(*out, strict=True), key=repr)
