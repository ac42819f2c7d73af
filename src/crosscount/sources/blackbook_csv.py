"""blackbook: domains of C2 servers as CSV, with the family and the day on which each was added.

One record is one domain (`host`) of a command-and-control server; `Source` says who found it, kept as `label`. The
date is UTC and exact, a sighting: how long the domain lived is not said. Addresses are left out, so nobody knows where
such a server stood unless traffic shows it. A dump holds everything since the beginning, newest first, and the next one
repeats it: the same domain and date twice is one member of a set. Entries are removed between dumps; some are no
domains, and are set aside.
Format: https://github.com/stamparm/blackbook
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.day("Date added", required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "host": clean.host("Domain", required=True),
    "family": clean.text("Malware"),
    "label": clean.text("Source"),
    "stated": clean.constant(Kind.C2_LISTING),
}


def sniff(head: Head) -> bool:
    """The header is Domain, Malware, Date added, Source."""
    lines = heads.data_lines(head)
    return bool(lines) and {"domain", "malware", "date added", "source"} <= set(heads.column_names(lines[0]))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name."""
    return delimited.read(file, comment="#")


SOURCE = Source(
    id="blackbook-csv",
    title="blackbook C2 domains",
    publisher="blackbook",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="The list names a domain (host) as one of a C2 server, on the day on which it was added.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("host",),
)
