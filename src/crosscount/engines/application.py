"""A Spark application: its start, its workers compared with this process, its jobs watched, its faults retold."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Event, Thread

import pandas  # noqa: F401  # mapInArrow asks for it: without it, the way out is the same as without pyspark
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from crosscount import __version__
from crosscount.engines import chatter, java, master
from crosscount.errors import CrosscountError, EngineError, SettingsError
from crosscount.settings import Engine

__all__ = ["session", "versions", "watched"]

PROBES = 4  # tasks for each core that tell their versions at the start
LEVEL = "spark.log.level"
LOOK_SECONDS = 2.0  # between two looks at whether anybody works
ALONE_SECONDS = 180.0  # without any executor, after which a job is given up: Spark would wait for ever and say nothing
FAULTS = (PySparkException, Py4JError, ConnectionError, EOFError)
CAUSE = re.compile(r"^(?:\S.*?[: ]|: )?(?:\w+\.)*(\w*(?:Error|Exception): .*\S)", re.MULTILINE)
LOGGED = re.compile(r"^\d\S+ \d\S+ ERROR \w+: (.+)$", re.MULTILINE)


def versions() -> dict[str, str]:
    """What must be the same on every machine."""
    return {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "pyarrow": pa.__version__,
        "crosscount": __version__,
    }


@lru_cache(maxsize=1)
def session(settings: Engine, store: Path) -> SparkSession:
    """The application, with workers that run what this process runs and see the store, if there is one yet."""
    java.find()
    options = {
        "spark.app.name": "crosscount",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        LEVEL: "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    }
    if master.is_here(settings.master):
        options |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    asked = {}
    for option in settings.options:
        name, equals, value = option.partition("=")
        if not equals:
            raise SettingsError(f"engine.options: '{option}', expected name=value such as spark.executor.memory=4g")
        asked[name.strip()] = value.strip()
    master.reach(settings.master)
    builder = SparkSession.builder.master(settings.master)
    for name, value in (options | asked).items():
        builder = builder.config(name, value)
    # Java greets, warns and prints its own traces: who wants to read them asks for a level.
    with nullcontext() if LEVEL in asked else chatter.kept_back() as said:
        try:
            spark = builder.getOrCreate()
        except (*FAULTS, OSError) as error:
            reason = _cause(error, said.text() if said else "")
            raise EngineError(f"Spark does not start with master '{settings.master}': {reason}") from error
    spark.sparkContext.pythonExec = settings.python or sys.executable
    with watched(spark), _mark(store) as mark:
        _compare(spark, settings, mark)
    return spark


@contextmanager
def watched(spark: SparkSession) -> Iterator[None]:
    """Jobs of Spark: what goes wrong is told in a line, and a job that nobody works at is given up."""
    context, over, alone = spark.sparkContext, Event(), Event()
    watch = Thread(target=_watch, args=(context, over, alone), daemon=True)
    if not str(context.master).startswith("local"):
        watch.start()
    try:
        yield
    except FAULTS as error:
        if _interrupted(error):
            raise KeyboardInterrupt from error
        if alone.is_set():
            raise EngineError(
                f"nobody has worked for '{context.master}' in {ALONE_SECONDS:.0f} seconds: no worker has the memory "
                f"(spark.executor.memory={context.getConf().get('spark.executor.memory', '1g')}) and cores that are "
                "asked for free, or none is left: start workers, or ask for less in engine.options, and run it again"
            ) from error
        raise _retold(error) from error
    finally:
        over.set()
        if watch.is_alive():
            watch.join()


def _interrupted(error: BaseException | None) -> bool:
    """Whether somebody pressed Ctrl-C: pyspark then cancels all jobs, and what these say of it hides why."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _watch(context: SparkContext, over: Event, alone: Event) -> None:
    """Until `over`. This process itself is counted by Spark as one that keeps blocks.

    Given up again at each look: a job that comes to Spark a moment after the first would be waited for without end.
    """
    seen = time.monotonic()
    while not over.wait(LOOK_SECONDS):
        try:
            if context._jsc.sc().getExecutorMemoryStatus().size() > 1:
                seen = time.monotonic()
            elif time.monotonic() - seen > ALONE_SECONDS:
                alone.set()
                context.cancelAllJobs()
        except (*FAULTS, AttributeError):  # the application has ended: the job says so itself
            return


