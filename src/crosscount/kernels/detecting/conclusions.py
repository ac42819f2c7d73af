"""Conclusions put together from columns, one for each row and family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.match import Matches
from crosscount.model.detector import CONCLUSIONS
from crosscount.model.kinds import Kind

__all__ = ["conclusions", "first_of_each", "matched", "measurements"]


def conclusions(rows: pa.RecordBatch | pa.Table, kind: Kind, rule: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """A conclusion a row; record, source and time are the row's own, what `columns` leaves out is null."""
    length = rows.num_rows
    fixed = {"kind": pa.repeat(kind.value, length), "rule": pa.repeat(rule, length), "tags": pa.repeat("", length)}
    own = {name: rows.column(name) for name in ("record", "source", "observed_at") if name not in columns}
    given = {**fixed, **own, **columns}
    return pa.table([given.get(field.name, pa.nulls(length, field.type)) for field in CONCLUSIONS], schema=CONCLUSIONS)


def matched(rows: pa.RecordBatch, matches: Matches) -> tuple[pa.RecordBatch, dict[str, pa.Array]]:
    """The rows that were matched, once for each family, and what every conclusion from a listing says."""
    family, record = (matches.listings.column(name).combine_chunks() for name in ("family", "record"))
    return rows.take(matches.rows), {"family": family, "indicator": record}


def first_of_each(found: Sequence[tuple[pa.Array, pa.Table]]) -> pa.Table:
    """Of the conclusions from the same row (position, table) and family the first, in the order of `found`."""
    table = pa.concat_tables([CONCLUSIONS.empty_table(), *(table for _, table in found)]).combine_chunks()
    if sum(1 for _, part in found if part.num_rows) < 2:
        return table
    rows = np.concatenate([np.asarray(rows, dtype=np.int64) for rows, _ in found])
    families = pc.dictionary_encode(table.column("family"), null_encoding="encode").combine_chunks().indices
    codes = np.asarray(families, dtype=np.int64)
    _, first = np.unique(rows * (int(codes.max()) + 1) + codes, return_index=True)
    return table.take(pa.array(np.sort(first)))


def measurements(columns: Mapping[str, npt.NDArray[np.generic]]) -> pa.Array:
    """A JSON object for each row, for the column `measured`: to three decimals, without what is not known (NaN)."""
    out = []
    for values in zip(*(np.asarray(column, np.float64).tolist() for column in columns.values()), strict=True):
        rounded = {name: round(value, 3) for name, value in zip(columns, values, strict=True) if value == value}
        out.append(orjson.dumps({k: int(v) if v.is_integer() else v for k, v in rounded.items()}).decode())
    return pa.array(out, pa.string())
