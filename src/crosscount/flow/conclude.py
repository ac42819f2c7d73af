"""Conclude: observations of UTC days × detectors × the editions of those days → threats, replaced in one commit.

Days are worked off in chunks: many quiet days at once, a busy day alone. Rows stream through the detectors, so memory
depends on the indicators and not on the traffic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.detectors import beacon, c2, dns_tunnel, exfiltration, long_connection, phishing, reports, web_backdoor
from crosscount.flow import contaminants, editions, inputs
from crosscount.flow.inputs import STATEMENTS, Inputs
from crosscount.flow.spans import EPOCH, Spans
from crosscount.flow.threats import placed
from crosscount.kernels.detecting.contamination import address_list, covered, decontaminated
from crosscount.kernels.detecting.requests import COLUMNS as REQUEST_COLUMNS
from crosscount.kernels.detecting.spool import Spool
from crosscount.kernels.detecting.validity import DAY, effective, microseconds
from crosscount.model.detector import Context, Detector, Gathering
from crosscount.model.kinds import Seen
from crosscount.model.provenance import StagedFile
from crosscount.model.tables import OBSERVATIONS
from crosscount.settings import Settings
from crosscount.store import commit, lake, staging

__all__ = ["DETECTORS", "Concluded", "run", "stale"]

DETECTORS: tuple[Detector, ...] = (
    *(c2.DETECTOR, phishing.DETECTOR, reports.DETECTOR, web_backdoor.DETECTOR),
    *(beacon.DETECTOR, dns_tunnel.DETECTOR, exfiltration.DETECTOR, long_connection.DETECTOR),
)
CHUNK_ROWS = 1_000_000
CHUNK_DAYS = 3_000
SYNCING = 8  # files that wait for the disk at the same time: with many small days that is most of the time
TRAFFIC = (Seen.FLOW.value, Seen.REQUEST.value, Seen.LOOKUP.value)
OF_TRAFFIC = (
    *("seen", "record", "source", "observed_at", "answer_ip", "protocol", "duration"),
    *REQUEST_COLUMNS,
)
OF_FLOWS = ("record", "source", "observed_at", "client_ip", "server_ip", "bytes_out", "bytes_in")
OF_STATEMENTS = (
    *("seen", "record", "source", "observed_at", "client_ip", "server_ip", "host", "url", "family", "stated", "brand"),
    *("bot_id", "valid_from", "valid_to", "time_basis"),
)
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Concluded:
    """What a run did."""

    days: tuple[date, ...]  # UTC
    rows: int  # observations read
    threats: int  # rows written
    version: int  # of `threats`
    notes: tuple[str, ...] = field(default=())  # where an edition had to stand in for a missing one
    problems: tuple[tuple[str, str], ...] = field(default=())  # rules that cannot be used: (file, why)


def run(*, settings: Settings, days: Sequence[date] | None = None, progress: Progress | None = None) -> Concluded:
    """Conclude the given UTC days, or all whose inputs have changed since they last were."""
    done, known = inputs.recorded(settings)
    found = inputs.survey(settings, known)
    wanted = inputs.digests(found, DETECTORS, settings)
    todo = sorted(set(days)) if days is not None else _changed(wanted, done)
    problems = tuple(problem for one in DETECTORS for problem in one.problems(settings))
    work = _Work(settings, found, progress)
    for chunk in _chunks(todo, found):
        with TemporaryDirectory(prefix="crosscount-") as scratch:
            staged = work.stage(chunk, Path(scratch))
        version = commit.replace_days(settings.store, "threats", chunk, staged)
        inputs.record(settings, version, {day: wanted.get(day) for day in chunk}, work.unrecorded_spans())
    version = lake.at(settings.store, "threats").version
    return Concluded(tuple(todo), work.read, work.written, version, tuple(sorted(work.notes)), problems)


def stale(settings: Settings) -> list[date]:
    """The UTC days whose inputs have changed since they were last concluded, those that lost all of them included."""
    done, known = inputs.recorded(settings)
    return _changed(inputs.digests(inputs.survey(settings, known), DETECTORS, settings), done)


def _changed(wanted: dict[date, str], done: dict[date, str]) -> list[date]:
    return sorted(day for day in {*wanted, *done} if wanted.get(day) != done.get(day))


def _chunks(days: Sequence[date], found: Inputs) -> Iterator[list[date]]:
    chunk: list[date] = []
    rows = 0.0
    for day in days:
        near = found.rows(day)
        if chunk and (rows + near > CHUNK_ROWS or len(chunk) >= CHUNK_DAYS):
            yield chunk
            chunk, rows = [], 0.0
        chunk.append(day)
        rows += near
    if chunk:
        yield chunk


def _standing(start: datetime, end: datetime) -> pc.Expression:
    """Statements that may stand between two instants: a coarse condition that spares reading others."""
    begins = pc.coalesce(pc.field("valid_from"), pc.field("observed_at"))
    ends = pc.coalesce(pc.field("valid_to"), pc.field("observed_at"))
    return (begins < pa.scalar(end)) & (ends >= pa.scalar(start - timedelta(days=1)))  # an end may mean a whole day


class _Work:
    """One run over pinned inputs."""

    def __init__(self, settings: Settings, found: Inputs, progress: Progress | None) -> None:
        self._settings, self._found, self._progress = settings, found, progress
        self._targets = editions.targets(settings)
        self._lists = {name: address_list(contaminants.prefixes(settings, name)) for name in contaminants.LISTS}
        self._own = address_list(contaminants.own_networks(settings))
        self._placers: dict[str, editions.Placer] = {}
        self._learned = dict(found.learned)
        self.read = self.written = 0
        self.notes: set[str] = set()

    def unrecorded_spans(self) -> dict[str, Spans]:
        """The spans that were read and are in no record yet, once."""
        out, self._learned = self._learned, {}
        return out

    def stage(self, days: Sequence[date], scratch: Path) -> list[StagedFile]:
        """The files with the threats of the days."""
        start = datetime.combine(days[0], time(), UTC)
        end = datetime.combine(days[-1] + timedelta(days=1), time(), UTC)
        numbers = pa.array([(day - EPOCH).days for day in days], pa.int64())
        with Spool(start, end, scratch) as spool:
            for conclusions in self._conclusions(days, start, end, scratch):
                day = pa.array(microseconds(conclusions.column("observed_at")) // DAY)
                within = conclusions.filter(pc.is_in(day, numbers))
                spool.add(decontaminated(within, self._lists))
            return self._placed(spool)

    def _conclusions(self, days: Sequence[date], start: datetime, end: datetime, scratch: Path) -> Iterator[pa.Table]:
        traffic = self._found.touching(days, seen=TRAFFIC)
        statements = self._found.touching(days, seen=STATEMENTS)
        context = Context(
            settings=self._settings,
            start=start,
            end=end,
            listings=self._listings(days, start, end, bool(traffic.files)),
            own=lambda addresses: covered(addresses, self._own).to_numpy(zero_copy_only=False),
            past=lambda clients: self._flows(clients, days, start, end),
            scratch=scratch,
        )
        detects = [(frozenset(seen.value for seen in one.seen), one.prepare(context)) for one in DETECTORS]
        at = pc.field("observed_at")
        within = (at >= pa.scalar(start)) & (at < pa.scalar(end))
        for table, columns, where in (
            (traffic, OF_TRAFFIC, within),
            (statements, OF_STATEMENTS, _standing(start, end)),
        ):
            for batch in lake.batches(table, columns, where):
                seen = batch.column("seen")[0].as_py()  # a partition column: one value a batch
                for sees, detect in detects:
                    if seen in sees:
                        yield detect(batch)
                self.read += batch.num_rows
                if self._progress is not None:
                    self._progress("conclude", batch.num_rows)

        for _, detect in detects:
            if isinstance(detect, Gathering):
                yield from detect.finish()

    def _flows(
        self, clients: pa.Array, days: Sequence[date], start: datetime, end: datetime
    ) -> Iterator[pa.RecordBatch]:
        """The flows of some clients, from as many days before the first as any detector looks back."""
        past = max(one.past_days for one in DETECTORS)
        wanted = sorted({day - timedelta(days=number) for day in days for number in range(past + 1)})
        at = pc.field("observed_at")
        where = (at >= pa.scalar(start - timedelta(days=past))) & (at < pa.scalar(end))
        files = self._found.touching(wanted, seen=(Seen.FLOW.value,))
        yield from lake.batches(files, OF_FLOWS, where & pc.field("client_ip").isin(clients))

    def _listings(self, days: Sequence[date], start: datetime, end: datetime, needed: bool) -> pa.Table:
        """The statements that may count as indicators between two instants."""
        schema = pa.schema([OBSERVATIONS.field(name) for name in OF_STATEMENTS])
        kinds = sorted({kind for one in DETECTORS for kind in one.listings})
        lasting = max(self._settings.indicators.c2_days, self._settings.indicators.phishing_days)
        parts = [schema.empty_table()]
        if needed:
            files = self._found.touching(days, seen=STATEMENTS, longer=lasting)
            first, after = (int(instant.timestamp()) * 1_000_000 for instant in (start, end))
            where = pc.field("stated").isin(kinds) & _standing(start - timedelta(days=lasting), end)
            for batch in lake.batches(files, OF_STATEMENTS, where):
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
                self.written += rows.num_rows
            finished += [pool.submit(current[1].finish)] if current is not None else []
            return [file for one in finished for file in one.result()]

    def _placed_by_day(self, spool: Spool) -> Iterator[tuple[date, pa.Table]]:
        for table in spool.tables():
            numbers = microseconds(table.column("observed_at")) // DAY
            days = {number: EPOCH + timedelta(days=number) for number in np.unique(numbers).tolist()}
            keys = {number: editions.fingerprint(self._settings, day) for number, day in days.items()}
            for _, run in groupby(days, key=keys.__getitem__):  # consecutive days of the same editions
                same = list(run)
                first, after = np.searchsorted(numbers, [same[0], same[-1] + 1]).tolist()
                placer = self._placer(keys[same[0]], days[same[0]])
                rows = placed(table.slice(first, after - first), placer, self._targets)
                for number in same:
                    low, high = (np.searchsorted(numbers, [number, number + 1]) - first).tolist()
                    yield days[number], rows.slice(low, high - low)

    def _placer(self, key: str, day: date) -> editions.Placer:
        if key not in self._placers:
            self._placers[key] = editions.placer(self._settings, day)
            self.notes.update(self._placers[key].notes)
        return self._placers[key]
