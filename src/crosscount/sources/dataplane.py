"""DataPlane.org reports: addresses that asked sensors for something unasked, separated by `|` and spaces.

One record is one address (`client_ip`) in the week that the comments name; its time, UTC, is when it was last seen. It
is the client: of `sshpwauth`, `telnetlogin`, `vncrfb` and other log-ins it tries passwords (`vncrfb` and `sshclient`
only connect: a scan), of `smtpdata` it sends mail, of the rest it scans. What it asked, how often and of whom is left
out. Format: https://dataplane.org
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import heads, patterns
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

KINDS = {"sshpwauth": Kind.BRUTE_FORCE, "telnetlogin": Kind.BRUTE_FORCE, "smtpdata": Kind.SPAM}

FIELDS = {
    "observed_at": clean.iso_time("lastseen", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("ipaddr", required=True),
    "label": clean.text("category"),
    "stated": clean.mapped("category", KINDS, otherwise=Kind.SCAN, required=True),
}

# A name may hold `|`; the first sighting stands in some reports only.
LINE = r"^(?P<asn>[^|]*)\|(?P<name>.*)\|(?P<ipaddr>[^|\-]*)\|(?:[^|]*\|)?(?P<lastseen>[^|]*)\|(?P<category>[^|]*)$"


def sniff(head: Head) -> bool:
    """The comment with which every report starts."""
    return any(line.startswith("# DataPlane.org") for line in heads.whole_lines(head)[:5])


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """An address a line."""
    return patterns.read(file, LINE, expected="asn | name | address | time | category")


SOURCE = Source(
    id="dataplane",
    title="DataPlane.org reports",
    publisher="DataPlane.org",
    licence=Licence.COUNTS,
    seen=Seen.REPORT,
    record_means="A sensor was asked by an address (client_ip) that scans, tries passwords or sends mail.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip",),
)
