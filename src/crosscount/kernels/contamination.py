"""Scanners and sinkholes: tagged, never dropped; a contact with a sinkhole is an infection of unknown origin."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.prefixes import PrefixTable, of_prefixes
from crosscount.model.kinds import Kind, Tag

__all__ = ["PRIVATE", "address_list", "covered", "decontaminated", "prefix_of"]

# A list that names one of these names no server that a sensor elsewhere could have talked to.
PRIVATE = (
    *("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"),
    *("::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8"),
)
# Whose address the client's is, kind by kind; listings have no client.
CLIENT_IS_TARGET = (Kind.C2_CONTACT, Kind.INFECTION, Kind.PHISHING_VISIT)
CLIENT_IS_ORIGIN = (Kind.BACKDOOR_ACCESS, Kind.SCAN, Kind.BRUTE_FORCE, Kind.SPAM, Kind.DDOS, Kind.OTHER)
NAMES_SERVER = (Kind.C2_LISTING, Kind.PHISHING_LISTING, Kind.MALWARE_LISTING)


def prefix_of(text: str) -> str | None:
    """An address or CIDR range as a prefix; None if it is neither."""
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError:
        return None


def address_list(prefixes: Sequence[str]) -> PrefixTable | None:
    """A table that covers these prefixes; None if there are none."""
    return of_prefixes(sorted(set(prefixes)), "ZZ") if prefixes else None


def covered(addresses: pa.Array | pa.ChunkedArray, among: PrefixTable | None) -> pa.Array:
    """Whether each address is in the list; false for null."""
    if among is None or len(addresses) == 0:
        return pa.array(np.zeros(len(addresses), dtype=np.bool_))
    if isinstance(addresses, pa.ChunkedArray):
        addresses = addresses.combine_chunks()
    encoded = addresses.dictionary_encode()
    inside = np.append(among.covers(encoded.dictionary.cast(pa.binary())), False)
    return pa.array(inside[np.asarray(encoded.indices.fill_null(len(inside) - 1))])


def decontaminated(rows: pa.Table, scanners: PrefixTable | None, sinkholes: PrefixTable | None) -> pa.Table:
    """Conclusions with their tags; a C2 contact whose server is a sinkhole becomes an infection of unknown origin."""
    if scanners is None and sinkholes is None:
        return rows
    kind, origin = rows.column("kind"), rows.column("origin_ip")
    in_sinkhole = covered(origin, sinkholes)
    listed = pc.and_(in_sinkhole, _one_of(kind, NAMES_SERVER))
    contact = pc.and_(in_sinkhole, pc.equal(kind, Kind.C2_CONTACT.value))
    scan = pc.or_(
        pc.and_(covered(rows.column("target_ip"), scanners), _one_of(kind, CLIENT_IS_TARGET)),
        pc.and_(covered(origin, scanners), _one_of(kind, CLIENT_IS_ORIGIN)),
    )
    tags = pc.if_else(listed, Tag.SINKHOLE.value, pc.if_else(scan, Tag.SCANNER.value, rows.column("tags")))
    changed = {
        "kind": pc.if_else(contact, Kind.INFECTION.value, kind),
        "origin_ip": pc.if_else(contact, None, origin),
        "tags": tags,
    }
    return pa.table([changed.get(name, rows.column(name)) for name in rows.column_names], schema=rows.schema)


def _one_of(kind: pa.ChunkedArray, kinds: Sequence[Kind]) -> pa.ChunkedArray:
    return pc.is_in(kind, pa.array([one.value for one in kinds]))
