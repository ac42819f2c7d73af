"""STIX 2.0 and 2.1 bundles (JSON), also what a TAXII server answers: the indicators in them.

One record is one address (`server_ip`), domain (`host`) or URL (`url`) that the pattern of an indicator names:
patterns joined by OR make several records, an address joined with a port by AND makes one. It is taken for the
criminal's end, the server. A pattern of something else (a file's hash), or joined in other ways, is one record, set
aside as `no-subject`; a network is kept as `host`. All other objects of the bundle are remarks. Record numbers count in
this order. Times are UTC with offset. A record is an interval from `valid_from` to just before `valid_until`; without
that it is a sighting at `valid_from` (`created` where even that is missing). What the indicator is for is read from
its types, labels, kill chain phases, name and description, then from the reports that hold it; if none says it, or the
indicator is revoked, it is `other`. The family is the malware or tool that a relationship says it indicates. Who was
attacked is left out. Format: https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.cleaning.clean_interval import just_before, valid_from, valid_to
from crosscount.kernels.cleaning.clean_network import listed_network, single_ip
from crosscount.kernels.cleaning.clean_words import kind_of_words
from crosscount.kernels.reading import jsonparts, stix_patterns
from crosscount.kernels.reading.faults import Fault
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIRST = clean.first_of(clean.iso_time("valid_from"), clean.iso_time("created"), required=True)
LAST = just_before(clean.iso_time("valid_until"))

FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": single_ip("ip"),
    "server_port": clean.port("port"),
    "host": clean.first_of(clean.host("host"), listed_network("ip")),
    "url": clean.url("url"),
    "family": clean.text("family"),
    "label": clean.text("types"),
    "stated": clean.first_of(
        matching(clean.text("revoked"), "^true$", Kind.OTHER),
        kind_of_words("words"),
        kind_of_words("report"),
        clean.constant(Kind.OTHER),
    ),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}

NAMES = (
    *("valid_from", "created", "valid_until", "revoked", "ip", "port", "host", "url"),
    *("family", "types", "words", "report"),
)
_BUNDLE = re.compile(
    rb'"type"\s*:\s*"bundle"|"id"\s*:\s*"bundle--|"objects"\s*:\s*\[\s*\{[^{}]*"spec_version"\s*:\s*"2'
)


def sniff(head: Head) -> bool:
    """A JSON object that calls itself a bundle, or holds STIX objects as TAXII sends them."""
    start = head.data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and _BUNDLE.search(start) is not None


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """The records of all indicators, once the whole bundle has said what they belong to."""
    data, rest = jsonparts.whole(file)
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    broken: list[Fault] = []
    names: dict[str, str] = {}  # of malware and tools
    about: dict[str, str] = {}  # indicator → what reports say of it
    indicates: dict[str, str] = {}
    remarks = number = 0
    for part in jsonparts.walk(data, lambda path: path == ("objects",)):
        thing = part.value
        if part.broken is not None or (part.path[-1:] == (jsonparts.ELEMENT,) and not isinstance(thing, dict)):
            number += 1
            broken.append(jsonparts.fault(number, part))
        elif not isinstance(thing, dict):
            continue
        elif thing.get("type") == "indicator":
            for entry in stix_patterns.named(_text(thing.get("pattern"))):
                number += 1
                numbers.append(number)
                rows.append(_row(thing) | entry)
        else:
            remarks += 1
            identity = _text(thing.get("id"))
            if thing.get("type") in ("malware", "tool"):
                names[identity] = _text(thing.get("name"))
            elif thing.get("type") == "report":
                said = " ".join(_text(thing.get(key)) for key in ("name", "title", "description"))
                about |= dict.fromkeys(map(_text, _list(thing.get("object_refs"))), said)
            elif thing.get("relationship_type") == "indicates":
                indicates[_text(thing.get("source_ref"))] = _text(thing.get("target_ref"))
    for row in rows:
        row |= {"family": names.get(indicates.get(row["id"], "")), "report": about.get(row["id"])}
    if rest is not None:
        broken.append(Fault(number + 1, None, *rest))
    yield jsonparts.table(NAMES, rows, numbers, broken, remarks)


def _row(thing: dict[str, Any]) -> dict[str, Any]:
    types = [_text(one) for key in ("indicator_types", "labels") for one in _list(thing.get(key))]
    phases = [_text(one.get("phase_name")) for one in _list(thing.get("kill_chain_phases")) if isinstance(one, dict)]
    words = " ".join([*types, *phases, _text(thing.get("name")), _text(thing.get("description"))])
    kept = {name: thing.get(name) for name in ("valid_from", "created", "valid_until", "revoked")}
    return {**kept, "id": _text(thing.get("id")), "types": ",".join(types), "words": words}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


SOURCE = Source(
    id="stix-bundle",
    title="STIX 2 indicators",
    publisher="named by --publisher",
    licence=Licence.CLOSED,
    seen=Seen.LISTING,
    record_means="An indicator names an address, host or page (server side) and what it is for.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
