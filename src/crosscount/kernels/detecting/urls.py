"""Canonical hosts and URLs, so that one page is one member however a publisher writes it.

Canonical: scheme and host in lower case, host in punycode (IDNA, RFC 3490, but ß and ς stay themselves, as browsers
have them: UTS 46), no default port, no user name, no fragment, "/" for an empty path; path and query stay as they are,
but for what no request can carry (spaces, letters beyond ASCII), which is percent-encoded as browsers send it. A text
without a scheme is taken as http.
Address literals take their shortest form, also those that only browsers read, such as 0x7f.1
(https://url.spec.whatwg.org/#concept-ipv4-parser). Null for null and for what is no URL or host.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from encodings import idna
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc

__all__ = [
    "address_of_host",
    "canonical_host",
    "canonical_url",
    "host_of_url",
    "is_whole_host",
    "page_key",
    "requested",
    "requested_host",
]

URL = (
    r"(?s)^(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://)?"
    r"(?:[^/?#\\]*@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#\\@:\[\]]*)(?::(?P<port>[0-9]*))?"
    r"(?P<rest>(?:[/?\\][^#]*)?)(?:#.*)?$"
)
CANONICAL = r"(?s)^(?P<scheme>[^:]+)://(?P<host>\[[^\]]+\]|[^/:]+)(?P<port>:[0-9]+)?(?P<path>/.*)$"
WITH_PORT = r"^(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?P<port>:[0-9]*)?$"
BARE_IPV6 = r"^[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*$"
BROKEN = r"^[A-Za-z][A-Za-z0-9+.\-]*:/"  # has a scheme, though the rest did not fit
PLAIN = r"^(?:[a-z0-9_\-]+\.)*[a-z0-9_\-]*[a-z_\-][a-z0-9_\-]*$"  # the last label is no number
ODD = r"[^.]{64}|(^|\.)0x[0-9a-f]*$"  # a label that is too long, or a number in hexadecimal
DEFAULT_PORTS = (("http", "80"), ("https", "443"), ("ftp", "21"))
MAX_HOST = 253
UNSENT = r"[^\x21-\x7e]+"  # what the line of a request cannot hold
DOTS = re.compile("[.\u3002\uff0e\uff61]")  # RFC 3490, 3.1
DEVIATING = re.compile("([ßς])")  # IDNA of 2003 writes them as ss and σ, which is another host


def canonical_host(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The canonical host of each Host header, DNS question or listed domain; a port behind it is dropped."""
    return _by_distinct(texts, _hosts)


