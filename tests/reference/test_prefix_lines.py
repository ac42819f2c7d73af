"""pyasn and RouteViews tables of announced prefixes."""

from __future__ import annotations

from crosscount.kernels.placing.prefixes import PrefixTable
from tests.kernels.address_ranges import addresses
from tests.reference.reading import read, rows

PYASN = "; IP-ASN32-DAT file\n; Prefixes: 3\n192.0.2.0/24\t64496\n192.0.2.128/25\t64497\n2001:db8::/32\t64498\n"


def test_pyasn_prefixes_are_read_and_the_more_specific_one_decides() -> None:
    found = read(PYASN)
    assert (found.content, found.read, found.remarks) == ("network", 3, 2)
    table = PrefixTable.build(found.ranges)
    assert table.network(addresses(["192.0.2.1", "192.0.2.200", "2001:db8::1"])).to_pylist() == [64496, 64497, 64498]


def test_of_several_origins_the_first_is_taken() -> None:
    found = read("192.0.2.0\t24\t64496\n198.51.100.0\t24\t64497_64498\n203.0.113.0\t24\t64499,64500_64501\n")
    assert rows(found) == [
        ("192.0.2.0", "192.0.2.255", 64496),
        ("198.51.100.0", "198.51.100.255", 64497),
        ("203.0.113.0", "203.0.113.255", 64499),
    ]


def test_damaged_lines_are_set_aside() -> None:
    found = read(PYASN + "192.0.2.0\n192.0.2.0/24 x\n192.0.2.1/24\t64496\n300.0.2.0/24\t64496\n")
    assert (found.read, found.kept) == (7, 3)
    assert found.reasons == {"bad-ip": 1, "bad-number": 2, "bad-shape": 1}
