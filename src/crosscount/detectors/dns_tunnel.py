"""Suspected DNS tunnels: a client that asks for many different long names of one domain in a UTC day.

Data leave in the names that are asked for, so a tunnel never asks for one twice and fills them to their length.
Counted are the different names below one registrable domain, as RITA 5 does (https://github.com/activecm/rita: 100
subdomains are its lowest threshold, 1,000 its highest); besides, they must be long on average (20 characters, dots not
counted) and not of few characters (3 bits each). The parts of the score are the three, each against what a tunnel
reaches. Reverse names (.arpa) are none. One row a day, of the first question. The target is the client; who answers at
the other end is unknown, `host` is the domain. Some virus scanners and content networks ask like that: it is a
suspicion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning.columns import binary
from crosscount.kernels.detecting.conclusions import conclusions, measurements
from crosscount.kernels.detecting.domains import registrable
from crosscount.kernels.detecting.groups import Floats, Ints, changes, codes, combined
from crosscount.kernels.detecting.shuffle import Shuffle
from crosscount.kernels.detecting.urls import canonical_host
from crosscount.kernels.detecting.validity import DAY, microseconds
from crosscount.model.detector import CONCLUSIONS, Context, Gathering
from crosscount.model.kinds import Kind, Seen
from crosscount.model.tables import OBSERVATIONS
from crosscount.settings import Settings

__all__ = ["DETECTOR"]

NAME_LENGTH = 24  # of a whole name: shorter ones carry nothing worth the trouble, and most lookups are shorter
MEAN_LENGTH = 20  # of what lies below the domain, without dots
LEAST_ENTROPY = 3.0  # bits a character
FULL = {"names": 1_000, "length": 50, "entropy": 4.0}  # at which a part of the score is 1
GATHERED = pa.schema([OBSERVATIONS.field(name) for name in ("client_ip", "host", "observed_at", "record", "source")])


class DnsTunnel:
    """Data in DNS questions, by the rule "dns-names"."""

    id = "dns-tunnel"
    revision = 1
    seen: Sequence[Seen] = (Seen.LOOKUP,)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """From how many names on it is a suspicion."""
        return repr(settings.detection.tunnel_names)

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Gathering:
        """Gather the long names, client by client."""
        return _Names(context)


class _Names:
    def __init__(self, context: Context) -> None:
        self._context, self._shuffle = context, Shuffle(GATHERED, ("client_ip",), context.scratch)

    def __call__(self, rows: pa.RecordBatch) -> pa.Table:
        long = np.asarray(pc.fill_null(pc.greater_equal(pc.binary_length(rows.column("host")), NAME_LENGTH), False))
        some = pa.array(np.flatnonzero(long))
        some = some.filter(pa.array(self._context.own(rows.column("client_ip").take(some))))
        self._shuffle.add(pa.Table.from_batches([rows.select(GATHERED.names).take(some)]))
        return CONCLUSIONS.empty_table()

    def finish(self) -> Iterator[pa.Table]:
        for rows in self._shuffle.tables():
            yield self._tunnels(rows)

    def _tunnels(self, rows: pa.Table) -> pa.Table:
        least = max(self._context.settings.detection.tunnel_names, 1)
        rows = rows.set_column(1, "host", canonical_host(rows.column("host")))
        rows = rows.append_column("domain", registrable(rows.column("host").combine_chunks()))
        named = pc.and_(pc.is_valid(rows.column("domain")), pc.not_equal(rows.column("domain"), rows.column("host")))
        rows = rows.filter(pc.and_(pc.fill_null(named, False), pc.invert(pc.ends_with(rows.column("domain"), ".arpa"))))
        group = _groups(rows)
        often = np.flatnonzero(np.bincount(group)[group] >= least) if len(group) else group
        rows = rows.take(pa.array(often)).append_column("group", pa.array(group[often]))
        rows = rows.sort_by([(name, "ascending") for name in ("group", "observed_at", "record")])
        group = rows.column("group").to_numpy()
        _, distinct = np.unique(combined(group, codes(rows.column("host"))), return_index=True)
        distinct = np.sort(distinct)
        distinct = distinct[np.bincount(group[distinct], minlength=1)[group[distinct]] >= least]
        if not len(distinct):
            return CONCLUSIONS.empty_table()
        rows = rows.take(pa.array(distinct))
        number = combined(group[distinct])
        length, entropy = _shape(rows, number)
        names = np.bincount(number)
        found = {"names": names.astype(np.float64), "length": length, "entropy": entropy}
        score = np.mean([np.minimum(found[name] / full, 1) for name, full in FULL.items()], axis=0)
        chosen = np.flatnonzero((length >= MEAN_LENGTH) & (entropy >= LEAST_ENTROPY))
        first = rows.take(pa.array(np.flatnonzero(changes(number))[chosen]))
        said = {name: part[chosen] for name, part in {"score": score, **found}.items()}
        columns = {"target_ip": first.column("client_ip"), "host": first.column("domain")}
        return conclusions(first, Kind.DNS_TUNNEL, "dns-names", {**columns, "measured": measurements(said)})


def _groups(rows: pa.Table) -> Ints:
    day = microseconds(rows.column("observed_at")) // DAY
    return combined(codes(rows.column("client_ip")), codes(rows.column("domain")), day)


def _shape(rows: pa.Table, number: Ints) -> tuple[Floats, Floats]:
    """Of each group of names: their mean length below the domain, without dots, and the bits a character."""
    host, domain = rows.column("host").combine_chunks(), rows.column("domain").combine_chunks()
    data, offsets = binary(host)
    begin = np.asarray(offsets[:-1], np.int64)
    length = np.asarray(pc.binary_length(host), np.int64) - np.asarray(pc.binary_length(domain), np.int64) - 1
    which = np.repeat(number, length)
    place = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length) + np.repeat(begin, length)
    letter = data[place]
    count = int(number[-1]) + 1
    table = np.bincount(which * 256 + letter, minlength=count * 256).reshape(count, 256).astype(np.float64)
    table[:, ord(".")] = 0
    total = table.sum(axis=1)
    share = table / np.maximum(total, 1)[:, None]
    bits = -(share * np.log2(np.where(share > 0, share, 1))).sum(axis=1)
    return total / np.bincount(number), bits


DETECTOR = DnsTunnel()
