"""AnubisNetworks Cyberfeed events as JSON: machines that called home to a sinkhole, one object after another.

One record is one call: the caller (`src.ip`, in old events `env.remote_addr`) is the infected machine and client, the
server a sinkhole, never a criminal's. `_ts` is when it called, seconds since 1970 UTC. The host asked for is kept as
the bots sent it; places, networks, headers, cookies and tracking numbers are left out.
Format: https://docs.intelmq.org/latest/user/bots/#anubisnetworks-cyberfeed-stream
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("_ts"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.first_of(clean.ip("src.ip"), clean.ip("env.remote_addr"), required=True),
    "client_port": clean.first_of(clean.port("src.port"), clean.port("env.remote_port")),
    "server_ip": clean.first_of(clean.ip("dst.ip"), clean.ip("env.server_addr")),
    "server_port": clean.first_of(clean.port("dst.port"), clean.port("env.server_port")),
    "host": clean.first_of(*(clean.escaped(name) for name in ("comm.http.host", "comm.dns.name", "env.server_name"))),
    "agent": clean.escaped("comm.http.user_agent"),
    "family": clean.first_of(clean.text("malw.family"), clean.text("trojanfamily")),
    "label": clean.text("_origin"),
    "stated": clean.constant(Kind.INFECTION),
}
COLUMNS = (
    *("_ts", "src.ip", "src.port", "dst.ip", "dst.port", "comm.http.host", "comm.dns.name", "comm.http.user_agent"),
    *("env.remote_addr", "env.remote_port", "env.server_addr", "env.server_port", "env.server_name"),
    *("malw.family", "trojanfamily", "_origin"),
)


def sniff(head: Head) -> bool:
    """An object with `_ts` among what every event has."""
    return head.data.lstrip()[:1] == b"{" and b'"_ts"' in head.data and b'"_' in head.data[:4096] and _names(head.data)


def _names(data: bytes) -> bool:
    return b'"trojanfamily"' in data or (b'"malw"' in data and b'"src"' in data)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Objects, on one line each or on several."""
    return jsonlines.read(file, COLUMNS, spread=True)


SOURCE = Source(
    id="anubis-json",
    title="AnubisNetworks Cyberfeed",
    publisher="AnubisNetworks",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="An infected machine (client) called home to a sinkhole (server).",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip",),
)
