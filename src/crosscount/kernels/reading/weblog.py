"""Access log lines as columns: Common Log Format and what web servers put around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.reading import faults, lines, weblog_plain
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Lines
from crosscount.model.source import Head, RawBatch, Reason

__all__ = ["is_log", "read"]

_QUOTED = r'(?:[^"\\]|\\.)*'
_LINE = (
    r'^"?(?:(?P<vhost>\[[^\]\s]*\]|[^\s":\[]+)(?::(?P<port>[0-9]{1,5}))? )?'
    r'(?P<client>[^\s"\-]\S*) \S+ (?P<user>\S[^\[]*) '
    r'\[(?P<time>[^\]"]*)\] (?:[0-9]+ )?'
    rf'"(?P<request>{_QUOTED}|.*?)" (?P<status>[0-9]{{3}}|-) (?P<size>[0-9]+|-)(?:[" ].*?)??'
    rf'(?: "(?P<referrer>{_QUOTED})" "(?P<agent>{_QUOTED})")?(?:[" ].*)?$'
)
_REQUEST = r"^(?P<method>[A-Z][A-Z_\-]{0,31}) (?P<target>.*?)(?: HTTP/[0-9](?:\.[0-9])?)?$"
_PYTHON = re.compile(_LINE.encode(), re.DOTALL)
_SAMPLE = 50  # lines looked at by is_log


def is_log(head: Head) -> bool:
    """Whether more than half of the first lines are access log lines."""
    whole = head.data.removeprefix(b"\xef\xbb\xbf").splitlines()
    shown = [line for line in (whole[:-1] or whole)[:_SAMPLE] if line.strip()]
    return bool(shown) and sum(_PYTHON.match(line[:8192]) is not None for line in shown) * 2 > len(shown)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Columns vhost, port, client, time, method, target, status, size, referrer and agent, `-` where it says so."""
    for block in lines.read(file):
        blank = block.blank()
        written = block.select(~blank)
        usual, cells = weblog_plain.cut(written)
        if cells:
            named = dict(zip(weblog_plain.CELLS, cells, strict=True))
            yield RawBatch(_asked(named), pa.array(written.numbers[usual], pa.int64()))
        yield _odd(written.select(~usual), block.faults, int(blank.sum()))


def _odd(written: Lines, broken: Sequence[Fault], remarks: int) -> RawBatch:
    """Lines read by the pattern."""
    found = pc.extract_regex(written.texts(), _LINE)
    fits = columns.present(found)
    lost = [
        Fault(int(written.numbers[row]), written.line(int(row))[:1000], Reason.BAD_SHAPE, "an access log line")
        for row in np.flatnonzero(~fits)
    ]
    found = found.filter(pa.array(fits))
    cells = dict(zip([field.name for field in found.type], found.flatten(), strict=True))
    numbers = pa.array(written.numbers[fits], pa.int64())
    return RawBatch(_asked(cells), numbers, faults.batch([*broken, *lost]), remarks)


def _asked(cells: dict[str, pa.Array]) -> pa.RecordBatch:
    """The cells with the request as method and target, both null where it is no HTTP."""
    asked = pc.extract_regex(cells.pop("request"), _REQUEST)
    cells["method"], cells["target"] = asked.flatten()
    cells.pop("user", None)
    return pa.RecordBatch.from_arrays(list(cells.values()), list(cells))
