"""CSV and TSV to columns of bytes, by name.

A row without the header's number of columns, or whose quotes never close, is one bad-shape fault; the rows after it are
read as if it were not there. Quoted values may hold line ends (up to 100 lines). Blank lines, comments and repeated
header lines are remarks. Quoting follows RFC 4180: a quote counts only at the start of a value, and is doubled inside.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.reading import faults
from crosscount.kernels.reading.cells import fault, nothing, parse, parse_plain
from crosscount.kernels.reading.lines import Lines, Plain, blocks, join
from crosscount.kernels.reading.quoting import Dialect, merge
from crosscount.model.source import RawBatch

__all__ = ["Dialect", "header_names", "read"]


def read(
    file: BinaryIO,
    *,
    delimiter: str = ",",
    quote: str | None = '"',
    names: Sequence[str] | None = None,
    wanted: Collection[str] | None = None,
    unwanted: Collection[str] = (),
    comment: str | None = None,
    commented_header: bool = False,
    spaced: bool = False,
    short: int = 0,
) -> Iterator[RawBatch]:
    """Batches of binary columns named by the header line, or by `names` where the file has none.

    `wanted` keeps only these columns, `unwanted` leaves these out (faster). With `commented_header` the last comment
    before the first row is the header. `spaced`: quoted values are separated by `", "`. `short`: how many columns a row
    may lack at its end. A second column of one name is called `name.2`.
    """
    dialect = Dialect(delimiter, quote, spaced, short=short)
    known = list(names) if names is not None else None
    header: bytes | None = None  # as it stands in the file
    spoken: bytes | None = None  # the last comment
    held: Lines | None = None
    for block in blocks(file):
        if isinstance(block, Plain):
            apart = [mark for mark in ((comment or "").encode(), header) if mark]
            if held is None and known and not any(block.has(mark) for mark in apart):
                plain = parse_plain(block, known, dialect, _chosen(known, wanted, unwanted))
                if plain is not None:
                    yield RawBatch(*plain, None, 0)
                    continue
            block = block.lines()
        lines = block if held is None else join(held, block)
        remark = lines.blank()
        if comment:
            remark |= lines.first_bytes() == ord(comment)
        if known is None and not commented_header:
            first = np.flatnonzero(~remark)
            if first.size:
                header = lines.line(int(first[0]))
                known = header_names(header, dialect)
        elif known is None:
            first = np.flatnonzero(~remark)
            above = slice(0, int(first[0]) if first.size else len(lines))
            comments = np.flatnonzero((lines.ends > lines.starts)[above])
            spoken = lines.line(int(comments[-1])) if comments.size else spoken
            if first.size:
                known = header_names((spoken or b"").lstrip((comment or "#").encode() + b" "), dialect)
        if known is None:
            yield RawBatch(nothing(()), pa.array([], pa.int64()), faults.batch(block.faults), len(lines))
            continue
        if header is not None:
            remark |= _equal(lines, header)
        whole, opened, held = merge(lines, remark, dialect, len(known))
        columns, numbers, broken = parse(whole, known, dialect, _chosen(known, wanted, unwanted))
        broken += [fault(opened, row, "quotes that close") for row in range(len(opened))]
        count = int(remark[: len(lines) - len(held or ())].sum()) if held is not None else int(remark.sum())
        yield RawBatch(columns, numbers, faults.batch([*block.faults, *broken]), count)


def header_names(line: bytes, dialect: Dialect) -> list[str]:
    """Column names of a header line, trimmed; a second one of the same name becomes `name.2`."""
    text = faults.escape(line.strip()) if dialect.delimiter != "\t" else line.decode("utf-8", "backslashreplace")
    cells = _cells(text, dialect.delimiter, dialect.quote) or [""]
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = cell.strip()
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return names


def _chosen(names: Sequence[str], wanted: Collection[str] | None, unwanted: Collection[str]) -> Collection[str] | None:
    return wanted if not unwanted else [name for name in names if name not in unwanted]


def _cells(text: str, delimiter: str, quote: str | None) -> list[str]:
    if quote is None:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, quotechar=quote, skipinitialspace=True), [])
    except csv.Error:  # a name beyond 128 KiB, a line end inside: no header that anyone meant
        return text.split(delimiter)


def _equal(lines: Lines, header: bytes) -> npt.NDArray[np.bool_]:
    same: npt.NDArray[np.bool_] = np.asarray((lines.ends - lines.starts) == len(header), np.bool_)
    for row in np.flatnonzero(same):
        same[row] = lines.line(int(row)) == header
    return same
