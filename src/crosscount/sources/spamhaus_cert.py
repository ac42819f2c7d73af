"""Spamhaus CERT insight feed: machines of one's own networks that were caught, comma separated below one comment.

One record is one machine (`ip`, the client) and what it did: infected ones are named by their bot; `…auth`,
`w_wplogin` and the like guess passwords, `…scan` and `…scanner` scan, `…spam…` send or link spam, `openrelay` and
open proxies are `other`. `remote_ip` is whom it talked to (mostly a sinkhole) and `domain` the name it asked for; `?`
and `-` mean unknown. `lastseen` is seconds since 1970 UTC.
Format: https://www.spamhaus.org/news/article/705/spamhaus-launches-cert-insight-portal
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.reading import delimited, heads
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

COLUMNS = (
    *("ip", "asn", "country", "lastseen", "botname", "domain"),
    *("remote_ip", "remote_port", "local_port", "protocol"),
)
ABSENT = ("?", "-")
BOT = clean.lower_text("botname")
STATED = clean.first_of(
    matching(BOT, r"auth$|wplogin|^iotrdp$|brute", Kind.BRUTE_FORCE),
    matching(BOT, r"scan", Kind.SCAN),
    matching(BOT, r"spam", Kind.SPAM),
    matching(BOT, r"^openrelay$|proxy|^automatedtest$|^unknown$|^iotuser$|^iotmicrosoftds$", Kind.OTHER),
    clean.constant(Kind.INFECTION),
)

FIELDS = {
    "observed_at": clean.epoch_seconds("lastseen", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("ip", required=True),
    "client_port": clean.port("local_port", absent=ABSENT),
    "server_ip": clean.ip("remote_ip", absent=ABSENT),
    "server_port": clean.port("remote_port", absent=ABSENT),
    "protocol": clean.lower_text("protocol", absent=ABSENT),
    "host": only_if(STATED, Kind.INFECTION, clean.escaped("domain", absent=ABSENT)),
    "family": only_if(STATED, Kind.INFECTION, clean.text("botname")),
    "label": clean.text("botname"),
    "stated": STATED,
}


def sniff(head: Head) -> bool:
    """The comment that names the columns."""
    lines = heads.whole_lines(head)[:20]
    return any(line.startswith(";") and {"botname", "lastseen"} <= set(heads.column_names(line[1:])) for line in lines)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows in the order that the comment gives; the newest columns may be missing."""
    return delimited.read(file, names=COLUMNS, comment=";")


SOURCE = Source(
    id="spamhaus-cert",
    title="Spamhaus CERT insight",
    publisher="Spamhaus",
    licence=Licence.CLOSED,
    seen=Seen.REPORT,
    record_means="A machine (client) is infected, guesses passwords, scans or sends spam; the server is its peer.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip",),
)
