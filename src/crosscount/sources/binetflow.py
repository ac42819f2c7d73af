"""Labelled binetflow: one record is one connection as Argus saw it, both directions in one.

The bidirectional flows of CTU-13 and the Stratosphere captures, comma or tab separated. `StartTime` is the local time
of the machine that ran Argus and names no zone: it is read as UTC (seconds since 1970, as `ra -u` writes them, are
UTC). Captures whose clock was never set begin at 1970 and are set aside. The client is `SrcAddr`, unless the arrow of
`Dir` points to it (`<-`); with no arrow or two it is who sent first. Records of other layers name no address (`llc`,
`man`) and are set aside; those of ARP do. Ports may be hexadecimal (`0x0050`); for ICMP and others without ports the
columns hold type and code, and ports stay null. `TotBytes` less `SrcBytes` is what came back. The label is that of
whoever labelled the capture (`flow=Background…`, `flow=From-Botnet…`), else the state. TOS and packets are
left out. Format: https://www.stratosphereips.org/datasets-ctu13 (bidirectional flows), https://openargus.org (ra)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if, turned
from crosscount.kernels.cleaning.clean_parts import difference, hexadecimal_port, seconds
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

YES, BACKWARD = "yes", "backward"
WAY = matching(clean.text("Dir"), r"<[^>]*$", BACKWARD)
PORTED = matching(clean.lower_text("Proto"), r"^(?:tcp|udp|sctp|dccp|udt|rtp|rtcp)$", YES)


def port(column: str) -> Field:
    """A port, where the protocol has any."""
    return only_if(PORTED, YES, hexadecimal_port(column))


FIELDS = {
    "observed_at": clean.first_of(clean.iso_time("StartTime"), clean.epoch_seconds("StartTime"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": turned(WAY, BACKWARD, clean.ip("SrcAddr"), clean.ip("DstAddr"), required=True),
    "server_ip": turned(WAY, BACKWARD, clean.ip("DstAddr"), clean.ip("SrcAddr"), required=True),
    "client_port": turned(WAY, BACKWARD, port("Sport"), port("Dport")),
    "server_port": turned(WAY, BACKWARD, port("Dport"), port("Sport")),
    "protocol": clean.lower_text("Proto"),
    "bytes_out": turned(WAY, BACKWARD, clean.count("SrcBytes"), difference("TotBytes", "SrcBytes")),
    "bytes_in": turned(WAY, BACKWARD, difference("TotBytes", "SrcBytes"), clean.count("SrcBytes")),
    "duration": seconds("Dur"),
    "label": clean.first_of(clean.escaped("Label"), clean.escaped("State")),
}
COLUMNS = (
    *("StartTime", "Dur", "Proto", "SrcAddr", "Sport", "Dir", "DstAddr", "Dport", "State"),
    *("TotBytes", "SrcBytes", "Label"),
)
NEEDED = {"starttime", "proto", "srcaddr", "dir", "dstaddr", "state"}


def sniff(head: Head) -> bool:
    """The first line is a header of Argus, with either separator."""
    first = next((line for line in heads.whole_lines(head) if line.strip()), "")
    return any(set(heads.column_names(first, mark)) >= NEEDED for mark in ",\t")


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Connections, one a line, separated as the header is."""
    first, whole = heads.look_ahead(file)
    tabs = b"\t" in first.lstrip(b"\r\n").splitlines()[0] if first.strip() else False
    return delimited.read(whole, delimiter="\t" if tabs else ",", quote=None, wanted=COLUMNS)


SOURCE = Source(
    id="binetflow",
    title="Argus connections (labelled binetflow)",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.FLOW,
    record_means="One connection that Argus saw in both directions: the client opened it, the server was to answer.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
)
