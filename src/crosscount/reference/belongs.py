"""Tables of whom a site or a brand belongs to: `host,country` and `brand,country`, with or without that header.

Ours for brands is brands.csv: names that publishers of phishing lists use for organisations whose customers live in
one country, such as national banks, tax offices and posts. Brands at home in many countries are left out on purpose.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from crosscount.errors import SettingsError
from crosscount.kernels.placing.targets import GENERIC, TOP_LEVEL, brand_key
from crosscount.reference.lines import cells, lines

__all__ = ["brands", "digest", "sites"]

CODE = re.compile(r"[A-Za-z]{2}")


def sites(data: bytes, name: str) -> dict[str, str]:
    """The user's table of sites; a host stands for its subdomains too. Host names in lower case, in punycode."""
    return {_host(host, name): country for host, country in _rows(data, name, "host")}


def brands(data: bytes, name: str) -> dict[str, str]:
    """Our table of brands with the user's above it; ZZ takes a brand of ours out."""
    own = {brand_key(brand): country for brand, country in _rows(_built_in(), "brands.csv", "brand")}
    return own | {brand_key(brand): country for brand, country in _rows(data, name, "brand")}


@lru_cache(maxsize=1)
def digest() -> str:
    """Changes when a table of ours does."""
    known = repr((sorted(TOP_LEVEL.items()), sorted(GENERIC))).encode()
    return sha256(_built_in() + known).hexdigest()


@lru_cache(maxsize=1)
def _built_in() -> bytes:
    return (files("crosscount.reference") / "brands.csv").read_bytes()


def _rows(data: bytes, name: str, first: str) -> list[tuple[str, str]]:
    out = []
    for number, line in lines(data):
        found = cells(line)
        if not line.strip() or line.startswith("#") or (found and found[0].lower() == first):
            continue
        if found is None or len(found) != 2 or not found[0] or not CODE.fullmatch(found[1]):
            raise SettingsError(f"{name}, line {number}: '{line[:80]}', expected {first},country with two letters")
        out.append((found[0], found[1].upper()))
    return out


def _host(text: str, name: str) -> str:
    host = text.lower().strip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise SettingsError(f"{name}: '{text[:80]}' is not a host name") from error
