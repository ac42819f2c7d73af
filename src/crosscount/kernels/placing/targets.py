"""The country that a site or a brand belongs to, where an address does not say it.

A site: the user's table (a host stands for its subdomains), then its country-code top-level domain. A brand: the table
of brands; a brand written as a host name goes the way of a site. What says nothing is ZZ on no ground.

A top-level domain counts for its country only where it is used as that country's. Those which their registries sell to
everyone (GENERIC) do not; yet below them government, military and university zones do, such as gov.ws.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa
import pycountry

from crosscount.model.place import UNKNOWN, Basis

__all__ = ["GENERIC", "TOP_LEVEL", "Targets", "brand_key", "top_level"]

# Used as generic: what Google Search treats so (Search Central, "Managing multi-regional sites"), the domains given
# away free of charge (cf, ga, gq, ml, tk), and others sold for what they sound like.
GENERIC = frozenset(
    {
        *("ad", "ag", "ai", "as", "bz", "cc", "cd", "cf", "cg", "co", "cx", "dj", "fm", "ga"),
        *("gd", "gg", "gl", "gq", "gs", "im", "io", "la", "lc", "ly", "me", "ml", "ms", "mu", "nu"),
        *("pn", "pw", "sc", "sh", "sr", "st", "tk", "to", "tv", "vc", "vg", "vu", "ws"),
    }
)
NATIONAL = frozenset({"gov", "gob", "gouv", "govt", "mil", "edu", "ac"})  # second level: not sold to everyone

# Beside the ISO codes: old and IDN country-code domains in punycode (IANA root zone database). eu is no country.
TOP_LEVEL: Mapping[str, str] = {
    "uk": "GB",
    "su": "RU",
    "tp": "TL",
    "xn--fiqs8s": "CN",
    "xn--fiqz9s": "CN",
    "xn--j6w193g": "HK",
    "xn--mix891f": "MO",
    "xn--kprw13d": "TW",
    "xn--kpry57d": "TW",
    "xn--3e0b707e": "KR",
    "xn--p1ai": "RU",
    "xn--j1amh": "UA",
    "xn--90ais": "BY",
    "xn--80ao21a": "KZ",
    "xn--90a3ac": "RS",
    "xn--90ae": "BG",
    "xn--d1alf": "MK",
    "xn--l1acc": "MN",
    "xn--node": "GE",
    "xn--y9a3aq": "AM",
    "xn--qxam": "GR",
    "xn--h2brj9c": "IN",
    "xn--54b7fta0cc": "BD",
    "xn--fzc2c9e2c": "LK",
    "xn--o3cw4h": "TH",
    "xn--yfro4i67o": "SG",
    "xn--mgbaam7a8h": "AE",
    "xn--wgbh1c": "EG",
    "xn--mgberp4a5d4ar": "SA",
    "xn--mgba3a4f16a": "IR",
    "xn--mgbayh7gpa": "JO",
    "xn--pgbs0dh": "TN",
    "xn--mgbc0a9azcg": "MA",
    "xn--lgbbat1ad8j": "DZ",
    "xn--ogbpf8fl": "SY",
    "xn--mgb9awbf": "OM",
    "xn--wgbl6a": "QA",
    "xn--ygbi2ammx": "PS",
    "xn--mgbtx2b": "IQ",
    "xn--mgbai9azgqp6j": "PK",
    "xn--mgbx4cd0ab": "MY",
}
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
NOWHERE = (UNKNOWN, Basis.NONE.value)


@dataclass(frozen=True, slots=True)
class Targets:
    """Tables of sites and brands, keys as `Targets` looks them up: canonical hosts, `brand_key` of brands."""

    sites: Mapping[str, str] = field(default_factory=dict)
    brands: Mapping[str, str] = field(default_factory=dict)

    def of_site(self, hosts: pa.Array) -> tuple[pa.Array, pa.Array]:
        """Country and basis (neither null) of each canonical host; null and address literals are ZZ."""
        return _spread(hosts, self._site)

    def of_brand(self, brands: pa.Array) -> tuple[pa.Array, pa.Array]:
        """Country and basis of each brand as its publisher writes it; case, width and outer space do not matter."""
        return _spread(brands, self._brand)

    def _site(self, host: str) -> tuple[str, str]:
        labels = host.lower().rstrip(".").split(".")
        for at in range(len(labels)):
            country = self.sites.get(".".join(labels[at:]))
            if country is not None:
                return country, Basis.SITE.value
        country = _of_labels(labels)
        return (country, Basis.CCTLD.value) if country is not None else NOWHERE

    def _brand(self, brand: str) -> tuple[str, str]:
        key = brand_key(brand)
        country = self.brands.get(key)
        if country is not None:
            return (country, Basis.BRAND.value) if country != UNKNOWN else NOWHERE
        host = re.sub(r"^https?://|[:/].*$", "", key)
        return self._site(host) if HOST.fullmatch(host) else NOWHERE


def brand_key(brand: str) -> str:
    """The form in which brands are compared: HTML entities read, NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", html.unescape(brand)).casefold().split())


def _of_labels(labels: list[str]) -> str | None:
    """The country that a host's last labels speak of, None if none."""
    country = top_level().get(labels[-1]) if len(labels) > 1 else None
    if labels[-1] in GENERIC and (len(labels) < 2 or labels[-2] not in NATIONAL):
        return None
    return country


@lru_cache(maxsize=1)
def top_level() -> Mapping[str, str]:
    """Country-code top-level domain → country, generic ones included."""
    return {country.alpha_2.lower(): country.alpha_2 for country in pycountry.countries} | dict(TOP_LEVEL)


def _spread(texts: pa.Array, meaning: Callable[[str], tuple[str, str]]) -> tuple[pa.Array, pa.Array]:
    """The meaning of each text, asked once for each distinct one."""
    encoded = texts.dictionary_encode()
    found = [meaning(text) for text in encoded.dictionary.to_pylist()]
    countries, grounds = (pa.array([pair[side] for pair in found], pa.string()) for side in (0, 1))
    return (
        countries.take(encoded.indices).fill_null(UNKNOWN),
        grounds.take(encoded.indices).fill_null(Basis.NONE.value),
    )
