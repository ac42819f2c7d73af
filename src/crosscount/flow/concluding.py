"""What one worker concludes: some detectors over some files of some days → staged threats, placed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.detectors import (
    beacon,
    c2,
    dns_tunnel,
    exfiltration,
    long_connection,
    phishing,
    phishing_kit,
    reports,
    rule_match,
    web_backdoor,
)
from crosscount.engines.scratch import scratch_folder
from crosscount.flow import contaminants, editions
from crosscount.flow.spans import EPOCH
from crosscount.flow.threats import placed
from crosscount.kernels.detecting.contamination import address_list, covered, decontaminated
from crosscount.kernels.detecting.sigma_rows import COLUMNS as REQUEST_COLUMNS
from crosscount.kernels.detecting.spool import Spool
from crosscount.kernels.detecting.validity import DAY, effective, microseconds, standing
from crosscount.model.detector import Context, Detector, Gathering
from crosscount.model.provenance import StagedFile, TableAt
from crosscount.model.tables import OBSERVATIONS
from crosscount.settings import Settings
from crosscount.store import lake, staging

__all__ = ["DETECTORS", "Share", "Staged", "gathering", "stage"]

DETECTORS: tuple[Detector, ...] = (
    *(c2.DETECTOR, phishing.DETECTOR, reports.DETECTOR, web_backdoor.DETECTOR, rule_match.DETECTOR),
    phishing_kit.DETECTOR,
    *(beacon.DETECTOR, dns_tunnel.DETECTOR, exfiltration.DETECTOR, long_connection.DETECTOR),
)
SYNCING = 8  # files that wait for the disk at the same time: with many small days that is most of the time
OF_TRAFFIC = (
    *("seen", "record", "source", "observed_at", "answer_ip", "protocol", "duration"),
    *REQUEST_COLUMNS,
)
OF_FLOWS = ("record", "source", "observed_at", "client_ip", "server_ip", "bytes_out", "bytes_in")
OF_STATEMENTS = (
    *("seen", "record", "source", "observed_at", "client_ip", "server_ip", "host", "url", "family", "stated", "brand"),
    *("bot_id", "valid_from", "valid_to", "time_basis"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """Independent of every other share, and it can be pickled."""

    settings: Settings
    days: tuple[date, ...]  # UTC, ascending
    detectors: tuple[str, ...]  # by id
    traffic: TableAt
    statements: TableAt
    standing: TableAt  # statements that may be indicators for the traffic
    past: TableAt  # flows of these days and as many before as a detector looks back
    first: bool = True  # the rows of its files are counted as read here and nowhere else


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of a share."""

    files: tuple[StagedFile, ...]
    read: int
    written: int
    notes: frozenset[str]


