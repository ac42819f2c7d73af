"""abuse.ch exports as JSON: ThreatFox and URLhaus, an object of entries by number, and Feodo Tracker, one array.

One record is one entry: of ThreatFox an indicator (address and port, domain or URL; file hashes are set aside as
`no-subject`), of URLhaus a URL from which malware was handed out, of Feodo Tracker a botnet's C2 server. All name the
criminal's end, the server. Times are UTC, some say so. With a last sighting (`last_seen_utc`, `last_online`) a record
is an interval, a bare date meaning that whole day; without it a sighting at the first. Kinds and what is left out are
those of the CSV exports. Where an object's entry is a list, each element is a record. Record numbers count the
entries. Format: https://threatfox.abuse.ch/export/, https://urlhaus.abuse.ch/api/,
https://feodotracker.abuse.ch/blocklist/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.reading import jsonparts
from crosscount.kernels.reading.faults import Fault
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, RawBatch, Source

ABSENT = ("None",)
FIRST = clean.first_of(*(clean.iso_time(name) for name in ("first_seen_utc", "dateadded", "first_seen")), required=True)
LAST = clean.first_of(
    *(clean.iso_time(name, end_of_day=True, absent=ABSENT) for name in ("last_seen_utc", "last_online"))
)
KINDS = {
    "botnet_cc": Kind.C2_LISTING,
    "payload_delivery": Kind.MALWARE_LISTING,
    "payload": Kind.MALWARE_LISTING,
    "malware_download": Kind.MALWARE_LISTING,
}


def _of(kind: str, field: Field) -> Field:
    return only_if(clean.text("ioc_type"), kind, field)


FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.first_of(clean.ip("ip_address"), _of("ip:port", clean.endpoint_ip("ioc_value"))),
    "server_port": clean.first_of(clean.port("port"), _of("ip:port", clean.endpoint_port("ioc_value"))),
    "host": _of("domain", clean.host("ioc_value")),
    "url": clean.first_of(clean.url("url"), _of("url", clean.url("ioc_value"))),
    "family": clean.first_of(*(clean.text(name, absent=ABSENT) for name in ("malware_printable", "malware"))),
    "label": joined(
        *(clean.text(name, absent=ABSENT) for name in ("threat_type", "threat", "status", "url_status", "tags"))
    ),
    "stated": clean.first_of(
        *(clean.mapped(name, KINDS, otherwise=Kind.OTHER, absent=ABSENT) for name in ("threat_type", "threat")),
        matching(clean.text("ip_address"), ".", Kind.C2_LISTING),
        clean.constant(Kind.OTHER),
    ),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}

NAMES = (
    *("first_seen_utc", "dateadded", "first_seen", "last_seen_utc", "last_online", "ioc_value", "ioc_type", "url"),
    *("ip_address", "port", "malware_printable", "malware", "threat_type", "threat", "status", "url_status", "tags"),
)
_ENTRY = re.compile(
    rb'\s*(?:\[|\{\s*"\d+"\s*:\s*\[?)\s*\{[^{}]{0,4000}"(?:ioc_type"\s*:[^{}]{0,4000}"first_seen_utc|'
    rb'dateadded"\s*:[^{}]{0,4000}"url_status|ip_address"\s*:[^{}]{0,4000}"first_seen"[^{}]{0,4000}"last_online)"'
)


def sniff(head: Head) -> bool:
    """JSON whose first entry has the keys of one of the three."""
    return _ENTRY.match(head.data.removeprefix(b"\xef\xbb\xbf")) is not None


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """The entries, in their order."""
    data, rest = jsonparts.whole(file)
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    broken: list[Fault] = []
    number = 0
    for part in jsonparts.walk(data, lambda path: False):
        for entry in part.value if isinstance(part.value, list) else [part.value]:
            if part.value is jsonparts.OPENED:
                continue
            number += 1
            if isinstance(entry, dict):
                numbers.append(number)
                rows.append({**entry, "tags": _tags(entry.get("tags"))})
            else:
                broken.append(jsonparts.fault(number, part))
    if rest is not None:
        broken.append(Fault(number + 1, None, *rest))
    yield jsonparts.table(NAMES, rows, numbers, broken, 0)


def _tags(value: Any) -> str | None:
    if isinstance(value, list):
        return ",".join(tag for tag in value if isinstance(tag, str)) or None
    return value if isinstance(value, str) else None


SOURCE = Source(
    id="abusech-json",
    title="abuse.ch exports (JSON)",
    publisher="abuse.ch",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="abuse.ch names an address, host or page (server side) that serves malware or its operators.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
