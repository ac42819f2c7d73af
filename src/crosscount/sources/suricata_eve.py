"""Suricata EVE: one record is one event of a network sensor; alert, flow, dns, http and tls are read.

JSON lines or one JSON array, events of all types mixed. Each record is seen as what its type says: `flow` a flow, `dns`
a lookup, `http` and `tls` a request, `alert` a report that states the kind `other`: a signature matched, which is no
threat of its own. Every other type (stats, fileinfo, anomaly…) is set aside as `unmapped`, so that what was read adds
up. Times name their offset from UTC; where they name none (rewritten exports) UTC is assumed. A flow is logged when it
is over, so its time is `flow.start`, not `timestamp`. The client is `src_ip`, with two exceptions. An alert has the
source of the packet there: if it says who opened the flow (`flow.src_ip`, since 7) or that the packet went `to_client`,
that is honoured; older alerts say neither, and the source stands. An answer by DNS may have the resolver there: it does
if the source port is 53 and the other is not. One lookup is up to three records or more: the question, and the answer
(before 4.1 one record for each answered address). The answer address is the first one answered. For `tls` the host is
the name asked for (SNI). Byte counts are those of packets, with their headers.
Format: https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import only_if, told_or, turned
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_parts import first_listed
from crosscount.kernels.reading import cutting, heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

FORWARD, BACKWARD = "forward", "backward"
TYPES = {
    "alert": Seen.REPORT,
    "flow": Seen.FLOW,
    "dns": Seen.LOOKUP,
    "http": Seen.REQUEST,
    "tls": Seen.REQUEST,
}
SEEN = clean.mapped("event_type", TYPES, required=True)


def of(seen: Seen, field: Field) -> Field:
    """The field, only in records seen so."""
    return only_if(SEEN, seen, field)


def port_is(column: str, name: str, elsewhere: str) -> Field:
    """`name` where the port is that of DNS, else `elsewhere`."""
    return clean.mapped(column, {"53": name}, otherwise=elsewhere)


ANSWER = clean.mapped("dns.type", {"answer": BACKWARD, "response": BACKWARD}, otherwise=FORWARD)
FROM_RESOLVER = only_if(port_is("dest_port", FORWARD, BACKWARD), BACKWARD, port_is("src_port", BACKWARD, FORWARD))
WAY = clean.first_of(
    of(Seen.LOOKUP, only_if(ANSWER, BACKWARD, FROM_RESOLVER)),
    of(Seen.REPORT, clean.mapped("direction", {"to_client": BACKWARD}, otherwise=FORWARD)),
)


def end(told: Field, forward: Field, backward: Field) -> Field:
    """One end: as the alert tells it, else by the way that the record went."""
    return told_or(of(Seen.REPORT, told), turned(WAY, BACKWARD, forward, backward))


ANSWERS = ("dns.answers.*.rdata", "dns.grouped.A", "dns.grouped.AAAA", "dns.rdata")

FIELDS = {
    "seen": SEEN,
    "observed_at": clean.first_of(
        of(Seen.FLOW, clean.iso_time("flow.start")), clean.iso_time("timestamp"), required=True
    ),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": end(clean.ip("flow.src_ip"), clean.ip("src_ip"), clean.ip("dest_ip")),
    "server_ip": end(clean.ip("flow.dest_ip"), clean.ip("dest_ip"), clean.ip("src_ip")),
    "answer_ip": of(Seen.LOOKUP, clean.first_of(*(clean.first_ip(name) for name in ANSWERS))),
    "client_port": end(clean.port("flow.src_port"), clean.port("src_port"), clean.port("dest_port")),
    "server_port": end(clean.port("flow.dest_port"), clean.port("dest_port"), clean.port("src_port")),
    "protocol": clean.lower_text("proto"),
    "bytes_out": of(Seen.FLOW, clean.count("flow.bytes_toserver")),
    "bytes_in": clean.first_of(
        of(Seen.FLOW, clean.count("flow.bytes_toclient")), of(Seen.REQUEST, clean.count("http.length"))
    ),
    "host": clean.first_of(
        of(Seen.LOOKUP, clean.first_of(clean.escaped("dns.rrname"), first_listed("dns.queries.*.rrname"))),
        clean.escaped("http.hostname"),
        clean.escaped("tls.sni"),
    ),
    "url": clean.requested_url("http.url"),
    "method": clean.first_of(
        of(Seen.LOOKUP, clean.first_of(clean.text("dns.rrtype"), first_listed("dns.queries.*.rrtype"))),
        clean.escaped("http.http_method"),
    ),
    "status": clean.integer("http.status", 0, 999),
    "agent": clean.escaped("http.http_user_agent"),
    "referrer": clean.escaped("http.http_refer"),
    "family": of(Seen.REPORT, clean.text("alert.metadata.malware_family")),
    "label": clean.first_of(
        of(Seen.REPORT, clean.escaped("alert.signature")),
        of(Seen.LOOKUP, joined(clean.escaped("dns.type"), clean.escaped("dns.rcode"))),
        of(Seen.FLOW, clean.escaped("flow.state")),
        of(Seen.REQUEST, clean.escaped("tls.version")),
    ),
    "stated": of(Seen.REPORT, clean.constant(Kind.OTHER)),
}
WANTED = (
    *("event_type", "timestamp", "src_ip", "src_port", "dest_ip", "dest_port", "proto", "direction"),
    *("flow.start", "flow.src_ip", "flow.src_port", "flow.dest_ip", "flow.dest_port", "flow.state"),
    *("flow.bytes_toserver", "flow.bytes_toclient", "dns.type", "dns.rcode", "dns.rrname", "dns.queries.*.rrname"),
    *("dns.rrtype", "dns.queries.*.rrtype"),
    *(*ANSWERS, "http.hostname", "http.url", "http.http_method", "http.status", "http.http_user_agent"),
    *("http.http_refer", "http.length", "tls.sni", "tls.version", "alert.signature", "alert.metadata.malware_family"),
)


def sniff(head: Head) -> bool:
    """One of the first objects has a time, an event type, and the object that the type names or a flow's number."""
    return any(_is_event(found) for found in jsonlines.first_objects(head.data, heads.whole_lines(head)))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Events, one a line or in one array."""
    return jsonlines.read(file, WANTED)


def _is_event(found: dict[str, Any]) -> bool:
    kind = found.get("event_type")
    named = isinstance(kind, str) and isinstance(found.get(kind), dict)
    return "timestamp" in found and isinstance(kind, str) and (named or "flow_id" in found)


SOURCE = Source(
    id="suricata-eve",
    title="Suricata EVE events",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.FLOW,
    record_means="One event of a network sensor: the client opened the connection, asked or sent, the server answered.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.json_lines,
)
