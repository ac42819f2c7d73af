"""Zone-H defacements as CSV: pages that an attacker changed, as notified by the attacker and accepted or pending.

One record is one defaced page (`domain`, a URL) and the address that served it, the server side; it is `other`, since
a defaced page is no web backdoor that somebody was seen to use. `accept_date`, else `add_date`, is when the archive
took it in; no zone is named, and it is read as UTC. The attacker's name is the label.
Format: https://www.zone-h.org (notification feed for CERTs)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_shape import bare_url
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.first_of(clean.iso_time("accept_date"), clean.iso_time("add_date"), required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.ip("ip_address"),
    "url": bare_url("domain"),
    "label": joined(clean.text("attacker"), clean.text("hackmode"), separator=" "),
    "stated": clean.constant(Kind.OTHER),
}


def sniff(head: Head) -> bool:
    """The header's telling names."""
    lines = heads.data_lines(head)
    return bool(lines) and {"add_date", "attacker", "defacement_id"} <= set(heads.column_names(lines[0]))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name."""
    return delimited.read(file)


SOURCE = Source(
    id="zoneh-csv",
    title="Zone-H defacements",
    publisher="Zone-H",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A page (url) on a server was defaced, as its attacker notified.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "url"),
)
