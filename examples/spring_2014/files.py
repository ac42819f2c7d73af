"""Writes text files that are the same bytes each time: no clock, no host name, no compression stamp."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["damage", "gzipped", "lines", "table", "text_of", "write"]

LEVEL = 1  # of gzip: the demo should spend its time in the product


def write(file: Path, *parts: bytes | str) -> Path:
    """Write the parts one after another, compressed if the name ends in .gz."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    file.write_bytes(gzipped(data) if file.suffix == ".gz" else data)
    return file


def gzipped(data: bytes) -> bytes:
    """The data as a gzip stream without a time stamp."""
    return gzip.compress(data, LEVEL, mtime=0)


def text_of(values: pa.Array | np.ndarray) -> pa.Array:
    """Numbers as decimal text; text as it is."""
    array = pa.array(values) if isinstance(values, np.ndarray) else values
    return array if pa.types.is_string(array.type) else array.cast(pa.string())


def lines(columns: Sequence[pa.Array | np.ndarray | str], separator: str = "\t") -> bytes:
    """One line a row: the columns joined by the separator. A plain str stands on every line."""
    texts = [pa.scalar(column) if isinstance(column, str) else text_of(column) for column in columns]
    size = next((len(text) for text in texts if isinstance(text, pa.Array)), 0)
    if not size:
        return b""
    joined = pc.binary_join_element_wise(*texts, separator)
    return _bytes(pc.binary_join_element_wise(joined, "", "\n"))


def damage(data: bytes, rows: Sequence[bytes], rng: np.random.Generator) -> bytes:
    """Put the damaged rows between the lines of the data, at places that the generator chooses."""
    if not rows:
        return data
    good = data.split(b"\n")[:-1]
    for place, row in zip(sorted(rng.integers(0, len(good) + 1, len(rows)).tolist(), reverse=True), rows, strict=True):
        good.insert(place, row)
    return b"\n".join(good) + b"\n"


def table(file: Path, names: Iterable[str], columns: Sequence[pa.Array | np.ndarray | str]) -> Path:
    """Write a tab-separated table with a header: how the generator keeps its own record of what happened."""
    return write(file, "\t".join(names) + "\n", lines(columns))


def _bytes(strings: pa.Array) -> bytes:
    # The values of an Arrow string array lie end to end in one buffer: that buffer is the file.
    offsets = np.frombuffer(strings.buffers()[1], dtype=np.int32)
    first, last = int(offsets[strings.offset]), int(offsets[strings.offset + len(strings)])
    return strings.buffers()[2].slice(first, last - first).to_pybytes()
