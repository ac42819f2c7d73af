"""PhishTank dump as JSON: one array of phishing pages, each with the addresses it was seen at.

One record is one phishing page (`url`), which imitates `target` (kept as `brand`; "Other" means unknown). `server_ip`
is the address of the first entry of `details`, looked up minutes after the report; later entries, up to thousands for
pages behind many addresses, are left out. PhishTank's own country of that address is kept in `label` as `country=US`,
to be compared with ours. Times carry their offset. A dump holds survivors, pages verified and still online when it was
made, and does not say when that was: so a record is a sighting at `submission_time` (else `verification_time`), when
page and address were surely live together, and not an interval. Record numbers count the objects of the array.
Format: https://phishtank.org/developer_info.php
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.reading import jsonlines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

TIMES = (clean.iso_time("submission_time"), clean.iso_time("verification_time"))

FIELDS = {
    "observed_at": clean.first_of(*TIMES, required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.ip("details.0.ip_address"),
    "url": clean.url("url", required=True),
    "brand": clean.text("target", absent=("Other",)),
    "label": joined(clean.text("details.0.country"), prefix="country="),
    "stated": clean.mapped("verified", {"yes": Kind.PHISHING_LISTING}, otherwise=Kind.OTHER, required=True),
}

WANTED = (
    "url",
    "submission_time",
    "verified",
    "verification_time",
    "target",
    "details.0.ip_address",
    "details.0.country",
)


def sniff(head: Head) -> bool:
    """JSON whose first object starts with what PhishTank says of a page; it may be longer than the head."""
    start = head.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:8192]
    return start.startswith((b"[", b"{")) and b'"phish_id"' in start and b'"submission_time"' in start


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Objects of the array."""
    return jsonlines.read(file, WANTED)


SOURCE = Source(
    id="phishtank-json",
    title="PhishTank pages (JSON)",
    publisher="PhishTank",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="PhishTank names a phishing page (url) and the address it was served from (server_ip).",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("url",),
)
