"""Team Cymru reports for CSIRTs: events about one's own networks, separated by `|`, in both published layouts.

One record is one event about `address`. Of bots, scanners, darknet and honeypot hits, brute force and spam it is the
client: the infected or acting machine (a bot's `dest_addr` is the server it reported to, often a sinkhole). Of
controllers, phishing, proxies and open resolvers it is the server. Times are UTC. The free text carries family, ports
and page in two notations (`family: x; dest_port: 80`, `srcport 1 mwtype x`); the family and the destination are read,
the text stays in `label`. Categories unknown here are `other`, with the address as client. Comments are remarks. The
layouts: `category|address|asn|timestamp|optional_information|asninfo` and `report|ip|asn|timestamp|comments|asn_name`.
Format: https://www.team-cymru.com/csirt-assistance-program
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.event_types import CLIENT, SERVER
from crosscount.kernels.reading import heads, patterns
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

KINDS = {
    **dict.fromkeys(("bot", "bots", "conficker"), Kind.INFECTION),
    **dict.fromkeys(("darknet", "honeypot", "scanner", "scanners"), Kind.SCAN),
    **dict.fromkeys(("controller", "controllers"), Kind.C2_LISTING),
    **dict.fromkeys(("openresolver", "openresolvers", "proxy", "proxies"), Kind.EXPOSED_SERVICE),
    "bruteforce": Kind.BRUTE_FORCE,
    "phishing": Kind.PHISHING_LISTING,
    "spam": Kind.SPAM,
    "malwareurl": Kind.MALWARE_LISTING,
}
SERVERS = (
    *("controller", "controllers", "phishing", "openresolver", "openresolvers"),
    "proxy",
    "proxies",
    "malwareurl",
)
END = clean.mapped("category", dict.fromkeys(SERVERS, SERVER), otherwise=CLIENT)

FIELDS = {
    "observed_at": clean.iso_time("timestamp", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": only_if(END, CLIENT, clean.ip("address"), faults_everywhere=True),
    "server_ip": clean.first_of(
        only_if(END, CLIENT, clean.ip("destination")), only_if(END, SERVER, clean.ip("address"))
    ),
    "url": clean.url("page"),
    "family": clean.text("family"),
    "label": joined(clean.text("category"), clean.text("information"), separator=": "),
    "stated": clean.mapped("category", KINDS, otherwise=Kind.OTHER, required=True),
}

LINE = (
    r"^(?P<category>[^|]*)\|(?P<address>[^|]*)\|(?P<asn>[^|]*)\|(?P<timestamp>[^|]*)"
    r"\|(?P<information>.*)\|(?P<name>[^|]*)$"
)
INSIDE = {
    "family": r"(?:family: *|mwtype )(?P<found>[^;\s]+)",
    "destination": r"(?:dest_?addr|dstaddr):? *(?P<found>[0-9A-Fa-f.:]+[0-9A-Fa-f])",
    "page": r"^\s*(?P<found>https?://[^;]+)",
}
_HEADER = re.compile(r"#.*\b(?:category\|address|report\|ip)\|asn\|timestamp\|")


def sniff(head: Head) -> bool:
    """A comment that names the columns."""
    return any(_HEADER.match(line) for line in heads.whole_lines(head)[:20])


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Lines, and what the free text in them says."""
    for batch in patterns.read(file, LINE, expected="six values separated by |"):
        yield patterns.searched(batch, "information", INSIDE)


SOURCE = Source(
    id="cymru-reports",
    title="Team Cymru reports",
    publisher="Team Cymru",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A report names a machine of one's own: the client where it acts, the server where it answers.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
)
