"""The country table that came with the installation: PyPI package iptocc (MIT or Apache-2.0), compiled in.

It is made nightly from the delegated statistics of the five regional registries, so its basis is `registered`. The
package names no edition date; its bill of materials (CycloneDX, in the package's metadata) is written when the wheel
is built, and that UTC day is taken. A build without one is dated by OLDEST, the day of the oldest version we accept.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.metadata import PackagePath, distribution

import iptocc
import orjson
import pyarrow as pa

from crosscount.kernels.cleaning import columns, ip
from crosscount.model.place import Basis, Edition
from crosscount.reference.ranges import COUNTRY

__all__ = ["EmbeddedCountries", "edition"]

PACKAGE = "iptocc"
OLDEST = date(2026, 10, 27)  # 3.3.170


class EmbeddedCountries:
    """Country of addresses by the embedded table."""

    def country(self, addresses: pa.Array) -> pa.Array:
        """Country code of each 16-byte address; null where the table has none or the address is null."""
        encoded = ip.text(addresses).dictionary_encode()
        return columns.each_distinct(encoded, pa.string(), iptocc.country_code(encoded.dictionary.to_pylist()))


@lru_cache(maxsize=1)
def edition() -> Edition:
    """What is installed; it has no files of ours."""
    package = distribution(PACKAGE)
    bills = [file for file in package.files or () if str(file).endswith(".cyclonedx.json")]
    days = [day for day in map(_day, bills) if day is not None]
    id_ = f"registered-embedded-{PACKAGE}-{package.version}"
    return Edition(id_, COUNTRY, Basis.REGISTERED, min(days, default=OLDEST), (), embedded=True)


def _day(bill: PackagePath) -> date | None:
    try:
        return date.fromisoformat(orjson.loads(bill.read_binary())["metadata"]["timestamp"][:10])
    except (OSError, ValueError, KeyError, TypeError):
        return None
