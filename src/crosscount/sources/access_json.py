"""Web access logs as JSON lines: Traefik, Caddy, and nginx or Apache with the names that nginx gives its variables.

One record is one request that a client made to our server. Traefik writes `time` or `StartUTC`, Caddy `ts` in seconds
since 1970 UTC, nginx `time_iso8601` or `time_local`; the offset from UTC is in them or is none. Client is the peer of
the connection; what `X-Forwarded-For` claims is left out, but Caddy's `client_ip` (behind trusted proxies) is taken.
The server's own address is not in the log; the site is the host that was asked for. Lines that are no request (start,
errors) name no client and are set aside as `no-subject`.
Format: https://doc.traefik.io/traefik/observability/access-logs/, https://caddyserver.com/docs/logging
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import heads, jsonlines
from crosscount.model.kinds import Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

CLIENTS = ("ClientHost", "request.client_ip", "request.remote_ip", "remote_addr", "remote_ip")
HOSTS = ("RequestHost", "request.host", "http_host", "host", "server_name")
TARGETS = ("RequestPath", "request.uri", "request_uri", "uri")
METHODS = ("RequestMethod", "request.method", "request_method", "method")
STATUSES = ("DownstreamStatus", "status")
AGENTS = ("request_User-Agent", "request.headers.User-Agent.0", "http_user_agent", "user_agent")
ISO_TIMES = ("StartUTC", "time", "time_iso8601", "@timestamp", "timestamp")

FIELDS = {
    "observed_at": clean.first_of(
        clean.epoch_seconds("ts"),
        clean.iso_time("ts"),
        *(clean.iso_time(name) for name in ISO_TIMES),
        clean.clf_time("time_local"),
        required=True,
    ),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.first_of(*(clean.ip(name) for name in CLIENTS), clean.endpoint_ip("request.remote_addr")),
    "host": clean.first_of(*(clean.escaped(name, absent=("-", "_")) for name in HOSTS), clean.from_context("site")),
    "url": clean.first_of(*(clean.requested_url(name) for name in TARGETS)),
    "method": clean.first_of(*(clean.escaped(name) for name in METHODS)),
    "status": clean.first_of(*(clean.integer(name, 0, 999) for name in STATUSES)),
    "agent": clean.first_of(*(clean.escaped(name, absent=("-",)) for name in AGENTS)),
}
COLUMNS = (
    *("ts", *ISO_TIMES, "time_local", *CLIENTS, "request.remote_addr", *HOSTS, *TARGETS, *METHODS, *STATUSES, *AGENTS),
)


def sniff(head: Head) -> bool:
    """One of the first objects has a client, a target and a status by the names of one of the servers."""
    first = jsonlines.first_objects(head.data, heads.whole_lines(head))
    for found in first:
        request = found.get("request")
        if isinstance(request, dict) and "uri" in request and {"remote_ip", "remote_addr"} & set(request):
            return "status" in found or "ts" in found
        if {"ClientHost", "RequestPath"} <= set(found) or (
            {"remote_addr", "status"} <= set(found) and {"request_uri", "uri"} & set(found)
        ):
            return True
    return False


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Requests, one a line."""
    return jsonlines.read(file, COLUMNS)


SOURCE = Source(
    id="access-json",
    title="Web server access logs (JSON)",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REQUEST,
    record_means="One request to our own web server: the client asked, and the server is the site.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("client_ip",),
)
