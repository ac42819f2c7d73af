"""Zeek intel.log: one record is one sighting of an indicator that the sensor was given, in traffic it saw.

`ts` is when it was seen, decimal seconds since 1970 UTC (or ISO 8601 in JSON). The client opened the connection, the
server answered; null where the indicator was seen outside one. A host or page among the indicators is the host or URL
(Zeek writes URLs without a scheme). The log says who gave the indicator (`sources`), not what it stands for: the record
states `other`. To have such traffic counted, ingest the list itself; the connection is in conn.log. Sightings without a
connection, of file hashes and the like, are set aside as `no-subject`.
Format: https://docs.zeek.org/en/current/logs/intel.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.reading import heads, jsonlines, zeek
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

NAME, TYPE = "seen.indicator", "seen.indicator_type"

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("id.orig_h"),
    "server_ip": clean.ip("id.resp_h"),
    "client_port": clean.port("id.orig_p"),
    "server_port": clean.port("id.resp_p"),
    "host": clean.when(TYPE, "Intel::DOMAIN", clean.escaped(NAME)),
    "url": joined(clean.when(TYPE, "Intel::URL", clean.escaped(NAME)), prefix="http://"),
    "label": joined(clean.escaped("sources"), clean.escaped(TYPE), clean.escaped("seen.where")),
    "stated": clean.constant(Kind.OTHER),
}
COLUMNS = (*("ts", "id.orig_h", "id.resp_h", "id.orig_p", "id.resp_p", NAME, TYPE, "seen.where", "sources"),)


def sniff(head: Head) -> bool:
    """Whether the head is that of an intel log; in JSON a sighting may name no connection."""
    if zeek.is_log(head, "intel", (NAME, TYPE, "sources")):
        return True
    first = jsonlines.first_objects(head.data, heads.whole_lines(head))
    return any(({"ts", NAME, "seen.where"} <= set(found)) and found.get("_path", "intel") == "intel" for found in first)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-intel",
    title="Zeek intelligence matches",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One sighting of a given indicator in traffic: the client opened the connection, the server answered.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=zeek.cut,
)
