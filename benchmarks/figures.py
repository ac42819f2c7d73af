"""Settle and figures against DuckDB, chdb and polars on the rows: python -m benchmarks.figures [--rows 10000000].

Makes a world of threats under build/figures (kept for the next run), settles it, counts, and has the peers count the
same in an environment of their own (build/peers). Every answer is compared. --no-peers leaves those out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.made_threats import FIRST, World, store_threats
from crosscount.flow import compute, settle
from crosscount.model.bulletin import Request
from crosscount.model.window import Window
from crosscount.products.bulletin import EIGHT
from crosscount.settings import Settings
from crosscount.store import lake

BUILD = Path(__file__).resolve().parents[1] / "build"
ZONE = "UTC"
PAIR = {"origin_country": "US", "target_country": "CN"}
PEERS = ("duckdb==2.0.0", "chdb", "polars")
SIGHTINGS = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Settle and figures against the peers.")
    parser.add_argument("--rows", type=int, default=10_000_000, help="threat rows")
    parser.add_argument("--days", type=int, default=61)
    parser.add_argument("--no-peers", action="store_true", help="without DuckDB, chdb and polars")
    given = parser.parse_args()
    for line in rows(given.rows, given.days, peers=not given.no_peers):
        print(line, flush=True)


def rows(count: int = 10_000_000, days: int = 61, *, peers: bool = True) -> list[str]:
    """Lines for the table of `make bench`: what, measured, and the ratio asked for."""
    settings = _world(count, days)
    window = Window(FIRST, FIRST + timedelta(days=days - 1), ZONE)
    shutil.rmtree(settings.store / "sets", ignore_errors=True)
    seconds, settled = _timed(lambda: settle.run(settings=settings))
    out = [
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, {settled.rows:,} threats, "
        f"{days} days",
        f"settle                          {seconds:8.2f} s  {settled.rows / seconds / 1e6:.2f} m rows/s (asked: 2)",
    ]
    asks = [Request(figure, window, (), PAIR) for figure in EIGHT]
    first, found = _timed(lambda: compute.many(asks, settings=settings))
    warm = statistics.median(_timed(lambda: compute.many(asks, settings=settings))[0] for _ in range(7))
    mine = [one.total for one in found]
    out.append(f"eight figures of a pair, first  {first * 1000:8.0f} ms, with evidence and ledger")
    out.append(f"eight figures of a pair, warm   {warm * 1000:8.0f} ms (asked: 100)")
    both = [Request(figure, window, tuple(PAIR), {}) for figure in EIGHT[:2]]
    matrix, cells = _timed(lambda: [compute.run(r.figure, r.window, settings=settings, by=r.by) for r in both])
    total = sum(cell.value or 0 for one in cells for cell in one.cells)
    out.append(f"country matrix, both ends       {matrix:8.2f} s, {sum(len(one.cells) for one in cells):,} cells")
    out.append(_sightings(max(1_000, count // days // 60)))
    if peers:
        out += _against(_peers(settings, count, days), mine, total, warm, matrix)
    return out


def _against(peers: Mapping[str, Any], mine: list[int | None], total: int, warm: float, matrix: float) -> list[str]:
    out = []
    for name in ("unsorted", "sorted"):
        said = peers[f"pair {name}"]
        same = "same answers" if said["answer"] == mine else f"OTHER ANSWERS {said['answer']} not {mine}"
        out.append(
            f"DuckDB on rows, {name:8}        {said['seconds'] * 1000:8.0f} ms, "
            f"{said['seconds'] / warm:.0f} times ours (asked: 20), {same}"
        )
    times = []
    for name in ("duckdb", "chdb", "polars"):
        said = peers[f"matrix {name}"]
        if "fault" in said:
            out.append(f"matrix by {name}: {said['fault']}")
            continue
        times.append(said["seconds"])
        same = "same sum" if said["answer"] == total else f"OTHER SUM {said['answer']:,} not {total:,}"
        out.append(f"matrix by {name:8}              {said['seconds']:8.2f} s, {same}")
    if times:
        out.append(f"matrix: the best of the peers takes {min(times) / matrix:.1f} times ours (asked: 2)")
    return out


def _world(count: int, days: int, sightings: int = SIGHTINGS) -> Settings:
    settings = replace(Settings(), store=BUILD / "figures" / f"{count}-{days}-{sightings}", timezone=ZONE)
    if len(lake.at(settings.store, "threats").files) < days:
        shutil.rmtree(settings.store, ignore_errors=True)
        store_threats(World(max(1, count // days // sightings), sightings, days), settings)
    return settings


def _sightings(contacts: int) -> str:
    """The same members seen once and ten times."""
    seconds = []
    for sightings in (1, 10):
        settings = _world(contacts * 7 * sightings, 7, sightings)
        settle.run(settings=settings)
        window = Window(FIRST, FIRST + timedelta(days=6), ZONE)
        asks = [Request(figure, window, (), PAIR) for figure in EIGHT]
        seconds.append(
            statistics.median(_timed(lambda: compute.many(asks, settings=settings))[0] for _ in range(9))  # noqa: B023
        )
    return f"ten times the sightings         {seconds[1] / seconds[0]:8.2f} times the time (asked: at most 1.5)"


def _peers(settings: Settings, count: int, days: int) -> dict[str, Any]:
    python = BUILD / "peers" / "bin" / "python"
    if not python.is_file():
        venv.create(BUILD / "peers", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    ordered = BUILD / "figures" / f"sorted-{count}-{days}.parquet"
    files = settings.store / "threats" / "*" / "*.parquet"
    if not ordered.is_file():
        with duckdb.connect(
            config={"threads": 2, "memory_limit": "8GB", "temp_directory": str(BUILD / "spill")}
        ) as con:
            con.execute(
                f"copy (select * from read_parquet('{files}', hive_partitioning = false) order by target_country, "
                f"origin_country, kind) to '{ordered}' (format parquet, compression zstd)"
            )
    script = Path(__file__).with_name("peers.py")
    said = subprocess.run([python, script, str(files), str(ordered)], check=True, capture_output=True, text=True)
    return dict(json.loads(said.stdout.splitlines()[-1]))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


if __name__ == "__main__":
    sys.exit(main())
