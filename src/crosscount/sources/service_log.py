"""Logs of services as text: sshd, mail servers, proxies, error logs of web servers and others, by syslog or in files.

One record is one line. The client is the address that the line names as client, remote host or sender (`client: …`,
`from …`, `rhost=…`, `rip=…`, `SRC=…`, `IP: …`); lines without such an address are set aside as `no-subject`, since of
any other address nobody can tell which end it is. The time is the one at the start of the line, UTC unless it names
an offset; syslog writes no year, which then is that of the file's day; a line without a time has the day of the file.
Records are reports of kind `other`, counted by no figure: what a line means, each service says in its own words. The
label is the program's name; users, passwords and the rest of the message are left out. Indented lines belong to the
line above and are remarks. Format: https://datatracker.ietf.org/doc/html/rfc3164
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.cleaning.clean_logtime import WRITTEN, log_time
from crosscount.kernels.cleaning.clean_parts import found
from crosscount.kernels.reading import heads, patterned
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

LINE = "line"
_ADDRESS = (
    r"(?:::ffff:)?(?P<found>[0-9]{1,3}(?:\.[0-9]{1,3}){3}|"
    r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){3,7}|::(?:[0-9A-Fa-f]{1,4})(?::[0-9A-Fa-f]{1,4}){0,6})"
)
_NAMED = (
    r"(?i)(?:\bclient(?: @0x[0-9a-f]+)?(?: ?ip| ?address)?[=: \"\[]{1,3}|"
    r"\bfrom:? (?:ip(?: ?address)?:? ?)?|\brhost=|\brip=|\bsrc=|"
    r"\bremote ?_?(?:addr|ip|host|address|client)?[=: \"\[]{1,3}|\bip_?(?:addr|address)?[=: \"]{1,3}|\bhost=)"
    r"(?:[\w.\-]{0,80}[\[(])?\[?"
)
CLIENT = _NAMED + _ADDRESS
ISO = (
    r"^(?:[\w.\-]{1,60} +\| )?(?:<\d{1,3}>\d? ?)?[^0-9]{0,12}?"
    r"(?P<found>\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+\-]\d\d:?\d\d)?)"
)
CLF = r"^[^\[]{0,80}\[(?P<found>\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+\-]\d{4})\]"
PROGRAM = r"^.{15,80}? (?P<found>[A-Za-z][\w./\-]{1,40})(?:\[\d+\])?: "
TIMES = (found(LINE, ISO, clean.iso_time), log_time(LINE), found(LINE, CLF, clean.clf_time))

FIELDS = {
    "observed_at": clean.first_of(*TIMES, clean.from_context("day")),
    "time_basis": clean.first_of(
        *(matching(clean.escaped(LINE), form, TimeBasis.EVENT) for form in (ISO, WRITTEN, CLF)),
        clean.constant(TimeBasis.FETCH),
    ),
    "client_ip": found(LINE, CLIENT, clean.ip),
    "label": found(LINE, PROGRAM, clean.escaped),
    "stated": clean.constant(Kind.OTHER),
}
_TIMED = re.compile("|".join(form.replace("?P<found>", "") for form in (ISO, WRITTEN, CLF)))
_SENT = re.compile(CLIENT)


def sniff(head: Head) -> bool:
    """Most of the first lines start with a time, and one of them names a client."""
    lines = [line[:2000] for line in heads.whole_lines(head)[:200] if line.strip() and line[0] not in " \t"]
    if not lines or lines[0][:1] == "{" or (lines[0][:1] == "<" and not lines[0][1:2].isdigit()):
        return False
    timed = sum(_TIMED.match(line) is not None for line in lines)
    return timed * 2 > len(lines) and any(_SENT.search(line) for line in lines)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """A line a record."""
    return patterned.read(file, r"(?s)^(?P<line>.*)$", "a line of text", continued=True)


SOURCE = Source(
    id="service-log",
    title="Logs of services",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One line in which a service of ours names a client.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip",),
    last_resort=True,
)
