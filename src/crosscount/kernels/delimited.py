"""CSV and TSV to columns of bytes, by name.

A row without the header's number of columns, or whose quotes never close, is one bad-shape fault; the rows after it are
read as if it were not there. Quoted values may hold line ends (up to 100 lines). Blank lines, comments and repeated
header lines are remarks. Quoting follows RFC 4180: a quote counts only at the start of a value, and is doubled inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from crosscount.kernels import columns as columns_kernel
from crosscount.kernels import faults
from crosscount.kernels.faults import Fault
from crosscount.kernels.lines import LIMIT, Lines, join
from crosscount.kernels.lines import read as read_lines
from crosscount.model.source import RawBatch, Reason

__all__ = ["Dialect", "header_names", "parse", "read"]

_MULTILINE = 100  # lines of one quoted record


@dataclass(frozen=True, slots=True)
class Dialect:
    """How values stand in a line."""

    delimiter: str = ","
    quote: str | None = '"'
    spaced: bool = False  # `", "` between quoted values, as ThreatFox writes
    nothing: tuple[str, ...] = ()  # values that mean null
    short: int = 0  # columns that a row may lack at its end; they are null

    def closed(self) -> str:
        """A pattern of lines in which every quoted value ends."""
        return f"^{self.value()}(?:{re.escape(self.delimiter)}{self.value()})*$"

    def value(self) -> str:
        """A pattern of one value; after a closing quote anything but a quote may follow."""
        d = re.escape(self.delimiter)
        if self.quote is None:
            return f"[^{d}]*"
        q = re.escape(self.quote)
        return f"(?:{q}(?:[^{q}]|{q}{q})*{q}(?:[^{q}{d}][^{d}]*)?|[^{q}{d}][^{d}]*|)"

    def strict(self) -> str:
        """The same, where nothing stands between a closing quote and the delimiter."""
        d, q = re.escape(self.delimiter), re.escape(self.quote or "")
        value = f"(?:{q}(?:[^{q}]|{q}{q})*+{q}|[^{q}{d}][^{d}{q}]*|)"
        return f"{value}(?:{d}{value})*"


def read(
    file: BinaryIO,
    *,
    delimiter: str = ",",
    quote: str | None = '"',
    names: Sequence[str] | None = None,
    wanted: Sequence[str] | None = None,
    comment: str | None = None,
    commented_header: bool = False,
    spaced: bool = False,
    short: int = 0,
) -> Iterator[RawBatch]:
    """Batches of binary columns named by the header line, or by `names` where the file has none.

    `wanted` keeps only these columns (faster). With `commented_header` the last comment before the first row is the
    header. `spaced`: quoted values are separated by `", "`. `short`: how many columns a row may lack at its end. A second
    column of one name is called `name.2`.
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
        whole, held = _merge(lines, remark, dialect, len(known))
        columns, numbers, broken = parse(whole, known, dialect, wanted)
        count = int(remark[: len(lines) - len(held or ())].sum()) if held is not None else int(remark.sum())
        yield RawBatch(columns, numbers, faults.batch([*block.faults, *broken]), count)


def parse(
    lines: Lines, names: Sequence[str], dialect: Dialect, wanted: Sequence[str] | None = None
) -> tuple[pa.RecordBatch, pa.Array, list[Fault]]:
    """The columns of lines that are all records, their numbers, and the faults among them."""
    chosen = [(i, name) for i, name in enumerate(names) if wanted is None or name in wanted] or [(0, names[0])]
    if not len(lines):
        return _nothing([name for _, name in chosen]), pa.array([], pa.int64()), []
    stray = _stray_returns(lines)
    broken = [_fault(lines, int(row), "no line end inside a value") for row in np.flatnonzero(stray)]
    if stray.any():
        lines = lines.select(~stray)
    ragged = _ragged_bytes(lines, len(names), dialect)
    broken += [_fault(lines, row, f"{len(names)} columns; {found} found") for row, found in ragged.items()]
    if ragged:
        lines = lines.select(~np.isin(np.arange(len(lines)), list(ragged)))
    pieces, bad = _columns(lines, len(names), [i for i, _ in chosen], dialect)
    lacking = {row: len(names) - found for row, found in bad.items() if 0 < len(names) - found <= dialect.short}
    if lacking:
        lines = _padded(lines, lacking, dialect)
        pieces, bad = _columns(lines, len(names), [i for i, _ in chosen], dialect)
    for row, found in sorted(bad.items()):
        broken.append(_fault(lines, row, f"{len(names)} columns; {found} found" if found else "quotes that close"))
    kept = np.ones(len(lines), np.bool_)
    kept[list(bad)] = False
    table = pa.Table.from_arrays([column.combine_chunks() for column in pieces], names=[name for _, name in chosen])
    batch = table.combine_chunks().to_batches()[0] if table.num_rows else _nothing(table.column_names)
    return batch, pa.array(lines.numbers[kept], pa.int64()), broken


