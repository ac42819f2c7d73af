"""Traffic to a listed C2 server, while the listing counts.

A flow or request whose server is a listed address, or in a listed network; a request for a listed page; a request or
lookup whose host is a listed domain. The host of a listed page is no listed domain: it is often a site that was broken
into, and its visitors are not controlled. The origin is the server: of a request who answered, of a lookup the first
address answered (its server is only the resolver), else the address on the list. The target is the client. Private
addresses and shared hosts on a list match nothing: they are not the criminal's alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.conclusions import conclusions, first_of_each, matched
from crosscount.kernels.detecting.contamination import PRIVATE, address_list, covered
from crosscount.kernels.detecting.match import Indicators, Matches, build, match
from crosscount.kernels.detecting.networks import Networks, match_networks, networks
from crosscount.kernels.detecting.shared_hosts import SHARED_HOSTS, is_shared
from crosscount.kernels.detecting.urls import (
    address_of_host,
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


class C2:
    """C2 contacts, by the rules "c2-address", "c2-page", "c2-domain" and "c2-network"; the first that fits."""

    id = "c2"
    revision = 4
    seen: Sequence[Seen] = (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP)
    listings: Sequence[str] = (Kind.C2_LISTING.value,)
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """How long a sighting counts, and the hosts that are nobody's own."""
        return repr((settings.indicators.c2_days, sorted(SHARED_HOSTS.union(settings.detection.shared_hosts))))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Detect:
        """Look the servers and hosts up among the listings of the context."""
        addresses, pages, domains, around = _indicators(context)

        def detect(rows: pa.RecordBatch) -> pa.Table:
            at = microseconds(rows.column("observed_at"))
            served = pc.is_in(rows.column("seen"), pa.array([Seen.FLOW.value, Seen.REQUEST.value]))
            server = pc.if_else(served, rows.column("server_ip"), None)
            by_address = match(server, at, addresses)
            out = [(by_address.rows, _served(rows, "c2-address", by_address))]
            named = any(rows.column(name).null_count < rows.num_rows for name in ("host", "url"))
            if named and len(pages.keys):
                request = pc.equal(rows.column("seen"), Seen.REQUEST.value)
                url = requested(rows.column("host"), rows.column("url"), rows.column("server_port"))
                by_page = match(pc.if_else(request, page_key(url), None), at, pages)
                out.append((by_page.rows, _named(rows, "c2-page", by_page)))
            if named and len(domains.keys):
                by_domain = match(requested_host(rows.column("host"), rows.column("url")), at, domains)
                out.append((by_domain.rows, _named(rows, "c2-domain", by_domain)))
            by_network = match_networks(server, at, around)
            if by_network is not None:
                out.append((by_network.rows, _served(rows, "c2-network", by_network)))
            return first_of_each(out)

        return detect


def _served(rows: pa.RecordBatch, rule: str, matches: Matches) -> pa.Table:
    """Contacts by the address of the server, which is the origin."""
    found, said = matched(rows, matches)
    ends = {"origin_ip": found.column("server_ip"), "target_ip": found.column("client_ip")}
    return conclusions(found, Kind.C2_CONTACT, rule, {**said, **ends})


def _named(rows: pa.RecordBatch, rule: str, matches: Matches) -> pa.Table:
    """Contacts by a name: the origin is who answered, or what the name was answered with, else what the list says."""
    found, said = matched(rows, matches)
    lookup = pc.equal(found.column("seen"), Seen.LOOKUP.value)
    answered = pc.if_else(lookup, found.column("answer_ip"), found.column("server_ip"))
    listed = matches.listings.column("server_ip").combine_chunks()
    ends = {"origin_ip": pc.coalesce(answered, listed), "target_ip": found.column("client_ip")}
    return conclusions(
        found,
        Kind.C2_CONTACT,
        rule,
        {**said, **ends, "host": matches.listings.column("key_host").combine_chunks()},
    )


def _indicators(context: Context) -> tuple[Indicators, Indicators, Indicators, Networks]:
    """Addresses, pages by their key, whole hosts, and networks."""
    rows = context.listings.filter(pc.equal(context.listings.column("stated"), Kind.C2_LISTING.value)).combine_chunks()
    start, end = effective(rows, context.settings.indicators.c2_days)
    page = canonical_url(rows.column("url"))
    whole = pc.or_(pc.is_null(page), pc.fill_null(is_whole_host(page), False))
    host = pc.coalesce(canonical_host(rows.column("host")), host_of_url(page))
    literal = address_of_host(host)
    unusable = pc.or_(pc.is_valid(literal), is_shared(host, context.settings.detection.shared_hosts))
    named = pc.if_else(pc.and_(whole, pc.invert(pc.fill_null(unusable, False))), host, None)
    server = pc.coalesce(rows.column("server_ip").combine_chunks(), literal)
    private = covered(server, address_list(PRIVATE))
    kept = rows.select(["record", "family", "server_ip"]).append_column("key_host", host)
    return (
        build(pc.if_else(private, None, server), start, end, kept),
        build(pc.if_else(whole, None, page_key(page)), start, end, kept),
        build(named, start, end, kept),
        networks(
            pc.if_else(pc.is_null(server), rows.column("host").combine_chunks(), None),
            start,
            end,
            kept.select(["record", "family"]),
        ),
    )


DETECTOR = C2()
