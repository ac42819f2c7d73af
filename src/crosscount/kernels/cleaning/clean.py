"""Cleaning: columns as a publisher writes them become columns of observations and set-aside rows.

The functions listed here make the values of a source's `fields`; `clean` applies them. Each takes the publisher's
column name, `absent` (words by which the publisher says "nothing"; empty text always does) and `required` (null is
then a fault). A column that the file lacks is null. Records kept + records set aside = records read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.clean_combine import constant, first_of, from_context, mapped, when
from crosscount.kernels.cleaning.clean_text import escaped, host, lower_text, requested_url, text, url
from crosscount.kernels.cleaning.clean_time import clf_time, day, epoch_seconds, iso_time
from crosscount.kernels.cleaning.clean_value import count, endpoint_ip, endpoint_port, first_ip, integer, ip, port
from crosscount.kernels.cleaning.once import cleaning
from crosscount.kernels.reading import faults
from crosscount.model.source import Cleaned, Column, Field, FileContext, RawBatch, Reason, Source
from crosscount.model.tables import OBSERVATIONS

__all__ = [
    "CLEANED",
    "clean",
    "clf_time",
    "constant",
    "count",
    "day",
    "endpoint_ip",
    "endpoint_port",
    "epoch_seconds",
    "escaped",
    "first_ip",
    "first_of",
    "from_context",
    "host",
    "integer",
    "ip",
    "iso_time",
    "lower_text",
    "mapped",
    "port",
    "requested_url",
    "text",
    "url",
    "when",
]

CLEANED = pa.schema([field for field in OBSERVATIONS if field.name not in ("record", "source", "snapshot")])
_ALWAYS = ("observed_at", "time_basis")  # required whatever the field says
_SUBJECT = "an address, a host or a URL"


def clean(raw: RawBatch, source: Source, context: FileContext) -> Cleaned:
    """Apply the fields of `source` to one batch: what is kept, and the first fault of each record that is not."""
    rows = raw.columns.num_rows
    if not rows:
        faulty = faults.FAULTS.empty_table() if raw.faults is None else pa.Table.from_batches([raw.faults])
        return Cleaned(pa.RecordBatch.from_pylist([], CLEANED), _one(faulty.select(faults.FAULTS.names)))
    first = np.full(rows, -1, np.int64)  # which fault of `found` a record has
    found: list[tuple[str | None, str, str]] = []  # publisher's column, reason, expected
    values: dict[str, pa.Array] = {}
    for name, field, column in _answers(raw.columns, source, context):
        values[name] = column.values
        if column.expected is not None:
            field = replace(field, expected=column.expected)
        if isinstance(column.named, str):
            field = replace(field, column=column.named)
        elif column.named is not None:
            _note_each(first, found, _failed(column), column.named, field)
        _note(first, found, _failed(column), field, field.reason)
        if field.required or name in _ALWAYS:
            _note(first, found, ~columns.present(column.values), field, Reason.MISSING)
    subjects = [columns.present(values[name]) for name in source.subject if name in values]
    lacking = ~np.logical_or.reduce(subjects) if subjects else np.ones(rows, np.bool_)
    _note(first, found, lacking, None, Reason.NO_SUBJECT)
    kept = _kept(raw, source, values, first < 0)
    return Cleaned(kept, _set_aside(raw, first, found))


def _answers(batch: pa.RecordBatch, source: Source, context: FileContext) -> Iterator[tuple[str, Field, Column]]:
    with cleaning(batch):
        for name, field in source.fields.items():
            yield name, field, field.rule(batch, context)


def _one(table: pa.Table) -> pa.RecordBatch:
    batches = table.cast(faults.FAULTS).combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], faults.FAULTS)


def _failed(column: Column) -> columns.Mask | None:
    return None if column.failed is None else column.failed.fill_null(False).to_numpy(zero_copy_only=False)


def _note(
    first: np.ndarray[tuple[int], np.dtype[np.int64]],
    found: list[tuple[str | None, str, str]],
    failed: columns.Mask | None,
    field: Field | None,
    reason: Reason,
) -> None:
    if failed is None:
        return
    new = failed & (first < 0)
    if new.any():
        first[new] = len(found)
        found.append((field.column, reason.value, field.expected) if field else (None, reason.value, _SUBJECT))


def _note_each(
    first: np.ndarray[tuple[int], np.dtype[np.int64]],
    found: list[tuple[str | None, str, str]],
    failed: columns.Mask | None,
    names: pa.Array,
    field: Field,
) -> None:
    """Note the rows that failed, each by the column named for it."""
    for name in [] if failed is None else pc.unique(names.filter(pa.array(failed))).drop_null().to_pylist():
        here = pc.fill_null(pc.equal(names, name), False).to_numpy(zero_copy_only=False)
        _note(first, found, failed & here, replace(field, column=name), field.reason)


def _kept(raw: RawBatch, source: Source, values: dict[str, pa.Array], good: columns.Mask) -> pa.RecordBatch:
    rows = int(good.sum())
    chosen = None if rows == len(good) else pa.array(good)
    arrays = []
    for field in CLEANED:
        if field.name == "record_no":
            column = raw.record_no
        elif field.name in values:
            column = values[field.name]
        elif field.name == "seen":
            column = pa.repeat(source.seen.value, len(good))
        else:
            column = pa.nulls(len(good), field.type)
        if field.name == "times":
            column = pc.fill_null(column, 1)
        if chosen is not None:
            column = column.filter(chosen)
        arrays.append(column if column.type == field.type else column.cast(field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=CLEANED)


def _set_aside(
    raw: RawBatch,
    first: np.ndarray[tuple[int], np.dtype[np.int64]],
    found: list[tuple[str | None, str, str]],
) -> pa.RecordBatch:
    bad = np.flatnonzero(first >= 0)
    shown = np.full(len(bad), None, object)
    for number, (column, _, _) in enumerate(found):
        index = -1 if column is None else raw.columns.schema.get_field_index(column)
        if index < 0:
            continue
        here = np.flatnonzero(first[bad] == number)
        cells = columns.as_bytes(raw.columns.column(index).take(pa.array(bad[here])))
        for row, cell in zip(here, cells.to_pylist(), strict=True):
            shown[row] = None if cell is None else faults.shown(cell)
    which = first[bad]
    own = pa.RecordBatch.from_arrays(
        [
            raw.record_no.take(pa.array(bad)),
            pa.array([fault[0] for fault in found], pa.string()).take(pa.array(which)),
            pa.array(shown.tolist(), pa.string()),
            pa.array([fault[1] for fault in found], pa.string()).take(pa.array(which)),
            pa.array([fault[2] for fault in found], pa.string()).take(pa.array(which)),
        ],
        schema=faults.FAULTS,
    )
    if raw.faults is None or raw.faults.num_rows == 0:
        return own
    both = pa.Table.from_batches([own, raw.faults.select(faults.FAULTS.names).cast(faults.FAULTS)])
    return both.sort_by("record_no").combine_chunks().to_batches()[0]
