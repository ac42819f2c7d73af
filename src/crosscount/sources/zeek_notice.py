"""Zeek notice.log: one record is one notice that a script of the sensor raised, about a connection or a host.

`ts` is when it was raised, decimal seconds since 1970 UTC (or ISO 8601 in JSON). The client is who opened the
connection or, in a notice about hosts, `src`; the server is who answered, or `dst`. In notices about a victim
(`…_Victim`) `src` is the server. The name of the notice is the label, and decides what it states: scans and guessed
passwords are told by their usual names, all others are `other`. Notices about the sensor itself name no address and are
set aside as `no-subject`. `n` counts hosts or packets, not records. Message and remote location are left out.
Format: https://docs.zeek.org/en/current/logs/notice.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, told_or, turned
from crosscount.kernels.reading import heads, jsonlines, zeek
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

KINDS = {
    **dict.fromkeys(("scan::address_scan", "scan::port_scan", "scan::random_scan"), Kind.SCAN),
    **dict.fromkeys(("icmp::icmpaddressscan", "icmp::timestampscan", "icmp::addressmaskscan"), Kind.SCAN),
    **dict.fromkeys(("ssh::password_guessing", "ssh::login_by_password_guesser"), Kind.BRUTE_FORCE),
    **dict.fromkeys(("ftp::bruteforcing", "rdp::bruteforce"), Kind.BRUTE_FORCE),
}
BACKWARD = "backward"
WAY = matching(clean.text("note"), "_Victim$", BACKWARD)

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": told_or(clean.ip("id.orig_h"), turned(WAY, BACKWARD, clean.ip("src"), clean.ip("dst"))),
    "server_ip": told_or(clean.ip("id.resp_h"), turned(WAY, BACKWARD, clean.ip("dst"), clean.ip("src"))),
    "client_port": clean.port("id.orig_p"),
    "server_port": clean.first_of(clean.port("id.resp_p"), clean.port("p")),
    "protocol": clean.lower_text("proto"),
    "label": clean.text("note"),
    "stated": clean.mapped("note", KINDS, otherwise=Kind.OTHER, required=True),
}
COLUMNS = (*("ts", "id.orig_h", "id.resp_h", "id.orig_p", "id.resp_p", "src", "dst", "p", "proto", "note"),)


def sniff(head: Head) -> bool:
    """Whether the head is that of a notice log; in JSON a notice about a host names no connection."""
    if zeek.is_log(head, "notice", ("note", "msg", "actions")):
        return True
    first = jsonlines.first_objects(head.data, heads.whole_lines(head))
    return any(
        {"ts", "note", "msg", "actions"} <= set(found) and found.get("_path", "notice") == "notice" for found in first
    )


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-notice",
    title="Zeek notices",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One notice of a network sensor: the client is the host it is about or who opened the connection.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=zeek.cut,
)
