"""Suspected C2 channels: a client that contacts one server and port at regular intervals, all day.

A flow from one's own networks to the outside, per client, server, port and UTC day; `kernels.detecting.regularity`
says how the score comes about. One row a day, of the first connection. DNS questions and time (UDP 53, 123) are
regular by nature and left out; so is what has fewer connections than the settings ask for, or less than six hours (of
a day that the sensors saw for less, a quarter of the time seen). The
origin is the server, the target the client. A client that asks a proxy inside for a host (CONNECT) is held against
that host, since the flow ends at the proxy; the address of the host is then unknown. Much regular traffic is lawful
(updates, monitoring, push messages): it is a suspicion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.conclusions import conclusions, measurements
from crosscount.kernels.detecting.groups import Floats, Groups, Ints, changes, codes, combined
from crosscount.kernels.detecting.outward import outward
from crosscount.kernels.detecting.regularity import measured
from crosscount.kernels.detecting.shuffle import Shuffle
from crosscount.kernels.detecting.urls import address_of_host, requested_host
from crosscount.kernels.detecting.validity import DAY, microseconds
from crosscount.model.detector import CONCLUSIONS, Context, Gathering
from crosscount.model.kinds import Kind, Seen
from crosscount.model.tables import OBSERVATIONS
from crosscount.settings import Settings

__all__ = ["DETECTOR"]

LEFT_OUT = pa.array([53, 123], pa.int32())  # ports of UDP
GATHERED = pa.schema(
    [
        OBSERVATIONS.field(name)
        for name in ("client_ip", "server_ip", "server_port", "host", "observed_at", "bytes_out", "record", "source")
    ]
)


class Beacon:
    """Regular connections, by the rule "beacon", or "beacon-by-proxy"."""

    id = "beacon"
    revision = 2
    seen: Sequence[Seen] = (Seen.FLOW, Seen.REQUEST)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """From when on a score and a number of connections are a suspicion, and whether that is a C2 contact."""
        mine = settings.detection
        return repr((mine.beacon_score, mine.beacon_connections, mine.suspected_as_c2))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Gathering:
        """Gather the flows to the outside, pair by pair."""
        return _Beacons(context)


class _Beacons:
    def __init__(self, context: Context) -> None:
        self._context, self._shuffle = context, Shuffle(GATHERED, ("client_ip",), context.scratch)
        self._start = int(context.start.timestamp()) * 1_000_000
        days = (context.end - context.start).days
        self._first, self._last = np.full(days, DAY), np.full(days, -1)  # instants of each day that the sensors saw

    def __call__(self, rows: pa.RecordBatch) -> pa.Table:
        at = microseconds(rows.column("observed_at")) - self._start
        np.minimum.at(self._first, at // DAY, at % DAY)
        np.maximum.at(self._last, at // DAY, at % DAY)
        flows = rows.filter(pc.equal(rows.column("seen"), Seen.FLOW.value))
        if flows.num_rows:
            self._shuffle.add(self._direct(flows))
        asked = pc.and_(pc.equal(rows.column("seen"), Seen.REQUEST.value), pc.equal(rows.column("method"), "CONNECT"))
        if pc.any(asked).as_py():
            self._shuffle.add(self._by_proxy(rows.filter(pc.fill_null(asked, False))))
        return CONCLUSIONS.empty_table()

    def _direct(self, rows: pa.RecordBatch) -> pa.Table:
        by_nature = pc.and_(pc.equal(rows.column("protocol"), "udp"), pc.is_in(rows.column("server_port"), LEFT_OUT))
        kept = outward(rows, self._context.own) & ~np.asarray(pc.fill_null(by_nature, False))
        return _gathered(rows.filter(pa.array(kept)), ("host",))

    def _by_proxy(self, rows: pa.RecordBatch) -> pa.Table:
        inside = self._context.own(rows.column("client_ip")) & self._context.own(rows.column("server_ip"))
        rows = rows.filter(pa.array(inside))
        host = requested_host(rows.column("host"), rows.column("url"))
        named = pc.and_(pc.is_valid(host), pc.is_null(address_of_host(host)))
        rows = rows.set_column(rows.schema.get_field_index("host"), "host", host).filter(named)
        return _gathered(rows, ("server_ip", "server_port", "bytes_out"))

    def finish(self) -> Iterator[pa.Table]:
        for rows in self._shuffle.tables():
            yield self._regular(rows)

    def _regular(self, rows: pa.Table) -> pa.Table:
        least = max(self._context.settings.detection.beacon_connections, 2)
        pair = _pairs(rows, self._start)
        often = np.flatnonzero(np.bincount(pair)[pair] >= least) if len(pair) else pair
        rows = rows.take(pa.array(often)).append_column("pair", pa.array(pair[often]))
        rows = rows.sort_by([(name, "ascending") for name in ("pair", "observed_at", "record")])
        pair, at = rows.column("pair").to_numpy(), microseconds(rows.column("observed_at")) - self._start
        distinct = np.flatnonzero(changes(pair, at // 1_000_000))
        distinct = distinct[np.bincount(pair[distinct], minlength=1)[pair[distinct]] >= least]
        if not len(distinct):
            return CONCLUSIONS.empty_table()
        rows, at = rows.take(pa.array(distinct)), at[distinct]
        pairs = Groups.of(combined(pair[distinct]))
        day = at[pairs.first] // DAY
        sent = rows.column("bytes_out").cast(pa.float64()).fill_null(np.nan).to_numpy()
        seen = self._first[day] // 1_000_000, self._last[day] // 1_000_000
        found = measured(at % DAY // 1_000_000, sent, pairs, *seen)
        return self._concluded(rows, pairs, found.parts())

    def _concluded(self, rows: pa.Table, pairs: Groups, parts: dict[str, Floats]) -> pa.Table:
        mine = self._context.settings.detection
        chosen = np.flatnonzero(parts["score"] >= mine.beacon_score)
        said = {name: part[chosen] for name, part in parts.items()} | {"connections": pairs.size[chosen]}
        rows = rows.take(pa.array(pairs.first[chosen]))
        port = rows.column("server_port").cast(pa.float64()).fill_null(np.nan).to_numpy()
        columns = {
            "origin_ip": rows.column("server_ip"),
            "target_ip": rows.column("client_ip"),
            "host": rows.column("host"),
            "rule": pc.if_else(pc.is_valid(rows.column("server_ip")), "beacon", "beacon-by-proxy"),
            "measured": measurements({**said, "port": port}),
        }
        return conclusions(rows, Kind.C2_CONTACT if mine.suspected_as_c2 else Kind.BEACON, "", columns)


def _gathered(rows: pa.RecordBatch, unknown: Sequence[str]) -> pa.Table:
    columns = {name: pa.nulls(rows.num_rows, GATHERED.field(name).type) for name in unknown}
    return pa.table([columns.get(f.name, rows.column(f.name)) for f in GATHERED], schema=GATHERED)


def _pairs(rows: pa.Table, start: int) -> Ints:
    """The number of each row's client, server, port, host and day."""
    day = (microseconds(rows.column("observed_at")) - start) // DAY
    return combined(*(codes(rows.column(name)) for name in ("client_ip", "server_ip", "server_port", "host")), day)


DETECTOR = Beacon()
