"""JSON objects, one a line or in one array, to columns by key.

A key with dots is looked up as it stands and then as a path into nested objects, where a number picks an element of a
list and `*` takes them all: `source.ip`, `details.0.ip_address`, `answers.*.rdata`. A list of plain values becomes one
text, joined by `,` (a comma inside is written `\\x2c`, as Zeek does); an object in place of a value is its JSON. Values
keep their meaning, not their type: a column may come as text or as numbers. Of a name that an object holds twice the
first value counts, as in DuckDB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from crosscount.kernels.cleaning import columns as columns_kernel
from crosscount.kernels.reading import faults, jsonarray, jsoncolumns
from crosscount.kernels.reading import lines as lines_kernel
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Lines, Readable
from crosscount.model.source import RawBatch, Reason

__all__ = ["first_object", "first_objects", "read"]

_SPACE = b" \t\r\n"
_BLOCKS = 2  # lines of JSON are long, and rules that ask for dozens of keys cost the same for few lines as for many


def read(file: Readable, wanted: Sequence[str], *, spread: bool = False) -> Iterator[RawBatch]:
    """Batches of the `wanted` columns, null where an object lacks the key. Blank lines are remarks.

    With `spread` an object may stand on several lines even outside an array.
    """
    peeked = Peeked(file)
    if spread or peeked.first(_SPACE + b"\xef\xbb\xbf") == b"[":
        for objects in jsonarray.read(peeked):
            yield _by_object(objects, wanted)
        return
    by_column = jsoncolumns.JsonColumns(wanted)
    for block in lines_kernel.read(peeked, _BLOCKS):
        remark = block.blank()
        objects = block.select(~remark)
        columns, odd = by_column.columns(objects)
        some = RawBatch(
            columns, pa.array(objects.numbers[~odd], pa.int64()), faults.batch(block.faults), int(remark.sum())
        )
        yield _together(some, _by_object(objects.select(odd), wanted)) if odd.any() else some


def first_object(data: bytes) -> dict[str, Any] | None:
    """The first object of a file's head, for `sniff`; None if the head is no JSON."""
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)
    if text.startswith(b"["):
        start = text.find(b"{")
        stop = jsonarray.stop(text.decode("latin-1"), start) if 0 <= start < 64 else None
        line = text[start:stop] if stop is not None else b""
    else:
        line = text.split(b"\n", 1)[0]
    try:
        found = orjson.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def first_objects(data: bytes, lines: Sequence[str], number: int = 5) -> list[dict[str, Any]]:
    """The first object of an array, or those of the first lines (as heads.whole_lines gives them), for `sniff`."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)[:1] == b"[":
        first = [first_object(data)]
    else:
        first = [first_object(line.encode("utf-8", "surrogateescape")) for line in lines[:number]]
    return [found for found in first if found is not None]


class Peeked:
    """A file whose first bytes were looked at."""

    def __init__(self, file: Readable) -> None:
        self._take = getattr(file, "read1", file.read)
        self._head = b""
        self._error: Exception | None = None

    def first(self, skipped: bytes) -> bytes:
        """The first byte that is none of `skipped`; empty if there is none in the first MiB."""
        while not self._head.strip(skipped) and len(self._head) < lines_kernel.LIMIT:
            try:
                piece = self._take(65_536)
            except Exception as error:
                self._error = error
                break
            if not piece:
                break
            self._head += piece
        return self._head.lstrip(skipped)[:1]

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
            return piece
        if self._error is not None:
            raise self._error
        piece = self._take(size)
        return bytes(piece)


def _together(some: RawBatch, others: RawBatch) -> RawBatch:
    """Two batches of the same columns as one, in the order of their records."""
    numbers = np.concatenate([one.record_no.to_numpy() for one in (some, others)])
    order = pa.array(np.argsort(numbers, kind="stable"))
    both = [
        columns_kernel.as_bytes(one.columns.column(n))
        for n in range(some.columns.num_columns)
        for one in (some, others)
    ]
    arrays = [pa.concat_arrays(both[n : n + 2]).take(order) for n in range(0, len(both), 2)]
    broken = [one.faults for one in (some, others) if one.faults is not None]
    faulty = pa.Table.from_batches(broken).combine_chunks().to_batches() if broken else []
    return RawBatch(
        pa.RecordBatch.from_arrays(arrays, some.columns.schema.names),
        pa.array(numbers).take(order),
        faulty[0] if faulty else None,
        some.remarks + others.remarks,
    )


def _by_object(objects: Lines, wanted: Sequence[str]) -> RawBatch:
    """Object by object: for arrays, and for lines that are broken or show a key as something unusual."""
    cells: list[list[bytes | None]] = [[] for _ in wanted]
    broken = list(objects.faults)
    kept = np.ones(len(objects), np.bool_)
    names = {f'"{step}"'.encode() for name in wanted for step in (name, *name.split("."))}
    for row in range(len(objects)):
        line = objects.line(row)
        try:
            found = orjson.loads(line)
        except ValueError:
            found = None
        if found is not None and any(line.count(name) > 1 for name in names):
            found = _first_values(line, found)
        if not isinstance(found, dict):
            kept[row] = False
            broken.append(Fault(int(objects.numbers[row]), line[:1000], Reason.BAD_SHAPE, "a JSON object"))
            continue
        for cell, name in zip(cells, wanted, strict=True):
            cell.append(_plain(jsoncolumns.value_at(found, name)))
    columns = [pa.array(cell, pa.binary()) for cell in cells]
    batch = pa.RecordBatch.from_arrays(columns, list(wanted))
    return RawBatch(batch, pa.array(objects.numbers[kept], pa.int64()), faults.batch(broken), 0)


def _first_values(line: bytes, found: Any) -> Any:
    """The object anew, if names repeat with their first values: orjson, which takes the last, does not tell."""
    try:
        return json.loads(line, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    except (ValueError, RecursionError):  # too deep, or a number of thousands of digits
        return found


def _plain(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, dict):  # text to a rule for text, a fault to one for addresses or numbers
        return orjson.dumps(value)
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, list):
        parts = [_plain(part) for part in value if not isinstance(part, list | dict)]
        return b",".join(part.replace(b",", b"\\x2c") for part in parts if part is not None)
    return jsoncolumns.number(value)