def header_names(line: bytes, dialect: Dialect) -> list[str]:
    """Column names of a header line, trimmed; a second one of the same name becomes `name.2`."""
    text = faults.escape(line.strip()) if dialect.delimiter != "\t" else line.decode("utf-8", "backslashreplace")
    quote = dialect.quote
    cells = next(_cells(text, dialect.delimiter, quote))
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = cell.strip()
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return names


def _cells(text: str, delimiter: str, quote: str | None) -> Iterator[list[str]]:
    import csv

    if quote is None:
        yield text.split(delimiter)
        return
    yield from csv.reader([text], delimiter=delimiter, quotechar=quote, skipinitialspace=True)


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
    names = [f"f{i}" for i in range(width)]
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
    """The lines, with empty columns at the end of those that lack some."""
    ends = pa.array([dialect.delimiter.encode() * number + b"\n" for number in range(dialect.short + 1)], pa.binary())
    numbers = np.zeros(len(lines), np.int64)
    numbers[list(lacking)] = list(lacking.values())
    data, starts = columns_kernel.binary(pc.binary_join_element_wise(lines.texts(), ends.take(pa.array(numbers)), b""))
    return replace(lines, data=data.tobytes(), starts=starts[:-1], ends=starts[1:] - 1)


def _merge(
    lines: Lines, remark: npt.NDArray[np.bool_], dialect: Dialect, width: int
) -> tuple[Lines, Lines | None]:
    """Records from lines: lines whose quote is closed by a later one become one. Also the lines to look at again later."""
    opened = _open(lines, dialect) & ~remark
    if not opened.any():
        return lines.select(~remark), None
    keep = ~remark
    ends = lines.ends.copy()
    after = 0
    for row in np.flatnonzero(opened).tolist():
        if row < after:
            continue
        last = _closing(lines, row, dialect, width)
        waits = len(lines) - row < _MULTILINE and lines.ends[-1] - lines.starts[row] <= LIMIT and not lines.last
        if last is None and waits:
            held = lines.select(slice(row, None))
            done = replace(lines.select(slice(0, row)), ends=ends[:row])
            return done.select(keep[:row]), held
        if last is None:
            continue  # stays alone, and parse finds it broken
        ends[row] = lines.ends[last]
        keep[row + 1 : last + 1] = False
        after = last + 1
    return replace(lines, ends=ends).select(keep), None


def _closing(lines: Lines, row: int, dialect: Dialect, width: int) -> int | None:
    """The line that closes the quote opened in `row`, so that both and those between make a whole record."""
    whole = re.compile(dialect.strict().encode(), re.DOTALL)
    quote = (dialect.quote or "").encode()
    start = int(lines.starts[row])
    for last in range(row + 1, min(row + _MULTILINE, len(lines))):
        end = int(lines.ends[last])
        if end - start > LIMIT:
            return None
        if quote not in lines.line(last):
            continue
        if whole.fullmatch(lines.data, start, end):
            piece = lines.data[start:end]
            one = Lines(piece, np.array([0]), np.array([len(piece)]), np.array([1]))
            return last if not _columns(one, width, [], dialect)[1] else None
    return None


def _open(lines: Lines, dialect: Dialect) -> npt.NDArray[np.bool_]:
    """Lines at whose end a quoted value is still open."""
    if dialect.quote is None or dialect.quote.encode() not in lines.data:
        return np.zeros(len(lines), np.bool_)
    texts = lines.texts()
    if dialect.spaced:
        texts = pc.replace_substring(texts, b'", "', b'","')
    return ~pc.match_substring_regex(texts, dialect.closed()).to_numpy(zero_copy_only=False)


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
    ragged: dict[int, int] = {}
    delimiter = re.compile(dialect.value().encode() + b"(" + re.escape(dialect.delimiter).encode() + b"|$)", re.DOTALL)
    has = np.searchsorted(odd, lines.ends) > np.searchsorted(odd, lines.starts)
    for row in np.flatnonzero(has).tolist():
        line, found, place = lines.line(row), 0, 0
        while (value := delimiter.match(line, place)) is not None:
            found, place = found + 1, value.end()
            if not value.group(1):
                break
        if value is not None and found != width:
            ragged[row] = found
    return ragged


def _equal(lines: Lines, header: bytes) -> npt.NDArray[np.bool_]:
    same = (lines.ends - lines.starts) == len(header)
    for row in np.flatnonzero(same):
        same[row] = lines.line(int(row)) == header
    return same


def _fault(lines: Lines, row: int, expected: str) -> Fault:
    return Fault(int(lines.numbers[row]), lines.line(row)[:1000], Reason.BAD_SHAPE, expected)


def _nothing(names: Sequence[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], pa.binary()) for _ in names], list(names))
