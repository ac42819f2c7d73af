"""Where an address is: a country, a network, and the basis of that statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["UNKNOWN", "Basis", "Edition"]

UNKNOWN = "ZZ"  # ISO 3166-1 user-assigned: cannot be placed; counted and shown, never dropped


class Basis(StrEnum):
    """On what ground a country is stated."""

    REGISTERED = "registered"  # where the block is registered at the regional registry
    ROUTED = "routed"  # where the announcing network is registered
    LOCATED = "located"  # where a geolocation provider puts the users
    OVERRIDE = "override"  # the user's own CIDR table
    SITE = "site"  # the user's table of sites
    CCTLD = "cctld"  # the country-code top-level domain of the site
    BRAND = "brand"  # the table of brands
    RESERVED = "reserved"  # private or reserved address space: ZZ
    NONE = "none"  # no ground: ZZ


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated reference table, possibly put together from several files of the same day and basis."""

    id: str  # e.g. "registered-2014-04-28-1a2b3c4d": basis, date, first 8 hex digits of the digest of its files
    content: str  # "country" or "network"
    basis: Basis
    day: date
    files: tuple[str, ...]  # SHA-256 of each file, sorted
    embedded: bool = False  # came with the installation, not added by the user
