"""A block of JSON lines to columns by Arrow, as long as every key keeps one type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from crosscount.kernels.reading.lines import Lines

__all__ = ["Shapes", "number", "value_at"]

EACH = "*"  # a step that takes every element of a list
_SAMPLE = 100  # lines from which types are first learnt
_TYPES = {"text": pa.string(), "number": pa.float64(), "bool": pa.bool_(), "list": pa.list_(pa.string())}
_ODD = 1_000  # lines of a block that are parsed one by one for the keys that they show
_DEEP = 500  # opening brackets in a line beyond which it is read with care
_EXACT = 2**53  # beyond, a double no longer holds every whole number


def number(value: float) -> bytes:
    """A JSON number as text; a whole one without a point."""
    if value == value and abs(value) < 2**63 and value == int(value):
        return str(int(value)).encode()
    return repr(value).encode()


def value_at(found: dict[str, Any], name: str) -> Any:
    """The value of a key as it stands, else of the path that its dots make; None if there is none."""
    value: Any = found.get(name)
    return _at(found, name.split(".")) if value is None and "." in name else value


def _at(here: Any, steps: Sequence[str]) -> Any:
    for number, step in enumerate(steps):
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, list) and step == EACH:
            return [value for value in (_at(element, steps[number + 1 :]) for element in here) if value is not None]
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    return here


class Shapes:
    """The types of the wanted keys as far as the file has shown them."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted = list(wanted)
        self._types: dict[str, str] = {}
        self._mixed = any(step.isdecimal() for name in wanted for step in name.split("."))
        self._sampled = False
        self._shown: set[str] | None = set()  # the keys of objects so far, nested ones aside; None: look for all

    def learn(self, name: str, value: Any) -> None:
        """Take note of one value; a key with values of two types ends the use of Arrow for this file."""
        if value is None:
            return
        kind = "bool" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        kind = "list" if isinstance(value, list) else kind
        if isinstance(value, dict) or self._types.setdefault(name, kind) != kind:
            self._mixed = True

    def columns(self, lines: Lines) -> pa.RecordBatch | None:
        """The wanted columns, or None if Arrow cannot be trusted with these lines."""
        if self._mixed or not len(lines):
            return None
        if not self._sampled:
            self._sample(lines)
        data = lines.joined()
        if self._mixed or not _one_object_a_line(lines) or not _is_text(data) or not _shallow(lines, data):
            return None
        self._look(lines)
        options = pa.json.ParseOptions(explicit_schema=self._schema(), unexpected_field_behavior="ignore")
        read = pa.json.ReadOptions(use_threads=False, block_size=len(data) + 16)
        try:
            table = pa.json.read_json(pa.BufferReader(data), read_options=read, parse_options=options)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return None
        if table.num_rows != len(lines):
            return None
        table = table.combine_chunks()
        columns = [_flat(self._column(table, name)) for name in self._wanted]
        if any(column is None for column in columns):
            return None
        return pa.RecordBatch.from_arrays(columns, self._wanted)

    def _sample(self, lines: Lines) -> None:
        self._sampled = True
        for row in range(min(_SAMPLE, len(lines))):
            try:
                found = orjson.loads(lines.line(row))
            except ValueError:
                continue
            if isinstance(found, dict):
                self._shown = None if self._shown is None else self._shown | set(found)
                for name in self._wanted:
                    self.learn(name, value_at(found, name))

    def _look(self, lines: Lines) -> None:
        """Take note of keys that no line has shown before: Arrow is slow to look for many that are not there."""
        if self._shown is None:
            return
        new = sorted({*self._wanted, *(name.split(".")[0] for name in self._wanted)} - self._shown)
        if any("/" in name or not name.isascii() for name in new):  # which may be written in other ways
            self._shown = None
            return
        pattern = "|".join(["\\\\u", *(rf'"{re.escape(name)}"\s*:' for name in new)])
        rows = np.flatnonzero(pc.match_substring_regex(lines.texts(), pattern).to_numpy(zero_copy_only=False))
        if len(rows) > _ODD:
            self._shown = None
            return
        for row in rows.tolist():
            try:
                found = orjson.loads(lines.line(row))
            except ValueError:
                found = None
            if not isinstance(found, dict):
                self._shown = None
                return
            self._shown |= set(found)

    def _schema(self) -> pa.Schema:
        """Every key as it stands, and every dotted key also as a path, so that no shape is overlooked."""
        tree: dict[str, Any] = {}
        for name in self._wanted:
            steps = name.split(".")
            kind = _TYPES["list" if EACH in steps else self._types.get(name, "text")]
            tree[name] = kind
            if len(steps) > 1:
                here = tree
                for step in steps[:-1]:
                    nested = here.setdefault(step, {})
                    if not isinstance(nested, dict):
                        nested = here[step] = {}
                    here = nested
                here[steps[-1]] = pa.string() if EACH in steps else kind
        shown = tree.keys() if self._shown is None else tree.keys() & self._shown
        return pa.schema([pa.field(name, _struct(kind)) for name, kind in tree.items() if name in shown])

    def _column(self, table: pa.Table, name: str) -> pa.Array:
        values = _whole(table.column(name)) if name in table.schema.names else None
        steps = name.split(".")
        if len(steps) > 1 and steps[0] in table.schema.names:
            nested = _whole(table.column(steps[0]))
            if nested.null_count < len(nested):
                reached = _reached(nested, steps[1:])
                values = reached if values is None else pc.coalesce(values, reached)
        return pa.nulls(table.num_rows, pa.string()) if values is None else values


