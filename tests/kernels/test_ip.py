"""Addresses: text to 16 bytes and back, against Python's ipaddress."""

from __future__ import annotations

import ipaddress

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.cleaning import ip

ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))
ODD = st.one_of(st.text("0123456789.:abf%/ ", max_size=20), st.text(max_size=8))


def plain(text: str) -> bytes | None:
    """What Python thinks of one text: 16 bytes, or None."""
    if "%" in text or not text.isascii():
        return None
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return found.packed if found.version == 6 else ip.MAPPED + found.packed


@given(st.lists(st.one_of(st.none(), ADDRESSES.map(str), ODD), max_size=30))
def test_parsing_agrees_with_python(texts: list[str | None]) -> None:
    column = ip.parse(pa.array(texts, pa.string()))
    expected = [None if text is None else plain(text) for text in texts]
    assert column.values.to_pylist() == expected
    failed = column.failed.to_pylist() if column.failed is not None else [False] * len(texts)
    assert failed == [text is not None and value is None for text, value in zip(texts, expected, strict=True)]


@given(st.lists(st.one_of(st.none(), ADDRESSES.map(str), ODD), min_size=1, max_size=30))
def test_addresses_that_repeat_are_read_as_those_that_do_not(texts: list[str | None]) -> None:
    times = 5_000 // len(texts) + 1
    often, once = ip.parse(pa.array(texts * times, pa.string())), ip.parse(pa.array(texts, pa.string()))
    assert often.values.to_pylist() == once.values.to_pylist() * times
    assert (often.failed is None) == (once.failed is None)
    if often.failed is not None and once.failed is not None:
        assert often.failed.to_pylist() == once.failed.to_pylist() * times


@given(st.lists(st.one_of(st.none(), ADDRESSES), max_size=20))
def test_text_of_an_address_parses_to_the_same_address(addresses: list[ipaddress.IPv4Address | None]) -> None:
    first = ip.parse(pa.array([None if a is None else str(a) for a in addresses], pa.string())).values
    assert ip.parse(ip.text(first)).values.equals(first)


@pytest.mark.parametrize(
    "text", ["10.0.0.300", "010.0.0.1", "10.1", "10.0.0.1:80", " 10.0.0.1", "fe80::1%eth0", "1..2.3", ""]
)
def test_what_can_be_read_in_two_ways_is_no_address(text: str) -> None:
    column = ip.parse(pa.array([text]))
    assert column.values.to_pylist() == [None]
    assert column.failed is not None


def test_a_mapped_address_is_its_ipv4_address() -> None:
    column = ip.parse(pa.array([b"::ffff:192.0.2.1", b"192.0.2.1", b"::FFFF:c000:201"], pa.binary()))
    assert ip.text(column.values).to_pylist() == ["192.0.2.1"] * 3


def test_a_slice_of_a_column_is_read_as_that_slice() -> None:
    texts = pa.array(["x", "192.0.2.1", None, "2001:db8::1", "y"]).slice(1, 3)
    assert ip.text(ip.parse(texts).values).to_pylist() == ["192.0.2.1", None, "2001:db8::1"]
