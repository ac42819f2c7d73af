"""What publishers state themselves: listings and reports, row by row.

A listing with an interval stands on every UTC day of it, once from the first instant of that day on which it holds, and
once at its very last instant: so it is found on every day that it touches in any time zone. (A zone one hour behind UTC
has a day in March that lasts from 01:00 to 24:00 UTC: for it an interval stands at noon too.) A sighting stands at its
instant. An undated listing stands on no day: when its server was one, nobody said. The listing of a network names no
server and is no threat of its own; traffic to it is (detectors.c2). A sinkhole report is an infected
machine of unknown origin: who answered there is a researcher.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.conclusions import conclusions
from crosscount.kernels.detecting.networks import is_network
from crosscount.kernels.detecting.urls import address_of_host, canonical_host, canonical_url, host_of_url
from crosscount.kernels.detecting.validity import DAY, Instants, stated
from crosscount.model.detector import CONCLUSIONS, Context, Detect
from crosscount.model.kinds import STATED, Kind, Seen, TimeBasis
from crosscount.model.tables import TIME
from crosscount.settings import Settings

__all__ = ["DETECTOR"]

HOSTED = (Kind.C2_LISTING, Kind.PHISHING_LISTING, Kind.MALWARE_LISTING)  # the server that is named is the origin
ACTED_UPON = (Kind.BACKDOOR_LISTING, Kind.EXPOSED_SERVICE)  # the server that is named is the target


class Reports:
    """Stated kinds as they are, by the rule "listed" or "reported"."""

    id = "reports"
    revision = 4
    seen: Sequence[Seen] = (Seen.LISTING, Seen.REPORT)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """Nothing but the rows."""
        return ""

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Detect:
        """State each row on the days of the context on which it stands."""
        first, after = (int(one.timestamp()) * 1_000_000 for one in (context.start, context.end))

        def detect(rows: pa.RecordBatch) -> pa.Table:
            parts = [CONCLUSIONS.empty_table()]
            for value in sorted(STATED & set(pc.unique(rows.column("stated")).to_pylist())):
                here = pc.equal(rows.column("stated"), value)
                dated = pc.not_equal(rows.column("time_basis"), TimeBasis.UNDATED.value)
                of_kind = _those(rows, pc.and_(here, pc.fill_null(dated, True)))
                for seen, rule in ((Seen.LISTING, "listed"), (Seen.REPORT, "reported")):
                    said = _those(of_kind, pc.equal(of_kind.column("seen"), seen.value))
                    if seen is Seen.LISTING:
                        said = _those(said, pc.invert(_names_network(said)))
                    if said.num_rows:
                        parts.append(_said(said, Kind(value), rule, first, after))
            return pa.concat_tables(parts)

        return detect


def _names_network(rows: pa.RecordBatch) -> pa.Array:
    """Whether a list names a network and no address; in a report the infected machine itself may write the host."""
    alone = pc.and_(pc.is_null(rows.column("server_ip")), pc.is_null(rows.column("client_ip")))
    return pc.and_(alone, pc.fill_null(is_network(rows.column("host")), False))


def _those(rows: pa.RecordBatch, here: pa.Array) -> pa.RecordBatch:
    """The rows for which it holds, without a copy where these are all of them."""
    return rows if here.true_count == rows.num_rows else rows.filter(here)


def _said(rows: pa.RecordBatch, kind: Kind, rule: str, first: int, after: int) -> pa.Table:
    page = canonical_url(rows.column("url"))
    host = pc.coalesce(host_of_url(page), canonical_host(rows.column("host")))
    server = pc.coalesce(rows.column("server_ip"), address_of_host(host))
    columns = {name: rows.column(name) for name in ("family", "bot_id", "brand")}
    if kind in HOSTED:
        columns |= {"origin_ip": server, "host": host}
        if kind is Kind.PHISHING_LISTING:
            columns["page"] = page
    elif kind in ACTED_UPON:
        columns["target_ip"] = pc.coalesce(server, rows.column("client_ip"))
        if kind is Kind.BACKDOOR_LISTING:
            columns["site"] = host
    elif kind is Kind.SPAM:  # a server that is named hosts what the mail advertises; nobody is acted upon there
        columns |= {"origin_ip": rows.column("client_ip"), "host": host}
    elif kind is Kind.INFECTION:
        columns["target_ip"] = rows.column("client_ip")
    else:
        columns |= {"origin_ip": rows.column("client_ip"), "target_ip": rows.column("server_ip")}
        if kind is Kind.BACKDOOR_ACCESS:
            columns["site"] = host
    table = conclusions(rows, kind, rule, columns)
    which, at = _standing(rows, first, after)
    each_once = len(which) == len(table) and bool((which == np.arange(len(table))).all())
    standing = table if each_once else table.take(pa.array(which))
    return standing.set_column(CONCLUSIONS.get_field_index("observed_at"), "observed_at", pa.array(at).cast(TIME))


def _standing(rows: pa.RecordBatch, first: int, after: int) -> tuple[Instants, Instants]:
    """Which row stands at which instants of [first, after)."""
    start, end = stated(rows)
    if bool((end - start == 1).all()):  # sightings
        inside = np.flatnonzero((start >= first) & (start < after))
        return inside, start[inside]
    begin, last = np.maximum(start, first), np.minimum(end, after) - 1
    days = np.where(begin <= last, last // DAY - begin // DAY + 1, 0)
    which = np.repeat(np.arange(len(start)), days)
    number = np.arange(len(which)) - np.repeat(np.cumsum(days) - days, days)
    at = np.maximum(start[which], (begin[which] // DAY + number) * DAY)
    closing = np.flatnonzero((end - 1 > start) & (end - 1 >= first) & (end - 1 < after) & ((end - 1) % DAY > 0))
    noon = at // DAY * DAY + DAY // 2
    again = np.flatnonzero(_short(at // DAY) & (at < noon) & (noon < end[which]))
    rows = np.concatenate([which, which[again], closing])
    order = np.argsort(rows, kind="stable")
    return rows[order], np.concatenate([at, noon[again], end[closing] - 1])[order]


def _short(days: Instants) -> npt.NDArray[np.bool_]:
    """Whether each UTC day, counted from 1970-01-01, is a last Sunday of March."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    of_month = (dates - month).astype(np.int64) + 1
    return np.asarray((month.astype(np.int64) % 12 == 2) & (of_month >= 25) & ((days + 4) % 7 == 0))


DETECTOR = Reports()
