"""A block of JSON lines to columns of text by DuckDB, and which lines must be read with more care.

Every value comes as the text that it has in JSON, without the quotes: so an object in place of a text shows by its
first character, and so does a list where none was seen before. Such lines are left to who reads them one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.reading import jsonkeys
from crosscount.kernels.reading.lines import Lines

__all__ = ["JsonColumns", "number", "value_at"]

EACH = "*"  # a step that takes every element of a list
_SAMPLE = 32  # lines, from all over the first block, in which lists and heads are first looked for
_UNQUOTED = """select case left(line, 1) when '"' then line ->> '$' when '[' then array_to_string(list_transform(
    list_filter(json_transform(line, '["VARCHAR"]'), lambda one: one is not null),
    lambda one: replace(one, ',', '\\x2c')), ',') else line end from lines"""
_OTHERWISE = r"^-?(?:[0-9]+\.0|[0-9.]+e[+-]?[0-9]+|[0-9]{19,})$"  # a number that `number` may write in another way
_ZERO, _NINE, _MANY = ord("0"), ord("9"), 19  # characters, and a number of digits that a double may not hold
_INSIDE = (
    r"(?:^|,)(?:[\[{]|-?(?:[0-9]+\.0|[0-9.]+e[+-]?[0-9]+|[0-9]{19,})(?:,|$))"  # the same in a list, or no plain value
)

Mask = npt.NDArray[np.bool_]


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


class JsonColumns:
    """The wanted keys of the lines of one file."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted = list(wanted)
        self._lists: set[str] = set()  # keys that have shown a list of plain values
        self._sampled = False
        self._heads = jsonkeys.heads(self._wanted)
        self._open: set[str] = set()  # heads of paths that have led to a value
        self._flat: set[str] = set()  # heads with which keys of this block may begin that hold dots themselves
        self._apt = _tree(self._wanted, self._lists) is not None

    def columns(self, lines: Lines) -> tuple[pa.RecordBatch, Mask]:
        """The wanted columns of the lines that are not odd, and which lines are odd."""
        odd = np.ones(len(lines), np.bool_)
        if not self._apt or not len(lines):
            return pa.RecordBatch.from_arrays([pa.array([], pa.string())] * len(self._wanted), self._wanted), odd
        if not self._sampled:
            self._sample(lines)
        self._flat = jsonkeys.dotted(lines.data, self._heads)
        odd = _no_object(lines) | _no_text(lines)
        one_after_another = bool((np.diff(lines.numbers) == 1).all())
        texts = columns.as_text(lines.with_ends() if one_after_another else lines.texts())
        texts = texts.filter(pa.array(~odd)) if odd.any() else texts
        try:
            found = self._found(texts)
        except (duckdb.InvalidInputException, UnicodeDecodeError):  # its message may break off inside a character
            valid = _ask("select json_valid(line) from lines", texts).to_numpy(zero_copy_only=False)
            odd[np.flatnonzero(~odd)[~valid]] = True
            found = self._found(texts.filter(pa.array(valid)))
        strange = np.zeros(found.num_rows, np.bool_)
        for name, column in zip(self._wanted, found.columns, strict=True):
            if columns.is_empty(column):
                continue
            if EACH in name or name in self._lists:
                strange |= pc.match_substring_regex(column, _INSIDE).fill_null(False).to_numpy(zero_copy_only=False)
                continue
            nested = _nested(column)
            strange |= nested | _as_written(column)
            if nested.any():
                self._lists.add(name)  # from the next block on
        if strange.any():
            odd[np.flatnonzero(~odd)[strange]] = True
            found = found.filter(pa.array(~strange))
        return found, odd

    def _sample(self, lines: Lines) -> None:
        self._sampled = True
        plain = [name for name in self._wanted if EACH not in name]
        for row in range(0, len(lines), -(-len(lines) // _SAMPLE)):
            try:
                found = orjson.loads(lines.line(row))
            except ValueError:
                continue
            if isinstance(found, dict):
                self._lists |= {name for name in plain if isinstance(value_at(found, name), list)}
                self._open |= {head for head in self._heads if found.get(head) is not None}

    def _found(self, texts: pa.Array) -> pa.RecordBatch:
        tree = jsonkeys.pruned(_tree(self._wanted, self._lists) or {}, self._flat, self._open)
        asked = orjson.dumps(tree).decode().replace("'", "''")
        found = _ask(f"select json_transform(line, '{asked}') from lines", texts)
        closed = self._heads & tree.keys() - self._open
        met = {head for head in closed if not columns.is_empty(pc.struct_field(found, [head]))}
        if met:  # ask again, for what is below it; from the next block on it is asked at once
            self._open |= met
            return self._found(texts)
        there = frozenset(tree) - closed
        return pa.RecordBatch.from_arrays([self._column(found, name, there) for name in self._wanted], self._wanted)

    def _column(self, found: pa.StructArray, name: str, there: Collection[str]) -> pa.Array:
        """The text of a key as it stands, else of the path that its dots make."""
        values = pa.nulls(len(found), pa.string())
        for steps in ([name], name.split(".")) if "." in name else ([name],):
            reached = _reached(found, steps) if steps[0] in there else None
            if reached is None:
                continue
            reached = _ask(_UNQUOTED, reached) if name in self._lists else reached
            values = reached if columns.is_empty(values) else pc.coalesce(values, reached)
        return values


def _tree(wanted: Sequence[str], lists: Collection[str]) -> dict[str, Any] | None:
    """What DuckDB is to look for: every key as it stands, and every dotted one also as a path.

    None if it cannot: it knows no places in a list, and names of a struct are the same to it in upper and lower case.
    """
    tree: dict[str, Any] = {}
    for name in wanted:
        kind, steps = "JSON" if name in lists else "VARCHAR", name.split(".")
        if any(not step or step.isdecimal() for step in steps) or steps.count(EACH) > 1 or steps[0] == EACH:
            return None
        if not _grow(tree, [name], kind) or (len(steps) > 1 and not _grow(tree, steps, kind)):
            return None
    return tree


def _grow(tree: dict[str, Any], steps: Sequence[str], kind: str) -> bool:
    """Put what the steps lead to into the tree; False if it holds something else there."""
    first, rest = steps[0], steps[1:]
    if any(name != first and name.casefold() == first.casefold() for name in tree):
        return False
    if not rest or rest == [EACH]:
        return tree.setdefault(first, new := [kind] if rest else kind) is new
    if rest[0] == EACH:
        inner = tree.setdefault(first, [{}])
        return isinstance(inner, list) and isinstance(inner[0], dict) and _grow(inner[0], rest[1:], kind)
    inner = tree.setdefault(first, {})
    return isinstance(inner, dict) and _grow(inner, rest, kind)


def _reached(values: pa.Array, steps: Sequence[str]) -> pa.Array | None:
    """What a path leads to, of the elements of a list all that have it as one text; None if that is nothing."""
    for place, step in enumerate(steps):
        if columns.is_empty(values):
            return None
        if step == EACH and place:
            inner = _reached(values.flatten(), steps[place + 1 :])
            return pa.array([""], pa.string()).take(_zeros(values)) if inner is None else _joined(values, inner)
        values = pc.struct_field(values, [step])
    return None if columns.is_empty(values) else values


def _joined(lists: pa.ListArray, elements: pa.Array) -> pa.Array:
    """For each list the elements that are given for it, joined."""
    there = elements.is_valid()
    parents = pc.list_parent_indices(lists).filter(there).to_numpy(zero_copy_only=False)
    sizes = np.bincount(parents.astype(np.int64), minlength=len(lists))
    offsets = pa.array(np.concatenate(([0], np.cumsum(sizes))), pa.int32())
    parts = pc.replace_substring(elements.filter(there), ",", "\\x2c")
    return pc.binary_join(pa.ListArray.from_arrays(offsets, parts, mask=lists.is_null()), ",")


def _zeros(values: pa.Array) -> pa.Array:
    return pa.array(np.zeros(len(values), np.int64), mask=~columns.present(values))


@lru_cache(maxsize=1)
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def _ask(query: str, lines: pa.Array) -> pa.Array:
    """The one column that a query gives over the table `lines` with the one column `line`, in its order."""
    cursor = _connection().cursor()  # a connection is not for two threads at once
    cursor.register("lines", pa.table({"line": lines}))
    found = cursor.sql(query).to_arrow_table().column(0)
    if found.num_chunks == 1:  # spares a copy
        return found.chunk(0)
    return pa.concat_arrays(found.chunks) if found.num_chunks else pa.nulls(0, found.type)


def _nested(values: pa.Array) -> Mask:
    """Whether a text may be an object or a list, or one made of a list holds some."""
    data, offsets = columns.binary(values)
    rows = np.flatnonzero(np.diff(offsets))
    found = np.zeros(len(values), np.bool_)
    first = data[offsets[rows]]
    found[rows] = (first == ord("[")) | (first == ord("{"))
    return found


def _as_written(values: pa.Array) -> Mask:
    """Whether a text may be a number that `number` writes in another way: 7.0, 1e+16, or one of many digits."""
    data, offsets = columns.binary(values)
    size = np.diff(offsets)
    found = np.zeros(len(values), np.bool_)
    long = np.flatnonzero(size > 2)
    long = long[data[offsets[long]] <= _NINE]
    if not long.size:
        return found
    ends = offsets[long + 1]
    sign, last = data[ends - 3], data[ends - 1]
    point = (last == _ZERO) & (data[ends - 2] == ord("."))
    many = long[(size[long] >= _MANY) & (last <= _NINE)]
    many = many[data[offsets[many] + 4] >= _ZERO]  # which in the text of a time is "-"
    few = np.union1d(long[point | (sign == ord("e")) | (sign == ord("+")) | (sign == ord("-"))], many)
    if few.size:
        texts = values.take(pa.array(few))
        found[few] = pc.match_substring_regex(texts, _OTHERWISE).fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _no_object(lines: Lines) -> Mask:
    """Lines that do not begin and end as an object."""
    return np.asarray((lines.first_bytes() != ord("{")) | (lines.last_bytes() != ord("}")), np.bool_)


def _no_text(lines: Lines) -> Mask:
    """Lines that are no UTF-8."""
    wrong = np.zeros(len(lines), np.bool_)
    if lines.data.isascii():
        return wrong
    try:
        lines.data.decode("utf-8")
    except UnicodeDecodeError:
        high = np.flatnonzero(np.frombuffer(lines.data, np.uint8) >= 128)
        for row in np.flatnonzero(np.searchsorted(high, lines.ends) > np.searchsorted(high, lines.starts)).tolist():
            try:
                lines.line(row).decode("utf-8")
            except UnicodeDecodeError:
                wrong[row] = True
    return wrong
