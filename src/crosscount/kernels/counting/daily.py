"""Threat rows → rows of `sets`: the distinct members of each day, unit, kind, country pair, network and family."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.days import day_of
from crosscount.kernels.counting.members import member_columns, members
from crosscount.model.figure import Side, Unit
from crosscount.model.tables import SETS

__all__ = ["ROWS", "columns_for", "daily_sets", "united"]

# `sets` without the partition column that only the flow knows.
ROWS = pa.schema([field for field in SETS if field.name != "inputs"])
KEYS = [name for name in ROWS.names if name != "rows"]
SHARED = ("kind", "observed_at", "origin_country", "target_country", "family", "tags")


def columns_for(units: Iterable[Unit]) -> list[str]:
    """The columns of `threats` that `daily_sets` reads for these units."""
    names = {*SHARED, "origin_asn", "target_asn"}
    for unit in units:
        names.update(member_columns(unit))
    return sorted(names)


def daily_sets(batch: pa.RecordBatch, units: Mapping[Unit, Collection[str]], zone: str) -> pa.Table:
    """The set rows of one batch: for each unit, the rows of its kinds. Not yet united with other batches."""
    parts = [ROWS.empty_table()]
    for unit, kinds in units.items():
        rows = batch.filter(pc.is_in(batch.column("kind"), pa.array(sorted(kinds))))
        if rows.num_rows:
            parts.append(_one_unit(rows, unit, zone))
    return united(parts)


def united(parts: Iterable[pa.Table]) -> pa.Table:
    """Set rows with every key once, `rows` added up."""
    table = pa.concat_tables(parts)
    grouped = table.group_by(KEYS).aggregate([("rows", "sum")])
    return grouped.rename_columns([*KEYS, "rows"]).select(ROWS.names).cast(ROWS)


def _one_unit(rows: pa.RecordBatch, unit: Unit, zone: str) -> pa.Table:
    length = rows.num_rows
    columns = {
        "day": day_of(rows.column("observed_at"), zone),
        "unit": pa.repeat(unit.value, length),
        "network": rows.column("origin_asn" if unit.side is Side.ORIGIN else "target_asn"),
        "member": members(rows, unit),
        "rows": pa.repeat(1, length),
    }
    return pa.table([columns[name] if name in columns else rows.column(name) for name in ROWS.names], schema=ROWS)
