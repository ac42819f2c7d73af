"""What RITA 5 documents besides beacons, computed plainly: long connections, and names below one domain.

Source: https://github.com/activecm/rita, default_config.hjson: a connection of 1 hour is of low, of 12 hours of high
severity; 100 different names below one registered domain are of low, 1,000 of high severity, whoever asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from publicsuffixlist import PublicSuffixList

__all__ = ["LONG_HOURS", "NAMES", "long_connections", "many_names"]

LONG_HOURS = (1, 12)
NAMES = (100, 1_000)
Pair = tuple[str, str]


def long_connections(longest: Mapping[Pair, float], hours: float) -> set[Pair]:
    """The pairs with a connection of so many hours; `longest` in seconds."""
    return {pair for pair, seconds in longest.items() if seconds >= hours * 3_600}


def many_names(asked: Iterable[Pair], least: int) -> set[Pair]:
    """Client and domain of each domain with so many names; the client is who asked for most of them."""
    suffixes = PublicSuffixList()
    names: dict[str, set[str]] = defaultdict(set)
    clients: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for client, name in asked:
        domain = suffixes.privatesuffix(name.lower().rstrip("."))
        if domain and domain != name.lower():
            names[domain].add(name.lower())
            clients[domain][client] += 1
    found = {domain for domain, some in names.items() if len(some) >= least}
    return {(max(clients[domain], key=lambda client: clients[domain][client]), domain) for domain in found}
