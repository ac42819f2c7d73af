"""abuse.ch URLhaus dump as CSV: one row per URL from which malware was handed out.

One record is one URL (`url`) that a reporter submitted; its host is the server side, and feeds of a country, network or
domain name its address (`server_ip`). Times are UTC, some say so. `dateadded` is when it was reported. With
`last_online` the record is an interval, closed there; without it a sighting at `dateadded`. The word `None` means
nothing. `threat`, `url_status` (at the time of the dump) and the free words in `tags` stand in `label`, joined by `/`;
no tag is taken for a family, since most name a file type. Who fetched the file is left out, and so are URLs that were
removed before the dump.
Columns are read by name, the header stands in a comment or not, values in quotes or not. The layouts: with and without
`last_online` and `reporter`; `Dateadded (UTC),URL,URL_status,Threat,…,IPaddress`; and the dump of payloads
(`firstseen,url,filetype,md5,sha256,signature`), one row per file seen at a URL, whose `signature` is the family.
Format: https://urlhaus.abuse.ch/api/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, RawBatch, Source

ABSENT = ("None", "n/a")
DATES = ("dateadded", "Dateadded (UTC)", "Dateadded", "date_added", "firstseen")
FIRST = clean.first_of(*(clean.iso_time(name) for name in DATES), required=True)
LAST = clean.iso_time("last_online", end_of_day=True, absent=ABSENT)


def _either(*names: str) -> Field:
    return clean.first_of(*(clean.text(name, absent=ABSENT) for name in names))


THREATS = {"malware_download": Kind.MALWARE_LISTING, "phishing": Kind.PHISHING_LISTING}

FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.first_of(*(clean.ip(name, absent=ABSENT) for name in ("IPaddress", "ip"))),
    "url": clean.first_of(clean.url("url"), clean.url("URL"), required=True),
    "family": clean.text("signature", absent=ABSENT),
    "label": joined(_either("threat", "Threat"), _either("url_status", "URL_status"), _either("tags", "Tags")),
    "stated": clean.first_of(
        *(clean.mapped(name, THREATS, otherwise=Kind.OTHER, absent=ABSENT) for name in ("threat", "Threat")),
        clean.constant(Kind.MALWARE_LISTING),
    ),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}


def sniff(head: Head) -> bool:
    """A header, commented or not, with a URL, the time it was added and its threat, or with a payload's signature."""
    return any(_is_header(line) for line in heads.whole_lines(head))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name; the header is the last comment, unless it is no comment."""
    first, whole = heads.look_ahead(file)
    header = next((line for line in heads.whole_lines(Head("", first)) if _is_header(line)), "")
    return delimited.read(whole, comment="#", commented_header=header.startswith("#"))


def _is_header(line: str) -> bool:
    if "url" not in line.lower():
        return False
    names = set(heads.column_names(line))
    added = any(name.lower() in names for name in DATES)
    return added and ({"url", "url_status", "threat"} <= names or {"url", "filetype", "signature"} <= names)


SOURCE = Source(
    id="urlhaus-csv",
    title="URLhaus URLs (CSV)",
    publisher="abuse.ch",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="URLhaus names a URL from which malware was handed out; its host (server_ip) is the server side.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("url",),
)
