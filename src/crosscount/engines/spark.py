"""A Spark cluster does the work and counts. Only this file and `application` know pyspark.

Items travel in the closure, one task an item; a task runs the same function as a process of this machine would, through
`DataFrame.mapInArrow`, which Spark calls unstable. Spark repeats the tasks of a machine that is lost. Rows are read
from the files that are named, so no jar for Delta tables is needed, and nothing is committed here.
"""

from __future__ import annotations

import os
import pickle
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

from crosscount.engines.application import session, versions, watched
from crosscount.engines.base import Counted, Pairs, Question
from crosscount.errors import CrosscountError, InputError
from crosscount.kernels.counting.asked import SEPARATOR, asked
from crosscount.model.figure import DIMENSIONS
from crosscount.settings import Engine

__all__ = ["SparkEngine"]

WAVE = 4  # items for each core between two collections: their results wait in this process for a commit
SHUFFLE = "spark.sql.shuffle.partitions"
ANSWERS = "number bigint, answer binary"
ASKED = "question int, group string, member binary, counted boolean, rows bigint"
SORTED = "question int, pairs binary"

Item = TypeVar("Item")
Result = TypeVar("Result")


class SparkEngine:
    """One Spark application, started when first asked for and shared in this process."""

    name = "spark"

    def __init__(self, settings: Engine, store: Path) -> None:
        self._spark = session(settings, store)
        self._store = str(store) if store.is_dir() else None  # None: counting in a store that is not there yet
        self._cores = max(2, self._spark.sparkContext.defaultParallelism)
        if not any(option.startswith(SHUFFLE) for option in settings.options):
            self._spark.conf.set(SHUFFLE, str(2 * self._cores))

    def each(
        self, work: Callable[[Item], Result], items: Sequence[Item], *, small: bool = False
    ) -> Iterator[tuple[int, Result]]:
        """Run `work` once for each item, in tasks of the cluster, and yield (number of the item, result)."""
        size = WAVE * self._cores
        for first in range(0, len(items), size):
            packed = [pickle.dumps(item) for item in items[first : first + size]]
            with watched(self._spark):
                answers = self._mapped(partial(_worked, work, packed), len(packed), ANSWERS).toArrow().to_pylist()
            for row in answers:
                answer = pickle.loads(row["answer"])  # written by our own workers
                if isinstance(answer, _Raised):
                    raise answer.error
                yield first + row["number"], answer

    def count_distinct(self, pairs: Iterable[pa.Table], questions: Sequence[Question]) -> list[Counted]:
        """Unite tables of the schema kernels.counting.distinct.PAIRS and answer each question by exact counting."""
        for question in questions:
            unknown = {*question.by, *question.where} - set(DIMENSIONS)
            if unknown:
                raise InputError(f"no dimension '{min(unknown)}' (there are: {', '.join(DIMENSIONS)})")
        source = pairs if isinstance(pairs, Pairs) else Pairs(_alone, list(pairs))
        packed = [pickle.dumps(item) for item in source.items]
        read = partial(_read, source.read, packed, [(question.by, dict(question.where)) for question in questions])
        with watched(self._spark):
            return _answers(self._mapped(read, len(packed), ASKED), questions)

    def _mapped(self, work: Callable[[Iterator[pa.RecordBatch]], Any], number: int, schema: str) -> DataFrame:
        """One task for each number from 0, as Spark's `range` deals them out."""
        checked = partial(_checked, versions(), self._store, work)
        return self._spark.range(0, number, 1, max(1, number)).mapInArrow(checked, schema)


