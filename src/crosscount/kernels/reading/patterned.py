"""Lines that all look alike, cut by a regular expression whose named groups are the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.reading import faults, lines
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.heads import whole_lines
from crosscount.kernels.reading.lines import Readable
from crosscount.model.source import Head, RawBatch, Reason

__all__ = ["mostly", "read"]

_SAMPLE = 50  # lines looked at by mostly


def mostly(head: Head, pattern: str, *, continued: bool = False) -> bool:
    """Whether more than half of the first lines fit; with `continued` indented lines and blank ones do not count."""
    shown = [line for line in whole_lines(head)[:_SAMPLE] if line.strip()]
    if continued:
        shown = [line for line in shown if line[0] not in " \t"]
    return bool(shown) and sum(re.match(pattern, line[:8192]) is not None for line in shown) * 2 > len(shown)


def read(file: Readable, pattern: str, expected: str, *, continued: bool = False) -> Iterator[RawBatch]:
    """A record a line; `pattern` is in the common subset of RE2 and Python, and a group that is not there is null.

    Blank lines are remarks; with `continued` so are indented lines, which belong to the line above.
    """
    for block in lines.read(file):
        remark = block.blank()
        if continued:
            remark |= np.isin(block.first_bytes(), (ord(" "), ord("\t")))
        written = block.select(~remark)
        found = pc.extract_regex(written.texts(), pattern)
        fits = columns.present(found)
        broken = [
            *block.faults,
            *(
                Fault(int(written.numbers[row]), written.line(int(row))[:1000], Reason.BAD_SHAPE, expected)
                for row in np.flatnonzero(~fits)
            ),
        ]
        if not fits.all():
            found = found.filter(pa.array(fits))
        names = [field.name for field in found.type]
        batch = pa.RecordBatch.from_arrays(found.flatten(), names)
        yield RawBatch(batch, pa.array(written.numbers[fits], pa.int64()), faults.batch(broken), int(remark.sum()))
