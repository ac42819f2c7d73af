"""The user's own table of ranges: `cidr,country,asn`, one a line, with or without that header.

It wins over every edition and over reserved space, so also documentation and private addresses can be placed.
`country` or `asn` may be empty: the edition then decides that part. The narrowest range decides; a fault in this
table is an error, because the user can mend it.
"""

from __future__ import annotations

from crosscount.errors import SettingsError
from crosscount.kernels.placing.prefixes import PrefixTable
from crosscount.model.place import Basis
from crosscount.reference.lines import cells, lines
from crosscount.reference.ranges import COUNTRY, Records, ranges

__all__ = ["overrides"]


def overrides(data: bytes, name: str) -> PrefixTable:
    """The table as ranges; SettingsError names the first line that cannot be understood."""
    records, countries, networks = Records(), list[str](), list[str]()
    for number, line in lines(data):
        found = cells(line)
        if not line.strip() or line.startswith("#") or (found and found[0].lower() == "cidr"):
            continue
        if found is None or not 2 <= len(found) <= 3:
            raise SettingsError(f"{name}, line {number}: '{line[:80]}', expected cidr,country,asn")
        records.record_no.append(number)
        records.start.append(found[0])
        countries.append(found[1])
        networks.append(found[2] if len(found) == 3 else "")
    records.country, records.asn = countries, networks
    table = ranges(records, content=COUNTRY, basis=Basis.OVERRIDE)
    for fault in table.faults:
        raise SettingsError(f"{name}, line {fault.record_no}: '{fault.value}', expected {fault.expected}")
    return PrefixTable.build(table.ranges)