class _Raised:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _checked(
    expected: dict[str, str],
    store: str | None,
    work: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """On a worker: an executor that joined later is held against the versions too, and asked for the store."""
    found, host = versions(), platform.node()
    if found != expected:
        raise RuntimeError(f"versions differ on {host}: {found}, expected {expected}")
    if store is not None and not os.path.isdir(store):
        raise RuntimeError(f"there is no store '{store}' on {host}: share it with all workers under the same path")
    yield from work(batches)


def _worked(
    work: Callable[[Any], Any], packed: Sequence[bytes], batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """On a worker: what is raised comes back as an answer, or Spark would repeat the task in vain."""
    for number in _numbers(batches):
        try:
            answer = pickle.dumps(work(pickle.loads(packed[number])))
        except Exception as error:
            known = isinstance(error, CrosscountError)
            answer = pickle.dumps(_Raised(error if known else RuntimeError(f"{type(error).__name__}: {error}")))
        yield pa.RecordBatch.from_pydict({"number": [number], "answer": pa.array([answer], pa.binary())})


def _read(
    read: Callable[[Any], Iterable[pa.Table]],
    packed: Sequence[bytes],
    questions: Sequence[tuple[Sequence[str], Mapping[str, str]]],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """On a worker: the pairs of its items, once for each question."""
    for number in _numbers(batches):
        for table in read(pickle.loads(packed[number])):
            for question, (by, where) in enumerate(questions):
                for batch in asked(table, by, where).to_batches():
                    column = pa.array([question], pa.int32()).take(pa.repeat(0, batch.num_rows))
                    yield pa.RecordBatch.from_arrays([column, *batch.columns], ["question", *batch.schema.names])


def _numbers(batches: Iterator[pa.RecordBatch]) -> Iterator[int]:
    for batch in batches:
        yield from batch.column(0).to_pylist()


def _alone(table: pa.Table) -> Iterator[pa.Table]:
    yield table


def _answers(incoming: DataFrame, questions: Sequence[Question]) -> list[Counted]:
    """All questions in the same few jobs."""
    any_counted, all_rows = F.bool_or("counted").alias("counted"), F.sum("rows").alias("rows")
    united = incoming.groupBy("question", "group", "member").agg(any_counted, all_rows).persist()
    known = F.col("member").isNotNull()
    good = known & F.col("counted")
    sums = {"size": F.when(good, 1), "left_out": F.when(known & ~good, 1), "bare": F.when(~known, F.col("rows"))}
    totals = united.groupBy("question", "group").agg(
        all_rows, *[F.coalesce(F.sum(what), F.lit(0)).alias(name) for name, what in sums.items()]
    )
    groups = totals.toArrow().to_pylist()
    excluded: dict[int, int] = {}
    if any(row["left_out"] for row in groups):  # a member that one group leaves out may be counted in another
        members = united.where(known).groupBy("question", "member").agg(any_counted)
        only = members.where(~F.col("counted")).groupBy("question").count()
        excluded = {row["question"]: row["count"] for row in only.collect()}
    digests = _digests(united.where(good), len(questions))
    united.unpersist()
    out = []
    for number, question in enumerate(questions):
        mine = [row for row in groups if row["question"] == number]
        keys = {row["group"]: row["size"] for row in mine if row["size"]}
        sizes = {tuple(key.split(SEPARATOR)) if question.by else (): size for key, size in keys.items()}
        rows, bare = (sum(row[name] for row in mine) for name in ("rows", "bare"))
        out.append(Counted(sizes, digests[number], rows, bare, excluded.get(number, 0)))
    return out


def _digests(counted: DataFrame, number: int) -> list[str]:
    """Of the sorted pairs of each question: sorted by the cluster, hashed here, since a hash has but one order."""
    digests = [sha256() for _ in range(number)]
    pair = F.concat(F.encode("group", "UTF-8"), F.lit(bytearray(b"\x1e")), F.col("member")).alias("pair")
    ordered = counted.select("question", pair).orderBy("question", "pair").mapInArrow(_joined, SORTED)
    for row in ordered.toLocalIterator(prefetchPartitions=True):
        digests[row["question"]].update(row["pairs"])
    return [digest.hexdigest() for digest in digests]


def _joined(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The sorted pairs of one partition, those of a question one after another, in pieces."""
    for batch in batches:
        numbers = batch.column("question")
        for question in pc.unique(numbers).to_pylist():
            pairs = batch.column("pair").filter(pc.equal(numbers, question))
            joined = pa.array([b"".join(pairs.to_pylist())], pa.binary())
            yield pa.RecordBatch.from_arrays([pa.array([question], pa.int32()), joined], ["question", "pairs"])
