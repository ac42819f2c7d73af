"""Rules for values that a publisher spreads over several columns, packs into one, or counts in another unit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.clean_text import escaped
from crosscount.kernels.cleaning.clean_time import epoch_seconds, iso_time
from crosscount.kernels.cleaning.clean_value import count, port
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["difference", "epoch_milliseconds", "first_listed", "found", "hexadecimal_port", "seconds", "time_of_parts"]

_HEX = re.compile(rb"0[xX][0-9A-Fa-f]{1,8}")


def time_of_parts(year: str, month: str, day: str, clock: str, *, required: bool = False) -> Field:
    """A time whose date stands in the publisher's own order, put together as ISO 8601; UTC."""
    whole = iso_time(clock)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        date = [columns.as_text(columns.raw(batch, name)) for name in (year, month, day)]
        text = pc.binary_join_element_wise(
            pc.binary_join_element_wise(*date, "-"), columns.as_text(columns.raw(batch, clock)), " "
        )
        return whole.rule(pa.RecordBatch.from_arrays([text], [clock]), context)

    return Field(rule, Reason.BAD_TIME, whole.expected, clock, required)


def epoch_milliseconds(column: str, *, required: bool = False) -> Field:
    """Whole milliseconds since 1970-01-01 UTC."""
    seconds = epoch_seconds(column)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.as_text(columns.raw(batch, column))
        fits = pc.match_substring_regex(values, "^[0-9]{12,13}$")
        moved = pc.replace_substring_regex(values, "^([0-9]+)([0-9]{3})$", r"\1.\2")
        # What is no such number stays as it is, and is nothing that the rule for seconds takes.
        text = pc.if_else(fits, moved, pc.binary_join_element_wise("not ", values, ""))
        return seconds.rule(pa.RecordBatch.from_arrays([text], [column]), context)

    return Field(rule, Reason.BAD_TIME, "milliseconds since 1970, in 1990 to 2100", column, required)


def found(column: str, pattern: str, make: Callable[[str], Field]) -> Field:
    """The rule that `make` gives, over what the group `found` of a regular expression (RE2) matches; null elsewhere."""
    plain = make(column)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        texts = columns.raw(batch, column)
        part = pc.struct_field(pc.extract_regex(texts, pattern), "found")
        return plain.rule(pa.RecordBatch.from_arrays([part], [column]), context)

    return Field(rule, plain.reason, plain.expected, column)


def difference(whole: str, part: str) -> Field:
    """`whole` less `part`, both counts; null where one of them is missing or the part is larger."""
    both = (count(whole), count(part))

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        total, share = (field.rule(batch, context) for field in both)
        rest = pc.subtract(total.values, share.values)
        return Column(pc.if_else(pc.less(rest, 0), pa.scalar(None, rest.type), rest), total.failed)

    return Field(rule, Reason.BAD_NUMBER, both[0].expected, whole)


_SECONDS = r"^[0-9]{1,12}(?:\.[0-9]{1,18})?(?:[eE]-[0-9]{1,3})?$"


def seconds(column: str) -> Field:
    """A length of time in seconds, `1.5` or `9.5e-07`; null if it is none or negative, never a fault."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        texts = columns.as_text(columns.raw(batch, column))
        good = pc.fill_null(pc.match_substring_regex(texts, _SECONDS), False)
        return Column(pc.if_else(good, texts, None).cast(pa.float64()))

    return Field(rule, Reason.BAD_NUMBER, "seconds", column)


def hexadecimal_port(column: str) -> Field:
    """A port in decimal, or in hexadecimal behind `0x`."""
    decimal = port(column)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        plain = [_decimal(value) for value in encoded.dictionary.to_pylist()]
        values = columns.each_distinct(encoded, pa.binary(), plain)
        return decimal.rule(pa.RecordBatch.from_arrays([values], [column]), context)

    return Field(rule, Reason.BAD_PORT, "a port from 0 to 65535, or from 0x0 to 0xffff", column)


def first_listed(column: str) -> Field:
    """The first of the values that a list in one text holds, any text; null if there is none."""
    plain = escaped(column)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = plain.rule(batch, context).values
        return Column(values if columns.is_empty(values) else pc.replace_substring_regex(values, "(?s),.*$", ""))

    return Field(rule, Reason.BAD_TEXT, "text", column)


def _decimal(value: bytes) -> bytes:
    return str(int(value, 16)).encode() if _HEX.fullmatch(value) else value
