"""Ingest: files → observations and set-aside rows, each snapshot exactly once.

A snapshot's rows reach `observations`, then `set_aside`, then its row reaches `snapshots`, each commit under the
transaction id `ingest:<snapshot>`. It counts as ingested when all three are in; after a crash the same run adds what
is missing and nothing twice. Workers read and stage, this process commits.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from crosscount import plugins
from crosscount.engines.choice import chosen
from crosscount.engines.processes import pool
from crosscount.errors import EngineError, InputError, StoreError
from crosscount.flow import bots, mapping, snapshots
from crosscount.flow.intake import Rows, read_piece
from crosscount.flow.opening import Found, found
from crosscount.flow.pieces import PIECE_BYTES
from crosscount.flow.snapshots import INGESTED
from crosscount.flow.taking import Bytes, Order, Taken, finished, keep_bytes, take
from crosscount.flow.watch.followed import passed_over
from crosscount.model.tables import SNAPSHOTS
from crosscount.settings import Settings
from crosscount.store import commit, cursors, durable, keep, lake, raw, staging

__all__ = ["FileReport", "publish", "run"]

BATCH_ROWS = 500_000  # rows held in memory before they are committed
BATCH_SECONDS = 2.0
POOL_BYTES = 32 * 1024**2  # less than this is read sooner than worker processes start
SKIPPED = "skipped"

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or of one member of an archive."""

    snapshot: str | None  # None if it was passed over
    name: str
    source: str | None  # None if no source read it, or there was nothing to read
    read: int
    kept: int
    set_aside: int
    remarks: int
    reasons: dict[str, int]
    state: str  # ingested, refused, unknown or skipped
    fault: str | None  # why it is not ingested, or why nothing of it was kept
    version: int  # of `observations`, with these rows in; -1 if nothing was ever ingested
    already: bool  # it had been ingested before: nothing changed


def run(
    paths: Sequence[Path],
    *,
    settings: Settings,
    source: str | None = None,
    day: date | None = None,
    site: str | None = None,
    family: str | None = None,
    publisher: str | None = None,
    licence: str | None = None,
    progress: Progress | None = None,
) -> list[FileReport]:
    """Read the files, and those in the folders, into the store; one report a file, in the order of the paths."""
    sources = plugins.sources()  # one that cannot be loaded is one error here, not one a file
    if source is not None and bots.is_bot(source):
        bots.source_of(source)
    elif source is not None and source not in sources:
        raise InputError(f"there is no source '{source}' (there are: {', '.join(sources) or 'none'})")
    order = Order(settings, source, day, site, family, publisher, licence)
    files = found(paths, settings.store)
    with cursors.taking_whole(settings.store):
        return _taken_in(passed_over(files, settings), order, progress)


def publish(settings: Settings, taken: Sequence[Taken]) -> list[FileReport]:
    """Commit what was taken by other hands, and report it."""
    reports: dict[int, list[FileReport]] = {}
    _settle(settings, list(enumerate(taken)), {}, reports)
    return [report for number in sorted(reports) for report in reports[number]]


def _taken_in(files: Sequence[Found], order: Order, progress: Progress | None) -> list[FileReport]:
    known = snapshots.ingested(order.settings)
    reports: dict[int, list[FileReport]] = {}
    waiting: list[tuple[int, Taken]] = []
    last = time.monotonic()
    for number, taken in _all_taken(files, order, known, progress):
        waiting.append((number, taken))
        if _rows(waiting) > BATCH_ROWS or time.monotonic() - last > BATCH_SECONDS:
            _settle(order.settings, waiting, known, reports)
            waiting, last = [], time.monotonic()
    _settle(order.settings, waiting, known, reports)
    return [report for number in sorted(reports) for report in reports[number]]


