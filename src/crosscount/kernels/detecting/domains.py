"""The registrable domain of a host, by the Public Suffix List (https://publicsuffix.org/) that is installed."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from publicsuffixlist import PublicSuffixList

__all__ = ["registrable"]

_TAIL = r"(?P<tail>(?:[^.]+\.){0,4}[^.]+)$"  # no rule of the list needs more labels


def registrable(hosts: pa.Array) -> pa.Array:
    """The domain somebody registered, e.g. "example.co.uk"; null for a public suffix and for null. Canonical hosts."""
    tails = pc.extract_regex(hosts, _TAIL)
    encoded = pc.struct_field(tails, [0]).dictionary_encode()
    domains = [None if tail is None else _suffixes().privatesuffix(tail) for tail in encoded.dictionary.to_pylist()]
    return pa.array(domains, pa.string()).take(encoded.indices)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
