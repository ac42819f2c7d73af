"""Dated daily list of C2 addresses: TSV or CSV with a date, a family and an address in each row.

One record is one sighting of a command-and-control server (`server_ip`) in the list of that UTC date, so a server
listed on 29 days makes 29 records. An address may stand in several families on one day. The list is a full one each
day: a server that is missing was not seen, a day that is missing was not published. Ports are left out.
A network in place of the address is kept as `host`.
`commit_time`, where there is one, is the minute in which the day's list was published, always inside the date.
Columns are read by name: `date` or `snapshot_date`, `family`, `ip`.
Format: https://github.com/montysecurity/C2-Tracker (its data/*.txt, with date and family written into each row)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_network import listed_network, single_ip
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.first_of(clean.day("snapshot_date"), clean.day("date"), required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": single_ip("ip"),
    "host": listed_network("ip"),
    "family": clean.text("family"),
    "stated": clean.constant(Kind.C2_LISTING),
}


def sniff(head: Head) -> bool:
    """A header with a date, a family and an address, separated by tabs or commas."""
    lines = heads.data_lines(head)
    names = set(heads.column_names(lines[0], _delimiter(lines[0]))) if lines else set()
    return {"family", "ip"} <= names and bool(names & {"date", "snapshot_date"})


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name, whichever delimiter the header has."""
    first, whole = heads.look_ahead(file)
    lines = heads.data_lines(Head("", first))
    delimiter = _delimiter(lines[0]) if lines else "\t"
    return delimited.read(whole, delimiter=delimiter, quote='"' if delimiter == "," else None, comment="#")


def _delimiter(header: str) -> str:
    return "\t" if "\t" in header else ","


SOURCE = Source(
    id="dated-list",
    title="C2 addresses of each day",
    publisher="not named",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="The list of a UTC date names an address (server_ip) as a command-and-control server of a family.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host"),
)
