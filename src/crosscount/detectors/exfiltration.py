"""Suspected theft of data: a client sends one server far more in a UTC day than it ever sent any in the days before.

Of flows from one's own networks to the outside, the bytes sent by one client to one server in a day are held against
the most that the same client sent to any one server on each of the 14 days before. The score is the modified z-score of
the logarithm, 0.6745 * (x - median) / MAD (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993, which calls
3.5 an outlier); a MAD below 0.05, that is about an eighth of the volume, counts as that. Nothing is concluded below a
floor of bytes, where more came back than went out, or of a client with fewer than five days of past: a new host has
none. One row a day, of the largest flow. The origin is who received, the target the client whose data left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.conclusions import conclusions, measurements
from crosscount.kernels.detecting.groups import Floats, Ints
from crosscount.kernels.detecting.outward import outward
from crosscount.kernels.detecting.shuffle import Shuffle
from crosscount.kernels.detecting.validity import DAY, microseconds
from crosscount.model.detector import CONCLUSIONS, Context, Gathering
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]

PAST_DAYS = 14
PAST_NEEDED = 5  # days of them with a flow to the outside
LEAST_SPREAD = 0.05  # of the logarithm to base 10
SUMS = pa.schema(
    [
        ("client_ip", pa.binary()),
        ("server_ip", pa.binary()),
        ("day", pa.int64()),  # since 1970-01-01
        ("bytes_out", pa.int64()),
        ("bytes_in", pa.int64()),
    ]
)
KEYS = ["client_ip", "server_ip", "day"]


class Exfiltration:
    """Unusual volumes to one server, by the rule "volume"."""

    id = "exfiltration"
    revision = 1
    seen: Sequence[Seen] = (Seen.FLOW,)
    listings: Sequence[str] = ()
    past_days = PAST_DAYS

    def depends(self, settings: Settings) -> str:
        """From how many bytes and which score on a volume is a suspicion."""
        return repr((settings.detection.exfiltration_bytes, settings.detection.exfiltration_score))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Gathering:
        """Add up the days; only clients above the floor are held against their past."""
        return _Volumes(context)


class _Volumes:
    def __init__(self, context: Context) -> None:
        self._context, self._shuffle = context, Shuffle(SUMS, ("client_ip",), context.scratch)

    def __call__(self, rows: pa.RecordBatch) -> pa.Table:
        self._shuffle.add(_sums(_sent(rows, self._context)))
        return CONCLUSIONS.empty_table()

    def finish(self) -> Iterator[pa.Table]:
        suspects = pa.concat_tables([SUMS.empty_table(), *(self._large(sums) for sums in self._shuffle.tables())])
        if suspects.num_rows:
            yield from self._unusual(suspects)

    def _large(self, sums: pa.Table) -> pa.Table:
        """What is above the floor and mostly sent."""
        sums = _added_up(sums)
        floor = self._context.settings.detection.exfiltration_bytes
        large = pc.greater_equal(sums.column("bytes_out"), max(floor, 1))
        return sums.filter(pc.and_(large, pc.greater(sums.column("bytes_out"), sums.column("bytes_in"))))

    def _unusual(self, suspects: pa.Table) -> Iterator[pa.Table]:
        """The past is read once for all clients: fifteen days of flows are most of what this detector costs."""
        past, largest = Shuffle(SUMS, ("client_ip",), self._context.scratch), []
        for batch in self._context.past(suspects.column("client_ip").unique()):
            sent = _sent(batch, self._context)
            past.add(_sums(sent))
            mine = sent.join(suspects.select(KEYS), KEYS, join_type="left semi")
            if mine.num_rows:
                largest.append(_first_of_each(mine))
        rows = _first_of_each(pa.concat_tables(largest))
        for sums in past.tables():
            some = suspects.filter(pc.is_in(suspects.column("client_ip"), sums.column("client_ip").unique()))
            if some.num_rows:
                yield self._concluded(some, _added_up(sums), rows)

    def _concluded(self, suspects: pa.Table, sums: pa.Table, largest: pa.Table) -> pa.Table:
        score, days, usual = _scores(suspects, sums, suspects.column("client_ip").unique())
        said = {
            "score": score,
            "days": days,
            "usual_bytes": usual,
            "bytes_out": suspects.column("bytes_out").to_numpy(),
        }
        chosen = pa.array(score >= self._context.settings.detection.exfiltration_score)
        found = suspects.append_column("measured", measurements(said)).filter(chosen)
        rows = largest.join(found.select([*KEYS, "measured"]), KEYS, join_type="inner")
        columns = {
            "origin_ip": rows.column("server_ip"),
            "target_ip": rows.column("client_ip"),
            "measured": rows.column("measured"),
        }
        return conclusions(rows, Kind.EXFILTRATION, "volume", columns)


def _sent(rows: pa.RecordBatch, context: Context) -> pa.Table:
    """The flows to the outside that sent anything, with their day."""
    some = np.asarray(pc.fill_null(pc.greater(rows.column("bytes_out"), 0), False)) & outward(rows, context.own)
    table = pa.Table.from_batches([rows.filter(pa.array(some))])
    return table.append_column("day", pa.array(microseconds(table.column("observed_at")) // DAY))


def _sums(rows: pa.Table) -> pa.Table:
    rows = rows.select(SUMS.names)
    return _added_up(rows.set_column(4, "bytes_in", pc.fill_null(rows.column("bytes_in"), 0)))


def _added_up(rows: pa.Table) -> pa.Table:
    added = rows.group_by(KEYS).aggregate([("bytes_out", "sum"), ("bytes_in", "sum")])
    return added.rename_columns([*KEYS, "bytes_out", "bytes_in"]).select(SUMS.names).cast(SUMS)


def _scores(suspects: pa.Table, sums: pa.Table, clients: pa.Array) -> tuple[Floats, Ints, Floats]:
    """The score of each suspect (NaN with too short a past), the days of its past, and what it usually sent at most."""
    most = sums.group_by(["client_ip", "day"]).aggregate([("bytes_out", "max")])
    far = 1 << 32
    key = _numbers(most.column("client_ip"), clients) * far + most.column("day").to_numpy()
    order = np.argsort(key)
    key, volume = key[order], np.log10(most.column("bytes_out_max").to_numpy()[order])
    wanted = _numbers(suspects.column("client_ip"), clients) * far + suspects.column("day").to_numpy()
    past = np.full((suspects.num_rows, PAST_DAYS), np.nan)
    for before in range(1, PAST_DAYS + 1):
        place = np.minimum(np.searchsorted(key, wanted - before), len(key) - 1)
        past[:, before - 1] = np.where(key[place] == wanted - before, volume[place], np.nan)
    days = (~np.isnan(past)).sum(axis=1)
    known = days >= PAST_NEEDED
    score, usual = np.full(len(days), np.nan), np.full(len(days), np.nan)
    middle = np.nanmedian(past[known], axis=1) if known.any() else np.zeros(0)
    spread = np.nanmedian(np.abs(past[known] - middle[:, None]), axis=1) if known.any() else np.zeros(0)
    now = np.log10(suspects.column("bytes_out").to_numpy()[known])
    score[known] = 0.6745 * (now - middle) / np.maximum(spread, LEAST_SPREAD)
    usual[known] = np.round(10**middle)
    return score, days, usual


def _numbers(addresses: pa.ChunkedArray, among: pa.Array) -> Ints:
    return np.asarray(pc.index_in(addresses, among).combine_chunks(), dtype=np.int64)


def _first_of_each(rows: pa.Table) -> pa.Table:
    """The largest flow of each client, server and day; of equal ones that with the smallest record id."""
    order = [("client_ip", "ascending"), ("server_ip", "ascending"), ("day", "ascending")]
    rows = rows.sort_by([*order, ("bytes_out", "descending"), ("record", "ascending")])
    first = np.ones(rows.num_rows, np.bool_)
    for number, name in enumerate(KEYS):
        column = rows.column(name).combine_chunks()
        other = np.asarray(pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)))
        first[1:] = other if number == 0 else first[1:] | other
    return rows.filter(pa.array(first))


DETECTOR = Exfiltration()
