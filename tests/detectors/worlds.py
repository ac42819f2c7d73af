"""Hand-made days of traffic: beacons of several kinds, people who browse, servers that are asked by right."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = ["CLIENT", "MIDNIGHT", "SERVER", "beacon", "browsing", "flow"]

CLIENT, SERVER = "192.168.1.5", "198.51.100.7"
MIDNIGHT = datetime(2014, 3, 19, tzinfo=UTC)
DAY = 86_400.0


def flow(
    second: float, client: str = CLIENT, server: str = SERVER, sent: int | None = 500, **more: Any
) -> dict[str, Any]:
    """One connection, so many seconds after midnight of 19 March 2014."""
    at = (MIDNIGHT + timedelta(seconds=second)).replace(tzinfo=None).isoformat(" ")
    columns = {"client_ip": client, "server_ip": server, "server_port": 443, "protocol": "tcp", "bytes_out": sent}
    return {"seen": "flow", "observed_at": at, **columns, **more}


def beacon(
    every: float = 300,
    *,
    jitter: float = 0,
    missing: float = 0,
    sizes: tuple[int, int] = (500, 500),
    until: float = DAY,
    seed: int = 1,
    **more: Any,
) -> list[dict[str, Any]]:
    """A connection each `every` seconds, sleeping up to `jitter` (a share) longer or shorter, some left out."""
    rng, at, rows = random.Random(seed), 7.0, []
    while at < until:
        if rng.random() >= missing:
            rows.append(flow(at, sent=rng.randint(*sizes), **more))
        at += every * (1 + rng.uniform(-jitter, jitter))
    return rows


def browsing(seed: int = 1, visits: int = 40, **more: Any) -> list[dict[str, Any]]:
    """Somebody reads a site between 8 and 18 o'clock: bursts of connections of any size, long pauses."""
    rng, rows = random.Random(seed), []
    for _ in range(visits):
        at = rng.uniform(8, 18) * 3600
        for _ in range(rng.randint(1, 12)):
            at += rng.expovariate(1 / 4)
            rows.append(flow(at, sent=int(rng.lognormvariate(7, 1.2)), **more))
    return rows
