"""Plain lists of indicators, one a line: addresses with or without a port, networks, hosts and URLs, mixed or not.

One record is one indicator, the criminal's end, as far as the list says; what stands behind it (a `;` or `#` comment,
a second column) is left out. No entry is dated: it is a sighting on the day of the file. What the list is for is read
from its name and from the comments above the first entry: C2, phishing, malware; where these say nothing, or speak of
attackers, scanners, sinkholes, exits of Tor, allowed or shared hosts, it is `other`, which no figure counts and no
traffic is matched with. A network (also Spamhaus DROP) names no server: it is `other`, with the network as label; on a
list of C2 servers it is `host` too, and traffic to it counts. AS numbers are set aside as `no-subject`.
Format: https://www.spamhaus.org/blocklists/do-not-route-or-peer/, https://urlhaus.abuse.ch/api/ (plain-text list)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from typing import BinaryIO

import pyarrow as pa

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_network import listed_network, network
from crosscount.kernels.cleaning.clean_shape import ENDPOINT, HOST, PAGE, WHOLE_PAGE, bare_url, shaped
from crosscount.kernels.cleaning.clean_words import kind_of_words
from crosscount.kernels.reading import heads, patterns, reported
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

ENTRY, ABOVE = "entry", "above"
NO_CRIMINALS = (
    r"(?i)sink-?hole|scanner|attack|abuse|brute|\bssh\b|benign|allow|white|warning|trusted|\btor\b|exit|"
    r"\bvpn\b|proxy|proxies|\bcdn\b|resolver|parking|shortener|top[- _]?\d|tranco|alexa|suffix|disposable"
)
NAMED = {
    Kind.C2_LISTING: r"(?i)(?:^|[^a-z])(?:c2s?|cnc|c-?and-?c|botnet)(?:[^a-z]|$)",
    Kind.PHISHING_LISTING: r"(?i)phish",
    Kind.MALWARE_LISTING: r"(?i)malware|urlhaus|payload|malc0de|vxvault",
}

OF_C2 = clean.first_of(
    matching(clean.from_context("family"), NO_CRIMINALS, "no"),
    matching(clean.text(ABOVE), NO_CRIMINALS, "no"),
    matching(kind_of_words(ABOVE), f"^{Kind.C2_LISTING.value}$", "c2"),
    matching(kind_of_words(ABOVE), ".", "no"),
    matching(clean.from_context("family"), NAMED[Kind.C2_LISTING], "c2"),
)

FIELDS = {
    "observed_at": clean.from_context("day"),
    "time_basis": clean.constant(TimeBasis.FETCH),
    "server_ip": shaped(ENTRY, ENDPOINT, clean.endpoint_ip(ENTRY)),
    "server_port": shaped(ENTRY, ENDPOINT, clean.endpoint_port(ENTRY)),
    "host": clean.first_of(shaped(ENTRY, HOST, clean.host(ENTRY)), only_if(OF_C2, "c2", listed_network(ENTRY))),
    "url": shaped(ENTRY, f"{WHOLE_PAGE}|{PAGE}", bare_url(ENTRY)),
    "label": joined(network(ENTRY)),
    "stated": clean.first_of(
        only_if(OF_C2, "c2", clean.constant(Kind.C2_LISTING)),
        matching(network(ENTRY), ".", Kind.OTHER),
        matching(clean.from_context("family"), NO_CRIMINALS, Kind.OTHER),
        matching(clean.text(ABOVE), NO_CRIMINALS, Kind.OTHER),
        kind_of_words(ABOVE),
        *(matching(clean.from_context("family"), words, kind) for kind, words in NAMED.items()),
        clean.constant(Kind.OTHER),
    ),
}

LINE = r"^\s*(?P<entry>[^\s;,|]+)(?:[\s;,|].*)?$"
_ENTRY = re.compile(r"(?:(?:https?|ftp)://\S+|[0-9.]+/\d+|[0-9A-Fa-f:]+/\d+|AS\d+)$")
_TITLE = re.compile(r"indicators? of compromise|\bIOCs?\b", re.IGNORECASE)
_LOOKED_AT = 200


def sniff(head: Head) -> bool:
    """Nine of ten lines are an indicator, alone or before a comment; no written report, and no table."""
    lines = [line.strip() for line in heads.whole_lines(head)[:_LOOKED_AT] if line.strip()]
    given = [line for line in lines if line[0] not in "#;/"]
    if not given or any(reported.DEFANGED_FIRST.match(line[:500]) or _TITLE.search(line[:500]) for line in lines):
        return False
    alone = [line for line in given if _is_entry(re.split(r"\s*[#;]|\s+", line[:4096], maxsplit=1)[0])]
    tables = sum(line.count(",") + line.count("\t") > 1 for line in given)
    return len(alone) * 10 >= len(given) * 9 and tables * 2 < len(given)


def _is_entry(text: str) -> bool:
    if _ENTRY.match(text):
        return True
    if re.match(HOST, text):
        return reported.is_host(text)
    bracketed = re.fullmatch(r"\[([^\]]+)\](?::\d{1,5})?", text)
    address = text.rpartition(":")[0] if re.match(ENDPOINT, text) and text.count(":") == 1 else text
    try:
        ip_address(bracketed[1] if bracketed else address)
    except ValueError:
        return False
    return True


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """An entry a line, each with the comments above all of them."""
    first, whole = heads.look_ahead(file)
    text = first.decode("utf-8", "replace").replace("\x00", "")
    comments = []
    for line in text.splitlines():
        if line.strip() and line.lstrip()[0] not in "#;":
            break
        comments.append(line.strip("#; \t\r"))
    above = " ".join(" ".join(comments).split())[:500] or None
    for raw in patterns.read(whole, LINE, expected="an indicator", comment="#;"):
        said = pa.repeat(pa.scalar(above, pa.string()), raw.columns.num_rows)
        yield replace(raw, columns=raw.columns.append_column(ABOVE, said))


SOURCE = Source(
    id="indicator-list",
    title="Indicators, one a line",
    publisher="named by --publisher",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="A list names an address, host or page (server side), or a network (label).",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url", "label"),
    last_resort=True,
)
