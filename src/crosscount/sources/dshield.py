"""DShield lists: addresses of a network that probed sensors, or the networks that probed most, tab separated.

One record is one address that sent packets to sensors of the project (client), or one recommended network, which
names no address and is kept as `other` with the network as label. `Updated` is when the address was last seen, UTC; a
list of networks has the day of the file. In lists of addresses every part has three digits (`192.000.002.001`): zeros
in front are padding there, not octal. Numbers of reports and targets, names and contacts are left out.
Format: https://www.dshield.org/api/, https://feeds.dshield.org/block.txt
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pyarrow.compute as pc

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.reading import heads, patterns
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.first_of(clean.iso_time("updated"), clean.from_context("day")),
    "time_basis": clean.first_of(
        matching(clean.text("updated"), ".", TimeBasis.EVENT), clean.constant(TimeBasis.FETCH)
    ),
    "client_ip": clean.ip("address"),
    "label": joined(clean.text("first"), clean.text("bits"), separator="/"),
    "stated": clean.first_of(matching(clean.text("first"), ".", Kind.OTHER), clean.constant(Kind.SCAN)),
}

_PADDED = r"\b0+(\d)"
UPDATED = r"(?P<address>[^\t]+)\t+\d+\t+\d+\t+(?:\d{4}-\d\d-\d\d\t+){0,2}(?P<updated>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"
NETWORK = r"(?P<first>[0-9.]+)\t[0-9]+\.[0-9.]+\t(?P<bits>\d+)(?:\t.*)?"
LINE = rf"^(?:{NETWORK}|{UPDATED})\s*$"


def sniff(head: Head) -> bool:
    """A comment that speaks of the project, above tabs."""
    lines = heads.whole_lines(head)[:60]
    named = any("dshield" in line.lower() for line in lines if line.startswith("#"))
    return (named or heads.base_name(head).startswith("asdetailsascii")) and any("\t" in line for line in lines)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """A line an address or network; lines of HTML around them are remarks."""
    for raw in patterns.read(file, LINE, expected="an address or network and its numbers", comment="#<SF-"):
        place = raw.columns.schema.get_field_index("address")
        plain = pc.replace_substring_regex(raw.columns.column(place), _PADDED, r"\1")
        yield replace(raw, columns=raw.columns.set_column(place, "address", plain))


SOURCE = Source(
    id="dshield",
    title="DShield lists",
    publisher="DShield",
    licence=Licence.COUNTS,
    seen=Seen.REPORT,
    record_means="A list names an address (client_ip) or network (label) that probed sensors.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip", "label"),
)
