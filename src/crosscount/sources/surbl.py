"""SURBL zone data for rbldnsd: domains and addresses seen in spam, malware and phishing, below the list they are on.

One record is one entry, the server side. The last line above that starts with `:` says on which lists it is (`[mw]`
malware, `[ph]` phishing, `[cr]` cracked sites, `[abuse]` spam): the first that we have a kind for decides. A leading
dot stands for all subdomains. No entry is dated: it is a sighting on the day of the file. Networks are kept as
`other`.
Format: https://www.surbl.org/lists
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.cleaning.clean_shape import ENDPOINT, shaped
from crosscount.kernels.reading import lines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

LISTS = clean.text("lists")

FIELDS = {
    "observed_at": clean.from_context("day"),
    "time_basis": clean.constant(TimeBasis.FETCH),
    "server_ip": shaped("entry", ENDPOINT, clean.ip("entry")),
    "host": shaped("entry", "[A-Za-z]", clean.host("entry")),
    "label": LISTS,
    "stated": clean.first_of(
        matching(LISTS, r"\bph\b", Kind.PHISHING_LISTING),
        matching(LISTS, r"\bmw\b", Kind.MALWARE_LISTING),
        clean.constant(Kind.OTHER),
    ),
}
_SAID = re.compile(rb"^:127\.0\.0\.\d+:[^\r\n]*?\[([a-z0-9,\]\[ ]+)\]", re.MULTILINE)


def sniff(head: Head) -> bool:
    """A line that says what the entries below it are on, and whose list it is."""
    return _SAID.search(head.data) is not None and b"surbl" in head.data.lower()


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """An entry a line; lines that start with `:` hold for those below them."""
    held: str | None = None
    for raw in lines.records(file, "entry"):
        texts = raw.columns.column("entry")
        said = pc.starts_with(texts, ":").to_numpy(zero_copy_only=False).astype(np.bool_)
        places = np.flatnonzero(said)
        found = [_SAID.match(text.as_py()) for text in texts.take(pa.array(places))]
        names = [held, *(match[1].replace(b"][", b",").decode() if match else None for match in found)]
        held = names[-1]
        kept = pa.array(~said)
        which = pa.array(np.cumsum(said)[~said])
        columns = {
            "entry": pc.replace_substring_regex(texts.filter(kept), r"^\.", ""),
            "lists": pa.array(names, pa.string()).take(which),
        }
        batch = pa.RecordBatch.from_pydict(columns)
        number = raw.record_no.filter(kept)
        yield replace(raw, columns=batch, record_no=number, remarks=raw.remarks + len(places))


SOURCE = Source(
    id="surbl",
    title="SURBL zone data",
    publisher="SURBL",
    licence=Licence.CLOSED,
    seen=Seen.LISTING,
    record_means="A list names a domain or address (server side) seen in spam, malware or phishing.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host"),
)
