"""Cowrie JSON lines: one record is one event of a session on an SSH and Telnet honeypot.

`timestamp` is UTC, also where older versions name no zone. The client is `src_ip`, who came to the honeypot; nobody has
business there, but only login attempts state a kind, `brute_force`, whether the honeypot let them in or not; all others
state `other`. One session is many records: count addresses, never records. The server is the honeypot, often by an
address behind a router, in `session.connect` alone; in `direct-tcpip` it is the third party that the client wanted to
reach through the honeypot, by address or by name. The client's port is that of `session.connect` only. `eventid` is the
label; what the client says it is (`client.version`) the agent. A file fetched is a URL only if the client named one.
User names, passwords and commands are left out. Format: https://docs.cowrie.org/en/latest/OUTPUT.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.reading import cutting, heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

EVENT = "eventid"
CONNECT = "cowrie.session.connect"
KINDS = {"cowrie.login.failed": Kind.BRUTE_FORCE, "cowrie.login.success": Kind.BRUTE_FORCE}
YES, NAME = "yes", "name"
WHOLE = matching(clean.escaped("url"), r"^[A-Za-z][A-Za-z0-9+.\-]*://", YES)
TO_NAME = matching(clean.escaped("dst_ip"), r"[^0-9A-Fa-f.:]", NAME)

FIELDS = {
    "observed_at": clean.iso_time("timestamp", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("src_ip", required=True),
    "server_ip": clean.first_ip("dst_ip"),
    "client_port": clean.when(EVENT, CONNECT, clean.port("src_port")),
    "server_port": clean.port("dst_port"),
    "protocol": clean.constant("tcp"),
    "host": only_if(TO_NAME, NAME, clean.escaped("dst_ip")),
    "url": only_if(WHOLE, YES, clean.escaped("url")),
    "agent": clean.escaped("version"),
    "label": clean.text(EVENT, required=True),
    "stated": clean.mapped(EVENT, KINDS, otherwise=Kind.OTHER, required=True),
}
WANTED = (EVENT, "timestamp", "src_ip", "src_port", "dst_ip", "dst_port", "url", "version")


def sniff(head: Head) -> bool:
    """One of the first objects is an event of Cowrie."""
    found = jsonlines.first_objects(head.data, heads.whole_lines(head))
    return any(str(one.get(EVENT, "")).startswith("cowrie.") for one in found)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """One event a line."""
    return jsonlines.read(file, WANTED)


SOURCE = Source(
    id="cowrie-json",
    title="Cowrie honeypot events",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One event on an SSH or Telnet honeypot: the client came to it, the server is it or what lies behind.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.json_lines,
)
