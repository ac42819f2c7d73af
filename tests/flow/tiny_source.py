"""A source for tests of the way in: lines "seconds client server", told by the first line "#tiny"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import lines
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Licence, RawBatch, Source

START = 1_395_187_200  # 2014-03-19 00:00 UTC


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Three columns a line; a line of one word "explode" is a bug of the source."""
    for batch in lines.records(file, "line"):
        parts = [line.split(b" ") for line in batch.columns.column("line").to_pylist()]
        if [b"explode"] in parts:
            raise ZeroDivisionError("the source does not expect that")
        padded = [[*part, None, None, None][:3] for part in parts]
        columns = {name: pa.array([part[n] for part in padded], pa.binary()) for n, name in enumerate(("ts", "c", "s"))}
        yield RawBatch(pa.RecordBatch.from_pydict(columns), batch.record_no, batch.faults, batch.remarks)


def source(source_id: str = "tiny", word: bytes = b"#tiny") -> Source:
    """The source, or one like it for another first line."""
    return Source(
        id=source_id,
        title="Tiny flows",
        publisher="own sensor",
        licence=Licence.OWN,
        seen=Seen.FLOW,
        record_means="A client opened a connection to a server.",
        fields={
            "observed_at": clean.epoch_seconds("ts"),
            "time_basis": clean.constant(TimeBasis.EVENT),
            "client_ip": clean.ip("c", required=True),
            "server_ip": clean.ip("s"),
        },
        sniff=lambda head: head.data.startswith(word),
        read=read,
    )


def dated() -> Source:
    """A list of addresses whose day comes from the file."""
    return Source(
        id="tiny-list",
        title="Tiny list",
        publisher="a friend",
        licence=Licence.COUNTS,
        seen=Seen.LISTING,
        record_means="A list names a server.",
        fields={
            "observed_at": clean.from_context("day"),
            "time_basis": clean.constant(TimeBasis.FETCH),
            "server_ip": clean.ip("line", required=True),
            "family": clean.from_context("family"),
        },
        sniff=lambda head: head.data.startswith(b"#list"),
        read=lambda file: lines.records(file, "line"),
        subject=("server_ip",),
    )


SOURCES = {one.id: one for one in (source(), dated())}


def text(rows: int, first: int = 0, faulty: Sequence[int] = ()) -> str:
    """A file of so many lines after its first, of which the numbered ones have no address."""
    return "#tiny\n" + "".join(
        f"{START + 60 * n} {'nobody' if n in faulty else f'192.0.2.{n % 250}'} 198.51.100.{n % 7}\n"
        for n in range(first, first + rows)
    )


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file and return it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
