"""Zeek ssl.log: one record is one TLS (or SSL) handshake that a network sensor saw, client first.

`ts` is when the handshake was seen, decimal seconds since 1970 UTC (or ISO 8601 in JSON). It is seen as a request
without URL: the host is the name that the client asked for (SNI), null if it named none; what was asked of that host is
encrypted. Also handshakes that failed are records. Version and the verdict on the certificate are the label; the
certificate itself is in x509.log, which names no address and is not read. The connection as such is in conn.log.
Format: https://docs.zeek.org/en/current/logs/ssl.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_labels import joined
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
    "host": clean.escaped("server_name"),
    "label": joined(clean.escaped("version"), clean.escaped("validation_status")),
}
COLUMNS = (*("ts", "id.orig_h", "id.resp_h", "id.orig_p", "id.resp_p", "server_name", "version", "validation_status"),)


def sniff(head: Head) -> bool:
    """Whether the head is that of an ssl log; JSON leaves out what a handshake that failed did not tell."""
    marks = (("id.resp_h", "version", "cipher"), ("id.resp_h", "resumed", "established"))
    return any(zeek.is_log(head, "ssl", one) for one in marks)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-ssl",
    title="Zeek TLS handshakes",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REQUEST,
    record_means="One TLS handshake a network sensor saw: the client asked for the host, the server answered.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=zeek.cut,
)
