"""A real standalone Spark cluster on loopback: one master, workers with one core each; nothing survives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crosscount.settings import Engine

__all__ = ["Cluster"]

PATIENCE = 120.0  # seconds for a machine with other work to do
ROOT = Path(__file__).resolve().parents[2]
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


class Cluster:
    """Start with `start`, end with `stop`. The processes of each worker are a session of their own."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        import pyspark

        self._home = Path(pyspark.__file__).parent
        self._folder = folder
        self._number = workers
        self._master: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self.url = ""

    def start(self) -> None:
        """Come back when every worker is registered."""
        port = _free_port()
        self.url = f"spark://127.0.0.1:{port}"
        web = ["--webui-port", "0"]
        self._master = self._run("master.Master", "--host", "127.0.0.1", "--port", str(port), *web)
        _until(lambda: _open(port), "the master does not listen")
        for _ in range(self._number):
            self.add_worker(wait=False)
        _until(lambda: all(self._registered(n) for n in range(self._number)), "a worker does not register")

    def add_worker(self, *, wait: bool = True) -> None:
        number = len(self.workers)
        size = ["--cores", "1", "--memory", "1g", "--work-dir", str(self._folder / f"work-{number}")]
        one = self._run("worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", *size, self.url)
        self.workers.append(one)
        if wait:
            _until(lambda: self._registered(number), "a worker does not register")

    def engine(self) -> Engine:
        """Settings of the engine that work on this cluster."""
        options = (
            "spark.executor.memory=512m",
            f"spark.executor.extraJavaOptions={QUICK_START}",
            f"spark.driver.extraJavaOptions={QUICK_START}",
            "spark.driver.memory=512m",
            f"spark.local.dir={self._folder / 'scratch'}",
            f"spark.executorEnv.PYTHONPATH={ROOT}:{ROOT / 'src'}",  # the work of tests is no part of what is installed
        )
        return Engine(name="spark", master=self.url, options=options)

    def executors(self, worker: int) -> list[int]:
        """The processes that run the tasks of a worker's applications."""
        return [pid for pid in self.processes(worker) if b"CoarseGrainedExecutor" in _command(pid)]

    def processes(self, worker: int) -> list[int]:
        """A worker with its executors and what runs Python for them: what is lost with its machine."""
        return self._of_session(self.workers[worker].pid)

    def stop(self) -> None:
        """End every process, and say which did not end."""
        started = [one for one in (*self.workers, self._master) if one is not None]
        for one in started:
            for pid in self._of_session(one.pid):
                _kill(pid)
            one.wait()
        _until(lambda: not self.left(), "processes are left")

    def left(self) -> list[int]:
        """Processes of the cluster that run."""
        started = [one for one in (*self.workers, self._master) if one is not None]
        return [pid for one in started for pid in self._of_session(one.pid)]

    def _registered(self, number: int) -> bool:
        return "Successfully registered with master" in self._log(f"worker.Worker-{number}").read_text(errors="replace")

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _run(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        number = f"-{len(self.workers)}" if "Worker" in name else ""
        env = dict(os.environ) | {
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK_START,
            "PYSPARK_PYTHON": sys.executable,
        }
        with self._log(name + number).open("wb") as log:
            return subprocess.Popen(
                [str(self._home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
            )

    @staticmethod
    def _of_session(session: int) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[3]) == session and fields[0] != "Z":
                    found.append(int(entry.name))
        return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _command(pid: int) -> bytes:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _open(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


def _until(true: Callable[[], bool], failed: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"{failed} after {PATIENCE} s")
        time.sleep(0.1)
