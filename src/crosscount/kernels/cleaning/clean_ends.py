"""Rules that choose by another field: which end of a record an address belongs to.

A feed of many kinds of events has one column for "the address concerned". Whether that address opened the connection
or answered it depends on the kind of event, so the field of either end asks a field that says the end.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.clean_combine import first_of
from crosscount.kernels.cleaning.once import once
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["matching", "only_if", "told_or", "turned"]


def only_if(chooser: Field, value: str, field: Field, *, faults_everywhere: bool = False) -> Field:
    """The field where `chooser` gives `value`, else null; with `faults_everywhere` its faults count in every row."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        result = field.rule(batch, context)
        if result.failed is None and columns.is_empty(result.values):
            return result
        here = _chosen(chooser.rule(batch, context).values, value)
        failed = result.failed
        if failed is not None and not faults_everywhere:
            both = failed.fill_null(False).to_numpy(zero_copy_only=False) & here
            failed = pa.array(both) if both.any() else None
        return Column(columns.nulls(result.values, ~here), failed, result.named)

    uses = tuple(dict.fromkeys((*chooser.uses, *field.uses)))
    return Field(once(rule), field.reason, field.expected, field.column, uses=uses)


def _chosen(values: pa.Array, value: str) -> columns.Mask:
    return np.asarray(pc.equal(values, value).fill_null(False).to_numpy(zero_copy_only=False), np.bool_)


def matching(text: Field, pattern: str, value: str) -> Field:
    """`value` where the text of a field matches a regular expression (RE2), null elsewhere; never a fault."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = text.rule(batch, context).values.dictionary_encode()
        hits = pc.match_substring_regex(encoded.dictionary, pattern).take(encoded.indices).fill_null(False)
        return Column(columns.nulls(pa.repeat(str(value), len(hits)), ~hits.to_numpy(zero_copy_only=False)))

    return Field(once(rule), Reason.BAD_TEXT, "text", uses=text.uses)


def turned(way: Field, backward: str, field: Field, other: Field, *, required: bool = False) -> Field:
    """The field, or the `other` end's where `way` gives `backward`; faults are those of the field's own column.

    Both ends are filled like this, so a fault of the other column is noted by the other end.
    """

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        own = field.rule(batch, context)
        ways = way.rule(batch, context).values
        if columns.is_empty(ways):
            return own
        back = pa.array(_chosen(ways, backward))
        if not back.true_count:
            return own
        return Column(pc.if_else(back, other.rule(batch, context).values, own.values), own.failed)

    uses = tuple(dict.fromkeys((*way.uses, *field.uses, *other.uses)))
    return Field(once(rule), field.reason, field.expected, field.column, required, uses)


def told_or(told: Field, field: Field) -> Field:
    """What the record tells outright, else the field; a fault is named by the column of the field."""
    return first_of(replace(told, column=None), field)
