"""PhishTank dump as CSV: one row per phishing page that volunteers reported and voted on.

One record is one phishing page (`url`), which imitates `target` (kept as `brand`; "Other" means unknown). Times carry
their offset. A dump holds survivors, pages verified and still online when it was made, and does not say when that was:
so a record is a sighting at `submission_time`, when the page was surely live, and not an interval. Where that is
missing, `verification_time`. Pages gone before the dump are left out, so counts over time from one dump fall off
towards the past. Who hosts a page is not in the CSV (the JSON has it).
Format: https://phishtank.org/developer_info.php
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

TIMES = (clean.iso_time("submission_time"), clean.iso_time("verification_time"))

FIELDS = {
    "observed_at": clean.first_of(*TIMES, required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "url": clean.url("url", required=True),
    "brand": clean.text("target", absent=("Other",)),
    "stated": clean.mapped("verified", {"yes": Kind.PHISHING_LISTING}, otherwise=Kind.OTHER, required=True),
}


def sniff(head: Head) -> bool:
    """The header has an id, a page and a submission time."""
    lines = heads.data_lines(head)
    return bool(lines) and {"phish_id", "url", "submission_time"} <= set(heads.column_names(lines[0]))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name."""
    return delimited.read(file)


SOURCE = Source(
    id="phishtank-csv",
    title="PhishTank pages (CSV)",
    publisher="PhishTank",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="PhishTank names a phishing page (url) that imitates a brand; its host is the server side.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("url",),
)
