"""Addresses → country, network and basis, by one fixed order of grounds.

For each address the first that says something decides: the user's overrides, reserved space (nobody can be placed
there, whatever an edition lists), the edition of the day. Nothing is dropped: without a ground the country is ZZ.
"""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.placing.prefixes import PrefixTable, reserved
from crosscount.model.place import UNKNOWN, Basis

__all__ = ["PLACED", "Countries", "place"]

PLACED = pa.schema(
    [
        pa.field("country", pa.string(), nullable=False),  # ISO 3166-1 alpha-2, or what the edition calls it; ZZ
        ("asn", pa.int64()),  # null if no table says it
        pa.field("basis", pa.string(), nullable=False),  # model.place.Basis
    ]
)


class Countries(Protocol):
    """What can say the country of an address: a PrefixTable, or the edition that came with the installation."""

    def country(self, addresses: pa.Array) -> pa.Array:
        """Country code of each 16-byte address, null where it has none."""


def place(
    addresses: pa.Array,
    *,
    countries: Countries | None,
    basis: Basis,
    networks: PrefixTable | None,
    overrides: PrefixTable | None = None,
) -> pa.RecordBatch:
    """Where each 16-byte address is, row by row (PLACED). A null address is in ZZ on no ground."""
    encoded = addresses.dictionary_encode()
    distinct = encoded.dictionary.cast(pa.binary())
    nothing, no_network = pa.nulls(len(distinct), pa.string()), pa.nulls(len(distinct), pa.int64())
    special = pa.array(reserved().covers(distinct))
    chosen = overrides.country(distinct) if overrides is not None else nothing
    by_edition = countries.country(distinct) if countries is not None else nothing
    by_edition = pc.if_else(special, None, by_edition)
    grounds = pc.case_when(
        pc.make_struct(pc.is_valid(chosen), special, pc.is_valid(by_edition)),
        Basis.OVERRIDE.value,
        Basis.RESERVED.value,
        basis.value,
        Basis.NONE.value,
    )
    asn = networks.network(distinct) if networks is not None else no_network
    asn = pc.if_else(special, pa.scalar(None, pa.int64()), asn)
    if overrides is not None:
        asn = pc.coalesce(overrides.network(distinct), asn)
    found = pa.table([pc.coalesce(chosen, by_edition), asn, grounds], names=PLACED.names).combine_chunks()
    country, network, ground = (found.column(name).combine_chunks().take(encoded.indices) for name in PLACED.names)
    arrays = [country.fill_null(UNKNOWN), network, ground.fill_null(Basis.NONE.value)]
    return pa.RecordBatch.from_arrays(arrays, schema=PLACED)
