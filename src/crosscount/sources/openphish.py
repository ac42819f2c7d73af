"""OpenPhish community feed: one URL of a phishing page a line, nothing else.

One record is one sighting of a live phishing page (`url`) on the day of the file. The publisher gives no time: the day
comes from the file's or folder's name, or from `--date`, and counts as UTC; without either it is the day of fetching.
The free feed leaves out brand, address and all pages that have gone; a page stays listed while it is live, so the same
page in two days' files is two sightings. Format: https://openphish.com/phishing_feeds.html
"""

from __future__ import annotations

import re

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import heads, lines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, Source

FIELDS = {
    "observed_at": clean.from_context("day"),
    "time_basis": clean.constant(TimeBasis.FETCH),
    "url": clean.url("line", required=True),
    "stated": clean.constant(Kind.PHISHING_LISTING),
}

_URL = re.compile(r"https?://[^\s/]+(?:/.*)?$", re.IGNORECASE)
_OTHER_LISTS = re.compile(r"urlhaus|malware|payload|benign|allow|white|warning|trusted|sitemap")


def sniff(head: Head) -> bool:
    """The first line and nine in ten of all are URLs, and the name does not say that the list is of something else."""
    if _OTHER_LISTS.search(heads.base_name(head)):
        return False
    urls = [_URL.match(line.strip()) is not None for line in heads.whole_lines(head) if line.strip()]
    return bool(urls) and urls[0] and sum(urls) >= 0.9 * len(urls)


SOURCE = Source(
    id="openphish",
    title="OpenPhish feed",
    publisher="OpenPhish",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="The feed names a phishing page (url) that was live on the day of the file; who hosts it is not said.",
    fields=FIELDS,
    sniff=sniff,
    read=lambda file: lines.records(file, "line", None),
    subject=("url",),
)
