"""Buckets lose nothing and keep equal members together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.counting.buckets import Buckets

SCHEMA = pa.schema([("member", pa.binary()), ("rows", pa.int64())])
MEMBERS = st.lists(st.none() | st.binary(min_size=16, max_size=16) | st.binary(min_size=36, max_size=36), max_size=30)


@given(MEMBERS, st.integers(1, 5))
def test_every_row_comes_back_once_and_equal_members_together(members: list[bytes | None], number: int) -> None:
    table = pa.table([pa.array(members, pa.binary()), pa.array(range(len(members)), pa.int64())], schema=SCHEMA)
    with TemporaryDirectory() as folder, Buckets(Path(folder), number, SCHEMA) as buckets:
        buckets.add(table.slice(0, 7))
        buckets.add(table.slice(7))
        found = [piece.to_pylist() for piece in buckets.tables()]
    assert len(found) == number
    back = sorted((row["rows"], row["member"]) for piece in found for row in piece)
    assert back == list(enumerate(members))
    places = Counter(member for piece in found for member in {row["member"] for row in piece})
    assert set(places.values()) <= {1}
