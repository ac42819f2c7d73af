"""n6 events (JSON, in one array or one a line), as the API of CERT Polska's exchange answers.

One record is one event about the host in `address`; of several addresses the first is kept. Which end it is depends on
`category`: of bots, scanning, spam, attacks on servers and floods it is the client (a bot's `dip` is the server it
reported to, often a sinkhole); of C2 servers, phishing, malicious URLs, open and vulnerable services, backdoors and
defaced sites it is the server. Of `dos-victim` the address is the server that was flooded. Other categories are
`other`. `time` is UTC, with or without a `Z`. `count` is how many events were folded into one. `name` is the malware
where the category is one of malware. Country and network of the event are left out: ours are those of the day.
Format: https://n6sdk.readthedocs.io/en/latest/tutorial.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.event_types import CLIENT, SERVER
from crosscount.kernels.reading import cutting, heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

KINDS = {
    "bots": Kind.INFECTION,
    "cnc": Kind.C2_LISTING,
    "phish": Kind.PHISHING_LISTING,
    "malurl": Kind.MALWARE_LISTING,
    "exploit-url": Kind.MALWARE_LISTING,
    "sandbox-url": Kind.MALWARE_LISTING,
    "scanning": Kind.SCAN,
    "spam": Kind.SPAM,
    "dos-attacker": Kind.DDOS,
    "dos-victim": Kind.DDOS,
    "amplifier": Kind.EXPOSED_SERVICE,
    "vulnerable": Kind.EXPOSED_SERVICE,
    "proxy": Kind.EXPOSED_SERVICE,
    "backdoor": Kind.BACKDOOR_LISTING,
}
CLIENTS = ("bots", "scanning", "spam", "dos-attacker", "server-exploit", "tor", "flow", "flow-anomaly")
END = clean.mapped("category", dict.fromkeys(CLIENTS, CLIENT), otherwise=SERVER)
OF_MALWARE = clean.mapped("category", dict.fromkeys(("bots", "cnc", "malurl", "malware-action"), "yes"), otherwise="no")

FIELDS = {
    "observed_at": clean.iso_time("time", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": only_if(END, CLIENT, clean.ip("address.0.ip"), faults_everywhere=True),
    "client_port": only_if(END, CLIENT, clean.port("sport")),
    "server_ip": clean.first_of(only_if(END, CLIENT, clean.ip("dip")), only_if(END, SERVER, clean.ip("address.0.ip"))),
    "server_port": clean.first_of(
        only_if(END, CLIENT, clean.port("dport")),
        only_if(END, SERVER, clean.first_of(clean.port("sport"), clean.port("dport"))),
    ),
    "protocol": clean.lower_text("proto"),
    "host": clean.host("fqdn"),
    "url": clean.url("url"),
    "family": only_if(OF_MALWARE, "yes", clean.text("name")),
    "label": joined(clean.text("category"), clean.text("source"), clean.text("name")),
    "stated": clean.mapped("category", KINDS, otherwise=Kind.OTHER, required=True),
    "brand": only_if(clean.mapped("category", {"phish": "yes"}, otherwise="no"), "yes", clean.text("target")),
    "times": clean.integer("count", 1, 2**31),
}

WANTED = (
    *("time", "category", "source", "name", "target", "count", "proto", "sport", "dport"),
    *("address.0.ip", "dip", "fqdn", "url"),
)


def sniff(head: Head) -> bool:
    """One of the first objects has a category, a time, a source and the restriction that n6 puts on an event."""
    if head.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        return _is_event(jsonlines.first_object(head.data))
    lines = [line.encode("utf-8", "surrogateescape") for line in heads.whole_lines(head)[:5]]
    return any(_is_event(jsonlines.first_object(line)) for line in lines)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Events, one a line or in one array."""
    return jsonlines.read(file, WANTED)


def _is_event(found: dict[str, Any] | None) -> bool:
    names = set(found or ())
    return {"category", "time", "source", "id"} <= names and bool(names & {"rid", "restriction", "confidence"})


SOURCE = Source(
    id="n6-json",
    title="n6 events",
    publisher="CERT Polska",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A feed reports a host: the client where it acts (infected, scanning), the server where it answers.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.json_lines,
)
