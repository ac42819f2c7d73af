"""Zeek intelligence files: the indicators that a sensor was told to look for, tab separated below `#fields`.

One record is one indicator: an address (`Intel::ADDR`), a network (`Intel::SUBNET`, kept as `host`), a domain
(`Intel::DOMAIN`) or a page (`Intel::URL`, mostly written without its scheme; http is put in front), always the
criminal's end. Hashes, mail addresses, certificates and user names name no server and are set aside as `no-subject`.
No entry is dated: a record carries the day of the file with the time basis `undated`. What an indicator is for is read
from its description; where that says nothing it is `other`, since such files hold anything. Source and description are
the label.
Format: https://docs.zeek.org/en/current/frameworks/intel.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_network import listed_network
from crosscount.kernels.cleaning.clean_shape import bare_url
from crosscount.kernels.cleaning.clean_words import kind_of_words
from crosscount.kernels.reading import zeek
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

NAME, TYPE, SAID = "indicator", "indicator_type", "meta.desc"

FIELDS = {
    "observed_at": clean.from_context("day"),
    "time_basis": clean.constant(TimeBasis.UNDATED),
    "server_ip": clean.when(TYPE, "Intel::ADDR", clean.ip(NAME)),
    "host": clean.first_of(
        clean.when(TYPE, "Intel::DOMAIN", clean.host(NAME)), clean.when(TYPE, "Intel::SUBNET", listed_network(NAME))
    ),
    "url": clean.when(TYPE, "Intel::URL", bare_url(NAME)),
    "label": joined(clean.text("meta.source"), clean.text(SAID), separator=" "),
    "stated": clean.first_of(kind_of_words(SAID), clean.constant(Kind.OTHER)),
}
COLUMNS = (NAME, TYPE, "meta.source", SAID)


def sniff(head: Head) -> bool:
    """The two columns that every such file has."""
    path, names = zeek.said(head)
    return path is None and {NAME, TYPE} <= names and "ts" not in names


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-indicators",
    title="Zeek intelligence files",
    publisher="named by --publisher",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="A file given to a sensor names an address, host or page (server side) to look for.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
