"""The steps that are killed, each with what it starts from and the tables that must come out equal.

To let another step join, add a `Step`: `prepare` builds the store it starts from, once; `run` is killed and repeated.
Both run in other processes, so they must be functions of a module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crosscount import plugins
from crosscount.flow import conclude, ingest, intake, settle
from crosscount.settings import Settings
from tests.flow.observed import put
from tests.flow.tiny_source import SOURCES, text, write

__all__ = ["STEPS", "Step"]


@dataclass(frozen=True)
class Step:
    """One step of the flow under test. Paths are the folder of the input, which is shared, and that of the store."""

    prepare: Callable[[Path, Path], None]
    run: Callable[[Path, Path], None]
    tables: tuple[str, ...]


def prepare_ingest(given: Path, store: Path) -> None:
    """Short files, a long one, a copy, one that is refused and one that nobody knows."""
    for number in range(10):
        write(given, f"{number}.log", text(200, first=200 * number, faulty=[200 * number + 7]))
    write(given, "long.log", text(6000, first=50_000, faulty=[50_000, 55_999]))
    write(given, "copy.log", text(200, faulty=[7]))
    write(given, "refused.log", text(100, first=90_000, faulty=range(90_000, 90_090)))
    write(given, "unknown.log", "what is this?\n")


def run_ingest(given: Path, store: Path) -> None:
    """Ingest with a commit after every file, so that there are many points to be killed at."""
    plugins.sources = lambda: SOURCES  # type: ignore[assignment]
    ingest.BATCH_SECONDS, intake.HELD_ROWS = 0.0, 150
    ingest.run([given], settings=Settings(store=store))


def prepare_traffic(given: Path, store: Path) -> None:
    """Twelve days of contacts to listed servers, observed but not concluded."""
    settings = Settings(store=store)
    for number in range(1, 13):
        day = f"2014-03-{number:02}"
        server = {"seen": "listing", "stated": "c2_listing", "server_ip": f"8.8.0.{number}", "observed_at": day}
        flows = [
            {"seen": "flow", "client_ip": f"1.2.{number}.{client}", "server_ip": f"8.8.0.{number}"}
            | {"observed_at": f"{day} {client % 24:02}:30"}
            for client in range(1, 60)
        ]
        put(settings, [server, *flows], snapshot=day)


def run_conclude_and_settle(given: Path, store: Path) -> None:
    """Conclude and settle with a commit every other day, so that there are many points to be killed at."""
    settings = Settings(store=store, timezone="Asia/Shanghai")
    conclude.CHUNK_DAYS, settle.CHUNK_DAYS = 2, 2
    conclude.run(settings=settings)
    settle.run(settings=settings)


STEPS = {
    "ingest": Step(prepare_ingest, run_ingest, ("observations", "set_aside", "snapshots")),
    "conclude and settle": Step(prepare_traffic, run_conclude_and_settle, ("threats", "sets")),
}
