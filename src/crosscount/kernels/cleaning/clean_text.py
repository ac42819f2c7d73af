"""Rules for text, hosts and URLs. They are stored as seen; their canonical form is made where they are compared.

Two doors: what a list names must be well formed (`text`, `host`, `url`); what a stranger's client sent to a sensor may
be anything, and is kept with unreadable bytes written \\xNN (`escaped`, `requested_url`), so no visit is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.once import once
from crosscount.kernels.reading import faults
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["escaped", "host", "lower_text", "requested_url", "text", "url"]

_HOST = r"^(?:[^\x00-\x20\x7f/\\?#@<>\"'\[\]:,;()|]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?$"
_URL = r"^[A-Za-z][A-Za-z0-9+.\-]*://[^/?#\s][^\r\n]*$"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ABSOLUTE = r"^[A-Za-z][A-Za-z0-9+.\-]*://"


def text(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """Valid UTF-8 without control characters."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return _checked(columns.raw(batch, column, absent))

    return Field(once(rule), Reason.BAD_TEXT, "UTF-8 text without control characters", column, required)


def lower_text(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """The same in lower case."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        checked = _checked(columns.raw(batch, column, absent))
        return Column(pc.utf8_lower(checked.values), checked.failed)

    return Field(once(rule), Reason.BAD_TEXT, "UTF-8 text without control characters", column, required)


def escaped(column: str, *, absent: Sequence[str] = ()) -> Field:
    """Any text; bytes that are no UTF-8 and control characters become \\xNN, so nothing fails."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return Column(_escaped(columns.raw(batch, column, absent)))

    return Field(once(rule), Reason.BAD_TEXT, "text", column)


def host(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A host name or address, with or without a port."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return _matching(columns.raw(batch, column, absent), _HOST)

    return Field(once(rule), Reason.BAD_HOST, "a host name", column, required)


def url(column: str, *, absent: Sequence[str] = (), required: bool = False) -> Field:
    """A whole URL, with scheme and host."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return _matching(columns.raw(batch, column, absent), _URL)

    return Field(once(rule), Reason.BAD_URL, "a URL with scheme and host", column, required)


def requested_url(target: str, *, absent: Sequence[str] = ()) -> Field:
    """What an HTTP request asked for: a whole URL, else the path, which the detectors join to host and port.

    Null for targets that are neither (`*`, and `example.com:443` of CONNECT), which name no page.
    """

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        seen = _escaped(columns.raw(batch, target, absent))
        if columns.is_empty(seen):
            return Column(seen)
        path = pc.fill_null(pc.starts_with(seen, "/"), False)
        whole = pc.fill_null(pc.match_substring_regex(seen, _ABSOLUTE), False)
        urls = pc.if_else(pc.or_(path, whole), seen, pa.scalar(None, pa.string()))
        return Column(urls)

    return Field(once(rule), Reason.BAD_URL, "a request target", target)


def _checked(values: pa.Array) -> Column:
    failed = ~_readable(values)
    return Column(columns.as_text(columns.nulls(values, failed)), pa.array(failed) if failed.any() else None)


def _matching(values: pa.Array, pattern: str) -> Column:
    readable = _readable(values)
    encoded = columns.as_text(columns.nulls(values, ~readable)).dictionary_encode()
    fits = pc.match_substring_regex(encoded.dictionary, pattern).take(encoded.indices)
    failed = ~readable | ~pc.fill_null(fits, True).to_numpy(zero_copy_only=False)
    return Column(columns.as_text(columns.nulls(values, failed)), pa.array(failed) if failed.any() else None)


def _escaped(values: pa.Array) -> pa.Array:
    odd = np.flatnonzero(~_readable(values))
    if not odd.size:
        return columns.as_text(values)
    fixed = pa.array([faults.escape(value) for value in values.take(pa.array(odd)).to_pylist()], pa.string())
    where = np.zeros(len(values), np.bool_)
    where[odd] = True
    return pc.replace_with_mask(columns.as_text(columns.nulls(values, where)), pa.array(where), fixed)


def _readable(values: pa.Array) -> columns.Mask:
    """False where a value has control characters or is no UTF-8; true for null. One look at all bytes decides most."""
    good = np.ones(len(values), np.bool_)
    data, starts = columns.binary(values)
    used = data[int(starts[0]) : int(starts[-1])]
    suspect = (used < 32) | (used >= 127)
    if not suspect.any():
        return good
    before = np.concatenate(([0], np.cumsum(suspect)))
    edges = starts - starts[0]
    for row in np.flatnonzero(before[edges[1:]] > before[edges[:-1]]):
        try:
            decoded = used[edges[row] : edges[row + 1]].tobytes().decode("utf-8")
        except UnicodeDecodeError:
            good[row] = False
        else:
            good[row] = decoded.isprintable() or _CONTROL.search(decoded) is None
    return good
