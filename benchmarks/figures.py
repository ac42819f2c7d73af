"""Settle and figures against DuckDB, chdb and polars on the rows: python -m benchmarks.figures [--rows N…].

Makes worlds of threats under build/figures (kept for the next run): of the same members, each seen so often that the
rows come to N. Settles them, counts, and has the peers count the same in an environment of their own (build/peers).
Every answer is compared. --no-peers leaves those out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.made_threats import FIRST, World, store_threats
from benchmarks.measuring import BUILD, median, spent, table, write
from crosscount.flow import compute, settle
from crosscount.model.bulletin import Request
from crosscount.model.window import Window
from crosscount.products.bulletin import EIGHT
from crosscount.settings import Settings
from crosscount.store import lake

ZONE = "UTC"
DAYS = 61
CONTACTS = 54_645  # distinct ones a day: 3.3 m in 61 days, 0.67 m machines and 5,464 servers
PAIR = {"origin_country": "US", "target_country": "CN"}
PEERS = ("duckdb==2.0.0", "chdb", "polars")
OTHER_ORDER = "family, observed_at"
SAME_KEY = "target_country, origin_country, kind"
COLUMNS = "kind, observed_at, origin_country, target_country, origin_ip, target_ip, page, site, family, tags"
Line = dict[str, Any]
Cost = tuple[float, float]  # seconds by the clock, and of all cores


def main() -> None:
    """Print the table and write it down."""
    parser = argparse.ArgumentParser(description="Settle and figures against the peers.")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000_000, 100_000_000], help="threat rows")
    parser.add_argument("--no-peers", action="store_true", help="without DuckDB, chdb and polars")
    given = parser.parse_args()
    lines: list[Line] = []
    for rows in given.rows:
        for line in measured(rows, peers=not given.no_peers):
            print(line, flush=True)
            lines.append(line)
    lines += list(_growth(lines))
    names = ("rows", "what", "seconds", "cpu", "note")
    printed = table(names, [[_short(line.get(name, "")) for name in names] for line in lines])
    write("figures", lines, printed)


def measured(rows: int, *, peers: bool = True) -> Iterator[Line]:
    """What each step takes on so many rows."""
    settings = _world(rows)
    for made in ("sets", "ledger"):
        shutil.rmtree(settings.store / made, ignore_errors=True)
    window = Window(FIRST, FIRST + timedelta(days=DAYS - 1), ZONE)
    seconds, cpu, settled = _timed(lambda: settle.run(settings=settings))
    rate = settled.rows / seconds / 1e6
    yield _line(rows, "settle", seconds, cpu, f"{rate:.2f} m rows/s (asked: 2)", rate=rate)
    yield _one_day(rows, settings)

    asks = [Request(figure, window, (), PAIR) for figure in EIGHT]
    first, cpu, found = _timed(lambda: compute.many(asks, settings=settings))
    yield _line(rows, "pair, first, into the ledger", first, cpu, "with imports, footers and evidence")
    runs = [_timed(lambda: compute.many(asks, settings=settings)) for _ in range(15)]
    pair = median([run[0] for run in runs]), median([run[1] for run in runs])
    yield _line(rows, "pair", *pair, f"of 15, least {min(r[0] for r in runs):.3f} s")

    both = [Request(figure, window, tuple(PAIR), {}) for figure in EIGHT[:2]]
    runs = [_timed(lambda: [compute.run(r.figure, r.window, settings=settings, by=r.by) for r in both]) for _ in "123"]
    matrix = median([run[0] for run in runs]), median([run[1] for run in runs])
    total = sum(cell.value or 0 for one in runs[0][2] for cell in one.cells)
    cells = sum(len(one.cells) for one in runs[0][2])
    yield _line(rows, "matrix of both ends", *matrix, f"of 3, {cells:,} cells")
    if peers:
        yield from _against(rows, _peers(settings, rows), [one.total for one in found], total, pair, matrix)


def _one_day(rows: int, settings: Settings) -> Line:
    """What a late file costs: its day is settled anew, and nothing else."""
    day = FIRST + timedelta(days=30)
    seconds, cpu, done = _timed(lambda: settle.run(settings=settings, days=[day]))
    return _line(rows, "settle one day anew", seconds, cpu, f"{done.rows:,} rows read, the rest of its week taken over")


def _against(
    rows: int, peers: Mapping[str, Any], mine: list[int | None], total: int, pair: Cost, matrix: Cost
) -> Iterator[Line]:
    for name, asked in (("time order", 20), ("other order", 20), ("same key", 0)):
        said = peers[f"pair {name}"]
        same = "same answers" if said["answer"] == mine else f"OTHER ANSWERS {said['answer']} not {mine}"
        ratio, cpu = said["seconds"] / pair[0], said["cpu"] / pair[1]
        goal = f"asked: {asked}" if asked else "the control"
        note = f"{ratio:.0f} times ours, {cpu:.0f} times our CPU ({goal}), {same}, {said['form']}"
        yield _line(rows, f"pair by DuckDB, {name}", said["seconds"], said["cpu"], note, ratio=ratio, cpu_ratio=cpu)
    for name in ("duckdb", "chdb", "polars"):
        said = peers[f"matrix {name}"]
        if "fault" in said:
            yield _line(rows, f"matrix by {name}", float("nan"), float("nan"), said["fault"])
            continue
        same = "same sum" if said["answer"] == total else f"OTHER SUM {said['answer']:,} not {total:,}"
        ratio, cpu = said["seconds"] / matrix[0], said["cpu"] / matrix[1]
        note = f"{ratio:.1f} times ours, {cpu:.1f} times our CPU (the best is asked to be 2), {same}"
        yield _line(rows, f"matrix by {name}", said["seconds"], said["cpu"], note, ratio=ratio, cpu_ratio=cpu)


def _growth(lines: list[Line]) -> Iterator[Line]:
    """What more sightings of the same members cost."""
    few, many = min(line["rows"] for line in lines), max(line["rows"] for line in lines)
    for what in ("pair", "matrix of both ends"):
        by_rows = {line["rows"]: line for line in lines if line["what"] == what}
        if few < many:
            ratio, cpu = (by_rows[many][name] / by_rows[few][name] for name in ("seconds", "cpu"))
            note = f"times, {many / few:.0f} times the sightings (asked: at most 1.5)"
            yield _line(many, f"{what}, growth", ratio, cpu, note, ratio=ratio)


def _world(rows: int) -> Settings:
    sightings = max(1, round(rows / DAYS / CONTACTS))
    settings = replace(Settings(), store=BUILD / "figures" / f"{CONTACTS}-{sightings}", timezone=ZONE)
    if len({file.partition["day"] for file in lake.at(settings.store, "threats").files}) < DAYS:
        shutil.rmtree(settings.store, ignore_errors=True)
        store_threats(World(CONTACTS, sightings, DAYS), settings)
    return settings


def _peers(settings: Settings, rows: int) -> dict[str, Any]:
    python = BUILD / "peers" / "bin" / "python"
    if not python.is_file():
        venv.create(BUILD / "peers", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    files = settings.store / "threats" / "*" / "*.parquet"
    orders = [
        _ordered(files, BUILD / "figures" / f"{name}-{rows}.parquet", by)
        for name, by in (("other-order", OTHER_ORDER), ("same-key", SAME_KEY))
    ]
    script = Path(__file__).with_name("peers.py")
    said = subprocess.run([python, script, files, *orders], check=True, capture_output=True, text=True)
    return dict(json.loads(said.stdout.splitlines()[-1]))


def _ordered(files: Path, to: Path, by: str) -> Path:
    """The same rows, sorted by somebody."""
    if not to.is_file():
        with duckdb.connect(
            config={"threads": 2, "memory_limit": "6GB", "temp_directory": str(BUILD / "spill")}
        ) as con:
            con.execute(
                f"copy (select {COLUMNS} from read_parquet('{files}', hive_partitioning = false) order by {by}) "
                f"to '{to}.part' (format parquet, compression zstd)"
            )
        Path(f"{to}.part").rename(to)
    return to


def _line(rows: int, what: str, seconds: float, cpu: float, note: str, **more: float) -> Line:
    return {"rows": rows, "what": what, "seconds": seconds, "cpu": cpu, "note": note, **more}


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of all cores, and the answer."""
    before, begun = spent(), time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - begun
    return seconds, spent() - before, answer


if __name__ == "__main__":
    sys.exit(main())
