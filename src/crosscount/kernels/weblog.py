"""Access log lines as columns: Common Log Format and what web servers put around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels import columns, faults, lines
from crosscount.kernels.faults import Fault
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
        found = pc.extract_regex(written.texts(), _LINE)
        fits = columns.present(found)
        broken = [
            *block.faults,
            *(
                Fault(int(written.numbers[row]), written.line(int(row))[:1000], Reason.BAD_SHAPE, "an access log line")
                for row in np.flatnonzero(~fits)
            ),
        ]
        if not fits.all():
            found = found.filter(pa.array(fits))
        names = [field.name for field in found.type]
        cells = dict(zip(names, found.flatten(), strict=True))
        asked = pc.extract_regex(cells["request"], _REQUEST)
        cells["method"], cells["target"] = asked.flatten()
        del cells["request"], cells["user"]
        batch = pa.RecordBatch.from_arrays(list(cells.values()), list(cells))
        yield RawBatch(batch, pa.array(written.numbers[fits], pa.int64()), faults.batch(broken), int(blank.sum()))
