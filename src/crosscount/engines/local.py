"""This machine: a pool of processes does the work, DuckDB unites and counts, spilling to disk when memory is short."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from typing import TypeVar

import duckdb
import pyarrow as pa

from crosscount.engines.base import Counted, Question
from crosscount.engines.processes import pool
from crosscount.engines.scratch import scratch_folder
from crosscount.errors import EngineError, InputError
from crosscount.kernels.counting.distinct import PAIRS
from crosscount.model.figure import DIMENSIONS

__all__ = ["LocalEngine", "interruptible"]

MEMORY_LIMIT = "600MB"
INTERRUPT_SECONDS = 0.1

Item = TypeVar("Item")
Result = TypeVar("Result")


class LocalEngine:
    """Processes that end with this one, and DuckDB in this process, with one connection a count."""

    name = "local"

    def __init__(self, workers: int = 2) -> None:
        self._workers = workers

    def each(
        self, work: Callable[[Item], Result], items: Sequence[Item], *, small: bool = False
    ) -> Iterator[tuple[int, Result]]:
        """Run `work` once for each item and yield (number of the item, result) as results come in, in any order."""
        workers = min(self._workers, len(items))
        if small or workers < 2:
            return ((number, work(item)) for number, item in enumerate(items))
        return _in_processes(work, items, workers)

    def count_distinct(self, pairs: Iterable[pa.Table], questions: Sequence[Question]) -> list[Counted]:
        """Unite tables of the schema kernels.counting.distinct.PAIRS and answer each question by exact counting."""
        with (
            scratch_folder() as spill,
            duckdb.connect(
                config={
                    "memory_limit": MEMORY_LIMIT,
                    "threads": 2,
                    "temp_directory": str(spill),
                    "preserve_insertion_order": False,
                }
            ) as connection,
        ):
            return interruptible(connection, lambda: _counted(connection, pairs, questions))


def _in_processes(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[tuple[int, Result]]:
    with pool(workers) as processes:
        todo = iter(enumerate(items))
        running: dict[Future[Result], int] = {}
        try:
            while True:
                # Few at a time: what is done waits in memory for its commit.
                while len(running) < 2 * workers and (item := next(todo, None)) is not None:
                    running[processes.submit(work, item[1])] = item[0]
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        except BrokenProcessPool as error:
            raise EngineError("a worker process was killed, perhaps for want of memory; run the same again") from error
        finally:
            processes.shutdown(cancel_futures=True)


def interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], Result]) -> Result:
    """Let a thread do the work: DuckDB asks for no signal in the middle of a query, a thread that waits does."""
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(work)
        try:
            return done.result()
        except BaseException:
            while not done.done():
                connection.interrupt()  # again, for it says nothing to a query that has yet to begin
                wait([done], INTERRUPT_SECONDS)
            raise


def _counted(
    connection: duckdb.DuckDBPyConnection, pairs: Iterable[pa.Table], questions: Sequence[Question]
) -> list[Counted]:
    _take_in(connection, pairs)
    return [_answer(connection, question) for question in questions]


def _take_in(connection: duckdb.DuckDBPyConnection, pairs: Iterable[pa.Table]) -> None:
    """Fill the table `pairs`. What goes wrong in reading is raised as it was, not as DuckDB retells it."""
    faults: list[Exception] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from _batches(pairs)
        except Exception as error:
            faults.append(error)
            raise

    connection.register("incoming", pa.RecordBatchReader.from_batches(PAIRS, watched()))
    try:
        connection.execute("create temp table pairs as from incoming")
    except duckdb.Error as error:
        if not faults:
            raise
        raise faults[0] from error


def _answer(connection: duckdb.DuckDBPyConnection, question: Question) -> Counted:
    unknown = {*question.by, *question.where} - set(DIMENSIONS)
    if unknown:
        raise InputError(f"no dimension '{min(unknown)}' (there are: {', '.join(DIMENSIONS)})")
    columns = [f"coalesce({name}::varchar, '')" for name in question.by]
    condition = " and ".join(f"coalesce({name}::varchar, '') = ?" for name in question.where) or "true"
    group = f"concat_ws(chr(31), {', '.join(columns)})" if columns else "''"
    # DuckDB's names are quoted by nobody's input: dimensions were checked above, values are parameters.
    connection.execute(
        f'create or replace temp table united as select {group} as "group", member, bool_or(counted) as counted, '
        f'sum("rows")::bigint as "rows" from pairs where {condition} group by all',
        list(question.where.values()),
    )
    without_member, excluded, rows = connection.execute(
        'select coalesce(sum("rows") filter (member is null), 0), '
        "(select count(*) from (select member from united where member is not null "
        "group by member having not bool_or(counted))), "
        'coalesce(sum("rows"), 0) from united'
    ).fetchall()[0]
    groups = connection.execute(
        'select "group", count(*) from united where member is not null and counted group by all'
    ).fetchall()
    ordered = connection.sql(
        "select encode(\"group\") || '\\x1e'::blob || member as pair from united "
        "where member is not null and counted order by pair"
    ).to_arrow_reader(1_000_000)
    sizes = {tuple(text.split("\x1f")) if question.by else (): int(count) for text, count in groups}
    return Counted(sizes, _digest(ordered), int(rows), int(without_member), int(excluded))


def _batches(pairs: Iterable[pa.Table]) -> Iterator[pa.RecordBatch]:
    for table in pairs:
        yield from table.cast(PAIRS).to_batches()


def _digest(batches: Iterable[pa.RecordBatch]) -> str:
    """SHA-256 over the values of the one binary column, in order, without separators."""
    total = sha256()
    for batch in batches:
        column = batch.column(0)
        if len(column):
            column = column.cast(pa.large_binary())
            offsets = memoryview(column.buffers()[1]).cast("q")
            total.update(memoryview(column.buffers()[2])[offsets[column.offset] : offsets[column.offset + len(column)]])
    return total.hexdigest()
