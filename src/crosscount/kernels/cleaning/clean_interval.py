"""Rules for the interval in which a list says that its entry was alive.

A list names an entry's first and last sighting. Without a last one the record is a sighting at the first: both ends of
the interval are then null, and how long it counts is for the settings to say.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["just_before", "valid_from", "valid_to"]


def valid_from(first: Field, last: Field) -> Field:
    """`first` where `last` is given, else null; faults of `first` are left to the field of observed_at."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        open_ended = ~columns.present(last.rule(batch, context).values)
        return Column(columns.nulls(first.rule(batch, context).values, open_ended))

    return Field(rule, first.reason, first.expected, first.column)


def valid_to(first: Field, last: Field) -> Field:
    """`last`; a fault if it is before `first`."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        end = last.rule(batch, context)
        backward = pc.fill_null(pc.less(end.values, first.rule(batch, context).values), False)
        failed = backward if end.failed is None else pc.or_(backward, end.failed)
        return Column(end.values, failed)

    return Field(rule, Reason.BAD_TIME, f"{last.expected}, not before '{first.column}'", last.column)


def just_before(end: Field) -> Field:
    """The last microsecond before `end`, for publishers who say from when on an entry counts no more."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        column = end.rule(batch, context)
        earlier = pc.subtract(column.values, pa.scalar(1, pa.duration("us")))
        return Column(earlier, column.failed, column.named)

    return Field(rule, end.reason, end.expected, end.column, end.required, end.uses)
