"""Zeek logs as columns: tab separated with `#` headers, or JSON lines.

Columns are taken by name from the `#fields` line above them, since their order differs between sites, and a file may
be several logs one after another, each with a header of its own. `-` and `(empty)`, or what the header names instead,
mean null. Format: https://docs.zeek.org/en/current/log-formats.html
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from crosscount.kernels.reading import cutting, faults, jsonlines, lines
from crosscount.kernels.reading.cells import parse, parse_plain
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Lines, Plain
from crosscount.kernels.reading.quoting import Dialect
from crosscount.model.source import Head, RawBatch, Reason

__all__ = ["cut", "is_log", "read", "said"]

_SPACE = b" \t\r\n\xef\xbb\xbf"
_TURNS = (b"#separator", b"#fields", b"#unset_field", b"#empty_field")  # of the header lines those that matter
_CHANGES = 1_000  # of the header in one file, each of which starts a batch of its own


@dataclass
class _Header:
    """What the header lines seen so far say."""

    dialect: Dialect = field(default_factory=lambda: Dialect("\t", None, nothing=("-", "(empty)")))
    names: list[str] | None = None
    changes: int = 0

    def changed_by(self, line: bytes) -> bool:
        """Whether a header line means another header; most lines of most headers do not."""
        if not line.startswith(_TURNS):
            return False
        other = replace(self)
        other.take(line)
        return (other.names, other.dialect) != (self.names, self.dialect)

    def take(self, line: bytes) -> None:
        """Read one header line; unknown ones are left alone."""
        text = line.decode("utf-8", "backslashreplace")
        delimiter, unset = self.dialect.delimiter, self.dialect.nothing
        if text.startswith("#separator"):
            said = _plain(text[len("#separator") :].strip(" \t"))
            self.dialect = Dialect(said if len(said) == 1 and said not in '\r\n"' else "\t", None, nothing=unset)
            return
        name, _, value = text.partition(delimiter)
        if name == "#fields":
            self.names = value.split(delimiter)
        elif name == "#unset_field":
            self.dialect = Dialect(delimiter, None, nothing=(value, unset[1]))
        elif name == "#empty_field":
            self.dialect = Dialect(delimiter, None, nothing=(unset[0], value))


cut = cutting.header_lines(_TURNS)


def is_log(head: Head, path: str, marks: Collection[str]) -> bool:
    """Whether the head is that of a Zeek log `path`, whose records have `ts`, `id.orig_h` and all of `marks`.

    Where a header names the path, only the ends are asked for: sites leave out columns that they do not need.
    """
    named, names = said(head)
    needed = {"ts", "id.orig_h", *marks}
    if named is not None and head.data.lstrip(_SPACE)[:1] == b"#":
        needed = {name for name in needed if name == "ts" or name.startswith("id.")}
    return named in (None, path, f"open_{path}") and needed <= names


def said(head: Head) -> tuple[str | None, frozenset[str]]:
    """The path that a head names, if any, and the names of its columns (of its first object); none if it is no log."""
    data = head.data.lstrip(_SPACE)
    if data[:1] in (b"{", b"["):
        found = jsonlines.first_object(data) or {}
        nested = found.get("id")
        path = found.get("_path")
        names = frozenset(found) | (frozenset(f"id.{name}" for name in nested) if isinstance(nested, dict) else set())
        return path if isinstance(path, str) else None, names
    header, path = _Header(), None
    if data.startswith((b"#separator", b"#fields")):
        for line in data.splitlines():
            if not line.startswith(b"#"):
                break
            header.take(line)
            if line.startswith(b"#path"):
                path = (
                    line[len(b"#path") :].strip(header.dialect.delimiter.encode() + b" \t").decode("ascii", "replace")
                )
    return path, frozenset(header.names or ())


def read(file: BinaryIO, wanted: Sequence[str]) -> Iterator[RawBatch]:
    """Batches of the wanted columns, of either form."""
    peeked = jsonlines.Peeked(file)
    if peeked.first(_SPACE) in (b"{", b"["):
        yield from jsonlines.read(peeked, wanted)
        return
    header = _Header()
    for block in lines.blocks(peeked):
        if isinstance(block, Plain):
            if header.names is not None and header.changes <= _CHANGES and not block.has(b"#"):
                plain = parse_plain(block, header.names, header.dialect, wanted)
                if plain is not None:
                    yield RawBatch(*plain, None, 0)
                    continue
            block = block.lines()
        spoken = block.first_bytes() == ord("#")
        blank = block.blank()
        first = 0
        broken: Sequence[Fault] = block.faults
        remark = spoken | blank
        remarks = int(remark.sum())
        for row in [*np.flatnonzero(spoken).tolist(), len(block)]:
            if row < len(block) and (header.changes > _CHANGES or not header.changed_by(block.line(row))):
                continue
            if row > first:
                part = slice(first, row)
                yield _rows(block.select(part).select(~remark[part]), header, wanted, broken, remarks)
                broken, remarks = (), 0
            if row < len(block):
                header.changes += 1
                header.take(block.line(row))
            first = row + 1
        if broken or remarks:
            yield _rows(block.select(slice(0, 0)), header, wanted, broken, remarks)


def _rows(part: Lines, header: _Header, wanted: Sequence[str], broken: Sequence[Fault], remarks: int) -> RawBatch:
    if header.names is None or header.changes > _CHANGES:
        expected = "a #fields line above" if header.names is None else f"at most {_CHANGES} headers in a file"
        lost = [
            Fault(int(part.numbers[row]), part.line(row)[:1000], Reason.BAD_SHAPE, expected) for row in range(len(part))
        ]
        nothing = pa.RecordBatch.from_arrays([pa.array([], pa.binary()) for _ in wanted], list(wanted))
        return RawBatch(nothing, pa.array([], pa.int64()), faults.batch([*broken, *lost]), remarks)
    columns, numbers, bad = parse(part, header.names, header.dialect, wanted)
    return RawBatch(columns, numbers, faults.batch([*broken, *bad]), remarks)


def _plain(text: str) -> str:
    return re.sub(r"\\x([0-9A-Fa-f]{2})", lambda found: chr(int(found.group(1), 16)), text)
