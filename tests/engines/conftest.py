"""One Spark cluster for all tests of a session that ask for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscount.settings import Engine
from tests.engines.cluster import Cluster


@pytest.fixture(scope="session")
def java() -> None:
    """Skips where Spark cannot run at all."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'crosscount[spark]'")
    if shutil.which("java") is None:
        pytest.skip("there is no java on this machine, which Spark needs")


@pytest.fixture(scope="session")
def cluster(java: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers; all their processes end with the tests."""
    one = Cluster(tmp_path_factory.mktemp("spark"))
    try:
        one.start()
        yield one
    finally:
        _stop_application()
        one.stop()


@pytest.fixture(scope="session")
def on_spark(cluster: Cluster) -> Engine:
    """Settings of an engine that works on the cluster."""
    return cluster.engine()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of an empty store."""
    return tmp_path / "store"


def _stop_application() -> None:
    from pyspark import SparkContext

    context = SparkContext._active_spark_context
    if context is None:
        return
    gateway = context._gateway
    context.stop()
    if gateway is not None:
        gateway.shutdown()
        process = gateway.proc
        process.stdin.close()
        process.wait()
        SparkContext._gateway = None
        SparkContext._jvm = None
