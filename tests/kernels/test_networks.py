"""Addresses in dated networks, against plain Python."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.cleaning import ip
from crosscount.kernels.detecting.networks import match_networks, networks

ADDRESSES = [f"203.0.113.{n}" for n in (0, 1, 2, 3, 127, 128, 255)] + [
    "203.0.112.1",
    "2a00::1",
    "2a00:0:0:1::1",
    "10.1.1.1",
]
NETWORKS = [
    "203.0.113.0/24",
    "203.0.113.0/25",
    "203.0.113.2/31",
    "203.0.0.0/16",
    "2a00::/32",
    "2a00::/64",
    "10.0.0.0/8",
]
LISTED = st.lists(
    st.tuples(st.sampled_from(NETWORKS), st.integers(0, 9), st.integers(0, 9), st.sampled_from(["a", "b", None])),
    max_size=8,
)
SEEN = st.lists(st.tuples(st.sampled_from([*ADDRESSES, None]), st.integers(0, 9)), min_size=1, max_size=12)


@given(LISTED, SEEN)
@settings(deadline=None)
def test_the_first_listing_of_each_family_around_an_address_is_named(
    listed: list[tuple[str, int, int, str | None]], seen: list[tuple[str | None, int]]
) -> None:
    table = pa.table(
        {
            "family": pa.array([family for *_, family in listed], pa.string()),
            "record": pa.array([bytes([number]) for number in range(len(listed))], pa.binary()),
        }
    )
    start, end = (np.array([one[place] for one in listed], np.int64) for place in (1, 2))
    built = networks(pa.array([one[0] for one in listed], pa.string()), start, end, table)
    addresses = ip.parse(pa.array([address for address, _ in seen], pa.string())).values
    found = match_networks(addresses, np.array([at for _, at in seen], np.int64), built)
    got = (
        []
        if found is None
        else [
            (row, family, record[0])
            for row, family, record in zip(
                found.rows.to_pylist(),
                found.listings.column("family").to_pylist(),
                found.listings.column("record").to_pylist(),
                strict=True,
            )
        ]
    )
    wanted = set()
    for row, (address, at) in enumerate(seen):
        if address is None or address.startswith("10."):  # private: nobody's alone
            continue
        around = [
            (first, number, family)
            for number, (text, first, last, family) in enumerate(listed)
            if first <= at < last and ip_address(address) in ip_network(text)
        ]
        for family in {family for *_, family in around}:
            wanted.add((row, family, min(one[:2] for one in around if one[2] == family)[1]))
    assert len(got) == len(set(got))
    assert set(got) == wanted
    assert [row for row, *_ in got] == sorted(row for row, *_ in got)
