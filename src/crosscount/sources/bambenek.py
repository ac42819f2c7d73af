"""Bambenek C2 master lists: addresses or domains of C2 servers with a description, CSV below comments, no header.

One record is one address (`server_ip`) or domain (`host`) of a command-and-control server, alive and no sinkhole when
the feed was made. The time, UTC, is when the feed last saw it: a sighting. The description names the family (`IP used
by X C&C`, `Domain used by X`); the columns of the long lists in between (addresses, name servers) are left out.
Format: https://osint.bambenekconsulting.com/feeds/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_shape import ENDPOINT, HOST, shaped
from crosscount.kernels.reading import heads, patterns
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.iso_time("time", required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": shaped("value", ENDPOINT, clean.ip("value")),
    "host": shaped("value", HOST, clean.host("value")),
    "family": clean.text("family"),
    "label": clean.text("description"),
    "stated": clean.constant(Kind.C2_LISTING),
}

LINE = r"^(?P<value>[^,]*),(?P<description>[^,]*),(?:.*,)?(?P<time>\d{4}-[^,]*),(?P<page>[^,]*)$"
INSIDE = {"family": r"(?:IP|Domain) used by (?P<found>.+?)(?: C&C| \(|$)"}


def sniff(head: Head) -> bool:
    """The comment that names the feed's maker."""
    return any(line.startswith("##") and "Bambenek" in line for line in heads.whole_lines(head)[:20])


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """A server a line, and the family in its description."""
    for batch in patterns.read(file, LINE, expected="value,description,time,page"):
        yield patterns.searched(batch, "description", INSIDE)


SOURCE = Source(
    id="bambenek",
    title="Bambenek C2 master lists",
    publisher="Bambenek Consulting",
    licence=Licence.CLOSED,
    seen=Seen.LISTING,
    record_means="The list names an address or domain (server side) as a command-and-control server of a family.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host"),
)
