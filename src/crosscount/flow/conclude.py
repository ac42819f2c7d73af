"""Conclude: observations of UTC days × detectors × the editions of those days → threats, replaced in one commit.

Days are worked off in chunks: many quiet days at once, a busy day alone. Each chunk is a share of work, and a very busy
day several, which the engine spreads; what a day is cut into depends on its rows alone, so every engine stages the same
files. Rows stream through the detectors, so memory depends on the indicators and not on the traffic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from crosscount.engines.choice import chosen
from crosscount.errors import InputError
from crosscount.flow import inputs
from crosscount.flow.concluding import DETECTORS, Share, Staged, gathering, stage
from crosscount.flow.inputs import STATEMENTS, Inputs
from crosscount.model.detector import Detector
from crosscount.model.kinds import Seen
from crosscount.model.provenance import DataFile, TableAt
from crosscount.settings import Settings
from crosscount.store import commit, lake

__all__ = ["DETECTORS", "Concluded", "row_by_row", "run", "share_of", "stale"]

CHUNK_ROWS = 1_000_000
CHUNK_DAYS = 3_000
SPLIT_ROWS = 8_000_000  # a day with more is cut: every cut reads the indicators again
BUSY_ROWS = 50_000  # a day; several days of more are dealt out: of less, every share would stage many small files
SPLIT_STATEMENTS = 400_000  # the same of statements alone: each stands for itself and needs no indicators
SMALL_ROWS = 500_000  # fewer are concluded sooner than another process starts
TRAFFIC = (Seen.FLOW.value, Seen.REQUEST.value, Seen.LOOKUP.value)
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
    closed = inputs.closed(settings)
    todo = _open(days, closed) if days is not None else _changed(wanted, done, closed)
    problems = tuple(problem for one in DETECTORS for problem in one.problems(settings))
    chunks = list(_chunks(todo, found))
    shares: list[Share] = []
    chunk_of: list[int] = []
    for number, chunk in enumerate(chunks):
        cut = _shares(chunk, found, settings)
        shares += cut
        chunk_of += [number] * len(cut)
    waiting: dict[int, dict[int, Staged]] = {}
    read = written = 0
    notes: set[str] = set()
    learned = dict(found.learned)
    small = sum(found.rows(day) for day in todo) < SMALL_ROWS
    for number, staged in chosen(settings).each(stage, shares, small=small) if shares else ():
        chunk_number = chunk_of[number]
        parts = waiting.setdefault(chunk_number, {})
        parts[number] = staged
        read, written, notes = read + staged.read, written + staged.written, notes | staged.notes
        if progress is not None:
            progress("conclude", staged.read)
        if len(parts) == chunk_of.count(chunk_number):
            chunk = chunks[chunk_number]
            files = [file for _, part in sorted(waiting.pop(chunk_number).items()) for file in part.files]
            version = commit.replace_days(settings.store, "threats", chunk, files)
            inputs.record(settings, version, {day: wanted.get(day) for day in chunk}, learned)
            learned = {}
    version = lake.version(settings.store, "threats")
    return Concluded(tuple(todo), read, written, version, tuple(sorted(notes)), problems)


def stale(settings: Settings, observations: TableAt | None = None) -> list[date]:
    """The UTC days whose inputs have changed since they were last concluded, those that lost all of them included.

    The inputs are the observations as given, or as they are now.
    """
    done, known = inputs.recorded(settings)
    wanted = inputs.digests(inputs.survey(settings, known, observations), DETECTORS, settings)
    return _changed(wanted, done, inputs.closed(settings))


def _changed(wanted: dict[date, str], done: dict[date, str], closed: date | None) -> list[date]:
    days = (day for day in {*wanted, *done} if closed is None or day >= closed)
    return sorted(day for day in days if wanted.get(day) != done.get(day))


def _open(days: Sequence[date], closed: date | None) -> list[date]:
    over = sorted(day for day in days if closed is not None and day < closed)
    if over:
        raise InputError(f"{over[0]} is closed: observations before {closed} have expired, so it would lose threats")
    return sorted(set(days))


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


def _shares(days: Sequence[date], found: Inputs, settings: Settings) -> list[Share]:
    """The chunk in one share; busy days in several: their files dealt out, but whole to who must see a day whole."""
    traffic = found.touching(days, seen=TRAFFIC)
    statements = found.touching(days, seen=STATEMENTS)
    rows = sum(found.rows(day) for day in days)
    quiet = len(days) > 1 and (bool(traffic.files) or rows < len(days) * BUSY_ROWS)
    if quiet or rows <= SPLIT_STATEMENTS:
        return [share_of(days, DETECTORS, traffic, statements, found, settings)]
    apart = row_by_row(settings)
    if rows <= SPLIT_ROWS:
        stating = [one for one in DETECTORS if set(one.seen) & {Seen.LISTING, Seen.REPORT}]
        none = TableAt(traffic.table, traffic.version, ())
        parts = [
            share_of(days, stating, none, TableAt(none.table, none.version, tuple(files)), found, settings)
            for files in (_dealt(statements.files, SPLIT_STATEMENTS) if statements.files else ())
        ]
        if traffic.files:
            # Reading the day twice, side by side, ends sooner than reading it once.
            for gathers in (False, True):
                some = [one for one in DETECTORS if one not in stating and (one not in apart) == gathers]
                parts.append(share_of(days, some, traffic, none, found, settings, first=not gathers))
        return parts
    out = []
    for files in _dealt((*traffic.files, *statements.files), SPLIT_ROWS):
        split = [tuple(file for file in files if file.partition["seen"] in seen) for seen in (TRAFFIC, STATEMENTS)]
        flows, said = (TableAt(traffic.table, traffic.version, each) for each in split)
        out.append(share_of(days, apart, flows, said, found, settings))
    for one in (each for each in DETECTORS if each not in apart):
        flows, said = _seen_by(one, traffic), _seen_by(one, statements)
        out.append(share_of(days, [one], flows, said, found, settings, first=False))
    return out


def _dealt(files: Sequence[DataFile], most: int) -> list[list[DataFile]]:
    dealt: list[list[DataFile]] = [[]]
    rows = 0
    for file in files:
        if dealt[-1] and rows + file.rows > most:
            dealt.append([])
            rows = 0
        dealt[-1].append(file)
        rows += file.rows
    return dealt


def row_by_row(settings: Settings) -> list[Detector]:
    """The detectors that need not see a day whole."""
    return [one for one in DETECTORS if not gathering(one, settings)]


def share_of(
    days: Sequence[date],
    detectors: Sequence[Detector],
    traffic: TableAt,
    statements: TableAt,
    found: Inputs,
    settings: Settings,
    *,
    first: bool = True,
) -> Share:
    """Work for some detectors on some files of some days."""
    lasting = max(settings.indicators.c2_days, settings.indicators.phishing_days)
    match = bool(traffic.files) and any(one.listings for one in detectors)
    past = max(one.past_days for one in detectors)
    before = sorted({day - timedelta(days=number) for day in days for number in range(past + 1)})
    return Share(
        settings=settings.anywhere(),
        days=tuple(days),
        detectors=tuple(one.id for one in detectors),
        traffic=traffic,
        statements=statements,
        standing=found.touching(days if match else [], seen=STATEMENTS, longer=lasting),
        past=found.touching(before if past else [], seen=(Seen.FLOW.value,)),
        first=first,
    )


def _seen_by(detector: Detector, table: TableAt) -> TableAt:
    sees = {seen.value for seen in detector.seen}
    return TableAt(table.table, table.version, tuple(file for file in table.files if file.partition["seen"] in sees))
