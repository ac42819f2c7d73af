"""Web server access logs: one record is one request that a client made to our server.

Common Log Format, Combined (with referrer and agent), and either with the virtual host in front, as Apache's
vhost_combined writes it; further fields at the end are left alone. The time in brackets is when the request was
received and names its offset from UTC, which is honoured. The server's own address is not in the log: the site is the
virtual host, else what the user or the file name says. A client that is written as a host name is set aside: nobody
can look it up as of that day. What is no HTTP (`-`, a TLS handshake, junk) stays a request without method and target.
Format: https://httpd.apache.org/docs/current/logs.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import cutting, weblog
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

FIELDS = {
    "observed_at": clean.clf_time("time", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("client", required=True),
    "server_port": clean.port("port"),
    "bytes_in": clean.count("size", absent=("-",)),
    "host": clean.first_of(clean.escaped("vhost", absent=("-", "_")), clean.from_context("site")),
    "url": clean.requested_url("target"),
    "method": clean.escaped("method"),
    "status": clean.integer("status", 0, 999, absent=("-",)),
    "agent": clean.escaped("agent", absent=("-",)),
    "referrer": clean.escaped("referrer", absent=("-",)),
}


def sniff(head: Head) -> bool:
    """Whether the head is that of an access log."""
    return weblog.is_log(head)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return weblog.read(file)


SOURCE = Source(
    id="access-log",
    title="Web server access log",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REQUEST,
    record_means="One request to our own web server: the client asked, and the server is the site.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.plain_lines,
)