def _struct(kind: Any) -> pa.DataType:
    if not isinstance(kind, dict):
        return kind
    if EACH in kind:
        return pa.list_(_struct(kind[EACH]))
    return pa.struct([pa.field(n, _struct(k)) for n, k in kind.items()])


def _reached(nested: pa.Array, steps: Sequence[str]) -> pa.Array:
    """What a path leads to; behind a `*` the values of all elements that have one, as a list."""
    if EACH not in steps:
        return pc.struct_field(nested, steps)
    place = steps.index(EACH)
    lists = pc.struct_field(nested, steps[:place])
    values = pc.struct_field(pc.list_flatten(lists), steps[place + 1 :])
    there = values.is_valid()
    parents = pc.list_parent_indices(lists).filter(there).to_numpy(zero_copy_only=False)
    sizes = np.bincount(parents.astype(np.int64), minlength=len(lists))
    offsets = pa.array(np.concatenate(([0], np.cumsum(sizes))), pa.int32())
    mask = lists.is_null() if lists.null_count else None
    return pa.ListArray.from_arrays(offsets, values.filter(there), mask=mask)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    return combined if isinstance(combined, pa.Array) else pa.concat_arrays(combined.chunks)


def _flat(values: pa.Array) -> pa.Array | None:
    """Whole numbers as int64, lists joined; None if that would lose something."""
    if pa.types.is_list(values.type):
        parts = pc.replace_substring(values.flatten(), ",", "\\x2c")
        if parts.null_count or values.offset:
            return None
        lists = pa.ListArray.from_arrays(values.offsets, parts, mask=values.is_null() if values.null_count else None)
        return pc.binary_join(lists, ",")
    if pa.types.is_floating(values.type):
        numbers = values.fill_null(0.0).to_numpy(zero_copy_only=False)
        if not np.isfinite(numbers).all() or (np.abs(numbers) >= _EXACT).any():
            return None
        if (numbers == np.trunc(numbers)).all():
            return values.cast(pa.int64())
    return values


def _one_object_a_line(lines: Lines) -> bool:
    data = np.frombuffer(lines.data, np.uint8)
    full = lines.ends > lines.starts
    return bool(full.all() and (data[lines.starts] == 123).all() and (data[lines.ends - 1] == 125).all())


def _shallow(lines: Lines, data: bytes) -> bool:
    """Whether no line can nest so deep that Arrow's parser, which recurses, runs out of stack."""
    view = np.frombuffer(data, np.uint8)
    opened = np.flatnonzero((view == 123) | (view == 91))
    longest = int((lines.ends - lines.starts).max())
    return opened.size <= _DEEP or bool((opened[_DEEP:] - opened[:-_DEEP] > longest).all())


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\r" not in data or b"\r" not in data.replace(b"\r\n", b"")
