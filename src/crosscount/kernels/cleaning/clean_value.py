"""Rules for addresses, ports and whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.ip import parse
from crosscount.kernels.cleaning.once import once
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["count", "endpoint_ip", "endpoint_port", "first_ip", "integer", "ip", "port"]

_BARE = r"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*"  # IPv6 without brackets: then no port can follow
_ENDPOINT = rf"^(?:\[(?P<six>[^\[\]]*)\]|(?P<four>[^:\[\]]*)|(?P<bare>{_BARE}))(?::(?P<port>[0-9]{{1,5}}))?$"
_LONGEST = 18  # digits that surely fit 64 bits


def ip(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """An IPv4 or IPv6 address as text."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return parse(columns.raw(batch, column, absent))

    return Field(once(rule), Reason.BAD_IP, "an IPv4 or IPv6 address", column, required)


def first_ip(column: str, separator: str = ",", *, absent: Sequence[str] = ()) -> Field:
    """The first element of a list in one text that is an address; null if none is, never a fault."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column, absent)
        if columns.is_empty(values):
            return Column(values)
        encoded = values.dictionary_encode()
        lists = pc.split_pattern(columns.as_text(encoded.dictionary), separator)
        parsed = parse(pc.ascii_trim_whitespace(lists.flatten())).values
        found = np.flatnonzero(columns.present(parsed))
        parents = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)[found]
        first = np.full(len(lists), -1, np.int64)
        first[parents[::-1]] = found[::-1]
        chosen = parsed.take(pa.array(first, pa.int64(), mask=first < 0))
        return Column(chosen.take(encoded.indices))

    return Field(once(rule), Reason.BAD_IP, "addresses", column)


def endpoint_ip(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """The address of `192.0.2.1:443`, `[2001:db8::1]:443` or of an address alone."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values, parts = _endpoint(batch, column, absent)
        four, six, bare = (parts.field(i) for i in (1, 0, 2))
        text = pc.coalesce(*(pc.if_else(pc.equal(part, ""), None, part) for part in (four, six, bare)))
        parsed = parse(text)
        wrong = columns.present(values) & ~columns.present(parsed.values)
        return Column(parsed.values, pa.array(wrong) if wrong.any() else None)

    return Field(once(rule), Reason.BAD_IP, "an address with or without a port", column, required)


def endpoint_port(column: str, *, absent: Sequence[str] = ()) -> Field:
    """The port of `192.0.2.1:443` or `[2001:db8::1]:443`; null if none is there."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        _, parts = _endpoint(batch, column, absent)
        return _whole(pc.if_else(pc.equal(parts.field(3), ""), None, parts.field(3)), 0, 65_535, pa.int32())

    return Field(once(rule), Reason.BAD_PORT, "a port from 0 to 65535", column)


def port(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A port, 0 to 65535."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return _whole(columns.raw(batch, column, absent), 0, 65_535, pa.int32())

    return Field(once(rule), Reason.BAD_PORT, "a port from 0 to 65535", column, required)


def count(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A whole number that is not negative."""
    return integer(column, 0, 10**_LONGEST - 1, absent=absent, required=required)


def integer(column: str, low: int, high: int, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A whole number from `low` to `high`, both included."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return _whole(columns.raw(batch, column, absent), low, high, pa.int64())

    return Field(once(rule), Reason.BAD_NUMBER, f"a whole number from {low} to {high}", column, required)


def _whole(values: pa.Array, low: int, high: int, kind: pa.DataType) -> Column:
    if columns.is_empty(values):
        return Column(pa.nulls(len(values), kind))
    given = columns.present(values)
    texts = columns.as_text(values)
    good = given & (columns.lengths(values) > 0)
    if not _all_digits(values):
        good &= pc.match_substring_regex(texts, "^-?[0-9]+$").fill_null(False).to_numpy(zero_copy_only=False)
    good &= columns.lengths(values) <= _LONGEST
    numbers = columns.nulls(texts, ~good).cast(pa.int64())
    within = pc.fill_null(pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high)), False)
    good &= within.to_numpy(zero_copy_only=False)
    failed = given & ~good
    return Column(columns.nulls(numbers, failed).cast(kind), pa.array(failed) if failed.any() else None)


def _all_digits(values: pa.Array) -> bool:
    data, starts = columns.binary(values)
    used = data[int(starts[0]) : int(starts[-1])]
    return bool(((used >= 48) & (used <= 57)).all())


def _endpoint(batch: pa.RecordBatch, column: str, absent: Sequence[str]) -> tuple[pa.Array, pa.StructArray]:
    values = columns.raw(batch, column, absent)
    return values, pc.extract_regex(columns.as_text(values), _ENDPOINT)
