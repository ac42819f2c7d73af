"""Reports of analysts as free text (plain, Markdown, AsciiDoc): the indicators written in them.

One record is one indicator found: an address, with or without a port (`server_ip`, `server_port`), a host (`host`) or
a page (`url`), taken for the criminal's end; several in a line are several records, numbered in their order. Defanged
ones (`hxxp`, `[.]`, `(dot)`, `[:]`) are read wherever they stand, others only where they are all of a line or of a
cell of a table; plain URLs in documents with marked headings are references. File hashes are set aside as
`no-subject`. Headings, prose, mail addresses, and all that stands under headings of subjects, senders, mail bodies,
scripts, notes and evidence are remarks. What an indicator is for is read from the words beside it, else from the
heading above (`… C2`, `… DOWNLOAD URLS`), else it is `other`. The family is what `THREAT IDENTIFICATION:` says; of
several the one that the heading names. The day is that of the file, UTC, from its name or from `--date`; a date in a
cell of the same row wins. Who was attacked is left out. Format: https://github.com/executemalware/Malware-IOCs,
https://github.com/eset/malware-ioc
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.reading import heads, jsonparts, reported
from crosscount.kernels.reading import lines as lines_kernel
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

FIELDS = {
    "observed_at": clean.first_of(clean.day("date"), clean.from_context("day")),
    "time_basis": clean.first_of(matching(clean.text("date"), ".", TimeBasis.EVENT), clean.constant(TimeBasis.FETCH)),
    "server_ip": clean.endpoint_ip("endpoint"),
    "server_port": clean.endpoint_port("endpoint"),
    "host": clean.host("host"),
    "url": clean.url("url"),
    "family": clean.text("family"),
    "label": clean.text("heading"),
    "stated": clean.mapped("kind", {kind.value: kind for kind in Kind}, required=True),
}

NAMES = ("endpoint", "host", "url", "date", "family", "heading", "kind")
_TITLE = re.compile(r"^[^,\t{}<>]{0,100}\b(?:indicators? of compromise|IOCs?)\b[^,\t{}<>]{0,100}$", re.IGNORECASE)


def sniff(head: Head) -> bool:
    """Text with a line that names its threat or its indicators, or that starts with a defanged indicator."""
    lines = [line.strip() for line in heads.whole_lines(head)]
    if (lines[:1] and lines[0][:1] in ("{", "[", "<")) or any("Maltrail developers" in line for line in lines[:10]):
        return False
    marked = (reported.THREAT, reported.DEFANGED_FIRST, _TITLE)
    return "\0" not in "".join(lines[:5]) and any(mark.match(line[:500]) for line in lines for mark in marked)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Line by line, since a heading holds for the lines below it; such a file is as long as somebody wrote."""
    section, family, number = reported.Section(), "", 0
    for block in lines_kernel.read(file):
        rows: list[dict[str, str]] = []
        remarks = 0
        for row in range(len(block)):
            line = block.line(row).decode("utf-8", "replace")
            if (threat := reported.THREAT.match(line)) is not None:
                family = threat[1]
            found = [] if section.begins(line) or section.skipped else list(_rows(line, section, family))
            rows += found
            remarks += not found
        numbers = list(range(number + 1, number + 1 + len(rows)))
        number += len(rows)
        broken = []
        for fault in block.faults:
            number += 1
            broken.append(fault._replace(record_no=number))
        yield jsonparts.table(NAMES, rows, numbers, broken, remarks)


def _rows(line: str, section: reported.Section, family: str) -> Iterator[dict[str, str]]:
    parts = [part.strip() for part in family.split("/")]
    named = next((part for part in parts if part and part.lower() in section.heading.lower()), family)
    for found in reported.indicators(line, hashes_only=section.hashes, defanged_urls=section.marked):
        kind = reported.kind_said(found.pop("beside", "")) or section.kind
        yield {**found, "family": named, "heading": section.heading, "kind": kind.value}


SOURCE = Source(
    id="ioc-report",
    title="Indicators in written reports",
    publisher="named by --publisher",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="A report names an address, host or page (server side) of the malware that it is about.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
    last_resort=True,
)
