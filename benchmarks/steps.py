"""Measure rows a second of each step on this machine: python -m benchmarks.steps [--rows 2000000]."""

from __future__ import annotations

import argparse
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from crosscount.flow import compute, conclude, ingest, settle
from crosscount.model.window import Window
from crosscount.settings import Settings

DAYS = 30
START = 1_396_310_400  # 2014-04-01 00:00 UTC
SERVERS = 2_000
HEAD = (
    "#separator \\x09\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tresp_bytes\tconn_state\n"
)


def main() -> None:
    """Generate a log and a list, take both all the way, print a table."""
    parser = argparse.ArgumentParser(description="Rows a second of each step on this machine.")
    parser.add_argument("--rows", type=int, default=2_000_000, help="connections in the log")
    rows = parser.parse_args().rows
    with TemporaryDirectory() as name:
        folder = Path(name)
        log, listed = _log(folder, rows), _list(folder)
        settings = replace(Settings(), store=folder / "store", timezone="Asia/Shanghai")
        print(f"{platform.machine()}, Python {platform.python_version()}, {rows:,} connections, {DAYS} days\n")
        _timed("ingest", rows, lambda: ingest.run([log, listed], settings=settings))
        _timed("conclude", rows, lambda: conclude.run(settings=settings))
        _timed("settle", rows, lambda: settle.run(settings=settings))
        window = Window(date(2014, 4, 1), date(2014, 4, 30), "Asia/Shanghai")
        other = replace(window, zone="UTC")
        for figure in ("c2-servers", "controlled-machines"):
            _timed(f"{figure}, from sets", rows, lambda figure=figure: compute.run(figure, window, settings=settings))
            _timed(f"{figure}, from rows", rows, lambda figure=figure: compute.run(figure, other, settings=settings))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"\nmost memory of one process: {peak / 1024:,.0f} MiB")


def _timed(what: str, rows: int, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    print(f"{what:32}{seconds:8.2f} s{rows / seconds:14,.0f} rows/s")


def _log(folder: Path, rows: int) -> Path:
    """A Zeek conn.log: a tenth of the connections go to listed servers."""
    random = np.random.default_rng(1)
    at = np.sort(random.integers(START, START + DAYS * 86_400, rows))
    client = random.integers(0, 1 << 20, rows) + (36 << 24)
    listed = random.random(rows) < 0.1
    server = np.where(listed, random.integers(0, SERVERS, rows), random.integers(1 << 20, 1 << 22, rows)) + (23 << 24)
    file = folder / "conn.log"
    with file.open("w", encoding="ascii") as out:
        out.write(HEAD)
        for low in range(0, rows, 100_000):
            part = slice(low, low + 100_000)
            for n, (t, c, s) in enumerate(
                zip(at[part].tolist(), client[part].tolist(), server[part].tolist(), strict=True)
            ):
                out.write(f"{t}.25\tC{low + n}\t{_text(c)}\t40000\t{_text(s)}\t443\ttcp\t300\t1200\tSF\n")
    return file


def _list(folder: Path) -> Path:
    file = folder / "benchmark-family.tsv"
    lines = [f"{_text((23 << 24) + n)}\tbenchmark\t2014-03-31\t2014-05-01" for n in range(SERVERS)]
    file.write_text("\n".join(["ip\tfamily\tfirst_seen\tlast_seen", *lines]) + "\n", encoding="ascii")
    return file


def _text(number: int) -> str:
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


if __name__ == "__main__":
    main()
