"""Which addresses a feed may be fetched from: a stranger must not make us read our own network.

A host name counts by all its addresses; one forbidden address forbids the name. What is checked here is what is
connected to (see wire): a name server that answers differently a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket

from crosscount.errors import FetchFailed

__all__ = ["allowed", "forbidden"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 addresses that stand for an IPv4 address: RFC 6052, RFC 8215, RFC 2765 (SIIT), RFC 4291 (IPv4-compatible).
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")))
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is global of IPv6; IANA keeps the rest
# Carrier-grade NAT (RFC 6598) and the like: neither private nor global.
_INTERNAL = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7")
)
# Global by IANA's register, or by an older Python, but no place for a feed.
_NEVER = tuple(
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20", "fec0::/10")
)


def allowed(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of the host, as text; FetchFailed if there are none or one of them is forbidden."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"the host '{host}' cannot be resolved: {error}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        why = forbidden(address, private=private)
        if why:
            way_out = "" if private else "; if the feed is internal, say private = true in its table"
            raise FetchFailed(f"'{host}' is at {address}, {why}: refused{way_out}")
    return addresses


def forbidden(address: str, *, private: bool) -> str | None:
    """Why no connection may be opened to the address, None if one may."""
    try:
        parsed = _meant(ipaddress.ip_address(address))
    except ValueError:
        return "which is no address"
    if parsed.is_link_local or parsed.is_multicast or parsed.is_unspecified:
        return "a link-local, multicast or unspecified address"
    if any(parsed in network for network in _INTERNAL if network.version == parsed.version):
        return None if private else "a private or loopback address"
    if parsed.version == 6 and parsed not in _UNICAST:
        return "a reserved address"
    if not parsed.is_global or any(parsed in network for network in _NEVER if network.version == parsed.version):
        return "a reserved address"
    return None


def _meant(address: Address) -> Address:
    """The IPv4 address that a mapped, translated or 6to4 address leads to, else the address."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if int(address) > 1 and any(address in network for network in _TRANSLATED):  # neither :: nor ::1
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address
