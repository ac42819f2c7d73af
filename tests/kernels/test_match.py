"""Rows × dated indicators, against a plain loop."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.detecting.match import build, match

KEYS = st.sampled_from([b"a", b"b", b"c"])
FAMILIES = st.sampled_from([None, "x", "y"])
LISTINGS = st.lists(st.tuples(KEYS, FAMILIES, st.integers(0, 12), st.integers(0, 8)), max_size=12)
ROWS = st.lists(st.tuples(st.one_of(st.none(), KEYS, st.just(b"other")), st.integers(-2, 22)), max_size=12)

Listing = tuple[bytes, str | None, int, int]
Row = tuple[bytes | None, int]


def by_loop(listings: list[tuple[Listing, int]], rows: list[Row]) -> set[tuple[int, str | None, int]]:
    out = set()
    for number, (key, at) in enumerate(rows):
        first: dict[str | None, tuple[int, int]] = {}
        for (listed, family, start, length), record in listings:
            if listed == key and start <= at < start + length:
                first[family] = min(first.get(family, (start, record)), (start, record))
        out |= {(number, family, record) for family, (_, record) in first.items()}
    return out


def by_kernel(listings: list[tuple[Listing, int]], rows: list[Row]) -> list[tuple[int, str | None, int]]:
    table = pa.table(
        {
            "family": pa.array([one[1] for one, _ in listings], pa.string()),
            "record": pa.array([record.to_bytes(16, "big") for _, record in listings], pa.binary()),
        }
    )
    start = np.array([one[2] for one, _ in listings], dtype=np.int64)
    end = start + np.array([one[3] for one, _ in listings], dtype=np.int64)
    indicators = build(pa.array([one[0] for one, _ in listings], pa.binary()), start, end, table)
    at = np.array([instant for _, instant in rows], dtype=np.int64)
    found = match(pa.array([key for key, _ in rows], pa.binary()), at, indicators)
    records = [int.from_bytes(record, "big") for record in found.listings.column("record").to_pylist()]
    return list(zip(found.rows.to_pylist(), found.listings.column("family").to_pylist(), records, strict=True))


@settings(deadline=None)
@given(LISTINGS, ROWS, st.randoms())
def test_matching_equals_a_plain_loop_whatever_the_order(
    listings: list[Listing], rows: list[Row], random: object
) -> None:
    numbered = list(zip(listings, range(len(listings)), strict=True))
    expected = by_loop(numbered, rows)
    found = by_kernel(numbered, rows)
    assert len(found) == len(set(found))
    assert set(found) == expected
    random.shuffle(numbered)  # type: ignore[attr-defined]
    assert by_kernel(numbered, rows) == found


def test_the_named_listing_covers_the_instant_even_if_an_older_one_has_expired() -> None:
    listings = [((b"a", "x", 0, 7), 1), ((b"a", "x", 3, 7), 2), ((b"a", "x", 20, 7), 3)]
    rows = [(b"a", at) for at in (6, 7, 9, 10, 20)]
    assert by_kernel(listings, rows) == [(0, "x", 1), (1, "x", 2), (2, "x", 2), (4, "x", 3)]