@contextmanager
def _mark(store: Path) -> Iterator[str | None]:
    """A file in the store for the time of the block; None where there is no store yet, or it cannot be written to."""
    try:
        file = NamedTemporaryFile(dir=store, prefix=".seen-by-")  # noqa: SIM115 - closed below, if there is one
    except OSError:
        yield None
        return
    with file:
        yield file.name


def _compare(spark: SparkSession, settings: Engine, mark: str | None) -> None:
    """Refuse a cluster whose workers run other versions: they would clean, place and write otherwise.

    And one on which a worker finds no file of the name of `mark`: what it writes would not be found here.
    """

    def told(numbers: Iterator[int]) -> Iterator[tuple[str, dict[str, str], bool]]:
        # Pickled by value, since crosscount itself may be what a worker lacks.
        import importlib
        import os
        import platform

        found = {"python": ".".join(platform.python_version_tuple()[:2])}
        for name in ("pyarrow", "crosscount"):
            try:
                found[name] = str(importlib.import_module(name).__version__)
            except ImportError:
                found[name] = "none"
        yield platform.node(), found, mark is None or os.path.exists(mark)

    context, here = spark.sparkContext, versions()
    number = PROBES * max(2, context.defaultParallelism)
    answers = context.parallelize(range(number), number).mapPartitions(told).collect()
    differing = {
        f"{host} has {name} {found[name]}, here it is {here[name]}"
        for host, found, _ in answers
        for name in here
        if found[name] != here[name]
    }
    if differing:
        raise SettingsError(
            f"the Spark workers run other versions: {'; '.join(sorted(differing))}. Install the same there, or name "
            f"their interpreter in engine.python (now '{settings.python or sys.executable}')"
        )
    blind = sorted({host for host, _, sees in answers if not sees})
    if mark is not None and blind:
        raise EngineError(
            f"the store '{Path(mark).parent}' of this machine is not what lies under that path on {', '.join(blind)}: "
            "share it with all workers, on a file system on which a new file is seen by all at once"
        )


def _retold(error: Exception) -> CrosscountError:
    """What went wrong on a worker, in one line."""
    text = str(error)
    if "PYTHON_VERSION_MISMATCH" in text:
        found = re.search(r"Python in worker has different version: ([^ ]+)", text)
        host = re.search(r"\(TID \d+\) \((\S+) executor", text)
        return SettingsError(
            f"the Spark workers run another Python than {versions()['python']}{': ' + found[1] if found else ''}"
            f"{' on ' + host[1] if host else ''}; name the right interpreter in engine.python"
        )
    missing = re.search(r'Cannot run program "([^"]+)"(.*)', text)
    if missing:
        return SettingsError(
            f"the Spark workers cannot run the interpreter '{missing[1]}'{missing[2]}; name one that they have in "
            "engine.python"
        )
    if "Python worker exited unexpectedly" in text:
        return EngineError(
            "a Python worker of Spark was killed, perhaps for want of memory (a task needs 1 to 1.5 GB beside "
            "spark.executor.memory); run the same again, with fewer spark.executor.cores in engine.options if it recurs"
        )
    return EngineError(f"Spark gave up: {_cause(error)}")


def _cause(error: Exception, said: str = "") -> str:
    """What is at the root of it: what a trace of Java or Python names last, else what Java `said` or logged."""
    text = str(error).strip()
    causes = CAUSE.findall(text) or CAUSE.findall(said) or LOGGED.findall(said) or text.splitlines()[:1]
    return str(causes[-1]) if causes else type(error).__name__
