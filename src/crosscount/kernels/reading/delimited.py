"""CSV and TSV to columns of bytes, by name.

A row without the header's number of columns, or whose quotes never close, is one bad-shape fault; the rows after it are
read as if it were not there. Quoted values may hold line ends (up to 100 lines). Blank lines, comments and repeated
header lines are remarks. Quoting follows RFC 4180: a quote counts only at the start of a value, and is doubled inside.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from crosscount.kernels.cleaning import columns as columns_kernel
from crosscount.kernels.reading import faults
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Lines, join
from crosscount.kernels.reading.lines import read as read_lines
from crosscount.kernels.reading.quoting import Dialect, merge
from crosscount.model.source import RawBatch, Reason

__all__ = ["Dialect", "header_names", "parse", "read"]

_MARK = b"\xef\xbb\xbf"
_WIDEST = 2_000  # columns; a header of a million would cost a hundred times its bytes on every block


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
    for block in read_lines(file):
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
            yield RawBatch(_nothing(()), pa.array([], pa.int64()), faults.batch(block.faults), len(lines))
            continue
        if header is not None:
            remark |= _equal(lines, header)
        whole, opened, held = merge(lines, remark, dialect, len(known))
        columns, numbers, broken = parse(
            whole, known, dialect, wanted if not unwanted else [name for name in known if name not in unwanted]
        )
        broken += [_fault(opened, row, "quotes that close") for row in range(len(opened))]
        count = int(remark[: len(lines) - len(held or ())].sum()) if held is not None else int(remark.sum())
        yield RawBatch(columns, numbers, faults.batch([*block.faults, *broken]), count)


def parse(
    lines: Lines, names: Sequence[str], dialect: Dialect, wanted: Collection[str] | None = None
) -> tuple[pa.RecordBatch, pa.Array, list[Fault]]:
    """The columns of lines that are all records, their numbers, and the faults among them."""
    chosen = [(i, name) for i, name in enumerate(names) if wanted is None or name in wanted] or [(0, names[0])]
    if not len(lines):
        return _nothing([name for _, name in chosen]), pa.array([], pa.int64()), []
    if len(names) > _WIDEST:
        wide = [_fault(lines, row, f"at most {_WIDEST} columns in the header") for row in range(len(lines))]
        return _nothing(names[:1]), pa.array([], pa.int64()), wide
    stray = _stray_returns(lines)
    broken = [_fault(lines, int(row), "no line end inside a value") for row in np.flatnonzero(stray)]
    if stray.any():
        lines = lines.select(~stray)
    width = len(names)
    ragged = _ragged_bytes(lines, width, dialect)
    lines = _padded(lines, {row: width - found for row, found in ragged.items()}, dialect)
    wrong = [row for row, found in ragged.items() if not 0 <= width - found <= dialect.short]
    broken += [_fault(lines, row, f"{width} columns; {ragged[row]} found") for row in wrong]
    if wrong:
        lines = lines.select(~np.isin(np.arange(len(lines)), wrong))
    pieces, bad = _columns(lines, width, [i for i, _ in chosen], dialect)
    if any(0 < width - found <= dialect.short for found in bad.values()):
        lines = _padded(lines, {row: width - found for row, found in bad.items()}, dialect)
        pieces, bad = _columns(lines, width, [i for i, _ in chosen], dialect)
    for row, found in sorted(bad.items()):
        broken.append(_fault(lines, row, f"{width} columns; {found} found" if found else "quotes that close"))
    kept = np.ones(len(lines), np.bool_)
    kept[list(bad)] = False
    table = pa.Table.from_arrays([column.combine_chunks() for column in pieces], names=[name for _, name in chosen])
    batch = table.combine_chunks().to_batches()[0] if table.num_rows else _nothing(table.column_names)
    return batch, pa.array(lines.numbers[kept], pa.int64()), broken


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


def _cells(text: str, delimiter: str, quote: str | None) -> list[str]:
    if quote is None:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, quotechar=quote, skipinitialspace=True), [])
    except csv.Error:  # a name beyond 128 KiB, a line end inside: no header that anyone meant
        return text.split(delimiter)


def _columns(
    lines: Lines, width: int, chosen: Sequence[int], dialect: Dialect
) -> tuple[list[pa.ChunkedArray], dict[int, int]]:
    """The chosen columns of well-formed rows, and for each other row how many columns it has (0 if unclear)."""
    bad: dict[int, int] = {}
    if not len(lines):
        return [pa.chunked_array([], pa.binary()) for _ in chosen], bad

    def skip(row: pa.csv.InvalidRow) -> str:
        bad[row.number - 1] = row.actual_columns
        return "skip"

    data = lines.joined()
    if dialect.spaced:
        data = data.replace(b'", "', b'","')
    data = data if data.endswith((b"\n", b"\r")) else data + b"\n"
    # A last row of our own: were a quote open before it, it would be swallowed and the sum would tell.
    data += dialect.delimiter.encode() * (width - 1) + b"-\n"
    # pyarrow drops a byte order mark in front: one of ours must go, not one that stands in the middle of the file.
    data = _MARK + data if data.startswith(_MARK) else data
    names = [f"f{i}" for i in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(data),
            read_options=pa.csv.ReadOptions(use_threads=False, block_size=len(data) + 16, column_names=names),
            parse_options=pa.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote or False,
                newlines_in_values=False,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types={name: pa.binary() for name in names},
                include_columns=[f"f{i}" for i in chosen],
                null_values=list(dialect.nothing),
                strings_can_be_null=bool(dialect.nothing),
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        rows = -1
    else:
        rows = table.num_rows - 1
    if rows + len(bad) == len(lines):
        return [column.slice(0, rows) for column in table.columns], bad
    if len(lines) == 1:
        return [pa.chunked_array([], pa.binary()) for _ in chosen], {0: 0}
    half = len(lines) // 2
    upper, upper_bad = _columns(lines.select(slice(0, half)), width, chosen, dialect)
    lower, lower_bad = _columns(lines.select(slice(half, None)), width, chosen, dialect)
    both = [pa.chunked_array([*a.chunks, *b.chunks], pa.binary()) for a, b in zip(upper, lower, strict=True)]
    return both, upper_bad | {row + half: found for row, found in lower_bad.items()}


def _padded(lines: Lines, lacking: dict[int, int], dialect: Dialect) -> Lines:
    """The lines, with empty columns at the end of those that lack no more than a row may lack."""
    few = {row: number for row, number in lacking.items() if 0 < number <= dialect.short}
    if not few:
        return lines
    ends = pa.array([dialect.delimiter.encode() * number + b"\n" for number in range(dialect.short + 1)], pa.binary())
    numbers = np.zeros(len(lines), np.int64)
    numbers[list(few)] = list(few.values())
    data, starts = columns_kernel.binary(pc.binary_join_element_wise(lines.texts(), ends.take(pa.array(numbers)), b""))
    return replace(lines, data=data.tobytes(), starts=starts[:-1], ends=starts[1:] - 1)


def _stray_returns(lines: Lines) -> npt.NDArray[np.bool_]:
    """Lines with a carriage return inside, which Arrow would take for a line end."""
    stray = np.zeros(len(lines), np.bool_)
    if b"\r" not in lines.data:
        return stray
    places = np.flatnonzero(np.frombuffer(lines.data, np.uint8) == 13)
    inside = np.searchsorted(places, lines.ends) - np.searchsorted(places, lines.starts)
    for row in np.flatnonzero(inside):
        stray[row] = b"\r" in lines.line(int(row)).replace(b"\r\n", b"")
    return stray


def _ragged_bytes(lines: Lines, width: int, dialect: Dialect) -> dict[int, int]:
    """Rows of another width that are no UTF-8, and their widths: Arrow cannot report those."""
    try:
        lines.data.decode("utf-8")
        return {}
    except UnicodeDecodeError:
        odd = np.flatnonzero(np.frombuffer(lines.data, np.uint8) >= 128)
    has = np.searchsorted(odd, lines.ends) > np.searchsorted(odd, lines.starts)
    widths = {row: dialect.width(lines.line(row)) for row in np.flatnonzero(has).tolist()}
    return {row: found for row, found in widths.items() if found != width}


def _equal(lines: Lines, header: bytes) -> npt.NDArray[np.bool_]:
    same: npt.NDArray[np.bool_] = np.asarray((lines.ends - lines.starts) == len(header), np.bool_)
    for row in np.flatnonzero(same):
        same[row] = lines.line(int(row)) == header
    return same


def _fault(lines: Lines, row: int, expected: str) -> Fault:
    return Fault(int(lines.numbers[row]), lines.line(row)[:1000], Reason.BAD_SHAPE, expected)


def _nothing(names: Sequence[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], pa.binary()) for _ in names], list(names))
