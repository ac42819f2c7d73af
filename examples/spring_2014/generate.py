"""Write a SYNTHETIC spring of 2014 as raw evidence: logs, lists, reports and reference tables, the same each time.

    python examples/spring_2014/generate.py demo [--scale 1.0] [--seed 2014]

Nothing of it happened. What it contains, and how its right answer is made, is told in the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

import backdoors
import botnets
import c2_lists
import numpy as np
import phishing
import phishing_files
import pyarrow.compute as pc
import reports
import zeek
from files import table, text_of, write
from reference_tables import NOTICE, write_reference, write_settings
from world import World

README = f"""{NOTICE}.

evidence/   logs and lists as sensors and publishers would deliver them: what the product reads
reference/  country editions of three days, a table of networks, the user's tables of sites, brands, scanners, sinkholes
truth/      the generator's own record of what it made: for truth.py only, the product never sees it
crosscount.toml  the settings of the demo
"""


def main() -> int:
    """Write everything into the folder given."""
    parser = argparse.ArgumentParser(description="Write a SYNTHETIC spring of 2014 as raw evidence files.")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size (default 1.0)")
    parser.add_argument("--seed", type=int, default=2014)
    options = parser.parse_args()
    if not ours(options.out):
        parser.error(f"'{options.out}' holds something that this generator did not write; give an empty or new folder")
    begun = time.perf_counter()
    rows = generate(options.out, scale=options.scale, seed=options.seed)
    size = sum(file.stat().st_size for file in options.out.rglob("*") if file.is_file())
    told = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    print(
        f"SYNTHETIC data in {options.out}: {told}; {size / 1e6:,.0f} MB in {time.perf_counter() - begun:.1f} s",
        file=sys.stderr,
    )
    return 0


def ours(folder: Path) -> bool:
    """Whether the folder may be written over: it is new, empty, or was made by this generator."""
    if not folder.exists() or not any(folder.iterdir()):
        return True
    readme = folder / "README"
    return readme.is_file() and readme.read_text(encoding="utf-8", errors="replace").startswith(NOTICE)


def generate(out: Path, *, scale: float = 1.0, seed: int = 2014) -> dict[str, int]:
    """Write everything; how many rows of what. Earlier files of the generator in that folder are removed."""
    write(out / "README", README)  # first, so that an interrupted run is known as ours
    for name in ("evidence", "reference", "truth"):
        shutil.rmtree(out / name, ignore_errors=True)
    world = World(seed, scale)
    evidence, truth = out / "evidence", out / "truth"
    sensor = evidence / "logs" / "synthetic-sensor-1"
    bots = botnets.build(world)
    fraud = phishing.build(world, bots)
    shells, web_scanners = backdoors.build(world)
    rows = {"flows": zeek.write_conn(world, bots, sensor)}
    rows["requests"], rows["lookups"] = phishing_files.write_logs(world, fraud, sensor)
    rows["access log lines"] = backdoors.write_logs(world, shells, evidence / "logs" / "web")
    c2_lists.write_lists(world, bots, evidence / "lists", truth)
    phishing_files.write_lists(world, fraud, evidence / "lists")
    reports.write_reports(world, bots, evidence / "reports", truth)
    scanners = world.show(bots.scanners).to_pylist() + world.show(web_scanners).to_pylist()
    sinkholes = world.show(bots.sinkholes).to_pylist()
    write_reference(out / "reference", shells.table, scanners, sinkholes)
    write_settings(out / "crosscount.toml")
    _contacts(world, bots, truth)
    phishing_files.write_truth(world, fraud, truth)
    backdoors.write_truth(world, shells, truth)
    write(truth / "scanners.tsv", "address\n", "".join(f"{address}\n" for address in scanners))
    write(truth / "sinkholes.tsv", "address\n", "".join(f"{address}\n" for address in sinkholes))
    write(truth / "world.json", json.dumps({"synthetic": True, "seed": seed, "scale": scale}), "\n")
    return rows


def _contacts(world: World, bots: botnets.Botnets, truth: Path) -> None:
    """Every flow, with the countries of that day; which of them count is for truth.py to say."""
    times, clients, servers = bots.flows.sorted()
    text = world.show(servers)
    listed = pc.is_in(text, pc.unique(world.show(np.concatenate([part.address for part in bots.servers])))).to_numpy(
        zero_copy_only=False
    )
    times, clients, servers = times[listed], clients[listed], servers[listed]
    table(
        truth / "contacts.tsv.gz",
        ("time_us", "machine", "machine_country", "server", "server_country"),
        (
            text_of(times),
            world.show(clients),
            world.country(clients, times),
            world.show(servers),
            world.country(servers, times),
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
