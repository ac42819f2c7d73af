"""Zeek x509.log: one record is one certificate that a server (rarely a client) showed in a TLS handshake.

`ts` is when it was seen, decimal seconds since 1970 UTC (or ISO 8601 in JSON). The log names no connection: `host` is
the first name that the certificate is for (`san.dns`, a leading `*.` left out), else the common name of its subject,
and `server_ip` an address that it is for (`san.ip`), all as the owner of the certificate claims. Subject and
fingerprint, if the sensor writes one, are the label; validity, issuer and key are left out. A certificate without any
such name is set aside as `no-subject`. Records are `other`: that a certificate exists is no threat. Who asked whom is
in ssl.log.
Format: https://docs.zeek.org/en/current/logs/x509.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_parts import found
from crosscount.kernels.reading import zeek
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

SUBJECT, NAMES = "certificate.subject", "san.dns"
NAME = r"^(?:\*\.)?(?P<found>[^\s,*]+\.[^\s,*]*[A-Za-z][^\s,*]*)(?:,|$)"  # the first, if it is a host name
COMMON_NAME = (
    r"(?:^|,\s?|/)CN=(?:\*\.)?(?P<found>[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)*\.[A-Za-z][A-Za-z0-9\-]+)(?:,|/|$)"
)

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "server_ip": clean.first_ip("san.ip"),
    "host": clean.first_of(found(NAMES, NAME, clean.escaped), found(SUBJECT, COMMON_NAME, clean.escaped)),
    "label": joined(clean.escaped(SUBJECT), clean.escaped("fingerprint"), separator=" "),
    "stated": clean.constant(Kind.OTHER),
}
COLUMNS = ("ts", SUBJECT, NAMES, "san.ip", "fingerprint")
MARKS = {"ts", "certificate.serial", SUBJECT}


def sniff(head: Head) -> bool:
    """The columns of a certificate."""
    path, names = zeek.said(head)
    return path in (None, "x509", "open_x509") and (names >= MARKS or (path == "x509" and "ts" in names))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-x509",
    title="Zeek certificates",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One certificate a network sensor saw: the server side is the name or address that it is for.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host"),
)
