"""Buckets give back every set row once, and equal country pairs in one bucket."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.counting.buckets import Buckets

SCHEMA = pa.schema([("target_country", pa.string()), ("origin_country", pa.string()), ("rows", pa.int64())])
PAIRS = st.lists(st.tuples(st.sampled_from(["CN", "US", "ZZ", None]), st.sampled_from(["DE", "ZZ"])), max_size=30)


@given(PAIRS, st.integers(1, 5))
def test_every_row_comes_back_once_and_equal_pairs_together(pairs: list[tuple[str | None, str]], number: int) -> None:
    columns = [[pair[0] for pair in pairs], [pair[1] for pair in pairs], list(range(len(pairs)))]
    table = pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
    with TemporaryDirectory() as folder, Buckets(Path(folder), number, SCHEMA) as buckets:
        buckets.add(table.slice(0, 7))
        buckets.add(table.slice(7))
        found = [piece.to_pylist() for piece in buckets.tables()]
    assert len(found) == number
    back = sorted((row["rows"], row["target_country"], row["origin_country"]) for piece in found for row in piece)
    assert back == [(place, *pair) for place, pair in enumerate(pairs)]
    places = Counter(
        pair for piece in found for pair in {(row["target_country"], row["origin_country"]) for row in piece}
    )
    assert set(places.values()) <= {1}
