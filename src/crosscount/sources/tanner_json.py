"""TANNER JSON lines: one record is one HTTP request to a SNARE web honeypot.

`timestamp` is the clock of the honeypot without a zone, in a container UTC, and is read as UTC. The client is `peer`;
behind a proxy or a container bridge that is the proxy or the bridge, so a private address stands for everybody. The
server is the honeypot: its address is not in the record, the host is what the client called it. A honeypot answers
everything with success, so a path that it answered shows no backdoor: a request is not seen as one but as a report that
states `other`, and no rule for web servers is applied to it. What TANNER took the request for (`index`, `sqli`, `lfi`…)
is the label. Cookies, posted data and sessions are left out. Format: https://tanner.readthedocs.io/en/latest/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import cutting, heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

DETECTION = "response_msg.response.message.detection.name"
HOST = clean.first_of(clean.escaped("headers.host"), clean.escaped("headers.Host"))

FIELDS = {
    "observed_at": clean.iso_time("timestamp", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("peer.ip", required=True),
    "client_port": clean.port("peer.port"),
    "protocol": clean.constant("tcp"),
    "host": HOST,
    "url": clean.requested_url("path"),
    "method": clean.escaped("method"),
    "status": clean.integer("status", 0, 999),
    "agent": clean.first_of(clean.escaped("headers.user-agent"), clean.escaped("headers.User-Agent")),
    "referrer": clean.first_of(clean.escaped("headers.referer"), clean.escaped("headers.Referer")),
    "label": clean.escaped(DETECTION),
    "stated": clean.constant(Kind.OTHER),
}
WANTED = (
    *("timestamp", "peer.ip", "peer.port", "headers.host", "headers.Host", "path", "method", "status", DETECTION),
    *("headers.user-agent", "headers.User-Agent", "headers.referer", "headers.Referer"),
)


def sniff(head: Head) -> bool:
    """One of the first objects is a request as SNARE hands it to TANNER."""
    return any(_is_request(found) for found in jsonlines.first_objects(head.data, heads.whole_lines(head)))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """One request a line."""
    return jsonlines.read(file, WANTED)


def _is_request(found: dict[str, Any]) -> bool:
    peer = found.get("peer")
    return isinstance(peer, dict) and "ip" in peer and {"method", "path", "headers", "uuid"} <= set(found)


SOURCE = Source(
    id="tanner-json",
    title="SNARE and TANNER web honeypot requests",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One request to a web honeypot: the client asked, and the server is the honeypot.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.json_lines,
)
