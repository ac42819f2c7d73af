"""The address blocks of the synthetic world.

Space of the public Internet, because the product rightly refuses to place documentation addresses; who holds a block,
and that some change hands, is invented. Nothing here says anything about the real holders.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

__all__ = ["BLOCKS", "Block"]


@dataclass(frozen=True)
class Block:
    """One block: in which country it is in each of the three editions, and by which network it is announced."""

    group: str  # what the generator draws from: a country, or the name of a move
    cidr: str
    registry: str
    asn: int
    countries: tuple[str, str, str]  # editions of 2013-12-01, 2014-03-01, 2014-04-20

    @property
    def network(self) -> IPv4Network | IPv6Network:
        """The block as a network."""
        return ip_network(self.cidr)

    @property
    def version(self) -> int:
        """4 or 6."""
        return self.network.version

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return int(self.network.num_addresses)


def _stay(country: str, registry: str, asn: int, *cidrs: str) -> list[Block]:
    return [Block(country, cidr, registry, asn + n, (country,) * 3) for n, cidr in enumerate(cidrs)]


# Network numbers are 32-bit private-use ones (RFC 6996): nobody announces under them.
BLOCKS: tuple[Block, ...] = (
    *_stay("CN", "apnic", 4_200_000_100, "58.32.0.0/11", "61.144.0.0/12", "112.64.0.0/11", "114.80.0.0/12",
           "116.224.0.0/12", "119.128.0.0/12", "123.112.0.0/12", "180.96.0.0/11", "218.0.0.0/11", "222.64.0.0/11",
           "2001:da8::/32", "240e::/24"),
    *_stay("US", "arin", 4_200_000_200, "23.16.0.0/12", "63.216.0.0/13", "66.96.0.0/12", "69.160.0.0/12",
           "74.208.0.0/13", "173.192.0.0/12", "204.8.0.0/13", "208.64.0.0/12", "2600:3c00::/28"),
    *_stay("CA", "arin", 4_200_000_300, "24.64.0.0/13"),
    *_stay("JP", "apnic", 4_200_000_310, "126.64.0.0/11", "2001:240::/32"),
    *_stay("KR", "apnic", 4_200_000_320, "175.192.0.0/11"),
    *_stay("TW", "apnic", 4_200_000_330, "114.32.0.0/12"),
    *_stay("HK", "apnic", 4_200_000_340, "113.252.0.0/14"),
    *_stay("IN", "apnic", 4_200_000_350, "117.192.0.0/11"),
    *_stay("DE", "ripencc", 4_200_000_400, "91.0.0.0/11", "2a01:4f8::/32"),
    *_stay("FR", "ripencc", 4_200_000_410, "90.0.0.0/11"),
    *_stay("GB", "ripencc", 4_200_000_420, "86.128.0.0/11"),
    *_stay("NL", "ripencc", 4_200_000_430, "94.208.0.0/13"),
    *_stay("PT", "ripencc", 4_200_000_440, "85.240.0.0/13"),
    *_stay("RU", "ripencc", 4_200_000_450, "95.24.0.0/13"),
    *_stay("UA", "ripencc", 4_200_000_460, "176.8.0.0/14"),
    *_stay("BR", "lacnic", 4_200_000_500, "177.0.0.0/12"),
    *_stay("ZA", "afrinic", 4_200_000_600, "105.224.0.0/12"),
    # Blocks that change hands: the same address is in one country before the edition and in another after it.
    Block("US>DE", "107.150.0.0/16", "arin", 4_200_000_700, ("US", "US", "DE")),
    Block("DE>US", "31.220.0.0/16", "ripencc", 4_200_000_701, ("DE", "DE", "US")),
    Block("NL>US", "37.221.0.0/16", "ripencc", 4_200_000_702, ("NL", "US", "US")),
    Block("CN>HK", "103.20.0.0/16", "apnic", 4_200_000_703, ("CN", "CN", "HK")),
    Block("HK>CN", "103.28.0.0/16", "apnic", 4_200_000_704, ("HK", "HK", "CN")),
)  # fmt: skip
