"""What a question makes of pairs: narrowed, and told apart by one text a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ASKED", "SEPARATOR", "asked"]

SEPARATOR = "\x1f"
ASKED = pa.schema([("group", pa.string()), ("member", pa.binary()), ("counted", pa.bool_()), ("rows", pa.int64())])


def asked(pairs: pa.Table, by: Sequence[str], where: Mapping[str, str]) -> pa.Table:
    """The pairs of `distinct.PAIRS` whose dimensions, null as "", have the values of `where`, each once.

    `group` is the values of `by`, joined by 0x1f; `counted` is true if any of them was.
    """
    for name, value in where.items():
        pairs = pairs.filter(pc.equal(_text(pairs.column(name)), value))
    texts = [_text(pairs.column(name)) for name in by]
    group = pc.binary_join_element_wise(*texts, SEPARATOR) if texts else pa.repeat("", pairs.num_rows)
    columns = [group, pairs.column("member"), pairs.column("counted"), pairs.column("rows")]
    keyed = pa.table([_array(column) for column in columns], schema=ASKED)
    united = keyed.group_by(["group", "member"]).aggregate([("counted", "any"), ("rows", "sum")])
    return united.rename_columns(ASKED.names).cast(ASKED)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.cast(column, pa.string()), "")


def _array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
