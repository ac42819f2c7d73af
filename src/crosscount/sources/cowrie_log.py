"""Cowrie text log (cowrie.log): one record is one line that an SSH and Telnet honeypot wrote about a session.

`2014-03-19T10:00:00.000001Z [HoneyPotSSHTransport,7,192.0.2.1] login attempt [root/1234] failed`. The time is UTC, with
`Z`, `+0000` or, in old logs, no zone. The client is the address in the brackets, or of "New connection", where its port
and the honeypot's address and port stand too. Login attempts state `brute_force`, whether they failed or not, all
others `other`. The label is the event as the JSON log calls it, null for lines it has no event for. Lines without a
client (start and stop of the honeypot) are set aside as `no-subject`; indented lines belong to the line above and are
remarks. One session is many records: count addresses, never records. User names, passwords and commands are left out.
Format: https://docs.cowrie.org/en/latest/OUTPUT.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, told_or
from crosscount.kernels.reading import patterned
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

LINE = (
    r"^(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}(?:\.[0-9]+)?(?:Z|[+-][0-9]{4})?) "
    r"\[(?P<system>[^\]]*?(?:,[0-9]+,(?P<client>[0-9A-Fa-f.:]+))?)\] "
    r"(?P<message>(?:New connection: (?P<source>[0-9A-Fa-f.:]+):(?P<source_port>[0-9]+) "
    r"\((?P<target>[0-9A-Fa-f.:]+):(?P<target_port>[0-9]+)\))?.*)$"
)
# What a message begins with → the event in the JSON log.
EVENTS = {
    r"^New connection: ": "cowrie.session.connect",
    r"^login attempt \[.*\] failed": "cowrie.login.failed",
    r"^login attempt \[.*\] succeeded": "cowrie.login.success",
    r"^(?:Remote SSH version|SSH client version): ": "cowrie.client.version",
    r"^CMD: ": "cowrie.command.input",
    r"^Command not found: ": "cowrie.command.failed",
    r"^direct-tcp connection request to ": "cowrie.direct-tcpip.request",
    r"^Downloaded URL ": "cowrie.session.file_download",
    r"^Connection lost after ": "cowrie.session.closed",
}
LOGIN = r"^login attempt \[.*\] (?:failed|succeeded)"
MESSAGE = clean.escaped("message")

FIELDS = {
    "observed_at": clean.iso_time("time", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": told_or(clean.ip("source"), clean.ip("client")),
    "server_ip": clean.ip("target"),
    "client_port": clean.port("source_port"),
    "server_port": clean.port("target_port"),
    "protocol": clean.constant("tcp"),
    "label": clean.first_of(*(matching(MESSAGE, pattern, event) for pattern, event in EVENTS.items())),
    "stated": clean.first_of(matching(MESSAGE, LOGIN, Kind.BRUTE_FORCE), clean.constant(Kind.OTHER)),
}


def sniff(head: Head) -> bool:
    """Most of the first lines look so, and one names a part of Cowrie."""
    named = b"HoneyPot" in head.data or b"cowrie." in head.data
    return named and patterned.mostly(head, LINE, continued=True)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """One message a line."""
    return patterned.read(file, LINE, "a line of cowrie.log", continued=True)


SOURCE = Source(
    id="cowrie-log",
    title="Cowrie honeypot text log",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One line about a session on an SSH or Telnet honeypot: the client came to it, the server is it.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
)
