"""A proof for the owner of an address that it is counted in a total, or that it is not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, ip_address
from typing import Any

import orjson
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crosscount.errors import InputError
from crosscount.flow.evidence.bundle import Bundle
from crosscount.flow.evidence.keys import keys, signed_by
from crosscount.kernels.proving.merkle import Place, Tree, holds
from crosscount.kernels.proving.pseudonyms import pseudonym, salt
from crosscount.model.figure import Statement, Unit
from crosscount.settings import Settings

__all__ = ["Answer", "checked", "proved"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a proof shows."""

    member: str
    statement: str
    counted: bool
    holds: bool
    why: str


def proved(bundle: Bundle, statement: Statement, member: str, *, settings: Settings) -> dict[str, Any]:
    """The proof, as plain values. It tells one salt, which leads to this member and to no other."""
    number, _ = bundle.root(statement.id)
    own = keys(settings, make=False)
    if own.commitment != bundle.manifest["pseudonyms"]:
        raise InputError("the key of pseudonyms in this folder is not the one that the bundle was made with")
    told = salt(own.pseudonyms, statement.id, "", _bytes(member, statement.unit))
    name = pseudonym(_bytes(member, statement.unit), told)
    table = pq.read_table(
        bundle.folder / "members.parquet", partitioning=None, filters=[("statement", "=", statement.id)]
    )
    leaves = pc.unique(table.column("member")).sort().to_pylist()
    if len(leaves) != number:
        raise InputError(f"'{bundle.folder}' is damaged: {len(leaves)} members where {number} were signed")
    tree, at = Tree(leaves), bisect_left(leaves, name)
    counted = at < number and leaves[at] == name
    wanted = [at] if counted else [place for place in (at - 1, at) if 0 <= place < number]
    made = {
        "bundle": bundle.digest,
        "statement": statement.id,
        "figure": statement.figure,
        "unit": statement.unit,
        "member": member,
        "salt": told.hex(),
        "counted": counted,
        "places": [_plain(tree.place(place)) for place in wanted],
    }
    # Another salt would put the member between other leaves: the publisher answers for this one with its name.
    return made | {"signature": own.signing.sign(_signed(made)).hex()}


def checked(proof: Mapping[str, Any], bundle: Bundle) -> Answer:
    """Whether the proof holds against the signed root; InputError if it is no proof."""
    try:
        member, statement, counted = str(proof["member"]), str(proof["statement"]), bool(proof["counted"])
        told, unit = bytes.fromhex(proof["salt"]), str(proof["unit"])
        places = [
            Place(int(one["index"]), bytes.fromhex(one["leaf"]), tuple(bytes.fromhex(step) for step in one["path"]))
            for one in proof["places"]
        ]
        of, signature = str(proof["bundle"]), bytes.fromhex(proof["signature"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"not a proof: {type(error).__name__}: {error}") from error
    number, root = bundle.root(statement)
    name = pseudonym(_bytes(member, unit), told)

    def answer(good: bool, why: str) -> Answer:
        return Answer(member, statement, counted, good, why)

    if bundle.faults:
        return answer(False, bundle.faults[0])
    if not signed_by(bundle.public, signature, _signed(proof)):
        return answer(False, "it is not signed by the publisher of the bundle")
    if of != bundle.digest:
        return answer(False, "the proof is for another bundle")
    if not all(holds(place, number, root) for place in places):
        return answer(False, "a leaf does not lead to the signed root")
    if counted:
        good = len(places) == 1 and places[0].leaf == name
        return answer(good, "its pseudonym is a leaf" if good else "the leaf is not the pseudonym of the member")
    return answer(*_absent(name, places, number))


def _absent(name: bytes, places: list[Place], number: int) -> tuple[bool, str]:
    below = [place for place in places if place.leaf < name]
    above = [place for place in places if place.leaf > name]
    edges = (below[0].index if below else -1, above[0].index if above else number)
    good = len(below) <= 1 and len(above) <= 1 and len(below) + len(above) == len(places) and edges[1] - edges[0] == 1
    return (
        good,
        "its pseudonym lies between two neighbours" if good else "the leaves are no neighbours of its pseudonym",
    )


def _signed(proof: Mapping[str, Any]) -> bytes:
    said = {name: value for name, value in proof.items() if name != "signature"}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _plain(place: Place) -> dict[str, Any]:
    return {"index": place.index, "leaf": place.leaf.hex(), "path": [step.hex() for step in place.path]}


def _bytes(member: str, unit: str) -> bytes:
    """The member as it is counted: 16 bytes of an address, or of the SHA-256 of a canonical page or site."""
    if unit in (Unit.ORIGIN_ADDRESS, Unit.TARGET_ADDRESS):
        try:
            address = ip_address(member)
        except ValueError as error:
            raise InputError(f"'{member}' is not an IP address, and {unit} counts addresses") from error
        return b"\0" * 10 + b"\xff\xff" + address.packed if isinstance(address, IPv4Address) else address.packed
    if unit in (Unit.PAGE, Unit.SITE):
        return sha256(member.encode()).digest()[:16]
    raise InputError(f"a proof is for an address, a page or a site; this figure counts {unit}")
