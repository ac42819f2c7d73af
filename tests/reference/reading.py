"""Reads small reference files written into a test."""

from __future__ import annotations

from ipaddress import IPv6Address

from crosscount.model.place import Basis
from crosscount.reference.ranges import RangeFile
from crosscount.reference.readers import reader_of


def read(text: str | bytes, name: str = "table", basis: Basis | None = None) -> RangeFile:
    """The file as its reader reads it; whatever it is, every record is accounted for."""
    data = text.encode() if isinstance(text, str) else text
    found = reader_of(data, name).read(data, name, basis)
    assert found.read == found.kept + found.set_aside
    assert found.set_aside == sum(found.reasons.values())
    return found


def rows(found: RangeFile) -> list[tuple[str, str, str | int | None]]:
    """First address, last address, and what the table says of them."""
    value = "country" if found.content == "country" else "asn"
    columns = (found.ranges.column(name).to_pylist() for name in ("start", "end", value))
    return [(_text(first), _text(last), said) for first, last, said in zip(*columns, strict=True)]


def _text(address: bytes) -> str:
    number = IPv6Address(address)
    return str(number.ipv4_mapped or number)
