"""Zeek dns.log: one record is one DNS question that a network sensor saw, with its answer if one came.

`ts` is when the question was sent, decimal seconds since 1970 UTC (or ISO 8601 in JSON). The client asked; the server
is the resolver, never the host that was asked about. The answer address is the first address among `answers`, which
may begin with aliases (CNAME) and hold any text (TXT). The type of the record asked for (A, TXT…) is kept as the
method, the response code as the label: NXDOMAIN still tells who asked. `query` is null for a message without a
question.
Format: https://docs.zeek.org/en/current/logs/dns.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import zeek
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("id.orig_h", required=True),
    "server_ip": clean.ip("id.resp_h", required=True),
    "answer_ip": clean.first_ip("answers"),
    "client_port": clean.port("id.orig_p"),
    "server_port": clean.port("id.resp_p"),
    "protocol": clean.lower_text("proto"),
    "host": clean.escaped("query"),
    "method": clean.text("qtype_name"),
    "label": clean.text("rcode_name"),
}
COLUMNS = (
    *("ts", "id.orig_h", "id.resp_h", "id.orig_p", "id.resp_p", "proto", "query", "qtype_name", "rcode_name"),
    "answers",
)


def sniff(head: Head) -> bool:
    """Whether the head is that of a dns log."""
    return zeek.is_log(head, "dns", ("id.resp_h", "proto", "trans_id"))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-dns",
    title="Zeek DNS questions",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.LOOKUP,
    record_means="One DNS question a network sensor saw: the client asked the server, a resolver, about the host.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=zeek.cut,
)
