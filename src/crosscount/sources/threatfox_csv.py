"""abuse.ch ThreatFox export as CSV: one row per indicator, of many kinds.

One record is one indicator that a reporter submitted: the address and port (`server_ip`), domain (`host`) or page
(`url`) of malware infrastructure; it is the far end, the server. Rows of file hashes name nothing that can be placed
and are set aside as `no-subject`. Times are UTC. With `last_seen_utc` the record is an interval, without it a sighting
at `first_seen_utc`. The word `None` means nothing. What the indicator is comes from `threat_type`; a type unknown here
is kept as `other`, its word in `label`. Invalid addresses have been published, and are set aside.
The header stands in a comment; values are separated by `", "`; columns are read by name, since some came later
(`is_compromised`). Who was attacked is left out.
Format: https://threatfox.abuse.ch/export/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

ABSENT = ("None",)
FIRST = clean.iso_time("first_seen_utc", required=True)
LAST = clean.iso_time("last_seen_utc", end_of_day=True, absent=ABSENT)
KINDS = {
    "botnet_cc": Kind.C2_LISTING,
    "payload_delivery": Kind.MALWARE_LISTING,
    "payload": Kind.MALWARE_LISTING,
    "cc_skimming": Kind.OTHER,
}

FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.when("ioc_type", "ip:port", clean.endpoint_ip("ioc_value")),
    "server_port": clean.when("ioc_type", "ip:port", clean.endpoint_port("ioc_value")),
    "host": clean.when("ioc_type", "domain", clean.host("ioc_value")),
    "url": clean.when("ioc_type", "url", clean.url("ioc_value")),
    "family": clean.first_of(clean.text("malware_printable", absent=ABSENT), clean.text("fk_malware", absent=ABSENT)),
    "label": clean.text("threat_type", absent=ABSENT),
    "stated": clean.mapped("threat_type", KINDS, otherwise=Kind.OTHER, absent=ABSENT, required=True),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}


def sniff(head: Head) -> bool:
    """A header, commented or not, with the columns of an indicator."""
    return any(_is_header(line) for line in heads.whole_lines(head))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name; the header is the last comment, unless it is no comment."""
    first, whole = heads.look_ahead(file)
    header = next((line for line in heads.whole_lines(Head("", first)) if _is_header(line)), "")
    return delimited.read(whole, comment="#", commented_header=header.startswith("#"), spaced=True)


def _is_header(line: str) -> bool:
    needed = {"first_seen_utc", "ioc_value", "ioc_type", "threat_type"}
    return "ioc_value" in line and needed <= set(heads.column_names(line))


SOURCE = Source(
    id="threatfox-csv",
    title="ThreatFox indicators",
    publisher="abuse.ch",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="ThreatFox names an address, host or page (server side) that serves malware or its operators.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
