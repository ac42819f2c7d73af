"""Delegated statistics of the regional registries (APNIC, RIPE NCC, LACNIC, AFRINIC, ARIN), plain and extended.

`registry|cc|type|start|value|date|status[|opaque-id]`. For ipv4 `value` is a number of addresses, not always a power
of two; for ipv6 it is a prefix length. `allocated` and `assigned` blocks are registered in `cc`; `available` and
`reserved` ones are in no country, and neither is a block whose cc is empty or ZZ, whatever its status. EU and AP are
kept as the registry writes them: regions, not countries. The version line, summaries, comments and AS number blocks
are remarks. Format: RIR statistics exchange format, https://www.apnic.net/about-apnic/corporate-documents/documents/
resource-guidelines/rir-statistics-exchange-format/
"""

from __future__ import annotations

import re

from crosscount.model.place import Basis
from crosscount.model.source import Reason
from crosscount.reference.lines import head_lines, lines
from crosscount.reference.ranges import COUNTRY, Fault, RangeFile, Reader, Records, ranges, together

__all__ = ["READER", "REGISTRIES"]

REGISTRIES = ("afrinic", "apnic", "arin", "lacnic", "ripencc")
REGISTERED = ("allocated", "assigned")
WITHOUT = ("available", "reserved")
TOGETHER = (*REGISTRIES, "iana", "nro")  # the NRO publishes one file of all five, in which IANA's blocks stand too
NOWHERE = ("", "ZZ")
TYPES = ("ipv4", "ipv6")
VERSION = re.compile(r"[0-9.]+\|")


def sniff(data: bytes) -> bool:
    """Among the first lines is a version line, a summary or a record of a registry."""
    return any(_known(line.split("|")) for line in head_lines(data))


def read(data: bytes, name: str, basis: Basis | None) -> RangeFile:
    """One line, one block of IPv4 or IPv6 addresses."""
    blocks, prefixes = Records(), Records()
    counts, lengths, of_blocks, of_prefixes = list[str](), list[str](), list[str](), list[str]()
    faults, remarks, registries = list[Fault](), 0, set[str]()
    for number, line in lines(data):
        cells = line.split("|")
        if not line.strip() or line.startswith("#") or VERSION.match(line) or cells[-1] == "summary":
            remarks += 1
            continue
        if len(cells) >= 3 and cells[2] == "asn":
            remarks += 1
            continue
        if len(cells) < 7 or cells[2] not in TYPES:
            faults.append(
                Fault(number, line[:200], Reason.BAD_SHAPE, "registry|cc|ipv4 or ipv6|start|value|date|status")
            )
            continue
        status = cells[6].strip().lower()
        if status not in (*REGISTERED, *WITHOUT) and cells[1] not in NOWHERE:
            faults.append(Fault(number, status[:200], Reason.UNMAPPED, "allocated, assigned, available or reserved"))
            continue
        registries.add(cells[0].lower())
        four = cells[2] == "ipv4"
        records = blocks if four else prefixes
        records.record_no.append(number)
        records.start.append(cells[3])
        (counts if four else lengths).append(cells[4])
        (of_blocks if four else of_prefixes).append(cells[1] if status in REGISTERED else "")
    blocks.faults, blocks.remarks, blocks.count, blocks.country = faults, remarks, counts, of_blocks
    prefixes.length, prefixes.country = lengths, of_prefixes
    read_blocks = ranges(blocks, content=COUNTRY, basis=Basis.REGISTERED, registry=",".join(sorted(registries)))
    return together(read_blocks, ranges(prefixes, content=COUNTRY, basis=Basis.REGISTERED))


def _known(cells: list[str]) -> bool:
    if len(cells) >= 7 and cells[0].replace(".", "").isdigit():
        return cells[1].lower() in TOGETHER
    return len(cells) >= 6 and cells[0].lower() in TOGETHER and cells[2] in (*TYPES, "asn")


READER = Reader("delegated", "delegated statistics of a regional registry", sniff, read)
