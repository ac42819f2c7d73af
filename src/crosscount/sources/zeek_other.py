"""Other Zeek logs: ssh, ftp, smtp, rdp, smb, kerberos, dhcp, weird, tunnel, files, software and their like.

One record is one line of such a log. `ts` is when it was written, decimal seconds since 1970 UTC (or ISO 8601 in
JSON). Who opened the connection is the client, who answered the server; the connection itself is in conn.log, so
records are reports and no flows, and `other`: no figure counts them twice. Of `files` the first sender and receiver
are taken, the sender as server unless `is_orig` says that the opener sent. The host of `known_services` answers, that
of `software` only if the type says server; `known_hosts` says no end, its host is taken as client. What was said
(name, user, command) is the label; passwords, mails and file names are left out. Logs about the sensor itself (stats,
capture_loss, loaded_scripts, packet_filter, reporter) name no address: all their records are set aside as `no-
subject`.
Format: https://docs.zeek.org/en/current/script-reference/log-files.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if, turned
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.reading import zeek
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

PATHS = ("conn", "dns", "http", "ssl", "notice", "intel", "x509")
SAYING = ("name", "addl", "analyzer", "tunnel_type", "user", "command", "service", "request_type", "software_type")
SENT, ANSWERS, ASKS = "sent", "answers", "asks"
OPENER_SENT = matching(clean.text("is_orig"), "(?i)^t", SENT)
HOST_IS = clean.first_of(
    matching(clean.text("port_num"), ".", ANSWERS),
    matching(clean.text("software_type"), "(?i)server", ANSWERS),
    clean.constant(ASKS),
)
SENDER, RECEIVER = clean.first_ip("tx_hosts"), clean.first_ip("rx_hosts")

FIELDS = {
    "observed_at": clean.first_of(clean.epoch_seconds("ts"), clean.iso_time("ts"), clean.from_context("day")),
    "time_basis": clean.first_of(matching(clean.text("ts"), ".", TimeBasis.EVENT), clean.constant(TimeBasis.FETCH)),
    "client_ip": clean.first_of(
        *(clean.ip(name) for name in ("id.orig_h", "orig_h", "client_addr")),
        turned(OPENER_SENT, SENT, RECEIVER, SENDER),
        only_if(HOST_IS, ASKS, clean.ip("host")),
    ),
    "server_ip": clean.first_of(
        *(clean.ip(name) for name in ("id.resp_h", "resp_h", "server_addr")),
        turned(OPENER_SENT, SENT, SENDER, RECEIVER),
        only_if(HOST_IS, ANSWERS, clean.ip("host")),
    ),
    "client_port": clean.port("id.orig_p"),
    "server_port": clean.first_of(clean.port("id.resp_p"), clean.port("port_num")),
    "protocol": clean.first_of(clean.lower_text("proto"), clean.lower_text("port_proto")),
    "label": joined(*(clean.escaped(name) for name in SAYING), separator=" "),
    "stated": clean.constant(Kind.OTHER),
}
COLUMNS = (
    *("ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "orig_h", "resp_h", "client_addr", "server_addr"),
    *("host", "port_num", "port_proto", "proto", "is_orig", "tx_hosts", "rx_hosts", *SAYING),
)
READ_BY_OTHERS = {f"{state}{path}" for state in ("", "open_") for path in PATHS}
# Columns of JSON logs that name no connection.
UNCONNECTED = (
    *({"fuid", "source"}, {"host", "port_num"}, {"host", "software_type"}, {"peer", "pkts_proc"}, {"peer", "gaps"}),
    *({"node", "filter"}, {"level", "message"}, {"peer", "name", "notice"}, {"id", "compile_ts"}, {"uids", "mac"}),
    *({"operation", "orig_h"}, {"app", "uniq_hosts"}, {"node", "message"}, {"id", "certStatus"}),
)


def sniff(head: Head) -> bool:
    """A Zeek header with a path that no other source reads, or JSON with a connection or columns of such a log."""
    path, names = zeek.said(head)
    if path is not None:
        return path not in READ_BY_OTHERS and bool(names)
    connected = {"uid", "id.orig_h", "id.resp_h"} <= names
    return "ts" in names and (connected or any(marks <= names for marks in UNCONNECTED))


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Cut the file into records."""
    return zeek.read(file, COLUMNS)


SOURCE = Source(
    id="zeek-other",
    title="Other Zeek logs",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One line of another log of a network sensor: the client opened the connection, the server answered.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip", "server_ip"),
    last_resort=True,
)
