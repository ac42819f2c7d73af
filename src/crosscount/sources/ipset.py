"""FireHOL ipsets and netsets: addresses and networks, one a line, below comments that say what the list is.

One record is one entry: an address (`server_ip`), or a network, which is kept as text in `label`. A network names no
server, so it is `other`, counted by no figure and matched with no traffic, but on a list of C2 servers, where it is
`host` too and traffic to it counts; it is not unfolded into addresses. The
comments name the list, its category and, as the only date, when the publisher's file was written (`Source File Date`,
UTC): the record is a sighting then; else the day of the file. Lists that follow C2 servers (palevo, feodo, zeus,
sslbl…) name C2 servers and, if of one family, that; other lists of the category `malware` name hosts of malware; lists
of attacks, abuse, spam, proxies and so on are `other`, since who did what to whom they leave out.
Format: https://iplists.firehol.org, https://github.com/firehol/blocklist-ipsets
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pyarrow as pa

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_network import ctime, listed_network, network, single_ip
from crosscount.kernels.reading import heads, lines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

OF_C2 = r"^(?:palevo|feodo|zeus|sslbl|bambenek_|ransomware_|cybercrime|.*_c2(?:_|$))"

FIELDS = {
    "observed_at": clean.first_of(ctime("source_date"), ctime("file_date"), clean.from_context("day")),
    "time_basis": clean.first_of(
        matching(clean.text("source_date"), r"\b(?:UTC|GMT)\b", TimeBasis.REPORT), clean.constant(TimeBasis.FETCH)
    ),
    "server_ip": single_ip("line"),
    "host": only_if(matching(clean.text("list"), OF_C2, "c2"), "c2", listed_network("line")),
    "family": clean.first_of(
        *(matching(clean.text("list"), f"^{name}", name) for name in ("palevo", "feodo", "zeus")),
    ),
    "label": joined(clean.text("list"), network("line"), separator=" "),
    "stated": clean.first_of(
        matching(clean.text("list"), OF_C2, Kind.C2_LISTING),
        matching(network("line"), ".", Kind.OTHER),
        matching(clean.text("category"), "^malware$", Kind.MALWARE_LISTING),
        clean.constant(Kind.OTHER),
    ),
}

_SAID = {
    "list": re.compile(r"^#\s*([A-Za-z0-9_.\-]+)\s*$", re.MULTILINE),
    "category": re.compile(r"^#\s*Category\s*:\s*(\S+)", re.MULTILINE),
    "source_date": re.compile(r"^#\s*Source File Date\s*:\s*(.+?)\s*$", re.MULTILINE),
    "file_date": re.compile(r"^#\s*This File Date\s*:\s*(.+?)\s*$", re.MULTILINE),
}
_KIND = re.compile(r"^#\s*ipv[46] hash:(?:ip|net) ", re.MULTILINE)


def sniff(head: Head) -> bool:
    """A comment that says which kind of set it is."""
    return head.data[:1] == b"#" and _KIND.search(head.data[:4096].decode("latin-1")) is not None


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """An entry a line, each with what the comments above all of them say."""
    first, whole = heads.look_ahead(file)
    above = first[:4096].decode("latin-1").replace("\r", "")
    found = {name: pattern.search(above) for name, pattern in _SAID.items()}
    for batch in lines.records(whole, "line"):
        table = batch.columns
        for name, match in found.items():
            said = pa.scalar(match[1].encode() if match else None, pa.binary())
            table = table.append_column(name, pa.repeat(said, table.num_rows))
        yield replace(batch, columns=table)


SOURCE = Source(
    id="ipset",
    title="FireHOL ipsets and netsets",
    publisher="named by --publisher",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="A list names an address (server_ip) or a network (label) for what the list is about.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "label"),
)
