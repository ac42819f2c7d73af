"""Prefix tables against plain Python: the narrowest range decides, in any order, for both families."""

from __future__ import annotations

import random
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.errors import ReferenceTableError
from crosscount.kernels.placing.prefixes import RANGES, PrefixTable, reserved
from crosscount.kernels.placing.wide import Wide, joined
from tests.kernels.address_ranges import Range, addresses, as_table, between, expected, sixteen

SIZES = {4: (IPv4Address, 32), 6: (IPv6Address, 128)}


@st.composite
def some_ranges(draw: st.DrawFn) -> Range:
    """Few different bits, so that ranges nest, touch and coincide; also the first and last address there is."""
    kind, bits = SIZES[draw(st.sampled_from((4, 6)))]
    top, low = draw(st.integers(0, 3)), draw(st.integers(0, 15))
    first = (top << bits - 2) + low
    last = draw(st.sampled_from((first, first + 1, first + 5, (top + 1 << bits - 2) - 1, 2**bits - 1)))
    country = draw(st.sampled_from(("CN", "US", "DE", None)))
    return Range(kind(first), kind(max(first, last)), country, draw(st.sampled_from((64496, 64497, None))))


@given(st.lists(some_ranges(), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_every_address_has_what_the_narrowest_range_says(ranges: list[Range], shuffle: random.Random) -> None:
    table = PrefixTable.build(as_table(ranges))
    edges = [edge for r in ranges for edge in (r.first, r.last)]
    beside = [type(e)(int(e) + step) for e in edges for step in (-1, 0, 1) if 0 <= int(e) + step < 2**e.max_prefixlen]
    asked = pa.array([sixteen(address) for address in beside], pa.binary())
    found = list(zip(table.country(asked).to_pylist(), table.network(asked).to_pylist(), strict=True))
    assert found == [expected(ranges, address) for address in beside]
    again = list(ranges)
    shuffle.shuffle(again)
    assert PrefixTable.build(as_table(again)).table.equals(table.table)


def test_a_narrower_range_that_says_nothing_is_a_hole() -> None:
    table = PrefixTable.build(as_table([between("10.0.0.0", "10.0.0.255", "CN"), between("10.0.0.8", "10.0.0.8")]))
    asked = addresses(["10.0.0.7", "10.0.0.8", "10.0.0.9", None])
    assert table.country(asked).to_pylist() == ["CN", None, "CN", None]


def test_neighbours_of_one_country_become_one_segment() -> None:
    table = PrefixTable.build(as_table([between("1.0.0.0", "1.0.0.255", "AU"), between("1.0.1.0", "1.0.3.255", "AU")]))
    assert len(table) == 1


def test_an_ipv6_range_never_places_ipv4_addresses() -> None:
    table = PrefixTable.build(as_table([between("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "DE")]))
    assert table.country(addresses(["192.0.2.1", "::1", "2001:db8::1"])).to_pylist() == [None, "DE", "DE"]


def test_an_empty_table_places_nobody() -> None:
    table = PrefixTable.build(as_table([]))
    assert table.country(addresses(["192.0.2.1", None])).to_pylist() == [None, None]
    assert table.country(pa.array([], pa.binary())).to_pylist() == []


def test_a_slice_of_addresses_is_looked_up_as_a_slice() -> None:
    table = PrefixTable.build(as_table([between("1.0.0.0", "1.0.0.255", "AU")]))
    assert table.country(addresses(["1.0.0.1", "2.0.0.1", None, "1.0.0.2"]).slice(1)).to_pylist() == [None, None, "AU"]


def test_a_saved_table_answers_as_before_and_its_bytes_do_not_depend_on_order(tmp_path: Path) -> None:
    ranges = [between("1.0.0.0", "1.0.0.255", "AU", 64496), between("2001:db8::", "2001:db8::ff", "DE")]
    for name, given_ranges in (("one", ranges), ("two", ranges[::-1])):
        PrefixTable.build(as_table(given_ranges)).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    loaded = PrefixTable.load(tmp_path / "one")
    asked = addresses(["1.0.0.9", "2001:db8::1", "9.9.9.9"])
    assert loaded.country(asked).to_pylist() == ["AU", "DE", None]
    assert loaded.network(asked).to_pylist() == [64496, None, None]


def test_a_damaged_table_is_named() -> None:
    with pytest.raises(ReferenceTableError, match=r"nowhere\.arrow"):
        PrefixTable.load(Path("nowhere.arrow"))


@pytest.mark.parametrize(
    "text",
    [
        *("0.1.2.3", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "169.254.1.1", "172.31.255.255"),
        *("192.0.2.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.255", "224.0.0.1", "255.255.255.255"),
        *(
            "::",
            "::1",
            "100::1",
            "2001:db8:ffff::1",
            "2001:0:1::1",
            "2002:c000:201::1",
            "3fff::1",
            "fc00::1",
            "fdff::1",
        ),
        *("fe80::1", "ff02::1"),
    ],
)
def test_special_purpose_space_is_reserved(text: str) -> None:
    assert reserved().covers(addresses([text])).tolist() == [True]


@pytest.mark.parametrize(
    "text",
    [
        "1.0.0.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.32.0.0",
        "192.0.1.255",
        "223.255.255.255",
        "2001:200::1",
        "2a00::1",
    ],
)
def test_public_space_is_not_reserved(text: str) -> None:
    assert reserved().covers(addresses([text])).tolist() == [False]


def test_reserved_space_agrees_with_the_standard_library_on_ipv4() -> None:
    """Python calls 192.0.0.9 and .10 global, too, and leaves multicast and 192.88.99/24 to the reader."""
    texts = [
        f"{a}.{b}.{c}.{d}"
        for a in range(0, 256, 3)
        for b in (0, 18, 51, 64, 88, 168, 254)
        for c in (0, 2, 99)
        for d in (1, 9)
    ]
    asked = [ip_address(text) for text in texts]
    ours = reserved().covers(pa.array([sixteen(address) for address in asked], pa.binary()))
    for address, mine in zip(asked, ours.tolist(), strict=True):
        special = str(address).startswith(("192.88.99.", "192.0.0.")) or address.is_multicast
        assert mine == (special or not address.is_global), address


def test_four_hundred_thousand_overlapping_ranges_are_built_and_searched() -> None:
    """The answers are those of a plain search through the few ranges that begin close before."""
    rows, source = 400_000, np.random.default_rng(1)
    low = np.sort(source.integers(0, 2**32 - 2**12, rows)).astype(np.uint64)
    size = source.integers(0, 2**12, rows).astype(np.uint64)
    codes = source.choice(["CN", "DE", "US"], rows)
    high, shift = np.zeros(rows, np.uint64), np.uint64(0xFFFF << 32)
    arrays = [
        joined(Wide(high, low + shift)),
        joined(Wide(high, low + size + shift)),
        pa.array(codes),
        pa.nulls(rows, pa.int64()),
    ]
    table = PrefixTable.build(pa.table(arrays, schema=RANGES))
    asked = source.integers(0, 2**32, 2_000)
    found = table.country(joined(Wide(high[:2_000], asked.astype(np.uint64) + shift))).to_pylist()
    for address, country in zip(asked.tolist(), found, strict=True):
        near = slice(int(np.searchsorted(low, max(0, address - 2**12))), int(np.searchsorted(low, address, "right")))
        holding = [(int(s), c) for b, s, c in zip(low[near], size[near], codes[near], strict=True) if b + s >= address]
        assert country == (min(holding)[1] if holding else None)
