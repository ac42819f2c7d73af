"""Actors as STIX: bodies and persons are identities, groups intrusion sets, botnets malware families.

An identity does not attack. Whoever an attribution names is therefore a threat actor of its own, attributed to the
identity; STIX lets campaigns and intrusion sets be attributed to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosscount.products.stix.making import Maker, references, uri
from crosscount.register.reading import Register
from crosscount.register.records import Actor, ActorKind, Record, Source

__all__ = ["actor", "cited", "country", "name_only", "threat"]

CLASSES = {ActorKind.PERSON: "individual", ActorKind.UNKNOWN: "unknown"}


def actor(maker: Maker, register: Register, name: str) -> str:
    """The identity, intrusion set or malware family of an actor."""
    record = register.find(name, Actor)
    cite = cited(register, record)
    if record.kind is ActorKind.GROUP:
        aliases = [each for each in (*record.aliases, *record.shared_aliases) if each != record.name]
        return maker.make(
            "intrusion-set",
            None,
            name=record.name,
            description=record.described,
            aliases=aliases,
            external_references=cite,
        )
    if record.kind is ActorKind.BOTNET:
        return maker.make(
            "malware",
            None,
            name=record.name,
            description=record.described,
            aliases=[*record.aliases, *record.shared_aliases],
            malware_types=["bot"],
            is_family=True,
            external_references=cite,
        )
    also = ", ".join(record.aliases)
    return maker.make(
        "identity",
        None,
        name=record.name,
        description=" ".join(filter(None, (record.described, f"Also: {also}." if also else ""))),
        identity_class=CLASSES.get(record.kind, "organization"),
        external_references=cite,
    )


def threat(maker: Maker, register: Register, name: str) -> str:
    """What an attribution names: the group itself, or a threat actor that is attributed to the identity."""
    record = register.find(name, Actor)
    made = actor(maker, register, name)
    if record.kind in (ActorKind.GROUP, ActorKind.BOTNET):
        return made
    aliases = list(record.aliases)
    acting = maker.make("threat-actor", None, name=record.name, aliases=aliases, description=ACCUSED)
    maker.relate(acting, "attributed-to", made, None)
    return acting


def name_only(maker: Maker, name: str, identity_class: str = "unknown") -> str:
    """A threat actor that the register knows by name alone, or a country."""
    made = maker.make("identity", None, name=name, identity_class=identity_class)
    acting = maker.make("threat-actor", None, name=name, description=ACCUSED)
    maker.relate(acting, "attributed-to", made, None)
    return acting


def country(maker: Maker, code: str) -> str:
    """A country as a place."""
    return maker.make("location", None, country=code)


def cited(register: Register, record: Record) -> list[dict[str, Any]]:
    """Sources, addresses and outside ids of a record."""
    return references(list(_cited(register, record)))


def _cited(register: Register, record: Record) -> Iterator[dict[str, Any]]:
    for name in record.sources:
        source = register.records.get(name)
        if isinstance(source, Source):
            said: dict[str, Any] = {"source_name": source.publisher, "description": source.title or source.date or name}
            if source.url:
                said |= {"url": uri(source.url)} | ({"hashes": {"SHA-256": source.sha256}} if source.sha256 else {})
            yield said
    for address in record.refs:
        yield {"source_name": "reference", "url": uri(address)}
    for outside in getattr(record, "external", ()):
        registry, _, number = outside.partition(":")
        yield {"source_name": registry, "external_id": number or registry}


ACCUSED = "Named in an attribution of the register; that it acted is what somebody says."
