"""MISP galaxies of threat actors and botnets: JSON, a cluster an entry, https://github.com/MISP/misp-galaxy.

`country` and `cfr-suspected-state-sponsor` become attributions, by MISP and by the CFR, with the key as category; a
word of caution is one that stands in the key. Synonyms that several clusters claim are shared names. `date` of a botnet
and `since` are kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from crosscount.register.carrying import cfr
from crosscount.register.carrying.account import Account, Row, distinct
from crosscount.register.carrying.cells import url
from crosscount.register.carrying.drafts import Drafts
from crosscount.register.carrying.places import country
from crosscount.register.records import Actor, ActorKind, Attribution, Basis

__all__ = ["BY", "carry", "whose"]

BY = ("misp", "MISP galaxy", ActorKind.ORGANISATION)
KINDS = {"botnet": ActorKind.BOTNET, "threat-actor": ActorKind.GROUP}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PROFILE = re.compile(r"meta\.[a-z][\w-]{0,60}")
TARGETS = ("meta.cfr-suspected-victims", "meta.suspected-victims")
SECTORS = ("meta.cfr-target-category", "meta.targeted-sector")
SPONSORS = ("meta.cfr-suspected-state-sponsor", "meta.suspected-state-sponsor")
DIFFERS = "another value than in an earlier cluster of this uuid"
HEDGE = "suspected"  # as the keys of some galaxies say
NAMELESS = "no cluster without a uuid and a value is an actor"


def whose(told: Any) -> bool:
    """Whether a JSON document is a galaxy of actors or botnets."""
    return isinstance(told, dict) and isinstance(told.get("values"), list) and told.get("type") in KINDS


def carry(told: Mapping[str, Any], account: Account, file: str, drafts: Drafts, source: str) -> None:
    """Every cluster → an actor, its attributions, its relations."""
    kind = KINDS[str(told["type"])]
    clusters = [each if isinstance(each, dict) else {"": each} for each in told["values"]]
    known = {str(each.get("uuid")) for each in clusters}
    for number, cluster in enumerate(clusters, 1):
        row = Row(account, file, number, dict(_leaves(cluster)))
        uuid = str(cluster.get("uuid", "")).lower()
        if not UUID.fullmatch(uuid) or not isinstance(cluster.get("value"), str):
            row.close(NAMELESS)
            continue
        actor = drafts.begin(Actor, f"misp-{uuid}", source)
        drafts.put(actor, "kind", kind.value)
        _identity(row, drafts, actor)
        _profile(row, drafts, actor)
        _relations(row, drafts, actor, cluster, known)
        _attributed(row, drafts, actor, source, ("meta.country",), BY[0], "country")
        _attributed(row, drafts, actor, source, SPONSORS, cfr.BY[0], "sponsor")
        row.close()
    head = Row(account, file, 0, {key: [str(value)] for key, value in told.items() if key != "values"})
    for column in ("name", "version", "source", "type"):
        head.take(column, source)
    head.close("of the galaxy as a whole")


def _identity(row: Row, drafts: Drafts, actor: str) -> None:
    drafts.extend(actor, "external", *(f"misp:{each}" for each in row.take("uuid", actor)))
    for name in row.take("value", actor):
        if not drafts.put(actor, "name", name):
            drafts.extend(actor, "aliases", name)  # of another edition: the actor under one more name
    for alias in distinct(row.take("meta.synonyms", actor)):
        if alias != drafts.fields[actor].get("name"):
            drafts.extend(actor, "aliases", alias)
    for text in row.take("description", actor):
        if not drafts.put(actor, "described", text):
            row.refuse("description", text, actor, DIFFERS)
    for text in row.take("meta.refs", actor):
        if address := url(text):
            drafts.extend(actor, "refs", address)
        else:
            row.refuse("meta.refs", text, actor, "not an address of the web")


def _profile(row: Row, drafts: Drafts, actor: str) -> None:
    for column in TARGETS:
        for text in row.take(column, actor):
            if code := country(text):
                drafts.extend(actor, "targets", code)
            else:
                row.refuse(column, text, actor, "not the name of a country")
    for column in SECTORS:
        drafts.extend(actor, "sectors", *row.take(column, actor))
    for column in [each for each in row.left if PROFILE.fullmatch(each)]:
        if column not in ("meta.country", *SPONSORS) and (values := row.take(column, actor)):
            told = "; ".join(values)
            if not drafts.measure(actor, column.removeprefix("meta."), told, "profile"):
                for value in values:
                    row.refuse(column, value, actor, DIFFERS)


def _relations(row: Row, drafts: Drafts, actor: str, cluster: Mapping[str, Any], known: set[str]) -> None:
    related = cluster.get("related")
    for each, text in zip(related if isinstance(related, list) else [], row.take("related", actor), strict=False):
        uuid = str(each.get("dest-uuid", "")).lower() if isinstance(each, dict) else ""
        if not UUID.fullmatch(uuid):
            row.refuse("related", text, actor, "a relation to nothing that has a uuid")
            continue
        to = f"misp-{uuid}" if uuid in known else f"misp:{uuid}"
        tags = [str(tag) for tag in each.get("tags", [])]
        drafts.extend(actor, "related", {"to": to, "how": str(each.get("type", "related")), "tags": tags})


def _attributed(
    row: Row, drafts: Drafts, actor: str, source: str, columns: tuple[str, ...], by: str, ending: str
) -> None:
    lists = f"{actor}-{ending}"
    told = [(column, text) for column in columns for text in row.take(column, lists)]
    found = distinct(place.strip() for _, text in told for place in text.split(",") if place.strip())
    if not found:
        return
    codes = {place: country(place) for place in found}
    names = distinct(column.removeprefix("meta.") for column, _ in told)  # the key says in what sense it is meant
    fields = {
        "of": actor,
        "by": [by],
        "basis": [Basis.DATASET.value],
        "category": "; ".join(names),
        "hedge": HEDGE if all(HEDGE in name for name in names) else "",
        "to_countries": [code for code in codes.values() if code],
        "to_names": [place for place, code in codes.items() if not code],
    }
    made = drafts.whole(Attribution, lists, fields, source)
    for column, text in told if made != lists else ():
        row.give({column: text}, lists, made)


def _leaves(cluster: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for key, value in cluster.items():
        if key == "meta" and isinstance(value, dict):
            for name, each in value.items():
                yield f"meta.{name}", [str(one) for one in each] if isinstance(each, list) else [str(each)]
        else:
            yield str(key), [str(one) for one in value] if isinstance(value, list) else [str(value)]
