"""Prefix and origin network, one a line: pyasn .dat and RouteViews prefix2as.

pyasn: `192.0.2.0/24<TAB>64496`, comments begin with `;`. RouteViews (CAIDA): `192.0.2.0<TAB>24<TAB>64496`. A prefix
announced by several networks is written `64496_64497`, an AS set `64498,64499`: the first number is taken, so the
answer does not depend on who reads the file. What more specific prefix covers an address decides (see narrowest.py).
Formats: https://github.com/hadiasghari/pyasn, https://www.caida.org/catalog/datasets/routeviews-prefix2as/
"""

from __future__ import annotations

import re

from crosscount.model.place import Basis
from crosscount.model.source import Reason
from crosscount.reference.lines import head_lines, lines
from crosscount.reference.ranges import NETWORK, Fault, RangeFile, Reader, Records, ranges

__all__ = ["PYASN", "ROUTEVIEWS"]

ADDRESS = r"[0-9A-Fa-f.:]{2,45}"
ORIGIN = r"\{?(?:AS)?\d+(?:[_,{}]+\d+)*\}?"
PYASN_LINE = re.compile(rf"{ADDRESS}/\d{{1,3}}\s+\d+\s*")
ROUTEVIEWS_LINE = re.compile(rf"{ADDRESS}\s+\d{{1,3}}\s+{ORIGIN}\s*")
SEVERAL = re.compile(r"[_,{}]+")


def sniff_pyasn(data: bytes) -> bool:
    """The first line that is no comment is a prefix and a number."""
    shown = head_lines(data, ";")
    return bool(shown) and PYASN_LINE.fullmatch(shown[0]) is not None


def sniff_routeviews(data: bytes) -> bool:
    """The first line is an address, a length and an origin."""
    shown = head_lines(data)
    return bool(shown) and ROUTEVIEWS_LINE.fullmatch(shown[0]) is not None


def read_pyasn(data: bytes, name: str, basis: Basis | None) -> RangeFile:
    """One line, one announced prefix."""
    return _read(data, 2, ";")


def read_routeviews(data: bytes, name: str, basis: Basis | None) -> RangeFile:
    """One line, one announced prefix."""
    return _read(data, 3, "#")


def _read(data: bytes, width: int, comment: str) -> RangeFile:
    records, origins, lengths = Records(), list[str](), list[str]()
    for number, line in lines(data):
        cells = line.split()
        if not cells or line.startswith(comment):
            records.remarks += 1
            continue
        if len(cells) != width:
            records.faults.append(Fault(number, line[:200], Reason.BAD_SHAPE, f"{width} columns"))
            continue
        records.record_no.append(number)
        records.start.append(cells[0])
        lengths.append(cells[1])
        origins.append(next((part for part in SEVERAL.split(cells[-1]) if part), ""))
    records.length = lengths if width == 3 else None
    records.asn = origins
    return ranges(records, content=NETWORK, basis=Basis.ROUTED)


PYASN = Reader("pyasn", "pyasn prefix table", sniff_pyasn, read_pyasn)
ROUTEVIEWS = Reader("routeviews", "RouteViews prefix2as", sniff_routeviews, read_routeviews)
