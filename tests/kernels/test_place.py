"""Which ground decides where an address is."""

from __future__ import annotations

import pyarrow as pa

from crosscount.kernels.placing.place import PLACED, place
from crosscount.kernels.placing.prefixes import PrefixTable
from crosscount.model.place import Basis
from tests.kernels.address_ranges import addresses, as_table, between

EDITION = PrefixTable.build(
    as_table(
        [
            between("1.0.0.0", "1.0.0.255", "AU"),
            between("192.0.2.0", "192.0.2.255", "CN"),
            between("2a00::", "2a00::ff", "DE"),
        ]
    )
)
NETWORKS = PrefixTable.build(
    as_table([between("1.0.0.0", "1.0.0.127", None, 64496), between("10.0.0.0", "10.0.0.9", None, 64497)])
)
OVERRIDES = PrefixTable.build(
    as_table(
        [
            between("192.0.2.0", "192.0.2.15", "BR", 64500),
            between("1.0.0.200", "1.0.0.200", "FR"),
            between("1.0.0.9", "1.0.0.9", None, 64501),
        ]
    )
)


def placed(texts: list[str | None], overrides: PrefixTable | None = None) -> list[tuple[str, int | None, str]]:
    batch = place(addresses(texts), countries=EDITION, basis=Basis.LOCATED, networks=NETWORKS, overrides=overrides)
    assert batch.schema == PLACED
    return [tuple(row.values()) for row in batch.to_pylist()]


def test_the_edition_places_and_its_basis_is_named() -> None:
    assert placed(["1.0.0.1", "1.0.0.200", "2a00::1"]) == [
        ("AU", 64496, "located"),
        ("AU", None, "located"),
        ("DE", None, "located"),
    ]


def test_what_nobody_lists_is_in_zz_on_no_ground() -> None:
    assert placed(["9.9.9.9", None]) == [("ZZ", None, "none"), ("ZZ", None, "none")]


def test_reserved_space_is_in_zz_even_if_an_edition_lists_it() -> None:
    assert placed(["192.0.2.1", "10.0.0.1"]) == [("ZZ", None, "reserved"), ("ZZ", None, "reserved")]


def test_an_override_wins_over_the_edition_and_over_reserved_space() -> None:
    assert placed(["192.0.2.1", "1.0.0.200", "1.0.0.1", "192.0.2.99"], OVERRIDES) == [
        ("BR", 64500, "override"),
        ("FR", None, "override"),
        ("AU", 64496, "located"),
        ("ZZ", None, "reserved"),
    ]


def test_an_override_of_the_network_alone_leaves_the_country_to_the_edition() -> None:
    assert placed(["1.0.0.9"], OVERRIDES) == [("AU", 64501, "located")]


def test_repeated_addresses_and_empty_batches_are_placed_row_by_row() -> None:
    assert placed(["1.0.0.1", "9.9.9.9", "1.0.0.1"]) == [
        ("AU", 64496, "located"),
        ("ZZ", None, "none"),
        ("AU", 64496, "located"),
    ]
    assert placed([]) == []
    assert placed([None, None]) == [("ZZ", None, "none")] * 2


def test_without_networks_the_network_is_null() -> None:
    batch = place(addresses(["1.0.0.1"]), countries=EDITION, basis=Basis.REGISTERED, networks=None)
    assert batch.column("asn").equals(pa.array([None], pa.int64()))
