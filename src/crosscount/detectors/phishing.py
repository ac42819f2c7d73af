"""Visits to listed phishing pages and hosts, while the listing counts.

A page is compared without scheme, user name, fragment and default ports. A listed domain, or a URL that is nothing but
a host, stands for everything on that host. A lookup of the host of a listed page counts if the settings say so. On
hosts where many people publish only the exact page counts. The origin is the server, the target the visitor.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.conclusions import conclusions, first_of_each, matched
from crosscount.kernels.detecting.match import Indicators, Matches, build, match
from crosscount.kernels.detecting.shared_hosts import SHARED_HOSTS, is_shared
from crosscount.kernels.detecting.urls import (
    canonical_host,
    canonical_url,
    host_of_url,
    is_whole_host,
    page_key,
    requested,
    requested_host,
)
from crosscount.kernels.detecting.validity import effective, microseconds
from crosscount.model.detector import Context, Detect
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]


class Phishing:
    """Phishing visits, by the rules "phishing-page", "phishing-host" and "phishing-lookup"; the first that fits."""

    id = "phishing"
    revision = 2
    seen: Sequence[Seen] = (Seen.REQUEST, Seen.LOOKUP)
    listings: Sequence[str] = (Kind.PHISHING_LISTING.value,)
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """How long a sighting counts, whether lookups do, and the hosts that are nobody's own."""
        mine = settings.detection
        shared = sorted(SHARED_HOSTS.union(mine.shared_hosts))
        return repr((settings.indicators.phishing_days, mine.phishing_lookups, shared))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Detect:
        """Look pages and hosts up among the listings of the context."""
        pages, hosts, lookups = _indicators(context)
        of_pages = pages.listings.column("key_host").combine_chunks()
        watched = pa.chunked_array([of_pages, hosts.keys, lookups.keys]).unique()

        def detect(rows: pa.RecordBatch) -> pa.Table:
            host = requested_host(rows.column("host"), rows.column("url"))
            wanted = pc.and_(pc.is_in(host, watched), pc.is_valid(host))
            rows, host = rows.filter(wanted), host.filter(wanted)
            at = microseconds(rows.column("observed_at"))
            request = pc.equal(rows.column("seen"), Seen.REQUEST.value)
            url = requested(rows.column("host"), rows.column("url"), rows.column("server_port"))
            key = pc.if_else(request, page_key(url), None)
            asked = pc.if_else(request, None, host)
            found = (
                ("phishing-page", match(key, at, pages)),
                ("phishing-host", match(host, at, hosts)),
                ("phishing-lookup", match(asked, at, lookups)),
            )
            return first_of_each([(one.rows, _visits(rows, rule, one)) for rule, one in found])

        return detect


def _visits(rows: pa.RecordBatch, rule: str, matches: Matches) -> pa.Table:
    found, said = matched(rows, matches)
    lookup = pc.equal(found.column("seen"), Seen.LOOKUP.value)
    answered = pc.if_else(lookup, found.column("answer_ip"), found.column("server_ip"))
    columns = {
        **said,
        "origin_ip": pc.coalesce(answered, matches.listings.column("server_ip").combine_chunks()),
        "target_ip": found.column("client_ip"),
        "host": matches.listings.column("key_host").combine_chunks(),
    }
    if rule == "phishing-page":
        columns["page"] = matches.listings.column("page").combine_chunks()
    return conclusions(found, Kind.PHISHING_VISIT, rule, columns)


def _indicators(context: Context) -> tuple[Indicators, Indicators, Indicators]:
    """Pages by their key, whole hosts, and the hosts of which a lookup counts."""
    chosen = pc.equal(context.listings.column("stated"), Kind.PHISHING_LISTING.value)
    rows = context.listings.filter(chosen).combine_chunks()
    mine = context.settings.detection
    start, end = effective(rows, context.settings.indicators.phishing_days)
    page = canonical_url(rows.column("url"))
    host = pc.coalesce(host_of_url(page), canonical_host(rows.column("host")))
    shared = is_shared(host, mine.shared_hosts)
    own = pc.if_else(shared, None, host)
    whole = pc.or_(pc.is_null(page), pc.fill_null(is_whole_host(page), False))
    kept = rows.select(["record", "family", "server_ip"]).append_column("key_host", host).append_column("page", page)
    asked = own if mine.phishing_lookups else pa.nulls(len(own), pa.string())
    return (
        build(page_key(page), start, end, kept),
        build(pc.if_else(whole, own, None), start, end, kept),
        build(asked, start, end, kept),
    )


DETECTOR = Phishing()
