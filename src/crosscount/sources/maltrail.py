"""Maltrail trails: domains, addresses and pages of one malware family or threat actor, one a line, as text.

One record is one trail: an address, with or without a port (`server_ip`, `server_port`), a domain (`host`) or a page
(`url`; where no scheme is written, http is put in front), always the criminal's end. Trails of a path alone
(`/gate.php`) name nobody's server and are set aside as `no-subject`; so are networks. Lines starting with `#` are
comments, most of them the reference that the lines below come from; a comment may also stand behind a trail.
The family is the file's name (`apt_sofacy.txt`). Trails gather over ten years and none is dated: a record carries the
day of the file with the time basis `undated`, matches traffic from that day on as any sighting does, but is counted in
no window as a listed server. In files of sinkholes, scanners and other things that are no malware (`sinkhole_…`,
`mass_scanner`, `parking_site` and so on) records are `other`.
Format: https://github.com/stamparm/maltrail/tree/master/trails/static
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.cleaning.clean_family import family_of_file
from crosscount.kernels.cleaning.clean_shape import ENDPOINT, HOST, PAGE, WHOLE_PAGE, bare_url, shaped
from crosscount.kernels.reading import heads, patterns
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

NO_MALWARE = (
    r"(?i)^(?:sinkhole|mass_scanner|parking_site|dynamic_domain|domain$|free_web_hosting|anonymous_web_proxy|i2p|onion|"
    r"port_proxy|ipinfo|ua$|blockchain_dns|crypto_mining|computrace|bad_wpad|pua|.*_pua|web_shells|bulletproof)"
)

FIELDS = {
    "observed_at": clean.from_context("day"),
    "time_basis": clean.constant(TimeBasis.UNDATED),
    "server_ip": shaped("trail", ENDPOINT, clean.endpoint_ip("trail")),
    "server_port": shaped("trail", ENDPOINT, clean.endpoint_port("trail")),
    "host": shaped("trail", HOST, clean.host("trail")),
    "url": shaped("trail", f"{WHOLE_PAGE}|{PAGE}", bare_url("trail")),
    "family": family_of_file(),
    "stated": clean.first_of(
        matching(family_of_file(), NO_MALWARE, Kind.OTHER),
        clean.constant(Kind.C2_LISTING),
    ),
}

LINE = r"^\s*(?P<trail>.*?)(?:\s+#.*)?\s*$"


def sniff(head: Head) -> bool:
    """The comment with which every file of the project starts."""
    return any(line.startswith("#") and "Maltrail developers" in line for line in heads.whole_lines(head)[:10])


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """A trail a line, without the comment behind it."""
    return patterns.read(file, LINE, expected="a trail")


SOURCE = Source(
    id="maltrail",
    title="Maltrail trails",
    publisher="Maltrail",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="A file of trails names an address, host or page (server side) of the malware it is named after.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
