"""Labels put together from several columns."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["joined"]


def joined(*fields: Field, separator: str = "/", prefix: str = "") -> Field:
    """The values that are there, in order, after `prefix`; null if none is. Faulty parts are left out, not faults."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        whole = fields[0].rule(batch, context).values
        for field in fields[1:]:  # with nulls to skip, binary_join_element_wise loses rows
            more = field.rule(batch, context).values
            if columns.is_empty(more):
                continue
            whole = pc.coalesce(pc.binary_join_element_wise(whole, more, separator), whole, more)
        return Column(pc.binary_join_element_wise(pa.scalar(prefix), whole, "") if prefix else whole)

    uses = tuple(dict.fromkeys(name for field in fields for name in field.uses))
    return Field(rule, Reason.BAD_TEXT, "text", fields[0].column, uses=uses)
