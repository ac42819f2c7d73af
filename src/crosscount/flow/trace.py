"""Trace: from a record id back to the observation, the file, the line and the publisher."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.errors import CrosscountError
from crosscount.flow import opening, snapshots
from crosscount.kernels.cleaning import ip
from crosscount.settings import Settings
from crosscount.store import lake, raw

__all__ = ["Trace", "plain_values", "trace"]

ADDRESSES = ("client_ip", "server_ip", "answer_ip", "origin_ip", "target_ip")
LONGEST = 300
HIDDEN = ("record", "snapshot", "record_no", "source", "indicator", "inputs")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one record stands."""

    record: str  # 32 hex digits
    record_no: int  # counted from 1 in the file
    file: str
    member: str | None  # inside an archive
    sha256: str  # of the file's bytes, under which `raw` keeps them
    source: str
    publisher: str
    licence: str
    line: str | None  # as delivered, at most 300 characters; None where a record is no line (a JSON array)
    facts: Mapping[str, Any]  # the observation, addresses as text


def trace(records: Collection[bytes], *, settings: Settings) -> dict[bytes, Trace]:
    """The traces of record ids; an id that the store does not know is absent."""
    wanted = [record for record in set(records) if record]
    if not wanted:
        return {}
    prefixes = {record[:8].hex() for record in wanted}
    files = {snapshot[:16]: row for snapshot, row in snapshots.ingested(settings).items() if snapshot[:16] in prefixes}
    observations = lake.at(settings.store, "observations")
    rows = lake.read(observations, None, pc.field("record").isin(pa.array(wanted, pa.binary())))
    out = {}
    for row in rows.to_pylist():
        file = files.get(row["record"][:8].hex())
        if file is not None:
            out[row["record"]] = Trace(
                record=row["record"].hex(),
                record_no=row["record_no"],
                file=file["name"],
                member=file["member"],
                sha256=file["sha256"],
                source=row["source"],
                publisher=file["publisher"],
                licence=file["licence"],
                line=_line(file, row["record_no"], settings),
                facts=plain_values(row),
            )
    return out


def _line(file: Mapping[str, Any], number: int, settings: Settings) -> str | None:
    """The line of that number in the bytes as delivered, control characters and undecodable bytes escaped."""
    stored = raw.path(settings.store, file["sha256"])
    if not stored.is_file():
        return None
    for member in opening.members(stored, file["name"], settings.ingest):
        if member.member != file["member"] or member.refused:
            continue
        try:
            with member.open() as lines:
                found = next(islice(_lines(lines), number - 1, None), None)
        except (EOFError, OSError, CrosscountError):
            return None
        if found is not None:
            shown = found.decode("utf-8", "backslashreplace")[:LONGEST]
            return "".join(c if c.isprintable() or c == "\t" else ascii(c)[1:-1] for c in shown)
    return None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends, whatever the newline; nothing for a JSON array, whose records are no lines."""
    rest, start = b"", True
    while block := file.read(1 << 20):
        if start and block.lstrip()[:1] == b"[":
            return
        start = False
        *whole, rest = (rest + block).split(b"\n")
        yield from (line.removesuffix(b"\r") for line in whole)
    if rest:
        yield rest.removesuffix(b"\r")


def plain_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a reader: nulls and ids left out, addresses and times as text."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or value == "" or name in HIDDEN:
            continue
        if name in ADDRESSES:
            value = ip.text(pa.array([value], pa.binary()))[0].as_py()
        elif isinstance(value, datetime):
            value = value.isoformat()
        elif isinstance(value, bytes):
            value = value.hex()
        out[name] = value if isinstance(value, (str, int)) else str(value)
    return out
