"""JPCERT/CC monthly list of phishing URLs: CSV with date, URL and the brand that is imitated.

One record is one phishing page (`url`) that JPCERT/CC confirmed; `description` names the brand, often in Japanese.
`date` is Japan Standard Time (Asia/Tokyo, no offset written), so the first nine hours of a month fall into the month
before in UTC. The record is a sighting at that time: how long the page stayed is not said, nor who hosts it. The list
holds what was reported to JPCERT/CC, mostly Japanese brands. URLs may hold spaces, commas in quotes and templates.
Format: https://github.com/JPCERTCC/phishurl-list
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.iso_time("date", "Asia/Tokyo", required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "url": clean.url("URL", required=True),
    "brand": clean.text("description"),
    "stated": clean.constant(Kind.PHISHING_LISTING),
}


def sniff(head: Head) -> bool:
    """The header is date, URL, description, in any order."""
    lines = heads.data_lines(head)
    return bool(lines) and {"date", "url", "description"} == set(heads.column_names(lines[0]))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name."""
    return delimited.read(file)


SOURCE = Source(
    id="jpcert-csv",
    title="JPCERT/CC phishing URLs",
    publisher="JPCERT/CC",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="JPCERT/CC names a phishing page (url) that imitates a brand; its host is the server side.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("url",),
)
