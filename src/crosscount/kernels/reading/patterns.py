"""Lines to columns by a regular expression, for formats that no delimiter cuts.

Each named group of the expression (RE2) is a column; a group that took no part, or took nothing, is null. A line that
does not match is one bad-shape fault. Blank lines and comments are remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.reading import faults
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Readable
from crosscount.kernels.reading.lines import read as read_lines
from crosscount.model.source import RawBatch, Reason

__all__ = ["read", "searched", "unquoted"]


def read(file: Readable, pattern: str, *, expected: str, comment: str | None = "#") -> Iterator[RawBatch]:
    """One record a line; `expected` says in a fault what a line looks like."""
    for lines in read_lines(file):
        remark = lines.blank()
        for sign in comment or "":
            remark |= lines.first_bytes() == ord(sign)
        given = lines.select(~remark)
        parts = pc.extract_regex(given.texts(), pattern)
        fits = parts.is_valid().to_numpy(zero_copy_only=False).astype(np.bool_)
        found = list(lines.faults)
        for row in np.flatnonzero(~fits).tolist():
            found.append(Fault(int(given.numbers[row]), given.line(row)[:1000], Reason.BAD_SHAPE, expected))
        columns = [parts.field(i).filter(pa.array(fits)) for i in range(parts.type.num_fields)]
        names = [parts.type.field(i).name for i in range(parts.type.num_fields)]
        batch = pa.RecordBatch.from_arrays([pc.if_else(pc.equal(c, b""), None, c) for c in columns], names)
        numbers = pa.array(given.numbers[fits], pa.int64())
        yield RawBatch(batch, numbers, faults.batch(found), int(remark.sum()))


def unquoted(raw: RawBatch, **columns: tuple[str, str]) -> RawBatch:
    """A column for each name: its quoted group, with doubled quotes undone, else its bare group."""
    batch = raw.columns
    for name, (quoted, bare) in columns.items():
        inner = pc.replace_substring(batch.column(quoted), b'""', b'"')
        batch = batch.append_column(name, pc.coalesce(inner, batch.column(bare)))
    return replace(raw, columns=batch)


def searched(raw: RawBatch, column: str, inside: Mapping[str, str]) -> RawBatch:
    """A column for each name: the group `found` where its expression matches the text of `column`, else null."""
    batch = raw.columns
    texts = batch.column(column)
    for name, pattern in inside.items():
        # RE2 looks for a match anywhere; what a line does not hold is null.
        found = pc.struct_field(pc.extract_regex(texts, pattern), "found")
        batch = batch.append_column(name, pc.if_else(pc.equal(found, b""), None, found))
    return replace(raw, columns=batch)
