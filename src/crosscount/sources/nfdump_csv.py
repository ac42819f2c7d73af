"""nfdump CSV: one record is one flow as a router or probe exported it, the packets of one direction.

Three layouts, told apart by their header: `ts,te,td,sa,da,…` (`-o csv` until June 2024), `firstSeen,duration,proto,
srcAddr,…` (since) and `cnt,af,firstSeen,…` (`csv-fast`: times are milliseconds since 1970 UTC, protocols numbers). The
columns of the first go by the names of the second here. All other times are the local time of the machine that ran
nfdump and name no zone: they are read as UTC, so run `TZ=UTC nfdump`. The summary at the end is no record. NetFlow
knows no client, and an answer is a flow of its own. The source is the client, unless everything says that it answers:
it sends from a port below 1024 to one from 1024 on, and no bytes are counted in return. Then the two ends and the two
byte counts change places. What has no ports (ICMP, where nfdump writes type.code) keeps them null. Bytes are those of
IP packets, of samples if the router samples. `flows` above 1 means that nfdump folded flows into the record.
Format: https://github.com/phaag/nfdump (man nfdump, OUTPUT FORMATS)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if, turned
from crosscount.kernels.cleaning.clean_parts import epoch_milliseconds
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

RENAMED = dict(
    zip(
        ("ts", "sa", "da", "sp", "dp", "pr", "ibyt", "obyt"),
        ("firstSeen", "srcAddr", "dstAddr", "srcPort", "dstPort", "proto", "bytes", "outBytes"),
        strict=True,
    )
)
COLUMNS = ("firstSeen", "proto", "srcAddr", "dstAddr", "srcPort", "dstPort", "bytes", "outBytes", "flows")
OLD = {"ts", "te", "td", "sa", "da", "sp", "dp", "pr", "ibyt"}
NEW = {"firstseen", "proto", "srcaddr", "srcport", "dstaddr", "dstport", "packets", "bytes"}
NUMBERS = {"1": "icmp", "2": "igmp", "6": "tcp", "17": "udp", "47": "gre", "50": "esp", "58": "icmp6", "132": "sctp"}
LOW = r"^(?:[1-9][0-9]{0,2}|10[01][0-9]|102[0-3])$"
HIGH = r"^(?:102[4-9]|10[3-9][0-9]|1[1-9][0-9]{2}|[2-9][0-9]{3}|[1-9][0-9]{4})$"
YES, SILENT, ANSWERS = "yes", "silent", "answers"

NUMBER = matching(clean.text("proto"), f"^(?:{'|'.join(NUMBERS)})$", YES)
PROTOCOL = clean.first_of(only_if(NUMBER, YES, clean.mapped("proto", NUMBERS)), clean.lower_text("proto"))
PORTED = matching(PROTOCOL, r"^(?:tcp|udp|sctp|dccp|udplite)$", YES)
RETURN = clean.first_of(matching(clean.text("outBytes"), "^[1-9]", YES), clean.constant(SILENT))
FROM_LOW = matching(clean.text("srcPort"), LOW, YES)
TO_HIGH = matching(clean.text("dstPort"), HIGH, ANSWERS)
WAY = only_if(PORTED, YES, only_if(RETURN, SILENT, only_if(FROM_LOW, YES, TO_HIGH)))


def port(column: str) -> Field:
    """A port, where the protocol has any."""
    return only_if(PORTED, YES, clean.port(column))


FIELDS = {
    "observed_at": clean.first_of(epoch_milliseconds("firstSeen"), clean.iso_time("firstSeen"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": turned(WAY, ANSWERS, clean.ip("srcAddr"), clean.ip("dstAddr"), required=True),
    "server_ip": turned(WAY, ANSWERS, clean.ip("dstAddr"), clean.ip("srcAddr"), required=True),
    "client_port": turned(WAY, ANSWERS, port("srcPort"), port("dstPort")),
    "server_port": turned(WAY, ANSWERS, port("dstPort"), port("srcPort")),
    "protocol": PROTOCOL,
    "bytes_out": turned(WAY, ANSWERS, clean.count("bytes"), clean.count("outBytes")),
    "bytes_in": turned(WAY, ANSWERS, clean.count("outBytes"), clean.count("bytes")),
    "times": clean.count("flows"),
}


def sniff(head: Head) -> bool:
    """The first line is a header of nfdump."""
    first = next((line for line in heads.whole_lines(head) if line.strip()), "")
    names = set(heads.column_names(first))
    return names >= OLD or names >= NEW


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Flows, one a line; the word Summary and the two lines below it are remarks."""
    summary = 0
    for raw in delimited.read(file, wanted=(*RENAMED, *COLUMNS)):
        names = raw.columns.schema.names
        batch = replace(raw, columns=raw.columns.rename_columns([RENAMED.get(name, name) for name in names]))
        if raw.faults is not None:
            summary, batch = _without_summary(batch, summary)
        yield batch


def _without_summary(raw: RawBatch, summary: int) -> tuple[int, RawBatch]:
    """The batch, and the line of the last summary so far (0 if there was none)."""
    assert raw.faults is not None
    found = raw.faults.sort_by("record_no")  # a reader lists them by what is wrong with them
    spoken = []
    for number, value in zip(*(found.column(name).to_pylist() for name in ("record_no", "value")), strict=True):
        if value is not None and value.strip() == "Summary":
            summary = number
        spoken.append(0 < summary <= number <= summary + 2)
    faults = found.filter(pc.invert(pa.array(spoken, pa.bool_())))
    return summary, replace(raw, faults=faults, remarks=raw.remarks + sum(spoken))


SOURCE = Source(
    id="nfdump-csv",
    title="NetFlow records by nfdump",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.FLOW,
    record_means="One flow of packets in one direction: the client sent them, or the server in answer to the client.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
)
