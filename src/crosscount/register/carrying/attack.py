"""MITRE ATT&CK as STIX 2.1: groups become actors with all their names, campaigns become incidents.

That a campaign belongs to a group is an attribution by MITRE. Techniques, software, mitigations and detections are no
part of a register, and are set aside. Format: https://github.com/mitre-attack/attack-stix-data
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosscount.register.carrying.account import Account, Row, distinct
from crosscount.register.carrying.cells import day, url
from crosscount.register.carrying.drafts import Drafts
from crosscount.register.records import Actor, ActorKind, Attribution, Basis, Incident

__all__ = ["BY", "carry", "whose"]

BY = ("mitre-attack", "MITRE ATT&CK", ActorKind.ORGANISATION)
DIFFERS = "another value than in an earlier object of this id"
GROUPS, CAMPAIGN = ("intrusion-set", "threat-actor"), "campaign"


def whose(told: Any) -> bool:
    """Whether a JSON document is a STIX bundle with groups or campaigns."""
    return isinstance(told, dict) and told.get("type") == "bundle" and isinstance(told.get("objects"), list)


def carry(told: Mapping[str, Any], account: Account, file: str, drafts: Drafts, source: str) -> None:
    """Every group, campaign and attribution of the bundle; one value for each object of another kind."""
    objects = [each if isinstance(each, dict) else {"type": str(each)} for each in told["objects"]]
    live = [each for each in objects if not each.get("revoked") and not each.get("x_mitre_deprecated")]
    ids = {str(each.get("id")): _id(each) for each in live if each.get("type") in (*GROUPS, CAMPAIGN) and _id(each)}
    for number, each in enumerate(objects, 1):
        kind = str(each.get("type"))
        ends = [ids.get(str(each.get(end)), "") for end in ("source_ref", "target_ref")]
        attributed = kind == "relationship" and each.get("relationship_type") == "attributed-to" and all(ends)
        if each not in live or not (attributed or str(each.get("id")) in ids):
            why = f"{kind} is no part of a register" if each in live else "revoked or deprecated by its publisher"
            Row(account, file, number, {"type": [kind]}).close(why)
            continue
        row = Row(account, file, number, {key: _texts(value) for key, value in each.items()})
        if attributed:
            _attribution(row, drafts, ends, source)
        else:
            _object(row, drafts, each, ids[str(each["id"])], source)
        row.close()


def _object(row: Row, drafts: Drafts, told: Mapping[str, Any], name: str, source: str) -> None:
    group = told["type"] in GROUPS
    made = drafts.begin(Actor if group else Incident, name, source)
    row.take("type", made)
    row.take("id", made)
    drafts.extend(made, "external", f"stix:{told['id']}")
    for column, field in (("name", "name" if group else "title"), ("description", "described")):
        for text in row.take(column, made):
            if not drafts.put(made, field, text):
                row.refuse(column, text, made, DIFFERS)
    if group:
        drafts.put(made, "kind", ActorKind.GROUP.value)
        for alias in distinct(row.take("aliases", made)):
            if alias != told.get("name"):
                drafts.extend(made, "aliases", alias)
    else:
        for column, field in (("first_seen", "start"), ("last_seen", "end")):
            for text in row.take(column, made):
                if (when := day(text[:10])) is None or not drafts.put(made, field, when):
                    row.refuse(column, text, made, "not a day")
    references = told.get("external_references")
    for each, text in zip(references or [], row.take("external_references", made), strict=False):
        address, number = url(str(each.get("url", ""))), each.get("external_id")
        if number:
            drafts.extend(made, "external", f"attack:{number}")
        if address:
            drafts.extend(made, "refs", address)
        if not (address or number):
            row.refuse("external_references", text, made, "a reference without an address")


def _attribution(row: Row, drafts: Drafts, ends: list[str], source: str) -> None:
    made = drafts.begin(Attribution, f"{ends[0]}-{ends[1]}", source)
    fields = {"of": ends[0], "to": [ends[1]], "by": [BY[0]], "basis": [Basis.DATASET.value]}
    for field, value in fields.items():
        drafts.put(made, field, value)
    for column in ("source_ref", "target_ref", "relationship_type"):
        row.take(column, made)
    for text in row.take("description", made):
        drafts.put(made, "note", text)


def _id(told: Mapping[str, Any]) -> str:
    kind, _, uuid = str(told.get("id", "")).partition("--")
    return f"{kind}-{uuid}" if kind == told.get("type") and uuid else ""


def _texts(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
