"""Scanners, sinkholes, exits…: tagged, never dropped; a contact with a sinkhole is an infection of unknown origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import ip_network

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.placing.prefixes import PrefixTable, of_prefixes
from crosscount.model.kinds import SUSPECTED, Kind, Tag

__all__ = ["PRIVATE", "address_list", "covered", "decontaminated", "prefix_of"]

# A list that names one of these names no server that a sensor elsewhere could have talked to.
PRIVATE = (
    *("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"),
    *("::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8"),
)
# Whose address the client's is, kind by kind; listings have no client.
CLIENT_IS_TARGET = (Kind.C2_CONTACT, Kind.INFECTION, Kind.PHISHING_VISIT, *SUSPECTED)
CLIENT_IS_ORIGIN = (
    Kind.BACKDOOR_ACCESS,
    Kind.WEB_ATTACK,
    Kind.SCAN,
    Kind.BRUTE_FORCE,
    Kind.SPAM,
    Kind.DDOS,
    Kind.OTHER,
)
NAMES_SERVER = (Kind.C2_LISTING, Kind.PHISHING_LISTING, Kind.MALWARE_LISTING)
HAS_SERVER = (*NAMES_SERVER, Kind.C2_CONTACT, Kind.PHISHING_VISIT, *SUSPECTED)
# Each tag: the list of the settings, and the kinds whose origin is held against it; without kinds, the client is.
TAGGED: dict[Tag, tuple[str, tuple[Kind, ...]]] = {
    Tag.SCANNER: ("scanners", ()),
    Tag.SINKHOLE: ("sinkholes", (*NAMES_SERVER, *SUSPECTED)),
    Tag.RESEARCHER: ("researchers", ()),
    Tag.TOR: ("tor", ()),
    Tag.VPN: ("vpn", ()),
    Tag.SHARED_HOSTING: ("shared_hosting", HAS_SERVER),
    Tag.USUAL: ("usual_servers", SUSPECTED),
}


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
    return pa.array(among.covers(addresses))


def decontaminated(rows: pa.Table, lists: Mapping[str, PrefixTable | None]) -> pa.Table:
    """Conclusions with their tags; a C2 contact whose server is a sinkhole becomes an infection of unknown origin.

    `lists` by the names of `settings.contamination`.
    """
    if not rows.num_rows or all(table is None for table in lists.values()):
        return rows
    kind, origin, target = (rows.column(name) for name in ("kind", "origin_ip", "target_ip"))
    by_client = _one_of(kind, CLIENT_IS_TARGET), _one_of(kind, CLIENT_IS_ORIGIN)
    tagged = []
    for tag, (name, kinds) in TAGGED.items():
        if lists.get(name) is None:
            continue
        if kinds:
            tagged.append((tag, pc.and_(covered(origin, lists[name]), _one_of(kind, kinds))))
        else:
            at_target, at_origin = (covered(side, lists[name]) for side in (target, origin))
            tagged.append((tag, pc.or_(pc.and_(at_target, by_client[0]), pc.and_(at_origin, by_client[1]))))
    contact = pc.and_(covered(origin, lists.get("sinkholes")), pc.equal(kind, Kind.C2_CONTACT.value))
    changed = {
        "kind": pc.if_else(contact, Kind.INFECTION.value, kind),
        "origin_ip": pc.if_else(contact, None, origin),
        "tags": _joined(rows.column("tags"), tagged),
    }
    return pa.table([changed.get(name, rows.column(name)) for name in rows.column_names], schema=rows.schema)


def _joined(tags: pa.ChunkedArray, tagged: Sequence[tuple[Tag, pa.ChunkedArray]]) -> pa.ChunkedArray:
    """The tags that hold of each row, in alphabetical order; what was there stays where none does."""
    out = pa.chunked_array([pa.repeat("", len(tags))])
    for tag, holds in sorted(tagged, key=lambda one: one[0].value):
        with_it = pc.if_else(pc.equal(out, ""), tag.value, pc.binary_join_element_wise(out, tag.value, ","))
        out = pc.if_else(holds, with_it, out)
    return pc.if_else(pc.equal(out, ""), tags, out)


def _one_of(kind: pa.ChunkedArray, kinds: Sequence[Kind]) -> pa.ChunkedArray:
    return pc.is_in(kind, pa.array([one.value for one in kinds]))
