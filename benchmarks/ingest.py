"""Bytes to committed observations and threats, against a floor: python -m benchmarks.ingest [--rows N] [--times 3].

The floor is DuckDB, which reads the same file with types and writes the same columns as Parquet (zstd), and nothing
else: no evidence kept, nothing cleaned, placed or concluded, no record accounted for. Both run in fresh processes, by
turns, on two cores. Ours keeps the bytes, ingests, and concludes with both ends placed by editions of the day.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.made_logs import FORMS, Form, made
from benchmarks.measuring import BUILD, Run, fresh, median, spent, spread, table, write

EDITION = date(2014, 3, 1)
COUNTRIES = ("BR", "CN", "DE", "EE", "IN", "JP", "PT", "RU", "US", "VN")


@dataclass(frozen=True)
class Row:
    """One form of file: medians."""

    form: str
    rows: int
    floor_seconds: float
    seconds: float
    ratio: float
    spread: str
    rows_a_second: int
    cpu_ratio: float
    memory_gb: float
    floor_memory_gb: float
    threats: int


def main() -> int:
    """Run all forms, or one side of one form in this process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, help="rows of each file (5 m, 5 m, 3 m)")
    parser.add_argument("--times", type=int, default=3, help="runs of each side")
    parser.add_argument("--form", choices=sorted(FORMS))
    parser.add_argument("--side", choices=("floor", "ours"), help="only this side of --form, here")
    given = parser.parse_args()
    if given.side:
        form = FORMS[given.form]
        path = made(form, given.rows or form.rows)
        print(json.dumps(_floor(form, path) if given.side == "floor" else _ours(path)))
        return 0
    rows = [
        _measured(form, given.rows or form.rows, given.times)
        for form in FORMS.values()
        if given.form in (None, form.id)
    ]
    head = ("file", "rows", "floor s", "ours s", "ratio", "smallest to largest", "rows/s", "CPU ratio", "most memory")
    cells = [
        (
            row.form,
            f"{row.rows:,}",
            f"{row.floor_seconds:.1f}",
            f"{row.seconds:.1f}",
            f"{row.ratio:.2f}",
            row.spread,
            f"{row.rows_a_second:,}",
            f"{row.cpu_ratio:.2f}",
            f"{row.memory_gb:.2f} GB",
        )
        for row in rows
    ]
    write("ingest", rows, table(head, cells))
    return 0


def _measured(form: Form, rows: int, times: int) -> Row:
    made(form, rows)
    floors: list[Run] = []
    ours: list[Run] = []
    for _ in range(times):  # by turns, so that a busy minute of the machine meets both
        for side, runs in (("floor", floors), ("ours", ours)):
            runs.append(fresh("benchmarks.ingest", "--side", side, "--form", form.id, "--rows", str(rows)))
    ratios = [mine.seconds / floor.seconds for mine, floor in zip(ours, floors, strict=True)]
    seconds = median([run.seconds for run in ours])
    return Row(
        form.title,
        rows,
        round(median([run.seconds for run in floors]), 2),
        round(seconds, 2),
        round(median(ratios), 2),
        spread(ratios),
        round(rows / seconds),
        round(median([run.cpu for run in ours]) / median([run.cpu for run in floors]), 2),
        round(max(run.memory for run in ours), 2),
        round(max(run.memory for run in floors), 2),
        int(ours[0].said["threats"]),
    )


def _floor(form: Form, path: Path) -> dict[str, float]:
    target = BUILD / f"floor-{os.getpid()}.parquet"
    with duckdb.connect(config={"threads": 2}) as connection:
        begun, before = time.perf_counter(), spent()
        source = form.read.replace("{file}", str(path))
        connection.execute(f"copy (select * from {source}) to '{target}' (format parquet, compression zstd)")
        done = _taken(begun, before)
    target.unlink()
    return done


def _ours(path: Path) -> dict[str, float]:
    from crosscount.flow import conclude, editions, ingest
    from crosscount.settings import Settings

    store = BUILD / f"ingest-store-{os.getpid()}"
    settings = replace(Settings(), store=store)
    try:
        for table_file in _editions():
            editions.add(table_file, settings=settings, edition=EDITION)
        editions.placer(settings, EDITION)  # its tables are put together once, not for each file
        ingest.run([_c2_list()], settings=settings)
        begun, before = time.perf_counter(), spent()
        (report,) = ingest.run([path], settings=settings)
        between = time.perf_counter()
        concluded = conclude.run(settings=settings)
        done = _taken(begun, before)
        if report.read != report.kept + report.set_aside or report.kept < 0.99 * report.read:
            sys.exit(f"read {report.read}, kept {report.kept}")
        return {**done, "ingest": between - begun, "threats": concluded.threats, "rows": report.read}
    finally:
        shutil.rmtree(store, ignore_errors=True)


def _taken(begun: float, before: float) -> dict[str, float]:
    return {"seconds": time.perf_counter() - begun, "cpu": spent() - before}


def _editions() -> list[Path]:
    """A table of countries and one of networks: some hundred thousand prefixes, most of them /16 to /24."""
    chance = np.random.default_rng(7)
    out = []
    for name, number in (("countries", 200_000), ("networks", 400_000)):
        path = BUILD / f"{name}-made.csv"
        if not path.exists():
            BUILD.mkdir(exist_ok=True)
            length = chance.choice([16, 19, 20, 22, 24], number, p=[0.05, 0.1, 0.25, 0.2, 0.4])
            start = chance.integers(1 << 24, 223 << 24, number) >> (32 - length) << (32 - length)
            said = chance.integers(0, 60_000, number)
            lines = [
                f"{n >> 24}.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}/{bits},"
                + (COUNTRIES[s % len(COUNTRIES)] if name == "countries" else str(1000 + s))
                for n, bits, s in zip(start.tolist(), length.tolist(), said.tolist(), strict=True)
            ]
            path.write_text(
                "\n".join(["cidr,country" if name == "countries" else "cidr,asn", *lines]) + "\n", encoding="ascii"
            )
        out.append(path)
    return out


def _c2_list() -> Path:
    """A few of the servers, listed for the time of the logs."""
    path = BUILD / "made-family.tsv"
    lines = [f"35.23.88.{n}\tmade\t2014-03-01\t2014-04-01" for n in range(256)]
    path.write_text("\n".join(["ip\tfamily\tfirst_seen\tlast_seen", *lines]) + "\n", encoding="ascii")
    return path


if __name__ == "__main__":
    sys.exit(main())
