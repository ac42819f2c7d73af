"""Microsoft interflow feeds as JSON: infected machines (CTIP) and malicious URLs (Bing), in an array or one a line.

One record is one indicator. Of `Botnet` (and of CTIP lines, which come from sinkholes) the source is the infected
machine and client, the destination a sinkhole or a server of the botnet, not told apart; of malicious, phishing and
command hosts the destination is the server. Times are UTC: when it was last reported, else first; CTIP lines count
100 nanoseconds since 1601. Names come in two spellings, of which both are read. Networks, contacts and confidence are
left out.
Format: https://docs.intelmq.org/latest/user/bots/#microsoft-ctip
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.reading import heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, RawBatch, Source

KINDS = {
    "botnet": Kind.INFECTION,
    "maliciousurl": Kind.MALWARE_LISTING,
    "malware": Kind.MALWARE_LISTING,
    "phishing": Kind.PHISHING_LISTING,
    "c2": Kind.C2_LISTING,
    "cnc": Kind.C2_LISTING,
    "ddos": Kind.DDOS,
}


def _either(name: str, *more: str) -> tuple[str, ...]:
    return (name, name.lower(), *more)


NAMES = {
    "type": _either("IndicatorThreatType"),
    "last": _either("LastReportedDateTime"),
    "first": _either("FirstReportedDateTime"),
    "ticks": ("DateTimeReceivedUtc",),
    "source": _either("NetworkSourceIPv4", "SourceIp", "NetworkSourceIPv6", "networksourceipv6"),
    "source_port": _either("NetworkSourcePort", "SourcePort"),
    "target": _either("NetworkDestinationIPv4", "DestinationIp", "NetworkDestinationIPv6", "networkdestinationipv6"),
    "target_port": _either("NetworkDestinationPort", "DestinationPort"),
    "url": _either("Url"),
    "host": _either("DomainName"),
    "malware": ("Malware",),
    "code": _either("ExternalId", "ThreatCode"),
}
CTIP = clean.first_of(matching(clean.text("ticks"), ".", Kind.INFECTION))
STATED = clean.first_of(CTIP, clean.mapped("type", KINDS, otherwise=Kind.OTHER), required=True)


def _of_bots(field: Field) -> Field:
    return only_if(STATED, Kind.INFECTION, field)


FIELDS = {
    "observed_at": clean.first_of(
        clean.iso_time("last"), clean.iso_time("first"), clean.epoch_seconds("seconds"), required=True
    ),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "client_ip": clean.ip("source"),
    "client_port": clean.port("source_port"),
    "server_ip": clean.ip("target"),
    "server_port": clean.port("target_port"),
    "host": clean.host("host"),
    "url": clean.url("url"),
    "family": _of_bots(clean.first_of(clean.text("malware"), clean.text("code"))),
    "label": clean.first_of(clean.text("code"), clean.text("type")),
    "stated": STATED,
}
_TICKS = r"^(?P<whole>\d{11})(?P<rest>\d{7})$"  # 100 nanoseconds since 1601
_FROM_1601 = 11_644_473_600


def sniff(head: Head) -> bool:
    """One of the first objects has the names of an indicator, in either spelling, or those of a CTIP line."""
    first = jsonlines.first_objects(head.data, heads.whole_lines(head))
    names = [{name.lower() for name in found} for found in first]
    return any(
        {"indicatorthreattype", "tlplevel"} <= found or {"datafeed", "datetimereceivedutc"} <= found for found in names
    )


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Indicators, with one name for each of the spellings."""
    wanted = [name for names in NAMES.values() for name in names]
    for raw in jsonlines.read(file, wanted):
        found = {ours: [raw.columns.column(name).cast(pa.string()) for name in names] for ours, names in NAMES.items()}
        columns = {ours: pc.coalesce(*theirs) for ours, theirs in found.items()}
        parts = pc.extract_regex(columns["ticks"], _TICKS)
        seconds = pc.subtract(pc.struct_field(parts, "whole").cast(pa.int64()), _FROM_1601).cast(pa.string())
        columns["seconds"] = pc.binary_join_element_wise(seconds, pc.struct_field(parts, "rest"), ".")
        yield replace(raw, columns=pa.RecordBatch.from_pydict(columns))


SOURCE = Source(
    id="microsoft-ctip",
    title="Microsoft CTIP and Bing feeds",
    publisher="Microsoft",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A feed reports an infected machine (client) and whom it called, or a malicious page (server).",
    fields=FIELDS,
    sniff=sniff,
    read=read,
)
