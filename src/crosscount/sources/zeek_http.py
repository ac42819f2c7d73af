"""Zeek http.log: one record is one HTTP request that a network sensor saw, with its answer if one came.

`ts` is when the request was sent, decimal seconds since 1970 UTC (or ISO 8601 in JSON). The target is a path, and `url`
with the Host header and the server's port, which Zeek takes off that header; a target that is a whole URL was sent to a
proxy. For CONNECT the server is the proxy and there is no URL: only the host tells where the client went. Requests
by TLS are not in this log. Method, host and target are null where the client sent no HTTP.
Format: https://docs.zeek.org/en/current/logs/http.html
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
    "client_port": clean.port("id.orig_p"),
    "server_port": clean.port("id.resp_p"),
    "bytes_out": clean.count("request_body_len"),
    "bytes_in": clean.count("response_body_len"),
    "host": clean.escaped("host"),
    "url": clean.requested_url("uri"),
    "method": clean.escaped("method"),
    "status": clean.integer("status_code", 0, 999),
    "agent": clean.escaped("user_agent"),
    "referrer": clean.escaped("referrer"),
}
COLUMNS = (
    *("ts", "id.orig_h", "id.resp_h", "id.orig_p", "id.resp_p", "method", "host", "uri", "referrer", "user_agent"),
    *("request_body_len", "response_body_len", "status_code"),
)


def sniff(head: Head) -> bool:
    """Whether the head is that of an http log."""
    return zeek.is_log(head, "http", ("id.resp_h", "trans_depth", "request_body_len"))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-http",
    title="Zeek HTTP requests",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REQUEST,
    record_means="One HTTP request a network sensor saw: the client asked, the server (or a proxy) answered.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=zeek.cut,
)
