"""Canonical hosts and URLs."""

from __future__ import annotations

from ipaddress import ip_address

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.detecting import urls

PAGES = [
    ("HTTP://User:pw@WWW.Example.COM:80/a?b#c", "http://www.example.com/a?b"),
    ("https://example.com:443", "https://example.com/"),
    ("http://example.com:8080?x=1", "http://example.com:8080/?x=1"),
    ("example.com/Path", "http://example.com/Path"),
    ("http://user@b@h.example/x", "http://h.example/x"),
    ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
    ("http://h.example/a b?q=ö%20ü", "http://h.example/a%20b?q=%C3%B6%20%C3%BC"),
    ("http://straße.example/", "http://xn--strae-oqa.example/"),
    ("http://www。βόλος.example/", "http://www.xn--nxasmm1c.example/"),
    ("http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
    ("http://[::ffff:192.0.2.1]/", "http://192.0.2.1/"),
    ("http://0xC0.0.2.1/", "http://192.0.2.1/"),
    ("http://3221225985/a", "http://192.0.2.1/a"),
    ("http://192.0.2.1./", "http://192.0.2.1/"),
    ("http://１92.0.2.1/", "http://192.0.2.1/"),
    (" http://h.example/a #f", "http://h.example/a"),
    ("http://h.example:0080/", "http://h.example/"),
    ("ftp://h.example:21/", "ftp://h.example/"),
    ("/index.php", None),
    ("http://a..example/", None),
    ("http://h.example:99999/", None),
    ("http://h.example:port/", None),
    ("http:///x", None),
    ("http://192.0.2.999/", None),
    ("http://" + "a" * 64 + ".example/", None),
    ("http://[2001:db8::1::2]/", None),
    ("http://192.0.2.1.1.1/", None),
    ("http://0300.0.2.1/", "http://192.0.2.1/"),
    ("http://0x1_0/", "http://0x1_0/"),
    ("http://" + "a." * 130 + "example/", None),
    ("http://ü..example/", None),
    ("", None),
    (None, None),
]
HOSTS = [
    ("WWW.Example.com:8080", "www.example.com"),
    ("example.com.", "example.com"),
    ("[2001:db8::1]:80", "[2001:db8::1]"),
    ("2001:DB8::1", "[2001:db8::1]"),
    ("192.0.2.1:80", "192.0.2.1"),
    ("_dmarc.example.com", "_dmarc.example.com"),
    ("*.example.com", None),
    ("two words", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("given_text", "expected"), PAGES)
def test_one_page_has_one_url(given_text: str | None, expected: str | None) -> None:
    assert urls.canonical_url(pa.array([given_text], pa.string())).to_pylist() == [expected]


@pytest.mark.parametrize(("given_text", "expected"), HOSTS)
def test_one_host_has_one_name(given_text: str | None, expected: str | None) -> None:
    assert urls.canonical_host(pa.array([given_text], pa.string())).to_pylist() == [expected]


def test_matching_ignores_the_scheme_and_its_port() -> None:
    pages = pa.array(["http://h.example/a", "https://h.example/a", "http://h.example:443/a", "http://h.example:81/a"])
    keys = urls.page_key(urls.canonical_url(pages)).to_pylist()
    assert keys == ["h.example/a"] * 3 + ["h.example:81/a"]


def test_only_a_bare_host_is_a_whole_host() -> None:
    pages = urls.canonical_url(pa.array(["http://h.example", "http://h.example/?q", "http://h.example/a", None]))
    assert urls.is_whole_host(pages).to_pylist() == [True, False, False, None]


def test_address_literals_become_addresses_and_names_do_not() -> None:
    hosts = pa.array(["192.0.2.1", "[2001:db8::1]", "h.example", None])
    four = b"\0" * 10 + b"\xff\xff" + ip_address("192.0.2.1").packed
    assert urls.address_of_host(hosts).to_pylist() == [four, ip_address("2001:db8::1").packed, None, None]


def test_a_request_is_put_together_from_host_port_and_target() -> None:
    hosts = pa.array(["h.example", "h.example:8080", "h.example", "h.example", None, "h.example"])
    targets = pa.array(["/a", "/a", "/a", "http://z.example/q", "/a", "*"])
    ports = pa.array([80, 80, 8080, None, 80, 80], pa.int32())
    assert urls.requested(hosts, targets, ports).to_pylist() == [
        "http://h.example/a",
        "http://h.example:8080/a",
        "http://h.example:8080/a",
        "http://z.example/q",
        None,
        None,
    ]
    assert urls.requested_host(hosts, targets).to_pylist() == [*["h.example"] * 3, "z.example", None, "h.example"]


LETTERS = st.text(alphabet="aA0.:/@#?[]\\% xü１。-_", max_size=24)


@given(st.lists(st.one_of(LETTERS, LETTERS.map(lambda text: "http://" + text), st.text(max_size=20)), max_size=8))
def test_canonical_of_canonical_is_the_same(texts: list[str]) -> None:
    once = urls.canonical_url(pa.array(texts, pa.string()))
    assert urls.canonical_url(once).equals(once)
    hosts = urls.canonical_host(pa.array(texts, pa.string()))
    assert urls.canonical_host(hosts).equals(hosts)


@given(st.lists(LETTERS.map(lambda text: "http://" + text), max_size=8))
def test_the_host_of_a_canonical_url_is_canonical(texts: list[str]) -> None:
    hosts = urls.host_of_url(urls.canonical_url(pa.array(texts, pa.string())))
    assert urls.canonical_host(hosts).equals(hosts)
