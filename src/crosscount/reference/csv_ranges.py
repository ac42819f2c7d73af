"""CSV tables of address ranges, with or without a header, in any of these shapes.

`start,end,country` · `cidr,country` · `start,end,country,registered_country` · `start,end,asn,holder` · `cidr,asn`.
A range includes its last address. IPv4 is text or a decimal number. Without a header the cells say what they are: a
column of two letters is a country, one of digits or AS64496 a network. Countries may be left empty (none).

Basis: the user says it. Unsaid, a table with both `country` and `registered_country` is `located` (its first column),
one whose file name speaks of GeoIP, GeoLite, location or city is `located`, and any other is `registered`, with a
note, because most free CSV tables are made from registry files. With `registered`, `registered_country` is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscount.model.place import Basis
from crosscount.model.source import Reason
from crosscount.reference.lines import cells, head_lines, lines
from crosscount.reference.ranges import ABSENT, COUNTRY, NETWORK, Fault, RangeFile, Reader, Records, ranges

__all__ = ["READER"]

NAMES = {
    "start": ("start", "start_ip", "ip_start", "ip_from", "from", "first", "ip_range_start", "start_address"),
    "end": ("end", "end_ip", "ip_end", "ip_to", "to", "last", "ip_range_end", "end_address"),
    "cidr": ("cidr", "network", "prefix", "ip_prefix", "block"),
    "country": ("country", "country_code", "cc", "country_iso_code", "iso_code"),
    "registered_country": ("registered_country", "registered_country_code"),
    "asn": ("asn", "as", "as_number", "autonomous_system_number", "origin_as"),
}
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")
NUMBER = re.compile(r"\d{1,10}")
PREFIX = re.compile(rf"(?:{ADDRESS.pattern})/\d{{1,3}}")
CODE = re.compile(r"[A-Za-z]{2}")
NETWORK_NUMBER = re.compile(r"(?:AS)?\d{1,10}", re.IGNORECASE)
LOCATED = re.compile(r"geoip|geolite|geolocation|locat|city|dbip|db-ip|ipinfo", re.IGNORECASE)


def sniff(data: bytes) -> bool:
    """A header that names the columns, or a first line that begins with an address or prefix."""
    shown = head_lines(data)
    return bool(shown) and _layout(shown)[0] is not None


def read(data: bytes, name: str, basis: Basis | None) -> RangeFile:
    """One line, one range; blank lines, comments (#) and the header are remarks."""
    layout, header = _layout(head_lines(data))
    layout = layout or {"start": 0, "end": 1, "country": 2}
    notes: tuple[str, ...] = ()
    content = COUNTRY if "country" in layout or "registered_country" in layout else NETWORK
    if content == COUNTRY and basis is None:
        located = "registered_country" in layout or LOCATED.search(name) is not None
        basis = Basis.LOCATED if located else Basis.REGISTERED
        notes = (f"{name}: no basis stated, taken as {basis.value}; say --basis if that is wrong",)
    column = "registered_country" if basis is Basis.REGISTERED and "registered_country" in layout else "country"
    records = _cut(data, layout, header, column, content)
    ground = basis if content == COUNTRY and basis is not None else Basis.ROUTED
    return ranges(records, content=content, basis=ground, notes=notes)


def _cut(data: bytes, layout: dict[str, int], header: bool, column: str, content: str) -> Records:
    places = [layout["cidr"]] if "cidr" in layout else [layout["start"], layout["end"]]
    value_at = layout.get(column, layout.get("country", 0)) if content == COUNTRY else layout["asn"]
    width = max(*places, value_at) + 1
    records, values, ends = Records(), list[str](), list[str]()
    for number, line in lines(data):
        comment = not line.strip() or line.startswith("#")
        if comment or header:
            header = header and comment
            records.remarks += 1
            continue
        found = cells(line)
        if found is None or len(found) < width:
            records.faults.append(Fault(number, line[:200], Reason.BAD_SHAPE, f"{width} or more columns"))
            continue
        records.record_no.append(number)
        records.start.append(found[places[0]])
        ends.append(found[places[-1]])
        values.append(found[value_at])
    records.end = ends if "cidr" not in layout else None
    if content == COUNTRY:
        records.country = values
    else:
        records.asn = values
    return records


def _layout(shown: Sequence[str]) -> tuple[dict[str, int] | None, bool]:
    """Which column is what, and whether the first line is a header."""
    for at, line in enumerate(shown):
        found = cells(line)
        if found is None:
            continue
        named = _named(found) if at == 0 else None
        if named is not None:
            return named, True
        layout = _guessed(found)
        if layout is not None:
            return layout, False
    return None, False


def _named(found: list[str]) -> dict[str, int] | None:
    plain = [cell.lower().replace(" ", "_") for cell in found]
    layout = {name: plain.index(alias) for name, aliases in NAMES.items() for alias in aliases[::-1] if alias in plain}
    extent = "cidr" in layout or {"start", "end"} <= layout.keys()
    return layout if extent and {"country", "asn", "registered_country"} & layout.keys() else None


def _guessed(found: list[str]) -> dict[str, int] | None:
    if PREFIX.fullmatch(found[0]):
        layout, rest = {"cidr": 0}, 1
    elif len(found) >= 3 and all(ADDRESS.fullmatch(cell) or NUMBER.fullmatch(cell) for cell in found[:2]):
        layout, rest = {"start": 0, "end": 1}, 2
    else:
        return None
    if len(found) <= rest:
        return None
    if CODE.fullmatch(found[rest]) or found[rest].casefold() in ABSENT:
        both = len(found) == rest + 2 and bool(CODE.fullmatch(found[rest + 1]))
        return layout | {"country": rest} | ({"registered_country": rest + 1} if both else {})
    return layout | {"asn": rest} if NETWORK_NUMBER.fullmatch(found[rest]) else None


READER = Reader("csv-ranges", "CSV ranges", sniff, read)