def canonical_url(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The canonical URL of each text; null for a request target such as "/index.php", which names no host."""
    return _by_distinct(texts, _urls)


def host_of_url(urls: pa.Array) -> pa.Array:
    """The host of each canonical URL."""
    return _part(urls, "host")


def is_whole_host(urls: pa.Array) -> pa.Array:
    """Whether a canonical URL means everything on its host: its path is "/" and it has no query. Null stays null."""
    return pc.equal(_part(urls, "path"), "/")


def page_key(urls: pa.Array) -> pa.Array:
    """The form of a canonical URL that is compared with requests: without the scheme and without ports 80 and 443."""
    return _by_distinct(urls, _page_keys)


def requested(hosts: pa.Array, targets: pa.Array, ports: pa.Array) -> pa.Array:
    """The canonical URL of each request: its target if that is a URL, else host and target put together.

    The server's port counts if the Host header names none and it is neither 80 nor 443; the scheme then is http.
    """
    length = len(targets)
    whole = _is_url(targets)
    silent = pc.invert(pc.fill_null(pc.match_substring_regex(hosts, r":[0-9]+$"), False))
    odd = pc.fill_null(pc.invert(pc.is_in(ports, pa.array([80, 443], ports.type))), False)
    odd = pc.and_(pc.and_(silent, odd), pc.is_valid(ports))
    suffix = pc.if_else(odd, pc.binary_join_element_wise(":", ports.cast(pa.string()), ""), pa.repeat("", length))
    rooted = pc.fill_null(pc.starts_with(targets, "/"), False)
    built = pc.binary_join_element_wise("http://", hosts, suffix, targets, "")
    return canonical_url(pc.if_else(whole, targets, pc.if_else(rooted, built, None)))


def requested_host(hosts: pa.Array, targets: pa.Array) -> pa.Array:
    """The canonical host that each request or question is about; a target that is a URL outranks the header."""
    host = canonical_host(hosts)
    whole = pc.fill_null(pc.match_substring(targets, "://"), False)
    if not whole.true_count:
        return host
    urls = pc.if_else(_is_url(targets), targets, None)
    return pc.coalesce(host_of_url(canonical_url(urls)), host)


def address_of_host(hosts: pa.Array) -> pa.Array:
    """The 16 bytes of each canonical host that is an address literal, IPv4 mapped into IPv6; null for names."""

    def literals(distinct: pa.Array) -> pa.Array:
        maybe = pc.match_substring_regex(distinct, r"^(\[.*\]|[0-9.]+)$")
        return _odd(distinct, maybe, _packed, pa.binary(), pa.nulls(len(distinct), pa.binary()))

    return _by_distinct(hosts, literals)


def _is_url(targets: pa.Array) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(targets, r"^[A-Za-z][A-Za-z0-9+.\-]*://"), False)


def _hosts(distinct: pa.Array) -> pa.Array:
    texts = pc.utf8_trim_whitespace(distinct)
    bare = pc.match_substring_regex(texts, BARE_IPV6)
    texts = pc.if_else(bare, pc.binary_join_element_wise("[", texts, "]", ""), texts)
    split = pc.extract_regex(texts, WITH_PORT)
    return _clean_hosts(pc.struct_field(split, "host"))


def _urls(distinct: pa.Array) -> pa.Array:
    texts = pc.utf8_trim_whitespace(distinct)
    split = pc.extract_regex(texts, URL)
    given = pc.ascii_lower(pc.struct_field(split, "scheme"))
    scheme = pc.if_else(pc.equal(given, ""), "http", given)
    port = pc.ascii_ltrim(pc.struct_field(split, "port"), "0")
    possible = pc.less_equal(pc.utf8_lpad(port, 6, "0"), "065535")
    for name, number in DEFAULT_PORTS:
        port = pc.if_else(pc.and_(pc.equal(scheme, name), pc.equal(port, number)), "", port)
    suffix = pc.if_else(pc.equal(port, ""), "", pc.binary_join_element_wise(":", port, ""))
    rest = pc.utf8_rtrim_whitespace(pc.struct_field(split, "rest"))
    rest = _odd(rest, pc.match_substring_regex(rest, UNSENT), _sent, pa.string(), rest)
    path = pc.if_else(pc.starts_with(rest, "/"), rest, pc.binary_join_element_wise("/", rest, ""))
    host = _clean_hosts(pc.struct_field(split, "host"))
    broken = pc.and_(pc.equal(given, ""), pc.match_substring_regex(texts, BROKEN))
    host = pc.if_else(pc.and_(possible, pc.invert(broken)), host, None)
    return pc.binary_join_element_wise(scheme, "://", host, suffix, path, "")


def _page_keys(distinct: pa.Array) -> pa.Array:
    split = pc.extract_regex(distinct, CANONICAL)
    port = pc.struct_field(split, "port")
    port = pc.if_else(pc.is_in(port, pa.array([":80", ":443"])), "", port)
    return pc.binary_join_element_wise(pc.struct_field(split, "host"), port, pc.struct_field(split, "path"), "")


def _clean_hosts(hosts: pa.Array) -> pa.Array:
    """Lower case in bulk; only hosts with something odd in them are looked at one by one."""
    lower = pc.utf8_lower(hosts)
    plain = pc.and_(pc.match_substring_regex(lower, PLAIN), pc.less_equal(pc.binary_length(lower), MAX_HOST))
    odd = pc.or_(pc.invert(plain), pc.match_substring_regex(lower, ODD))
    return _odd(lower, odd, _odd_host, pa.string(), lower)


def _odd_host(text: str) -> str | None:
    if text.startswith("["):
        try:
            address = ipaddress.IPv6Address(text[1:-1])
        except ValueError:
            return None
        return str(address.ipv4_mapped) if address.ipv4_mapped else f"[{address.compressed}]"
    if not text.isascii():
        try:
            text = ".".join(_label(label) for label in DOTS.split(text))
        except UnicodeError:
            return None
    text = text.removesuffix(".")
    labels = text.split(".")
    if not text or len(text) > MAX_HOST or not all(0 < len(label) <= 63 for label in labels):
        return None
    if not all(letter.isalnum() or letter in "-_" for letter in text.replace(".", "")):
        return None
    if labels[-1].isdigit() or (labels[-1].startswith("0x") and _number(labels[-1]) is not None):
        return _ipv4(labels)
    return text


def _label(text: str) -> str:
    """A label of a host in ASCII."""
    if text.isascii():
        return text
    parts = DEVIATING.split(text)
    if len(parts) == 1:
        return idna.ToASCII(text).decode("ascii").lower()
    whole = "".join(part if place % 2 else idna.nameprep(part) for place, part in enumerate(parts))
    return "xn--" + whole.encode("punycode").decode("ascii").lower()


def _sent(text: str) -> str:
    """Path and query as a browser sends them."""
    return re.sub(UNSENT, lambda found: quote(found[0], safe=""), text)


def _ipv4(labels: list[str]) -> str | None:
    """One to four decimal, octal or hexadecimal numbers, the last of which fills what is left of the 32 bits."""
    numbers = [_number(label) for label in labels]
    if len(numbers) > 4 or any(number is None for number in numbers):
        return None
    *first, last = [number for number in numbers if number is not None]
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    return str(ipaddress.IPv4Address(last + sum(number << (24 - 8 * place) for place, number in enumerate(first))))


def _number(text: str) -> int | None:
    if "_" in text:
        return None
    try:
        if text.startswith("0x"):
            return int(text[2:] or "0", 16)
        return int(text, 8 if len(text) > 1 and text.startswith("0") else 10)
    except ValueError:
        return None


def _packed(host: str) -> bytes | None:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    return address.packed if address.version == 6 else b"\0" * 10 + b"\xff\xff" + address.packed


def _part(urls: pa.Array, name: str) -> pa.Array:
    return _by_distinct(urls, lambda distinct: pc.struct_field(pc.extract_regex(distinct, CANONICAL), name))


def _odd(values: pa.Array, odd: pa.Array, one: Callable[[str], Any], out: pa.DataType, usual: pa.Array) -> pa.Array:
    """`usual`, with `one` of each odd value in its place."""
    found = [None if text is None else one(text) for text in values.filter(odd).to_pylist()]
    return pc.replace_with_mask(usual, pc.fill_null(odd, False), pa.array(found, out)) if found else usual


def _by_distinct(texts: pa.Array | pa.ChunkedArray, rule: Callable[[pa.Array], pa.Array]) -> pa.Array:
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_encode()
    return rule(texts.dictionary).take(texts.indices)
