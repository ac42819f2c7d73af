"""Rules made of other rules, of the file's context, or of nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.once import once
from crosscount.model.source import Column, Field, FileContext, Reason
from crosscount.model.tables import TIME

__all__ = ["constant", "first_of", "from_context", "mapped", "when"]


def constant(value: str | int) -> Field:
    """The same value for every record."""
    plain = str(value) if isinstance(value, str) else value

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return Column(pa.repeat(plain, batch.num_rows))

    return Field(once(rule), Reason.BAD_SHAPE, f"always {plain}")


def from_context(what: Literal["day", "family", "site"], *, required: bool = False) -> Field:
    """What is known of the file: its day (the first microsecond UTC), its family or its site."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        if what == "day":
            day = context.day
            first = None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
            return Column(pa.repeat(pa.scalar(first, TIME), batch.num_rows))
        known = context.family if what == "family" else context.site
        return Column(pa.repeat(pa.scalar(known, pa.string()), batch.num_rows))

    reason = {"day": Reason.BAD_TIME, "family": Reason.BAD_TEXT, "site": Reason.BAD_HOST}[what]
    return Field(once(rule), reason, f"the {what} of the file", None, required, (what,))


def mapped(
    column: str,
    table: Mapping[str, str],
    *,
    otherwise: str | None = None,
    absent: Sequence[str] = (),
    required: bool = False,
) -> Field:
    """A publisher's word, any case, as one of ours; one that `table` lacks is `otherwise`, or a fault if that is None.

    Keys of `table` are lower case.
    """
    words = {key.casefold().encode(): str(value) for key, value in table.items()}
    keys, ours = pa.array(list(words), pa.binary()), pa.array(list(words.values()), pa.string())

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        given = columns.raw(batch, column, absent)
        if columns.is_empty(given):
            return Column(pa.nulls(len(given), pa.string()))
        texts = columns.as_text(given)
        values = ours.take(pc.index_in(columns.as_bytes(pc.ascii_lower(texts)), keys))
        if otherwise is not None:
            values = pc.if_else(pc.and_(values.is_null(), given.is_valid()), str(otherwise), values)
        odd = np.flatnonzero(~pc.fill_null(pc.string_is_ascii(texts), True).to_numpy(zero_copy_only=False))
        if odd.size:
            encoded = given.take(pa.array(odd)).dictionary_encode()
            meant = [words.get(_folded(word), otherwise) for word in encoded.dictionary.to_pylist()]
            where = np.zeros(len(given), np.bool_)
            where[odd] = True
            spread = columns.each_distinct(encoded, pa.string(), meant)
            values = pc.replace_with_mask(values, pa.array(where), spread)
        failed = columns.present(given) & ~columns.present(values)
        return Column(values, pa.array(failed) if failed.any() else None)

    return Field(once(rule), Reason.UNMAPPED, f"one of {', '.join(sorted(table)[:12])}", column, required)


def first_of(*fields: Field, required: bool = False) -> Field:
    """The first field that gives a value; a fault if none does and one failed (the first one's reason).

    A value that is there but wrong may be read in another way by a later field of the same column, but is never
    replaced by what another column or the file's context says.
    """
    expected = ", or ".join(dict.fromkeys(field.expected for field in fields))
    uses = tuple(dict.fromkeys(name for field in fields for name in field.uses))
    column = next((field.column for field in fields if field.column), None)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values, failed = None, np.zeros(batch.num_rows, np.bool_)
        named = pa.nulls(batch.num_rows, pa.string())  # of each row the first column in which something is wrong
        for number, field in enumerate(fields):
            result = field.rule(batch, context)
            other = [earlier for earlier in fields[:number] if earlier.column != field.column]
            gives = columns.nulls(result.values, failed) if other else result.values
            if result.failed is not None:
                wrong = result.failed.fill_null(False).to_numpy(zero_copy_only=False)
                if wrong.any():
                    own = result.named if isinstance(result.named, pa.Array) else result.named or field.column
                    here = pa.array(wrong & ~columns.present(named))
                    named = pc.if_else(here, own if isinstance(own, pa.Array) else pa.scalar(own, pa.string()), named)
                failed |= wrong
            if values is None or columns.is_empty(values):
                values = gives
            elif not columns.is_empty(gives):
                values = pc.coalesce(values, gives)
            failed &= ~columns.present(values)
            if values.null_count == 0:
                break
        return Column(values, pa.array(failed), named) if failed.any() else Column(values)

    return Field(once(rule), fields[0].reason, expected, column, required, uses)


def when(column: str, value: str, field: Field) -> Field:
    """The field, only where `column` holds `value` (any case); null elsewhere."""
    wanted = value.casefold().encode()

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        hits = [_folded(word) == wanted for word in encoded.dictionary.to_pylist()]
        here = pc.fill_null(columns.each_distinct(encoded, pa.bool_(), hits), False)
        result = field.rule(batch, context)
        values = pc.if_else(here, result.values, pa.scalar(None, result.values.type))
        return Column(values, None if result.failed is None else pc.and_(result.failed, here))

    return Field(once(rule), field.reason, field.expected, field.column, field.required, field.uses)


def _folded(word: bytes) -> bytes:
    return word.decode("utf-8", "surrogateescape").casefold().encode("utf-8", "surrogateescape")
