"""Makes STIX 2.1 objects whose ids follow from their content: the same register gives the same bundle, byte by byte.

STIX asks that an object changes `modified` when it changes. Records are never edited, so an object with other content
is another object: its id is a UUIDv5 of the content. Times are those of the record, at 00:00 UTC of its first day.
TLP 2.0: the marking definitions of the OASIS common objects repository.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

import orjson
import stix2

from crosscount.model.bulletin import Marking
from crosscount.register.values import earliest

__all__ = ["EXTENSION", "Maker", "moment", "references", "uri"]

UNRESERVED = "/?:@!$&'()*+,;=-._~"
HEX = re.compile(r"[0-9A-Fa-f]{2}")
NAMESPACE = UUID("6f0f2f6e-6a54-5d0c-9d43-0a6f0c1c0d2b")  # of this exporter
UNDATED = "2014-01-01"  # a record without a day still needs a time of creation
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    Marking.CLEAR: ("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
    Marking.GREEN: ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
    Marking.AMBER: ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
    Marking.AMBER_STRICT: ("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
    Marking.RED: ("e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
}
TLP_CREATED = "2022-10-01T00:00:00.000Z"
EXTENSION = f"extension-definition--{uuid5(NAMESPACE, 'register record, version 1')}"
EXTENSION_SAYS = """\
Property extension of note: what a record of a register of public statements says beyond prose. All values are as the
record has them. record: id of the record. kind: statement, response or claim. act, with cameo, plover and eurepoc: what
was said or done, and its codes in other vocabularies. date, zone: when. hedge: words of caution. chain: links with role
(data_by, asserted_by, carried_by), actor, hedge, date. quantity, low, high, as_written, modifier, quantity_kind, unit,
role: a claimed number and how it was written. origin_country, target_country, first_day, last_day: what it is said of.
"""


class Maker:
    """Objects of one bundle, each once, in the order in which they were made."""

    def __init__(self, publisher: str, marking: Marking, language: str) -> None:
        self.objects: dict[str, Any] = {}
        identifier, level = TLP[marking]
        self.marking = f"marking-definition--{identifier}"
        self.language = language
        self.author = ""
        self.objects[self.marking] = {
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": self.marking,
            "created": TLP_CREATED,
            "name": marking.value,
            "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
        }
        self.author = self.make("identity", None, name=publisher, identity_class="organization")

    def make(self, kind: str, day: str | None, **properties: Any) -> str:
        """Add an object; its id. Properties without a value are left out."""
        said = {name: value for name, value in properties.items() if value not in ("", None, [], ())}
        said |= {"created": moment(day), "modified": moment(day), "object_marking_refs": [self.marking]}
        if self.author:
            said["created_by_ref"] = self.author
        name = f"{kind}--{uuid5(NAMESPACE, orjson.dumps([kind, said], option=orjson.OPT_SORT_KEYS).decode())}"
        if name not in self.objects:
            made = stix2.v21.OBJ_MAP[kind](id=name, **said)
            self.objects[name] = orjson.loads(made.serialize())
        return name

    def relate(self, source: str, how: str, target: str, day: str | None, **properties: Any) -> str:
        """A relationship between two objects; its id."""
        return self.make("relationship", day, source_ref=source, relationship_type=how, target_ref=target, **properties)

    def extension(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The extension of a note, and its definition once in the bundle."""
        if EXTENSION not in self.objects:
            self.objects[EXTENSION] = {
                "type": "extension-definition",
                "spec_version": "2.1",
                "id": EXTENSION,
                "created_by_ref": self.author,
                "created": moment(None),
                "modified": moment(None),
                "object_marking_refs": [self.marking],
                "name": "Record of a register",
                "description": "Speech acts, chains of citation and claimed quantities, as properties of a note.",
                "schema": " ".join(EXTENSION_SAYS.split()),
                "version": "1.0.0",
                "extension_types": ["property-extension"],
            }
        plain = {name: value for name, value in told.items() if value not in ("", None, [], {})}
        return {EXTENSION: {"extension_type": "property-extension", **plain}}

    def bundle(self) -> dict[str, Any]:
        """The bundle; its id follows from its objects."""
        objects = list(self.objects.values())
        name = uuid5(NAMESPACE, orjson.dumps(sorted(self.objects)).decode())
        return {"type": "bundle", "id": f"bundle--{name}", "objects": objects}


def moment(day: str | None) -> str:
    """The first day that is meant, at 00:00 UTC."""
    at = datetime.combine(earliest(day or UNDATED), time(), UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def references(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """External references, each once."""
    return [dict(each) for place, each in enumerate(found) if each not in found[:place]]


def uri(address: str) -> str:
    """An address of the web as RFC 3986 has it, which STIX wants: quotation marks, Chinese and the like as %XX.

    A "%" that begins no such pair, brackets behind the host and a second "#" are data too.
    """
    scheme, _, rest = address.partition("://")
    at = next((place for place, each in enumerate(rest) if each in "/?#"), len(rest))
    path, mark, fragment = rest[at:].partition("#")
    written = _quoted(path) + (f"#{_quoted(fragment)}" if mark else "")
    return f"{scheme}://{quote(rest[:at], safe=UNRESERVED + '[]%')}{written}"


def _quoted(text: str) -> str:
    first, *pairs = text.split("%")
    kept = (f"%{each}" if HEX.match(each) else f"%25{each}" for each in pairs)
    return quote(first + "".join(kept), safe=UNRESERVED + "%")
