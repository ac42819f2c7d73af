"""A proof for the owner of an address that it is counted in a total, or that it is not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, ip_address
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.errors import InputError
from crosscount.flow.evidence.bundle import MEMBERS, Bundle
from crosscount.flow.evidence.keys import fingerprint, keys, signed_by
from crosscount.kernels.detecting.urls import canonical_host, canonical_url
from crosscount.kernels.proving.merkle import Place, Tree, holds
from crosscount.kernels.proving.pseudonyms import pseudonym, salt
from crosscount.model.figure import CellState, Statement, Unit
from crosscount.model.plain import told
from crosscount.settings import Settings

__all__ = ["Answer", "canonical", "checked", "proved"]

EXAMPLES = {Unit.PAGE: "http://shop.example/login", Unit.SITE: "shop.example"}


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
    if why := _unprovable(statement):
        raise InputError(f"nothing is proved of '{statement.figure}': {why}")
    own = keys(settings, make=False)
    if bundle.faults:
        raise InputError(f"'{bundle.folder}' is not as it was signed, so nothing is proved from it: {bundle.faults[0]}")
    if fingerprint(own.public) != bundle.key or own.commitment != bundle.manifest["pseudonyms"]:
        raise InputError(f"the keys in this folder are not those that '{bundle.folder}' was made with")
    number, _ = bundle.root(statement.id)
    member = canonical(member, statement.unit)
    told_salt = salt(own.pseudonyms, statement.id, "", _bytes(member, statement.unit))
    name = pseudonym(_bytes(member, statement.unit), told_salt)
    table = bundle.table("members.parquet", MEMBERS)
    leaves = pc.unique(table.filter(pc.equal(table.column("statement"), statement.id)).column("member")).sort()
    leaves = leaves.to_pylist()
    if len(leaves) != number or number != statement.total:
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
        "salt": told_salt.hex(),
        "counted": counted,
        "places": [_plain(tree.place(place)) for place in wanted],
    }
    # Another salt would put the member between other leaves: the publisher answers for this one with its name.
    return made | {"signature": own.signing.sign(_signed(made)).hex()}


def checked(proof: Mapping[str, Any], bundle: Bundle, statements: Sequence[Statement]) -> Answer:
    """Whether the proof holds against the signed root; InputError if it is no proof.

    `statements` are those of the bulletin in the bundle: what they withhold, no tree and no proof can tell.
    """
    try:
        member, of, about = str(proof["member"]), str(proof["bundle"]), str(proof["statement"])
        counted, told_salt = proof["counted"], bytes.fromhex(proof["salt"])
        places = [
            Place(int(one["index"]), bytes.fromhex(one["leaf"]), tuple(bytes.fromhex(step) for step in one["path"]))
            for one in proof["places"]
        ]
        said, signature = (str(proof["figure"]), str(proof["unit"])), bytes.fromhex(proof["signature"])
        if not isinstance(counted, bool):
            raise ValueError("'counted' is neither true nor false")
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"not a proof: {told(error)}") from error
    statement = next((each for each in statements if each.id == about and not each.by), None)

    def answer(good: bool, why: str) -> Answer:
        return Answer(member, about, counted, good, why)

    if bundle.faults:
        return answer(False, bundle.faults[0])
    if not signed_by(bundle.public, signature, _signed(proof)):
        return answer(False, "it is not signed by the publisher of the bundle")
    if of != bundle.digest:
        return answer(False, "the proof is for another bundle")
    if statement is None:
        return answer(False, "the bulletin has no total of that id")
    if why := _unprovable(statement):
        return answer(False, f"{why}, so it is neither proved that {member} is counted nor that it is not")
    number, root = bundle.root(about)
    if number != statement.total:
        return answer(False, f"the tree has {number:,} leaves, and the published number is {statement.total:,}")
    if said != (statement.figure, statement.unit):
        return answer(False, f"the statement is of {statement.figure} ({statement.unit}), the proof of another figure")
    if _bytes(canonical(member, statement.unit), statement.unit) != _bytes(member, statement.unit):
        return answer(False, f"'{member}' is not the form in which {statement.unit} is counted")
    if not all(holds(place, number, root) for place in places):
        return answer(False, "a leaf does not lead to the signed root")
    name = pseudonym(_bytes(member, statement.unit), told_salt)
    if counted:
        good = len(places) == 1 and places[0].leaf == name
        return answer(good, "its pseudonym is a leaf" if good else "the leaf is not the pseudonym of the member")
    return answer(*_absent(name, places, number))


def canonical(member: str, unit: str) -> str:
    """The form in which a member is counted, so that no other way to write it is "not counted"."""
    if unit in (Unit.ORIGIN_ADDRESS, Unit.TARGET_ADDRESS):
        try:
            address = ip_address(member)
        except ValueError as error:
            raise InputError(f"'{member}' is not an IP address, and {unit} counts addresses") from error
        return str(getattr(address, "ipv4_mapped", None) or address)
    if unit not in (Unit.PAGE, Unit.SITE):
        raise InputError(f"a proof is for an address, a page or a site; this figure counts {unit}")
    texts = pa.array([member], pa.string())
    found = (canonical_url(texts) if unit == Unit.PAGE else canonical_host(texts))[0].as_py()
    if found is None:
        raise InputError(f"'{member}' is no {unit}; give it as {EXAMPLES[Unit(unit)]}")
    return str(found)


def _unprovable(statement: Statement) -> str:
    """Why nothing can be proved of a total, or nothing."""
    if statement.cells[0].state is CellState.SUPPRESSED:
        return "its number is withheld because it, or one that it would give away, is small"
    if statement.total is None:
        return "its number is unknown, since nothing was recorded that could show it"
    return ""


def _absent(name: bytes, places: list[Place], number: int) -> tuple[bool, str]:
    if number == 0:
        return not places, "the published number is 0: nobody is counted" if not places else "there are no leaves"
    below = [place for place in places if place.leaf < name]
    above = [place for place in places if place.leaf > name]
    edges = (below[0].index if below else -1, above[0].index if above else number)
    good = len(below) <= 1 and len(above) <= 1 and len(below) + len(above) == len(places) and edges[1] - edges[0] == 1
    between = "between two neighbours" if len(places) == 2 else "before the first leaf" if above else "behind the last"
    return good, f"its pseudonym lies {between}" if good else "the leaves are no neighbours of its pseudonym"


def _signed(proof: Mapping[str, Any]) -> bytes:
    said = {name: value for name, value in proof.items() if name != "signature"}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _plain(place: Place) -> dict[str, Any]:
    return {"index": place.index, "leaf": place.leaf.hex(), "path": [step.hex() for step in place.path]}


def _bytes(member: str, unit: str) -> bytes:
    """The canonical member as it is counted: 16 bytes of an address, or of the SHA-256 of a page or site."""
    if unit in (Unit.PAGE, Unit.SITE):
        return sha256(member.encode()).digest()[:16]
    address = ip_address(member)
    return b"\0" * 10 + b"\xff\xff" + address.packed if isinstance(address, IPv4Address) else address.packed
