"""The tables of the store: schema, partitions, and the columns whose bounds are kept for each file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from crosscount.errors import StoreError
from crosscount.model import tables

__all__ = ["TABLES", "TableSpec", "folder", "spec"]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One Delta table. Its Parquet files carry every column but the partition columns."""

    name: str
    schema: pa.Schema
    partition_by: tuple[str, ...]
    bounded: tuple[str, ...]  # columns of which each file's smallest and largest value stand in the Delta log
    sized_by: tuple[str, ...] = ()  # binary columns whose bytes, not the number of rows, fill a row group
    indexed: tuple[str, ...] = ()  # columns whose bounds are kept for each row group; () for all
    encodings: Mapping[str, str] = field(default_factory=dict)  # Parquet encodings of columns without a dictionary

    @property
    def file_schema(self) -> pa.Schema:
        """The columns inside a Parquet file."""
        return pa.schema([field for field in self.schema if field.name not in self.partition_by])


_COUNTED_UP = {"record": "DELTA_BYTE_ARRAY", "record_no": "DELTA_BINARY_PACKED"}  # prefixes and steps
# Times come in order; of the others there are so many that a dictionary of them would be built for nothing.
_MANY = {
    **dict.fromkeys(("observed_at", "bytes_out", "bytes_in"), "DELTA_BINARY_PACKED"),
    **dict.fromkeys(("client_ip", "client_port", "duration"), "PLAIN"),
}

_SPECS = (
    TableSpec(
        "observations",
        tables.OBSERVATIONS,
        ("seen",),
        ("source", "snapshot", "record_no", "observed_at", "valid_from", "valid_to"),
        encodings=_COUNTED_UP | _MANY,
        indexed=("record", "snapshot", "record_no", "observed_at", "stated", "valid_from", "valid_to"),
    ),
    TableSpec("set_aside", tables.SET_ASIDE, (), ("source", "snapshot", "record_no"), encodings=_COUNTED_UP),
    TableSpec(
        "threats",
        tables.THREATS,
        ("day",),
        ("kind", "source", "observed_at", "edition", "asn_edition"),
        encodings={"record": "DELTA_BYTE_ARRAY", "observed_at": "DELTA_BINARY_PACKED", "target_ip": "PLAIN"},
        indexed=("kind", "record", "observed_at", "origin_country", "target_country"),
    ),
    TableSpec(
        "sets",
        tables.SETS,
        ("day", "inputs"),
        ("unit", "kind"),
        sized_by=("ipv4", "keys", "slots"),
        encodings=dict.fromkeys(("ipv4", "keys", "slots", "times", "networks", "families"), "PLAIN"),
        indexed=("target_country", "origin_country", "unit", "kind"),
    ),
    TableSpec(
        "snapshots", tables.SNAPSHOTS, (), ("snapshot", "sha256", "source", "first_at", "last_at", "ingested_at")
    ),
    TableSpec("ledger", tables.LEDGER, ("kind",), ("id", "at")),
)

TABLES: dict[str, TableSpec] = {one.name: one for one in _SPECS}


def spec(table: str) -> TableSpec:
    """The table of that name; StoreError if the store has none."""
    if table not in TABLES:
        raise StoreError(f"the store has no table '{table}' (there are: {', '.join(TABLES)})")
    return TABLES[table]


def folder(root: Path, table: str) -> Path:
    """Where the table lies."""
    return root / spec(table).name