def _all_taken(
    files: Sequence[Found], order: Order, known: dict[str, dict[str, Any]], progress: Progress | None
) -> Iterator[tuple[int, Taken]]:
    if order.settings.engine.name != "local":
        yield from _on_engine(files, order, known, progress)
        return
    sizes = [one.path.stat().st_size for one in files if not one.skipped]
    pieces = sum(max(1, size // PIECE_BYTES) for size in sizes)
    workers = min(order.settings.ingest.workers, pieces)
    if workers > 1 and sum(sizes) > POOL_BYTES:
        yield from _in_workers(files, order, known, progress, workers)
        return
    for number, one in enumerate(files):
        for taken in take(one, order, known, progress):
            if taken.jobs:
                open_file = _Open(number, taken)
                try:
                    for place, job in enumerate(taken.jobs):
                        open_file.parts[place] = read_piece(job)
                        _tell(progress, taken.name, open_file.parts[place].sums.read)
                except BaseException:
                    open_file.discard(order.settings.store)
                    raise
                taken = open_file.finished(order.settings)
            yield number, taken


def _on_engine(
    files: Sequence[Found], order: Order, known: dict[str, dict[str, Any]], progress: Progress | None
) -> Iterator[tuple[int, Taken]]:
    """The same on other machines: short files are read where they are stored, then the pieces of long ones."""
    store = order.settings.store
    with durable.writing(store):
        store.mkdir(parents=True, exist_ok=True)  # or nobody could be asked whether it is the same there
    engine = chosen(order.settings)
    placed = [replace(one, path=one.path.absolute()) for one in files]
    look = partial(_looked_at, replace(order, settings=order.settings.anywhere()), frozenset(known))
    begun: list[_Open] = []
    try:
        for number, found_there in engine.each(look, placed):
            for taken in found_there:
                _same_there(taken, placed[number], store)
                if taken.jobs:
                    begun.append(_Open(number, taken))
                    continue
                _tell(progress, taken.name, taken.row["read"] if taken.row is not None else 0)
                yield number, taken
        jobs = [(whole, place) for whole in begun for place in range(len(whole.taken.jobs))]
        for number, rows in engine.each(read_piece, [whole.taken.jobs[place] for whole, place in jobs]):
            whole, place = jobs[number]
            whole.parts[place] = rows
            _tell(progress, whole.taken.name, rows.sums.read)
            if len(whole.parts) == len(whole.taken.jobs):
                begun.remove(whole)
                yield whole.number, whole.finished(order.settings)
    finally:
        for one in begun:
            one.discard(store)


def _same_there(taken: Taken, given: Found, store: Path) -> None:
    """EngineError where a worker cannot read what this machine can, or has stored it where this machine cannot."""
    way_out = "share it with all workers under the same path, and run the same again"
    if taken.row is None and not given.skipped and os.access(given.path, os.R_OK):
        raise EngineError(f"{taken.fault} on a worker, though it lies here: {way_out}")
    if taken.row is not None and not raw.path(store, taken.row["sha256"]).is_file():
        raise EngineError(f"'{taken.name}' was stored by a worker and is not in the store '{store}' here: {way_out}")


def _looked_at(order: Order, known: frozenset[str], one: Found) -> list[Taken]:
    return list(take(one, order, dict.fromkeys(known)))


@dataclass(slots=True)
class _Open:
    """A long file of which not all pieces are read yet."""

    number: int
    taken: Taken
    parts: dict[int, Rows] = field(default_factory=dict)

    def finished(self, settings: Settings) -> Taken:
        """The file, all of whose pieces are there; of one that is refused nothing stays staged."""
        whole = finished(self.taken, [self.parts[place] for place in sorted(self.parts)], settings.ingest)
        if whole.row is not None and whole.row["state"] != INGESTED:
            self.discard(settings.store)
            whole.rows = Rows()
        return whole

    def discard(self, root: Path) -> None:
        """Remove what its pieces have staged."""
        keep.discard(root, [file for part in self.parts.values() for staged in part.staged.values() for file in staged])


def _tell(progress: Progress | None, name: str, rows: int) -> None:
    if progress is not None:
        progress(name, rows)


def _in_workers(
    files: Sequence[Found], order: Order, known: dict[str, dict[str, Any]], progress: Progress | None, workers: int
) -> Iterator[tuple[int, Taken]]:
    with pool(workers, _remember, order, frozenset(known)) as processes:
        todo = iter(enumerate(files))
        pieces: deque[tuple[_Open, int]] = deque()
        running: dict[Future[Any], int | tuple[_Open, int]] = {}
        begun: list[_Open] = []
        try:
            while True:
                # Few at a time: what is done waits in memory for its commit. Begun files come first.
                while len(running) < 2 * workers:
                    if pieces:
                        piece = pieces.popleft()
                        running[processes.submit(read_piece, piece[0].taken.jobs[piece[1]])] = piece
                    elif (item := next(todo, None)) is not None:
                        # Of a long file the bytes are stored here, while the processes begin or read others.
                        kept = keep_bytes(item[1], order) if _is_long(item[1]) else None
                        if isinstance(kept, Taken):
                            yield item[0], kept
                        else:
                            running[processes.submit(_work, item[1], kept)] = item[0]
                    else:
                        break
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    what = running.pop(future)
                    if isinstance(what, tuple):
                        whole, place = what
                        whole.parts[place] = future.result()
                        _tell(progress, whole.taken.name, whole.parts[place].sums.read)
                        if len(whole.parts) == len(whole.taken.jobs):
                            begun.remove(whole)
                            yield whole.number, whole.finished(order.settings)
                        continue
                    for taken in future.result():
                        if taken.jobs:
                            begun.append(_Open(what, taken))
                            pieces.extend((begun[-1], place) for place in range(len(taken.jobs)))
                            continue
                        if taken.row is not None:
                            _tell(progress, taken.name, taken.row["read"])
                        yield what, taken
        except BrokenProcessPool as error:
            raise StoreError("a worker process was killed, perhaps for want of memory; run the same again") from error
        finally:
            processes.shutdown(cancel_futures=True)
            for done in (future for future in running if future.done() and not future.cancelled()):
                what = running[done]
                if isinstance(what, tuple) and done.exception() is None:
                    what[0].parts[what[1]] = done.result()
            for one in begun:
                one.discard(order.settings.store)


_order: Order
_known: dict[str, Any]


def _remember(order: Order, known: frozenset[str]) -> None:
    """What every item of a worker process shares."""
    global _order, _known
    _order, _known = order, dict.fromkeys(known)


def _is_long(found: Found) -> bool:
    try:
        return found.skipped is None and found.path.stat().st_size > PIECE_BYTES and not mapping.is_mapping(found.path)
    except OSError:
        return False


def _work(one: Found, kept: Bytes | None) -> list[Taken]:
    return list(take(one, _order, _known, kept=kept))


def _rows(waiting: Sequence[tuple[int, Taken]]) -> int:
    return sum(batch.num_rows for _, taken in waiting for held in taken.rows.held.values() for batch in held)


def _settle(
    settings: Settings,
    waiting: Sequence[tuple[int, Taken]],
    known: dict[str, dict[str, Any]],
    reports: dict[int, list[FileReport]],
) -> None:
    """Commit what was taken and report it; `known` learns what is new."""
    new: dict[str, Taken] = {}
    for _, taken in waiting:
        if taken.row is not None and not taken.already:
            new.setdefault(snapshots.transaction(taken.row), taken)
    good = {name: taken for name, taken in new.items() if taken.row is not None and taken.row["state"] == INGESTED}
    for table in ("observations", "set_aside"):
        _append(settings.store, table, good)
    added = set(_append(settings.store, "snapshots", new))
    version = lake.version(settings.store, "observations")
    for number, taken in waiting:
        name = None if taken.row is None else snapshots.transaction(taken.row)
        mine = name in added and new.get(name) is taken if name else False
        if taken.row is not None and taken.row["state"] == INGESTED and not taken.already:
            known.setdefault(taken.row["snapshot"], taken.row)
        reports.setdefault(number, []).append(_report(taken, known, version, mine))


def _append(root: Path, table: str, new: dict[str, Taken]) -> list[str]:
    """Add the rows of all transactions that are not in the table yet, in one commit; return which these were."""
    while missing := commit.missing(root, table, list(new)):
        held = [batch for name in missing for batch in _held(new[name], table)]
        staged = staging.write(root, table, held) if held else []
        staged += [file for name in missing for file in new[name].rows.staged.get(table, ())]
        # None: another process added one of them since we looked; look again.
        if commit.append_together(root, table, staged, missing) is not None:
            return missing
    return []


def _held(taken: Taken, table: str) -> list[pa.RecordBatch]:
    if table == "snapshots":
        return [pa.RecordBatch.from_pylist([taken.row], schema=SNAPSHOTS)]
    return taken.rows.held.get(table, [])


def _report(taken: Taken, known: dict[str, dict[str, Any]], version: int, mine: bool) -> FileReport:
    row = taken.row
    if row is None:
        return FileReport(None, taken.name, None, 0, 0, 0, 0, {}, SKIPPED, taken.fault, version, False)
    row = known.get(row["snapshot"], row) if row["state"] == INGESTED else row
    return FileReport(
        snapshot=row["snapshot"],
        name=taken.name,
        source=row["source"],
        read=row["read"],
        kept=row["kept"],
        set_aside=row["set_aside"],
        remarks=row["remarks"],
        reasons=orjson.loads(row["reasons"]),
        state=row["state"],
        fault=taken.fault,
        version=version,
        already=not mine and row["state"] == INGESTED,
    )
