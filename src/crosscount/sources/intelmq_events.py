"""IntelMQ events as JSON lines, with the field names of the IntelMQ Data Format (`source.ip`), flat or nested.

One record is one event of some feed about the host in `source`. Which end that host is depends on
`classification.type` (`kernels.cleaning.event_types`): of an infected system, scanner or password guesser the source
is the client and the destination, if any, the server (for an infected system the C2 server or a sinkhole, never taken
for the origin); of a C2 server, phishing page, malware host, open service or compromised site the source is the server.
A compromised site is a `backdoor_listing` only if identifier or malware name speaks of a backdoor or web shell, else
`other`. Types unknown here are `other` with the source as client, so that nothing is lost.
`time.source` is when it happened, UTC with offset; where the feed leaves it out, `time.observation`, when IntelMQ read
it. `event_description.target` is the brand of a phishing page; `extra.bot_id`, which IntelMQ does
not name itself, the id of an infected machine. Country and network of the event are left out: ours are
those of the day. Format: https://docs.intelmq.org/latest/dev/data-format/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.event_types import CLIENT, ENDS, KINDS, SERVER
from crosscount.kernels.reading import cutting, heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

TYPE = "classification.type"
END = clean.mapped(TYPE, ENDS, otherwise=CLIENT)
KIND = clean.mapped(TYPE, KINDS, otherwise=Kind.OTHER)
NAMES = joined(clean.text("classification.identifier"), clean.text("malware.name"))
BACKDOOR = matching(NAMES, r"(?i)back-?door|web-?shell", Kind.BACKDOOR_LISTING)

FIELDS = {
    "observed_at": clean.first_of(clean.iso_time("time.source"), clean.iso_time("time.observation"), required=True),
    "time_basis": clean.first_of(
        matching(clean.text("time.source"), ".", TimeBasis.EVENT), clean.constant(TimeBasis.REPORT)
    ),
    # A faulty source.ip is named here also where the source is the server.
    "client_ip": only_if(END, CLIENT, clean.ip("source.ip"), faults_everywhere=True),
    "client_port": only_if(END, CLIENT, clean.port("source.port")),
    "server_ip": clean.first_of(
        only_if(END, CLIENT, clean.ip("destination.ip")), only_if(END, SERVER, clean.ip("source.ip"))
    ),
    "server_port": clean.first_of(
        only_if(END, CLIENT, clean.port("destination.port")), only_if(END, SERVER, clean.port("source.port"))
    ),
    "protocol": clean.lower_text("protocol.transport"),
    "host": clean.first_of(
        only_if(END, CLIENT, clean.escaped("destination.fqdn")), only_if(END, SERVER, clean.host("source.fqdn"))
    ),
    "url": clean.first_of(
        only_if(END, CLIENT, clean.escaped("destination.url")), only_if(END, SERVER, clean.url("source.url"))
    ),
    "family": clean.text("malware.name"),
    "label": joined(clean.text(TYPE), clean.text("classification.identifier")),
    "stated": clean.first_of(only_if(END, SERVER, only_if(KIND, Kind.OTHER, BACKDOOR)), KIND, required=True),
    "brand": clean.text("event_description.target"),
    "bot_id": clean.text("extra.bot_id"),
}

WANTED = (
    *("time.source", "time.observation", TYPE, "classification.identifier", "malware.name", "event_description.target"),
    *("source.ip", "source.port", "source.fqdn", "source.url", "protocol.transport"),
    *("destination.ip", "destination.port", "destination.fqdn", "destination.url", "extra.bot_id"),
)


def sniff(head: Head) -> bool:
    """One of the first objects has a classification and a time as IntelMQ names them."""
    if head.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        return _is_event(jsonlines.first_object(head.data))
    lines = [line.encode("utf-8", "surrogateescape") for line in heads.whole_lines(head)[:5]]
    return any(_is_event(jsonlines.first_object(line)) for line in lines)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Events, one a line or in one array."""
    return jsonlines.read(file, WANTED)


def _is_event(found: dict[str, Any] | None) -> bool:
    names = set(found or ())
    flat = TYPE in names and bool(names & {"time.source", "time.observation", "feed.name"})
    inner = (found or {}).get("classification")
    return flat or (isinstance(inner, dict) and "type" in inner and bool(names & {"time", "feed"}))


SOURCE = Source(
    id="intelmq-events",
    title="IntelMQ events",
    publisher="not named",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A feed reports a host: the client where it acts (infected, scanning), the server where it answers.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.json_lines,
)
