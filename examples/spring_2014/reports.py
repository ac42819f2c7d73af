"""Reports that others send: a sinkhole report in Shadowserver's columns, and events as IntelMQ writes them.

Such a report names infected machines and a researcher's sinkhole. Who controls them is not known, so these machines
count for target China and an unknown origin, never for the United States.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from botnets import FAMILIES, Botnets
from files import table, text_of, write
from world import DAY, SECOND, World, day_of, micros, within

__all__ = ["write_reports"]

COLUMNS = (
    "timestamp",
    "protocol",
    "src_ip",
    "src_port",
    "src_asn",
    "src_geo",
    "src_region",
    "src_city",
    "src_hostname",
    "src_naics",
    "src_sector",
    "device_vendor",
    "device_type",
    "device_model",
    "severity",
    "dst_ip",
    "dst_port",
    "dst_asn",
    "dst_geo",
    "dst_region",
    "dst_city",
    "dst_hostname",
    "dst_naics",
    "dst_sector",
    "public_source",
    "infection",
    "family",
    "tag",
    "application",
    "version",
    "event_id",
    "ssl_cipher",
    "ssl_servername",
)
REPORT_DAYS = (micros(2014, 2, 12), micros(2014, 4, 2), micros(2014, 5, 7))


def write_reports(world: World, botnets: Botnets, folder: Path, truth: Path) -> None:
    """Three days of sinkhole reports and one file of events."""
    rng = world.rng("reports")
    found: list[tuple[int, int]] = []
    known = botnets.machines
    for day in REPORT_DAYS:
        machines = np.concatenate([world.draw("CN", world.scaled(2_500, 8)), world.draw("JP", world.scaled(300, 2)),
                                   known[rng.integers(0, len(known), world.scaled(1_500, 4))]])  # fmt: skip
        machines = np.concatenate([machines, machines[:3]])  # the same machine twice
        times = np.sort(within(rng, np.full(len(machines), day), np.full(len(machines), day + DAY))) // SECOND * SECOND
        rows = [",".join(f'"{name}"' for name in COLUMNS)]
        sinks = world.show(botnets.sinkholes).to_pylist()
        for number, (time, address) in enumerate(zip(times.tolist(), world.show(machines).to_pylist(), strict=True)):
            values = dict.fromkeys(COLUMNS, "")
            values |= {
                "timestamp": datetime.fromtimestamp(time // SECOND, UTC).strftime("%Y-%m-%d %H:%M:%S"),
                "protocol": "tcp", "src_ip": address, "src_port": str(1_024 + number), "severity": "high",
                "dst_ip": sinks[number % len(sinks)], "dst_port": "80", "dst_geo": "US", "public_source": "synthetic",
                "infection": FAMILIES[number % len(FAMILIES)].lower(), "family": FAMILIES[number % len(FAMILIES)],
                "tag": "synthetic",
            }  # fmt: skip
            rows.append(",".join(f'"{value}"' for value in values.values()))
        found += zip(times.tolist(), machines.tolist(), strict=True)
        write(folder / f"{day_of(day).isoformat()}-event4_sinkhole-synthetic-demo.csv", "\n".join(rows), "\n")
    found += _events(world, rng, folder)
    times, machines = (np.array(column, dtype=np.int64) for column in zip(*found, strict=True))
    table(truth / "infections.tsv", ("time_us", "machine", "machine_country"),
          (text_of(times), world.show(machines), world.country(machines, times)))  # fmt: skip


def _events(world: World, rng: np.random.Generator, folder: Path) -> list[tuple[int, int]]:
    """Infected machines, and some events of other kinds that no figure of the bulletin counts."""
    infected = np.concatenate([world.draw("CN", world.scaled(150, 5)), world.draw("KR", world.scaled(40, 2))])
    others = world.draw("US", 12)
    rows, found = [], []
    for number, machine in enumerate([*infected.tolist(), *others.tolist()]):
        time = (REPORT_DAYS[1] + int(rng.integers(0, 20 * DAY))) // SECOND * SECOND
        infection = number < len(infected)
        rows.append(json.dumps({
            "classification.taxonomy": "malicious-code" if infection else "information-gathering",
            "classification.type": "infected-system" if infection else "scanner",
            "feed.name": "Synthetic demo feed", "feed.provider": "examples/spring_2014",
            "malware.name": "synthetic", "source.ip": world.show(np.array([machine]))[0].as_py(),
            "time.observation": "2014-05-20T00:00:00+00:00",
            "time.source": datetime.fromtimestamp(time // SECOND, UTC).isoformat(),
        }))  # fmt: skip
        if infection:
            found.append((time, machine))
    write(folder / "synthetic-intelmq-events.jsonl", "\n".join(rows), "\n")
    return found
