"""A day of made traffic whose truth is known: beacons of every kind among people, clocks and lawful regular traffic.

Documentation addresses only; written as a Zeek conn.log. Same seed, same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

__all__ = ["MIDNIGHT", "USUAL", "write_day"]

MIDNIGHT = 1_395_187_200  # 2014-03-19 00:00 UTC
DAY = 86_400
HEAD = (
    "#separator \\x09\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_bytes\tresp_bytes\tconn_state\n"
)
CLIENTS = 200
USUAL = "198.51.100.0/24"  # servers of updates and of time: regular, and lawful
Row = tuple[float, str, str, int, str, int]


def write_day(file: Path) -> set[tuple[str, str]]:
    """Write the log; the pairs (client, server) that are C2 channels."""
    rng = random.Random(7)
    rows: list[Row] = []
    truth: set[tuple[str, str]] = set()
    for number in range(CLIENTS):
        client = f"10.1.{number // 200}.{number % 200 + 1}"
        for _ in range(6):
            rows += _browsing(rng, client, f"203.0.113.{rng.randint(1, 250)}")
        rows += _regular(rng, client, "198.51.100.10", 123, "udp", rng.choice((64, 256, 1024)), 0.02, 0, (48, 48))
        rows += _regular(rng, client, f"198.51.100.{64 + number % 4}", 443, "tcp", 900, 0.1, 0.02, (700, 900))
    every = product((60, 300, 1_800, 3_600), (0, 0.1, 0.3, 0.5), (0, 0.2, 0.4), (10, 400))
    for number, (interval, jitter, missing, spread) in enumerate(every):
        client, server = f"10.1.0.{number + 1}", f"192.0.2.{number + 1}"
        truth.add((client, server))
        rows += _regular(rng, client, server, 443, "tcp", interval, jitter, missing, (500, 500 + spread))
    rows.sort()
    with file.open("w", encoding="ascii") as out:
        out.write(HEAD)
        for count, (at, client, server, port, protocol, sent) in enumerate(rows):
            out.write(
                f"{MIDNIGHT + at:.6f}\tC{count}\t{client}\t40000\t{server}\t{port}\t{protocol}\t0.5\t{sent}\t900\tSF\n"
            )
    return truth


def _regular(
    rng: random.Random,
    client: str,
    server: str,
    port: int,
    protocol: str,
    interval: float,
    jitter: float,
    missing: float,
    sizes: tuple[int, int],
) -> Iterator[Row]:
    at = rng.uniform(0, interval)
    while at < DAY:
        if rng.random() >= missing:
            yield at, client, server, port, protocol, rng.randint(*sizes)
        at += interval * (1 + rng.uniform(-jitter, jitter))


def _browsing(rng: random.Random, client: str, server: str) -> Iterator[Row]:
    for _ in range(rng.randint(3, 30)):
        at = rng.uniform(8, 18) * 3_600
        for _ in range(rng.randint(1, 8)):
            at += rng.expovariate(1 / 4)
            yield at, client, server, 443, "tcp", int(rng.lognormvariate(7, 1.2))
