"""C2 addresses with a first and a last sighting, as TSV or CSV (the Carbon Black layout is TSV even where named .csv).

One record is one command-and-control server (`server_ip`) that the publisher's scans found alive from `first_seen` to
`last_seen`; the server need not have answered at every moment between. Times name no zone and are UTC; a `last_seen`
without a time of day means the whole day. Without `last_seen` the record is a sighting at `first_seen`. The family is
in the file's name only (`shadowpad_202210.tsv`) unless a column says it. `domains` are the hosts that the implant
asks for, often borrowed names of large sites: they are not indicators and are left out. A network in place of the
address is kept as `host`.
Columns are read by name; `protocol` is what the implant speaks (HTTPS, DNS…), kept in lower case.
Format: https://github.com/carbonblack/active_c2_ioc_public
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_family import family_of_file
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.cleaning.clean_network import listed_network, single_ip
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

ADDRESS = ("c2_ip", "ip", "ip_address")
FIRST = clean.iso_time("first_seen", required=True)
LAST = clean.iso_time("last_seen", end_of_day=True, absent=("None", "-"))

FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.constant(TimeBasis.EVENT),
    "server_ip": clean.first_of(*(single_ip(name) for name in ADDRESS)),
    "server_port": clean.port("port", absent=("None", "-")),
    "host": clean.first_of(*(listed_network(name) for name in ADDRESS)),
    "protocol": clean.lower_text("protocol"),
    "family": clean.first_of(clean.text("family"), clean.text("malware"), family_of_file()),
    "stated": clean.constant(Kind.C2_LISTING),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}


def sniff(head: Head) -> bool:
    """A header with an address, `first_seen` and `last_seen`, separated by tabs or commas."""
    lines = heads.data_lines(head)
    names = set(heads.column_names(lines[0], _delimiter(lines[0]))) if lines else set()
    return {"first_seen", "last_seen"} <= names and bool(names & set(ADDRESS))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name, whichever delimiter the header has."""
    first, whole = heads.look_ahead(file)
    lines = heads.data_lines(Head("", first))
    delimiter = _delimiter(lines[0]) if lines else ","
    return delimited.read(whole, delimiter=delimiter, quote='"' if delimiter == "," else None, comment="#")


def _delimiter(header: str) -> str:
    return "\t" if "\t" in header else ","


SOURCE = Source(
    id="interval-list",
    title="C2 addresses with first and last sighting",
    publisher="not named",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="A list names an address (server_ip) as a C2 server, alive from the first to the last sighting.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host"),
)
