"""Addresses → country, network and basis, by one fixed order of grounds.

For each address the first that says something decides: the user's overrides, reserved space (nobody can be placed
there, whatever an edition lists), the edition of the day. Nothing is dropped: without a ground the country is ZZ.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.cleaning import columns
from crosscount.kernels.placing.prefixes import PrefixTable, reserved
from crosscount.kernels.placing.wide import Wide, wide
from crosscount.model.place import UNKNOWN, Basis

__all__ = ["PLACED", "Countries", "place"]

_WORD = pa.dictionary(pa.int32(), pa.string())  # few values, many rows
PLACED = pa.schema(
    [
        pa.field("country", _WORD, nullable=False),  # ISO 3166-1 alpha-2, or what the edition calls it; ZZ
        ("asn", pa.int64()),  # null if no table says it
        pa.field("basis", _WORD, nullable=False),  # model.place.Basis
    ]
)

Codes = npt.NDArray[np.int64]
_GROUNDS = tuple(Basis)
_NO_NETWORK = -1


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
    known = columns.present(addresses)
    given = addresses if known.all() else addresses.drop_null()
    numbers = wide(given)
    special = reserved().find(numbers) >= 0
    names = [UNKNOWN]
    country, network = _countries(countries, given, numbers, names), _networks(networks, numbers)
    ground = np.where(country > 0, _GROUNDS.index(basis), _GROUNDS.index(Basis.NONE))
    country[special], network[special], ground[special] = 0, _NO_NETWORK, _GROUNDS.index(Basis.RESERVED)
    if overrides is not None:
        said, by = _countries(overrides, given, numbers, names), _networks(overrides, numbers)
        country, network = np.where(said > 0, said, country), np.where(by != _NO_NETWORK, by, network)
        ground[said > 0] = _GROUNDS.index(Basis.OVERRIDE)
    if not known.all():
        country, ground = _spread(country, known, 0), _spread(ground, known, _GROUNDS.index(Basis.NONE))
        network = _spread(network, known, _NO_NETWORK)
    asn = pa.array(network, mask=network == _NO_NETWORK)
    grounds = _worded(ground, [each.value for each in _GROUNDS])
    return pa.RecordBatch.from_arrays([_worded(country, names), asn, grounds], schema=PLACED)


def _worded(codes: Codes, names: list[str]) -> pa.DictionaryArray:
    """The name of each code; names may stand there twice, in a dictionary they may not."""
    distinct = {name: number for number, name in enumerate(dict.fromkeys(names))}
    number_of = np.array([distinct[name] for name in names], np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(number_of[codes]), pa.array(list(distinct), pa.string()))


def _countries(table: Countries | None, addresses: pa.Array, numbers: Wide, names: list[str]) -> Codes:
    """The place in `names`, which grows, of each address's country; 0 if the table has none."""
    if table is None:
        return np.zeros(len(numbers), np.int64)
    if isinstance(table, PrefixTable):
        codes, said = table.country_of[table.find(numbers)], table.names
    else:  # asked by the text of each distinct address
        distinct = addresses.dictionary_encode()
        where = table.country(distinct.dictionary.cast(pa.binary())).dictionary_encode()
        found = distinct.indices.to_numpy(zero_copy_only=False)
        codes = where.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)[found]
        said = where.dictionary.to_pylist()
    known = len(names)
    names += said
    return np.where(codes >= 0, codes + known, 0)


def _networks(table: PrefixTable | None, numbers: Wide) -> Codes:
    """The AS number of each address, -1 if the table has none."""
    if table is None:
        return np.full(len(numbers), _NO_NETWORK, np.int64)
    return table.network_of[table.find(numbers)]


def _spread(values: Codes, known: columns.Mask, missing: int) -> Codes:
    out = np.full(len(known), missing, np.int64)
    out[known] = values
    return out
