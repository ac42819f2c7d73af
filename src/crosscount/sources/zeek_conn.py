"""Zeek conn.log: one record is one connection that a network sensor saw, client first.

`ts` is when the connection began, decimal seconds since 1970 UTC (JSON logs may be set to ISO 8601 instead). The
client is who sent the first packet (`id.orig_h`). For ICMP the ports are type and code. A connection that was refused
or never answered is a record too: `conn_state` (S0, REJ…) is kept as the label. Byte counts are payload, and null
where Zeek could not tell. A clock that was never set gives times near 1970: those records are set aside.
Format: https://docs.zeek.org/en/current/logs/conn.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_parts import seconds
from crosscount.kernels.reading import zeek
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("id.orig_h", required=True),
    "server_ip": clean.ip("id.resp_h", required=True),
    "client_port": clean.port("id.orig_p"),
    "server_port": clean.port("id.resp_p"),
    "protocol": clean.lower_text("proto"),
    "bytes_out": clean.count("orig_bytes"),
    "bytes_in": clean.count("resp_bytes"),
    "duration": seconds("duration"),
    "label": clean.text("conn_state"),
}
COLUMNS = (
    *("ts", "id.orig_h", "id.resp_h", "id.orig_p", "id.resp_p", "proto", "duration", "orig_bytes", "resp_bytes"),
    "conn_state",
)


def sniff(head: Head) -> bool:
    """Whether the head is that of a conn log."""
    return zeek.is_log(head, "conn", ("id.resp_h", "proto", "conn_state"))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-conn",
    title="Zeek connections",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.FLOW,
    record_means="One connection a network sensor saw: the client opened it, the server answered or was to answer.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=zeek.cut,
)
