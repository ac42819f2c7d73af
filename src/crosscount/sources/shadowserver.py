"""Shadowserver Foundation reports as CSV: what its sinkholes, honeypots and scans saw in the recipient's networks.

One record is one event (`event*` reports) or one host found by a scan. `timestamp` is UTC. Which end a column holds
depends on the report type, listed in shadowserver_reports.csv: in sinkhole reports `src_ip` is the infected machine
(client) and `dst_ip` the researcher's sinkhole (server), never a criminal's; in scan reports `ip` is the server.
The type comes from the file name (`2023-01-01-event4_sinkhole-ee.csv`), else from columns that give it away. Of a type
unknown to both every record is set aside as `unmapped`: which end is which nobody said. A line in the table that
`ingest.reports` names makes it known, and the file is then read anew (docs/how-to/map-a-shadowserver-report.md).
Columns come, go and change place between versions of a report, so they are read by name and may be missing. `http_url`
of sinkholes is a request line and left out, as are country and network of the addresses: ours are those of the day.
A `compromised_website` is any site with planted code: shell, mailer, skimmer or phishing page; `tag` in the label says.
Format: https://www.shadowserver.org/what-we-do/network-reporting/ (schema: The-Shadowserver-Foundation/report_schema)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import BinaryIO

import pyarrow as pa

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import only_if
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.report_types import ReportType, by_columns, by_name, likely_name, read_table
from crosscount.kernels.reading import cutting, delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Column, Field, FileContext, Head, Licence, RawBatch, Reason, Source

UNKNOWN = ReportType("", Kind.OTHER, ("src_ip",), ("dst_ip", "ip"), (), (), frozenset())
HOW = "see docs/how-to/map-a-shadowserver-report.md"
# At least three of these stand in every report, with some time and something to name.
TYPICAL = frozenset(("asn", "geo", "region", "city", "naics", "sector", "hostname", "tag", "severity", "sic"))
NAMED = re.compile(r"(?:^|[/\-])(?:event|scan|population)[46]_[a-z0-9_]+[^/]*$")
SUBJECTS = frozenset(("ip", "src_ip", "http_referer_ip"))


def _end(end: str, make: Callable[[str], Field], *, port: bool = False) -> Field:
    """A field over the column that holds this end in this type of report, or over the column of its port."""
    plain = make(end)

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        held = getattr(_type(batch, context)[1], end)
        names = [name for name in (map(_port_of, held) if port else held) if name in batch.schema.names]
        found = clean.first_of(*(make(name) for name in names)) if names else plain
        result = found.rule(batch, context)
        return Column(result.values, result.failed, names[0] if names else None)

    return Field(rule, plain.reason, plain.expected, plain.column, uses=("report",))


def _port_of(name: str) -> str:
    """`ip` → `port`, `src_ip` → `src_port`, `cc` → `cc_port`."""
    return name.removesuffix("ip") + "port" if name.endswith("ip") else f"{name}_port"


def _said(what: Callable[[str, ReportType], str]) -> Field:
    """A field that says the same of every record of a report."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        name, kind = _type(batch, context)
        said = Column(pa.repeat(str(what(name, kind)), batch.num_rows))
        if kind is not UNKNOWN:
            return said
        expected = f"a known type of report; '{name}' is none: name its kind and columns in a table ({HOW})"
        return Column(said.values, pa.repeat(True, batch.num_rows), expected=expected)

    return Field(rule, Reason.UNMAPPED, "a known type of report", uses=("report",))


def _type(batch: pa.RecordBatch, context: FileContext) -> tuple[str, ReportType]:
    return _known(context.name, context.report, tuple(batch.schema.names))


@lru_cache(maxsize=64)
def _known(file_name: str, own: str | None, names: tuple[str, ...]) -> tuple[str, ReportType]:
    named = (by_name(read_table(own), file_name) if own else None) or by_name(_table(), file_name)
    told = None if named else by_columns(_table(), names)
    return named or (told.report if told else likely_name(file_name), told or UNKNOWN)


@cache
def _table() -> tuple[ReportType, ...]:
    return read_table(files("crosscount.sources").joinpath("shadowserver_reports.csv").read_text("utf-8"))


STATED = _said(lambda _, kind: kind.stated)
FIELDS = {
    "stated": STATED,  # first: of an unknown type nothing else is said
    "observed_at": clean.iso_time("timestamp", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": _end("client", clean.ip),
    "client_port": _end("client", clean.port, port=True),
    "server_ip": _end("server", clean.ip),
    "server_port": _end("server", clean.port, port=True),
    "protocol": clean.lower_text("protocol"),
    "host": _end("host", clean.escaped),
    "url": _end("url", clean.escaped),
    "agent": clean.escaped("http_agent"),
    "family": clean.first_of(clean.text("family"), only_if(STATED, Kind.INFECTION, clean.text("infection"))),
    "label": joined(_said(lambda name, _: name), clean.text("tag"), separator=" "),
    "times": clean.count("count"),
}


def sniff(head: Head) -> bool:
    """A header with `timestamp`, and what Shadowserver adds to every address, or what gives a known report away."""
    lines = heads.data_lines(head)
    names = set(heads.column_names(lines[0])) if lines else set()
    if "timestamp" not in names:
        return False
    bare = {name.removeprefix("src_").removeprefix("http_referer_") for name in names}
    if names & SUBJECTS and (len(bare & TYPICAL) >= 3 or _says_its_name(head.name)):
        return True
    kind = by_columns(_table(), names)
    return kind is not None and kind.report in ("compromised_account", "ransomware_victim", "sandbox_dns")


def _says_its_name(file_name: str) -> bool:
    """Whether it is named as only Shadowserver does, so that few columns are enough."""
    return by_name(_table(), file_name) is not None and NAMED.search(file_name.lower()) is not None


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows by column name; some reports leave out the delimiter before an empty last column."""
    return delimited.read(file, short=1, unwanted=_unwanted())


@cache
def _unwanted() -> frozenset[str]:
    """What is said of where an address is, which nobody needs who places it himself: half of most reports."""
    said = ("asn", "geo", "region", "city", "naics", "sector", "sic")
    places = {prefix + name for prefix in ("", "src_", "dst_", "http_referer_", "cc_") for name in said}
    return frozenset(places - {name for kind in _table() for name in kind.columns})


SOURCE = Source(
    id="shadowserver",
    title="Shadowserver reports",
    publisher="Shadowserver Foundation",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A report names an infected machine (client; the server is the sinkhole), or a host that answers.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.table(),
)
