"""abuse.ch Feodo Tracker, botnet C2 blocklist as CSV: one row per server (address and port) of a banking botnet.

One record is one command-and-control server (`server_ip`, `server_port`). Times are UTC. `first_seen` is exact; the
last sighting (`last_online`) is a date, which means that whole day, so the interval is closed at its last microsecond.
Without `last_online` the record is a sighting at `first_seen`. The publisher drops servers long offline, so a dump
names survivors. `c2_status` is the state at the dump, kept as `label`.
The header changed over the years: in a comment, `# Firstseen,DstIP,DstPort,LastOnline,Malware`, unquoted; then
`first_seen_utc,dst_ip,dst_port,c2_status,last_online,malware`, quoted or not. The file starts and ends with comments.
Format: https://feodotracker.abuse.ch/blocklist/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIRST = clean.first_of(*(clean.iso_time(name) for name in ("first_seen_utc", "Firstseen", "first_seen")), required=True)
LAST = clean.first_of(clean.iso_time("last_online", end_of_day=True), clean.iso_time("LastOnline", end_of_day=True))

FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.constant(TimeBasis.EVENT),
    "server_ip": clean.first_of(clean.ip("dst_ip"), clean.ip("DstIP"), required=True),
    "server_port": clean.first_of(clean.port("dst_port"), clean.port("DstPort")),
    "family": clean.first_of(clean.text("malware"), clean.text("Malware")),
    "label": clean.text("c2_status"),
    "stated": clean.constant(Kind.C2_LISTING),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}


def sniff(head: Head) -> bool:
    """A header, commented or not, with destination address, destination port and malware."""
    return any(_is_header(line) for line in heads.whole_lines(head))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name; the header is the last comment, unless it is no comment."""
    first, whole = heads.look_ahead(file)
    header = next((line for line in heads.whole_lines(Head("", first)) if _is_header(line)), "")
    return delimited.read(whole, comment="#", commented_header=header.startswith("#"))


def _is_header(line: str) -> bool:
    names = {name.replace("_", "") for name in heads.column_names(line)} if "," in line else set()
    return {"dstip", "dstport", "malware"} <= names


SOURCE = Source(
    id="feodo-csv",
    title="Feodo Tracker blocklist",
    publisher="abuse.ch",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="Feodo Tracker names an address and port (server) as a botnet command-and-control server.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip",),
)
