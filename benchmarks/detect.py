"""Flows a second against a million dated C2 indicators: python -m benchmarks.detect [--rows 50000000].

Seven in ten indicators are addresses, one in twenty is a network, the others are hosts and pages; one flow in fifty
goes to a listed address. Batches are made beforehand and matched by as many processes as the machine has cores, as
`conclude` does; CPU time is said too.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import numpy as np
import pyarrow as pa

from benchmarks.measuring import write
from crosscount.detectors import c2
from crosscount.flow.concluding import OF_STATEMENTS, OF_TRAFFIC
from crosscount.model.detector import Context
from crosscount.model.tables import OBSERVATIONS, TIME
from crosscount.settings import Settings

DAY = 86_400_000_000
START = 16_162 * DAY  # 2 April 2014
BATCH = 131_072


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Flows a second against dated indicators.")
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--indicators", type=int, default=1_000_000)
    given = parser.parse_args()
    lines = rows(given.rows, given.indicators)
    write("detect", [{"line": line} for line in lines], "\n".join(lines))


def rows(count: int = 50_000_000, indicators: int = 1_000_000) -> list[str]:
    """Lines for the table of `make bench`."""
    workers = os.cpu_count() or 1
    share = count // workers
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        said = list(pool.map(_worked, [share] * workers, [indicators] * workers, range(workers)))
    total, seconds = sum(one[0] for one in said), max(one[2] for one in said)
    cpu = sum(one[3] for one in said)
    return [
        f"{total:,} flows, {indicators:,} indicators, {sum(one[1] for one in said):,} contacts, {workers} processes",
        f"prepare                         {max(one[4] for one in said):8.2f} s, once a share of a day",
        f"detect                          {seconds:8.2f} s  {total / seconds / 1e6:.2f} m rows/s (asked: 5), "
        f"{total / cpu / 1e6:.2f} m rows a CPU second",
    ]


def _worked(count: int, indicators: int, seed: int) -> tuple[int, int, float, float, float]:
    random = np.random.default_rng(seed)
    addresses = np.random.default_rng(9).integers(1 << 24, 220 << 24, indicators * 7 // 10)
    begun = time.perf_counter()
    start = datetime(2014, 4, 2, tzinfo=UTC)
    detect = c2.DETECTOR.prepare(Context(Settings(), start, start.replace(day=3), _listings(addresses, indicators)))
    prepared = time.perf_counter() - begun
    batches = [_flows(addresses, random) for _ in range(8)]
    done = found = 0
    begun, cpu = time.perf_counter(), time.process_time()
    while done < count:
        for batch in batches:
            found += detect(batch).num_rows
            done += batch.num_rows
    return done, found, time.perf_counter() - begun, time.process_time() - cpu, prepared


def _listings(addresses: np.ndarray, count: int) -> pa.Table:
    rest = count - len(addresses)
    few = np.random.default_rng(7).integers(1 << 16, 220 << 16, count // 20)
    around = [f"{n >> 16}.{n >> 8 & 255}.{n & 255}.0/{24 + n % 5}" for n in few.tolist()]
    hosts = around + [f"c{n}.bad-{n % 977}.example" if n % 2 else None for n in range(len(around), rest)]
    pages = [None] * len(around) + [
        None if n % 2 else f"http://w{n}.site-{n % 733}.example/gate/{n}.php" for n in range(len(around), rest)
    ]
    columns = {
        "record": pa.array([n.to_bytes(16, "big") for n in range(count)]),
        "observed_at": pa.array(START - 5 * DAY + np.random.default_rng(8).integers(0, 6 * DAY, count)).cast(TIME),
        "stated": pa.repeat("c2_listing", count),
        "server_ip": pa.concat_arrays([_ipv4(addresses), pa.nulls(rest, pa.binary())]),
        "family": pa.array([f"family-{n % 60}" for n in range(count)]),
        "host": pa.array([None] * len(addresses) + hosts, pa.string()),
        "url": pa.array([None] * len(addresses) + pages, pa.string()),
    }
    return _table(OF_STATEMENTS, count, columns)


def _flows(addresses: np.ndarray, random: np.random.Generator) -> pa.RecordBatch:
    server = random.integers(1 << 24, 220 << 24, BATCH)
    listed = random.random(BATCH) < 1 / 50
    server[listed] = addresses[random.integers(0, len(addresses), int(listed.sum()))]
    columns = {
        "seen": pa.repeat("flow", BATCH),
        "source": pa.repeat("zeek-conn", BATCH),
        "record": _ipv4(np.arange(BATCH)),
        "observed_at": pa.array(START + random.integers(0, DAY, BATCH)).cast(TIME),
        "client_ip": _ipv4(random.integers(36 << 24, 37 << 24, BATCH)),
        "server_ip": _ipv4(server),
    }
    return _table(OF_TRAFFIC, BATCH, columns).combine_chunks().to_batches()[0]


def _table(names: tuple[str, ...], count: int, columns: dict[str, pa.Array]) -> pa.Table:
    schema = pa.schema([OBSERVATIONS.field(name) for name in names])
    return pa.table([columns.get(one.name, pa.nulls(count, one.type)) for one in schema], schema=schema)


def _ipv4(numbers: np.ndarray) -> pa.Array:
    data = np.zeros((len(numbers), 16), np.uint8)
    data[:, 10:12] = 255
    data[:, 12:] = numbers.astype(">u4").view(np.uint8).reshape(-1, 4)
    return pa.Array.from_buffers(pa.binary(16), len(numbers), [None, pa.py_buffer(data)]).cast(pa.binary())


if __name__ == "__main__":
    main()
