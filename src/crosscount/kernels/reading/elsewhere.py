"""Files that are no feed, or that no source knows: what they are, and the way out.

Only what a file's beginning says is looked at. The sentences are shown to the user as they are.
"""

from __future__ import annotations

import re

from crosscount.kernels.reading import heads, jsonlines
from crosscount.kernels.reading.suggesting import suggestion, table_of
from crosscount.model.source import Head

__all__ = ["told"]

_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\xd4\xc3\xb2\xa1", "a packet capture; let Zeek or Suricata read it, and ingest their logs"),
    (b"\xa1\xb2\xc3\xd4", "a packet capture; let Zeek or Suricata read it, and ingest their logs"),
    (b"\x4d\x3c\xb2\xa1", "a packet capture; let Zeek or Suricata read it, and ingest their logs"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture; let Zeek or Suricata read it, and ingest their logs"),
    (b"\x0c\xa5", "a file of nfcapd; ingest what 'nfdump -r FILE -o csv' prints"),
    (b"\xa5\x0c", "a file of nfcapd; ingest what 'nfdump -r FILE -o csv' prints"),
    (b"%PDF", "a PDF; copy its indicators into a text file"),
    (b"PAR1", "Parquet; write it as CSV and map that (docs/how-to/map-a-csv.md)"),
    (b"SQLite format 3", "a database; export a table as CSV and map that (docs/how-to/map-a-csv.md)"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
)
_REFERENCE = (
    "a reference table of countries or networks and no feed; use 'crosscount reference add FILE --edition DATE'"
)
_LINES: tuple[tuple[str, str], ...] = (
    (r"^(?:\d+(?:\.\d+)?\|)?(?:afrinic|apnic|arin|iana|lacnic|ripencc)\|", _REFERENCE),
    (r'^"?[0-9.]+"?,"?[0-9.]+"?,(?:"?\d+"?,"?\d+"?,)?"?(?:[A-Z]{2}|\d+|ZZ|-)"?(?:,|$)', _REFERENCE),
    (r'^"?[0-9a-fA-F:]*:[0-9a-fA-F:]*"?,"?[0-9a-fA-F:]*:[0-9a-fA-F:]*"?,"?(?:[A-Z]{2}|\d+|-)"?(?:,|$)', _REFERENCE),
    (r"(?i)^(?:network|cidr|start_ip|prefix|range_start)[,;\t]", _REFERENCE),
    (r"^// ===BEGIN ICANN DOMAINS", "a public suffix list and no feed; one comes with the product"),
    (r"(?i)^<(?:!doctype html|html)", "a web page and no feed; fetch the feed that it shows, or save its text"),
    (r"^(?:title|logsource|detection):", "a Sigma rule and no feed; name its folder in the setting detection.rules"),
)
_KEYS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset(("description", "list")),
        "a MISP warning list and no feed; see the settings of [contamination]",
    ),
    (frozenset(("values", "uuid", "authors")), "a MISP galaxy and no feed: names of actors or families"),
    (frozenset(("rdapConformance",)), "an answer of RDAP and no feed: who is responsible, not what was seen"),
    (frozenset(("objectClassName",)), "an answer of RDAP and no feed: who is responsible, not what was seen"),
)
_UTF = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 50  # lines


def told(head: Head) -> str:
    """What a file that nobody recognised is, as the end of a sentence that starts with its name."""
    data = head.data
    for start, said in _BYTES:
        if data.startswith(start):
            return f"is {said}"
    if data.startswith(_UTF) or data[:200].count(b"\0") > 40:
        return "is text in UTF-16 or UTF-32, or no text; if it is, write it in UTF-8 first (iconv -t UTF-8)"
    lines = [line.strip() for line in heads.data_lines(head)[:_LOOKED_AT]]
    for pattern, said in _LINES:
        if any(re.match(pattern, line[:2000]) for line in lines):
            return f"is {said}"
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:1] in (b"{", b"["):
        return _of_json(bare)
    if bare.startswith(b"<?xml"):
        return "is XML, which no source reads; a parser of IntelMQ may (docs/how-to/use-intelmq-parsers.md)"
    if suggestion(head) is not None:
        return "is a table that no source knows; 'crosscount map FILE' suggests a mapping for it"
    if table_of(lines) is not None:
        return "is a table in which no column names addresses, hosts or pages, and no feed known here"
    return "is of no format known here; 'crosscount sources' lists those there are, --source names one"


def _of_json(data: bytes) -> str:
    first = jsonlines.first_object(data)
    names = frozenset(first or ()) or frozenset(re.findall(r'"([\w.\-]{1,40})"\s*:', data[:8192].decode("latin-1")))
    for marks, said in _KEYS:
        if marks <= names:
            return f"is {said}"
    shown = ", ".join(sorted(names)[:8])
    return f"is JSON of no kind known here (names: {shown}); docs/how-to/add-a-source.md says how to add one"
