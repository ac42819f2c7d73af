"""CERT-EU feed as CSV: events that its members' networks are told of.

One record is one event about the address in `source ip`. Which end that is depends on `type`: bots, scanners,
password guessers and senders of spam are clients, hosts of malware, phishing and commands are servers; a type unknown
here is `other` with the source as client. `source time` is when it happened, UTC (`Z`); else `observation time`.
`target` is who was imitated or attacked. Places, networks, contacts and confidence are left out.
Format: https://docs.intelmq.org/latest/user/bots/#cert-eu-csv
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.event_types import CLIENT, ENDS, KINDS, SERVER
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

OWN = {
    "malware url": (Kind.MALWARE_LISTING, SERVER),
    "malicious url": (Kind.MALWARE_LISTING, SERVER),
    "phishing url": (Kind.PHISHING_LISTING, SERVER),
    "c&c server": (Kind.C2_LISTING, SERVER),
    "bots": (Kind.INFECTION, CLIENT),
    "bot": (Kind.INFECTION, CLIENT),
    "botnet drone": (Kind.INFECTION, CLIENT),
    "scanners": (Kind.SCAN, CLIENT),
    "bruteforce": (Kind.BRUTE_FORCE, CLIENT),
    "brute force": (Kind.BRUTE_FORCE, CLIENT),
}
END = clean.mapped("type", ENDS | {word: end for word, (_, end) in OWN.items()}, otherwise=CLIENT)

FIELDS = {
    "observed_at": clean.first_of(clean.iso_time("source time"), clean.iso_time("observation time"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": only_if(END, CLIENT, clean.ip("source ip"), faults_everywhere=True),
    "client_port": only_if(END, CLIENT, clean.port("source port")),
    "server_ip": only_if(END, SERVER, clean.ip("source ip")),
    "server_port": clean.first_of(
        only_if(END, SERVER, clean.port("source port")), only_if(END, CLIENT, clean.port("destination port"))
    ),
    "protocol": clean.lower_text("protocol"),
    "host": clean.host("domain name"),
    "url": clean.url("url"),
    "label": joined(clean.text("type"), clean.text("feed code"), separator=" "),
    "stated": clean.mapped(
        "type", KINDS | {word: kind for word, (kind, _) in OWN.items()}, otherwise=Kind.OTHER, required=True
    ),
    "brand": only_if(
        clean.mapped("type", dict.fromkeys(("phishing", "phishing url"), "yes")), "yes", clean.text("target")
    ),
    "times": clean.count("count"),
}


def sniff(head: Head) -> bool:
    """The header's first names, in any order."""
    lines = heads.data_lines(head)
    return bool(lines) and {"feed code", "source ip", "source time", "type"} <= set(heads.column_names(lines[0]))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name."""
    return delimited.read(file)


SOURCE = Source(
    id="cert-eu-csv",
    title="CERT-EU events",
    publisher="CERT-EU",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A feed reports a host: the client where it acts (infected, scanning), the server where it answers.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
)
