"""Lines of CSV or TSV to columns of bytes, by Arrow, and which lines do not fit.

Lines are looked at one by one only where something in a block is out of the ordinary: Arrow gives as many rows as there
are line ends exactly if every line is one record of the right width.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from crosscount.kernels.cleaning import columns as columns_kernel
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Lines, Plain
from crosscount.kernels.reading.quoting import Dialect
from crosscount.model.source import Reason

__all__ = ["fault", "nothing", "parse", "parse_plain"]

_MARK = b"\xef\xbb\xbf"
_WIDEST = 2_000  # columns; a header of a million would cost a hundred times its bytes on every block


def parse_plain(
    block: Plain, names: Sequence[str], dialect: Dialect, wanted: Collection[str] | None = None
) -> tuple[pa.RecordBatch, pa.Array] | None:
    """The columns of a block and the numbers of its records, if each line is one; None if one may be none.

    Not found are comments and repeated headers of the right width: the caller looks for them.
    """
    if not 1 < len(names) <= _WIDEST or not block.count:
        return None
    chosen = _chosen(names, wanted)
    table = _by_arrow(memoryview(block.data)[: block.stop], len(names), [i for i, _ in chosen], dialect)
    if table is None or table.num_rows != block.count:
        return None
    batch = _batch(table.columns, chosen)
    if _empty(batch).any():  # to Arrow a blank line is a row of empty values
        return None
    return batch, pa.array(np.arange(block.first, block.first + block.count))


def _empty(batch: pa.RecordBatch) -> columns_kernel.Mask:
    """Rows in which no column holds anything."""
    empty = np.ones(batch.num_rows, np.bool_)
    for column in batch.columns:
        empty &= columns_kernel.lengths(column) == 0
        if not empty.any():
            break
    return empty


def parse(
    lines: Lines, names: Sequence[str], dialect: Dialect, wanted: Collection[str] | None = None
) -> tuple[pa.RecordBatch, pa.Array, list[Fault]]:
    """The columns of lines that are all records, their numbers, and the faults among them."""
    chosen = _chosen(names, wanted)
    if not len(lines):
        return nothing([name for _, name in chosen]), pa.array([], pa.int64()), []
    if len(names) > _WIDEST:
        wide = [fault(lines, row, f"at most {_WIDEST} columns in the header") for row in range(len(lines))]
        return nothing(names[:1]), pa.array([], pa.int64()), wide
    stray = _stray_returns(lines)
    broken = [fault(lines, int(row), "no line end inside a value") for row in np.flatnonzero(stray)]
    if stray.any():
        lines = lines.select(~stray)
    width = len(names)
    ragged = _ragged_bytes(lines, width, dialect)
    lines = _padded(lines, {row: width - found for row, found in ragged.items()}, dialect)
    wrong = [row for row, found in ragged.items() if not 0 <= width - found <= dialect.short]
    broken += [fault(lines, row, f"{width} columns; {ragged[row]} found") for row in wrong]
    if wrong:
        lines = lines.select(~np.isin(np.arange(len(lines)), wrong))
    pieces, bad = _columns(lines, width, [i for i, _ in chosen], dialect)
    if any(0 < width - found <= dialect.short for found in bad.values()):
        lines = _padded(lines, {row: width - found for row, found in bad.items()}, dialect)
        pieces, bad = _columns(lines, width, [i for i, _ in chosen], dialect)
    for row, found in sorted(bad.items()):
        broken.append(fault(lines, row, f"{width} columns; {found} found" if found else "quotes that close"))
    kept = np.ones(len(lines), np.bool_)
    kept[list(bad)] = False
    return _batch(pieces, chosen), pa.array(lines.numbers[kept], pa.int64()), broken


def _chosen(names: Sequence[str], wanted: Collection[str] | None) -> list[tuple[int, str]]:
    return [(i, name) for i, name in enumerate(names) if wanted is None or name in wanted] or [(0, names[0])]


def _batch(pieces: Sequence[pa.ChunkedArray], chosen: Sequence[tuple[int, str]]) -> pa.RecordBatch:
    columns = [_whole(piece) for piece in pieces]
    names = [name for _, name in chosen]
    return pa.RecordBatch.from_arrays(columns, names)


def _whole(piece: pa.ChunkedArray) -> pa.Array:
    """In one piece, and without a copy where it is that already."""
    chunks = [chunk for chunk in piece.chunks if len(chunk)]
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks or [pa.array([], piece.type)])


def _columns(
    lines: Lines, width: int, chosen: Sequence[int], dialect: Dialect
) -> tuple[list[pa.ChunkedArray], dict[int, int]]:
    """The chosen columns of well-formed rows, and for each other row how many columns it has (0 if unclear)."""
    if not len(lines):
        return [pa.chunked_array([], pa.binary()) for _ in chosen], {}
    bad: dict[int, int] = {}

    def skip(row: pa.csv.InvalidRow) -> str:
        bad[row.number - 1] = row.actual_columns
        return "skip"

    table = _by_arrow(lines.joined(), width, chosen, dialect, skip)
    rows = -1 if table is None else table.num_rows
    if table is not None and rows + len(bad) == len(lines):
        return table.columns, bad
    if len(lines) == 1:
        return [pa.chunked_array([], pa.binary()) for _ in chosen], {0: 0}
    half = len(lines) // 2
    upper, upper_bad = _columns(lines.select(slice(0, half)), width, chosen, dialect)
    lower, lower_bad = _columns(lines.select(slice(half, None)), width, chosen, dialect)
    both = [pa.chunked_array([*a.chunks, *b.chunks], pa.binary()) for a, b in zip(upper, lower, strict=True)]
    return both, upper_bad | {row + half: found for row, found in lower_bad.items()}


def _by_arrow(
    data: bytes | memoryview,
    width: int,
    chosen: Sequence[int],
    dialect: Dialect,
    odd: Callable[[pa.csv.InvalidRow], str] | None = None,
) -> pa.Table | None:
    """The chosen columns of whole lines as Arrow cuts them; None if it cannot.

    Rows of another width are told to `odd`; without it they cannot be cut.
    """
    if dialect.spaced:
        data = bytes(data).replace(b'", "', b'","')
    # A last row of our own: were a quote open before it, it would be swallowed and the sum would tell.
    end = b"" if data[-1:] in (b"\n", b"\r") else b"\n"
    # pyarrow drops a byte order mark in front: one of ours must go, not one that stands in the middle of the file.
    mark = _MARK if data[:3] == _MARK else b""
    data = b"".join((mark, data, end, dialect.delimiter.encode() * (width - 1), b"-\n"))
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
                invalid_row_handler=odd,
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
        return None
    return table.slice(0, table.num_rows - 1) if table.num_rows else None


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


def fault(lines: Lines, row: int, expected: str) -> Fault:
    """What to say of a line that is no record."""
    return Fault(int(lines.numbers[row]), lines.line(row)[:1000], Reason.BAD_SHAPE, expected)


def nothing(names: Sequence[str]) -> pa.RecordBatch:
    """No rows of columns of those names."""
    return pa.RecordBatch.from_arrays([pa.array([], pa.binary()) for _ in names], list(names))
