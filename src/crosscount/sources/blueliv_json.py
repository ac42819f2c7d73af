"""Blueliv crime servers as a JSON array: addresses and URLs that serve malware, phishing or commands.

One record is one server, always the server side; `type` says what it does, and types that name nothing of ours (exits
of Tor, backdoors for sale) are `other`. `lastSeenAt` is when it was last found alive, with its offset from UTC, and
the record is a sighting then; `firstSeenAt` is left out, since nobody watched in between.
Format: https://github.com/Blueliv/api-python-sdk/wiki/Blueliv-REST-API-Documentation
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_shape import ENDPOINT, HOST, PAGE, WHOLE_PAGE, bare_url, shaped
from crosscount.kernels.reading import heads, jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

KINDS = {
    "c_and_c": Kind.C2_LISTING,
    "phishing": Kind.PHISHING_LISTING,
    "malware": Kind.MALWARE_LISTING,
    "exploit_kit": Kind.MALWARE_LISTING,
}

FIELDS = {
    "observed_at": clean.first_of(clean.iso_time("lastSeenAt"), clean.iso_time("firstSeenAt"), required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.first_of(clean.ip("ip"), shaped("url", ENDPOINT, clean.endpoint_ip("url"))),
    "host": shaped("url", HOST, clean.host("url")),
    "url": shaped("url", f"{WHOLE_PAGE}|{PAGE}", bare_url("url")),
    "family": clean.text("subType"),
    "label": clean.text("type"),
    "stated": clean.mapped("type", KINDS, otherwise=Kind.OTHER, required=True),
}
COLUMNS = ("ip", "url", "type", "subType", "firstSeenAt", "lastSeenAt")


def sniff(head: Head) -> bool:
    """One of the first objects has the names of the API."""
    first = jsonlines.first_objects(head.data, heads.whole_lines(head))
    return any({"type", "url", "lastSeenAt"} <= set(found) for found in first)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """The servers of the array."""
    return jsonlines.read(file, COLUMNS)


SOURCE = Source(
    id="blueliv-json",
    title="Blueliv crime servers",
    publisher="Blueliv",
    licence=Licence.CLOSED,
    seen=Seen.LISTING,
    record_means="Blueliv names an address or page (server side) that serves malware, phishing or commands.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
