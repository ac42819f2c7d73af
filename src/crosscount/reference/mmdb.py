"""MaxMind DB files: GeoLite2 and GeoIP2 Country, City and ASN, and others in their shape.

`country.iso_code` says where the users are (located), `registered_country.iso_code` where the block is registered;
the stated basis chooses, located if unstated. A network without that field is in no country: satellite and anycast
networks often have only a `registered_country`, which is no location. ASN tables say `autonomous_system_number`.
Format: https://maxmind.github.io/MaxMind-DB/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import maxminddb

from crosscount.model.place import Basis
from crosscount.model.source import Reason
from crosscount.reference.ranges import COUNTRY, NETWORK, Fault, RangeFile, Reader, Records, ranges

__all__ = ["READER"]

MARK = b"\xab\xcd\xefMaxMind.com"
TAIL = 128 * 1024  # the metadata begins within these last bytes
DAMAGE = (maxminddb.InvalidDatabaseError, ValueError, KeyError, IndexError, TypeError, OverflowError, RecursionError)


def sniff(data: bytes) -> bool:
    """The mark of the metadata section is near the end."""
    return MARK in data[-TAIL:]


def read(data: bytes, name: str, basis: Basis | None) -> RangeFile:
    """One network of the search tree, one range."""
    ground = Basis.REGISTERED if basis is Basis.REGISTERED else Basis.LOCATED
    field = "registered_country" if ground is Basis.REGISTERED else "country"
    records, countries, networks = Records(), list[str](), list[str]()
    notes: tuple[str, ...] = ()
    number = 0
    try:
        with maxminddb.open_database(BytesIO(data), maxminddb.MODE_FD) as reader:
            built = datetime.fromtimestamp(reader.metadata().build_epoch, UTC).date()
            notes = (f"{name}: {reader.metadata().database_type}, built on {built}",)
            for number, (prefix, record) in enumerate(_networks(reader), 1):
                if not isinstance(record, Mapping):
                    records.faults.append(Fault(number, str(record)[:200], Reason.BAD_SHAPE, "a map"))
                    continue
                records.record_no.append(number)
                records.start.append(prefix)
                countries.append(_code(record.get(field)))
                networks.append(str(record.get("autonomous_system_number", "")))
    except DAMAGE as error:
        records.faults.append(Fault(number + 1, str(error)[:200], Reason.TRUNCATED, "a whole MaxMind DB file"))
    if any(networks) and not any(countries):
        records.asn = networks
        return ranges(records, content=NETWORK, basis=Basis.ROUTED, notes=notes)
    records.country = countries
    return ranges(records, content=COUNTRY, basis=ground, notes=notes)


def _networks(reader: Any) -> Iterator[tuple[str, Any]]:
    for prefix, record in reader:
        yield str(prefix), record


def _code(country: object) -> str:
    return str(country.get("iso_code") or "") if isinstance(country, Mapping) else ""


READER = Reader("mmdb", "MaxMind DB", sniff, read)