def gathering(detector: Detector, settings: Settings) -> bool:
    """Whether it must see all rows of a day together, so that the files of a day may not be dealt out."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    nothing = pa.schema([OBSERVATIONS.field(name) for name in OF_STATEMENTS]).empty_table()
    return isinstance(detector.prepare(Context(settings, start, start + timedelta(days=1), nothing)), Gathering)


def stage(share: Share) -> Staged:
    """Conclude one share; its files are staged and not committed."""
    with scratch_folder() as scratch:
        return _Work(share, scratch).stage()


class _Work:
    def __init__(self, share: Share, scratch: Path) -> None:
        self._share, self._settings, self._scratch = share, share.settings, scratch
        self._detectors = [one for one in DETECTORS if one.id in share.detectors]
        self._start = datetime.combine(share.days[0], time(), UTC)
        self._end = datetime.combine(share.days[-1] + timedelta(days=1), time(), UTC)
        self._targets = editions.targets(self._settings)
        self._lists = {name: address_list(contaminants.prefixes(self._settings, name)) for name in contaminants.LISTS}
        self._own = address_list(contaminants.own_networks(self._settings))
        self._placers: dict[str, editions.Placer] = {}
        self._read = self._written = 0
        self._notes: set[str] = set()

    def stage(self) -> Staged:
        numbers = pa.array([(day - EPOCH).days for day in self._share.days], pa.int64())
        with Spool(self._start, self._end, self._scratch) as spool:
            for conclusions in self._conclusions():
                day = pa.array(microseconds(conclusions.column("observed_at")) // DAY)
                within = pc.is_in(day, numbers)
                if within.false_count:
                    conclusions = conclusions.filter(within)
                spool.add(decontaminated(conclusions, self._lists))
            files = self._placed(spool)
        read = self._read if self._share.first else 0
        return Staged(tuple(files), read, self._written, frozenset(self._notes))

    def _conclusions(self) -> Iterator[pa.Table]:
        context = Context(
            settings=self._settings,
            start=self._start,
            end=self._end,
            listings=self._listings(),
            own=lambda addresses: covered(addresses, self._own).to_numpy(zero_copy_only=False),
            past=self._flows,
            scratch=self._scratch,
        )
        detects = [(frozenset(seen.value for seen in one.seen), one.prepare(context)) for one in self._detectors]
        at = pc.field("observed_at")
        within = (at >= pa.scalar(self._start)) & (at < pa.scalar(self._end))
        for table, columns, where in (
            (self._share.traffic, OF_TRAFFIC, within),
            (self._share.statements, OF_STATEMENTS, standing(self._start, self._end)),
        ):
            for batch in lake.batches(table, columns, where):
                seen = batch.column("seen")[0].as_py()  # a partition column: one value a batch
                for sees, detect in detects:
                    if seen in sees:
                        yield detect(batch)
                self._read += batch.num_rows
        for _, detect in detects:
            if isinstance(detect, Gathering):
                yield from detect.finish()

    def _flows(self, clients: pa.Array) -> Iterator[pa.RecordBatch]:
        """The flows of some clients, from as many days before the first as any detector looks back."""
        past = max(one.past_days for one in DETECTORS)
        at = pc.field("observed_at")
        where = (at >= pa.scalar(self._start - timedelta(days=past))) & (at < pa.scalar(self._end))
        yield from lake.batches(self._share.past, OF_FLOWS, where & pc.field("client_ip").isin(clients))

    def _listings(self) -> pa.Table:
        """The statements that may count as indicators between two instants."""
        schema = pa.schema([OBSERVATIONS.field(name) for name in OF_STATEMENTS])
        kinds = sorted({kind for one in self._detectors for kind in one.listings})
        lasting = max(self._settings.indicators.c2_days, self._settings.indicators.phishing_days)
        parts = [schema.empty_table()]
        if self._share.traffic.files and kinds:
            first, after = (int(instant.timestamp()) * 1_000_000 for instant in (self._start, self._end))
            where = pc.field("stated").isin(kinds) & standing(self._start - timedelta(days=lasting), self._end)
            for batch in lake.batches(self._share.standing, OF_STATEMENTS, where):
                begins, ends = effective(batch, lasting)
                chosen = batch.filter(pa.array((begins < after) & (ends > first)))
                parts.append(pa.Table.from_batches([chosen]).select(schema.names).cast(schema))
        return pa.concat_tables(parts)

    def _placed(self, spool: Spool) -> list[StagedFile]:
        """Stage the sorted conclusions day by day, each placed by the editions of its day."""
        finished: list[Future[list[StagedFile]]] = []
        current: tuple[date, staging.Writer] | None = None
        with ExitStack() as undo, ThreadPoolExecutor(SYNCING) as pool:
            for day, rows in self._placed_by_day(spool):
                if current is None or current[0] != day:
                    finished += [pool.submit(current[1].finish)] if current is not None else []
                    writer = staging.Writer(self._settings.store, "threats", partition={"day": day.isoformat()})
                    current = day, undo.enter_context(writer)
                for batch in rows.to_batches():
                    current[1].add(batch)
                self._written += rows.num_rows
            finished += [pool.submit(current[1].finish)] if current is not None else []
            return [file for one in finished for file in one.result()]

    def _placed_by_day(self, spool: Spool) -> Iterator[tuple[date, pa.Table]]:
        for table in spool.tables():
            numbers = microseconds(table.column("observed_at")) // DAY
            days = {number: EPOCH + timedelta(days=number) for number in np.unique(numbers).tolist()}
            keys = {number: editions.fingerprint(self._settings, day) for number, day in days.items()}
            for _, run in groupby(days, key=keys.__getitem__):  # consecutive days of the same editions
                same = list(run)
                placer = self._placer(keys[same[0]], days[same[0]])
                first, after = np.searchsorted(numbers, [same[0], same[-1] + 1]).tolist()
                for begin in range(first, after, staging.GROUP_ROWS):
                    end = min(begin + staging.GROUP_ROWS, after)
                    rows = placed(table.slice(begin, end - begin), placer, self._targets)
                    for number in np.unique(numbers[begin:end]).tolist():
                        low, high = (np.searchsorted(numbers[begin:end], [number, number + 1])).tolist()
                        yield days[number], rows.slice(low, high - low)

    def _placer(self, key: str, day: date) -> editions.Placer:
        if key not in self._placers:
            self._placers[key] = editions.placer(self._settings, day)
            self._notes.update(self._placers[key].notes)
        return self._placers[key]
