"""Traffic to a listed C2 server, while the listing counts.

A flow or request whose server is a listed address; a request or lookup whose host is a listed domain. The origin is
the server: of a request who answered, of a lookup the first address answered (its server is only the resolver), else
the address on the list. The target is the client. Private addresses and shared hosts on a
list match nothing: they are not the criminal's alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.conclusions import conclusions, first_of_each, matched
from crosscount.kernels.contamination import PRIVATE, address_list, covered
from crosscount.kernels.match import Indicators, build, match
from crosscount.kernels.shared_hosts import SHARED_HOSTS, is_shared
from crosscount.kernels.urls import address_of_host, canonical_host, canonical_url, host_of_url, requested_host
from crosscount.kernels.validity import effective, microseconds
from crosscount.model.detector import Context, Detect
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]


class C2:
    """C2 contacts, by the rules "c2-address" and "c2-domain"; an address match wins over one of its domain."""

    id = "c2"
    revision = 1
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
        addresses, domains = _indicators(context)

        def detect(rows: pa.RecordBatch) -> pa.Table:
            at = microseconds(rows.column("observed_at"))
            served = pc.is_in(rows.column("seen"), pa.array([Seen.FLOW.value, Seen.REQUEST.value]))
            server = pc.if_else(served, rows.column("server_ip"), None)
            by_address = match(server, at, addresses)
            found, said = matched(rows, by_address)
            ends = {"origin_ip": found.column("server_ip"), "target_ip": found.column("client_ip")}
            one = conclusions(found, Kind.C2_CONTACT, "c2-address", {**said, **ends})
            if not len(domains.keys):
                return one
            by_domain = match(requested_host(rows.column("host"), rows.column("url")), at, domains)
            found, said = matched(rows, by_domain)
            lookup = pc.equal(found.column("seen"), Seen.LOOKUP.value)
            answered = pc.if_else(lookup, found.column("answer_ip"), found.column("server_ip"))
            listed = by_domain.listings.column("server_ip").combine_chunks()
            ends = {"origin_ip": pc.coalesce(answered, listed), "target_ip": found.column("client_ip")}
            ends["host"] = by_domain.listings.column("key_host").combine_chunks()
            two = conclusions(found, Kind.C2_CONTACT, "c2-domain", {**said, **ends})
            return first_of_each([(by_address.rows, one), (by_domain.rows, two)])

        return detect


def _indicators(context: Context) -> tuple[Indicators, Indicators]:
    rows = context.listings.filter(pc.equal(context.listings.column("stated"), Kind.C2_LISTING.value)).combine_chunks()
    start, end = effective(rows, context.settings.indicators.c2_days)
    host = pc.coalesce(canonical_host(rows.column("host")), host_of_url(canonical_url(rows.column("url"))))
    literal = address_of_host(host)
    unusable = pc.or_(pc.is_valid(literal), is_shared(host, context.settings.detection.shared_hosts))
    named = pc.if_else(unusable, None, host)
    server = pc.coalesce(rows.column("server_ip").combine_chunks(), literal)
    private = covered(server, address_list(PRIVATE))
    kept = rows.select(["record", "family", "server_ip"]).append_column("key_host", named)
    server = pc.if_else(private, None, server)
    return build(server, start, end, kept), build(named, start, end, kept)


DETECTOR = C2()
