"""The same rows through IntelMQ 3.5, compared row by row: python -m benchmarks.intelmq [--rows 20000] [--times 3].

IntelMQ is no dependency: an environment of its own is made under build/ (from the package index, once). Both sides read
the same Shadowserver report, place it by the same made tables, and give the same fields. IntelMQ is called as a
library without Redis, which is kinder to it than a pipeline of bots. Rows a CPU-second are those of one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import ip_network
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from tests.reference.mmdb_writer import mmdb

from benchmarks.ingest import COUNTRIES, EDITION
from benchmarks.intelmq_side import KEYS, PLACED
from benchmarks.made_logs import FORMS, made
from benchmarks.measuring import BUILD, ROOT, fresh, median, spent, spread, table, write
from crosscount.kernels.placing.prefixes import RESERVED
from crosscount.model.place import UNKNOWN

NEEDED = ("intelmq==3.5.*", "geoip2", "pyasn")
VENV = BUILD / "intelmq-venv"
TABLES = BUILD / "intelmq-root"
SCHEMA = ROOT.parent / "shared" / "data" / "csirt" / "shadowserver_intelmq_schema.json.gz"
OURS_ROWS = 5_000_000  # rows of our own run: with as few as IntelMQ is given, most of the time would be the start
OWN_SCHEMA = {  # what a report of this type needs at least, where the publisher's schema is not at hand
    "_meta": {"date_created": "2014-03-19", "change_log": ""},
    "event4_sinkhole": {
        "constant_fields": {
            "classification.taxonomy": "malicious-code",
            "classification.type": "infected-system",
        },
        "feed_name": "Sinkhole-Events IPv4",
        "file_name": "event4_sinkhole",
        "optional_fields": [
            ["malware.name", "infection", "validate_to_none"],
            ["protocol.transport", "protocol"],
            ["destination.ip", "dst_ip", "validate_ip"],
            ["destination.port", "dst_port", "convert_int"],
        ],
        "required_fields": [
            ["time.source", "timestamp", "add_UTC_to_timestamp"],
            ["source.ip", "src_ip", "validate_ip"],
            ["source.port", "src_port", "convert_int"],
        ],
    },
}


@dataclass(frozen=True)
class Result:
    """Rows a CPU-second of both sides."""

    rows: int
    intelmq: int
    ours: int
    ratio: int
    spread: str
    compared: int
    different: int
    intelmq_version: str


def main() -> int:
    """Prepare, run both sides by turns, compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000, help="rows that IntelMQ is given")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--ours", help="only our side, of this file, here; events go to --out")
    parser.add_argument("--out")
    given = parser.parse_args()
    if given.ours:
        print(json.dumps(_ours(Path(given.ours), Path(given.out) if given.out else None)))
        return 0
    _environment()
    _tables()
    report, long_report = _report(given.rows), made(FORMS["csv"], OURS_ROWS)
    theirs, ours = [], []
    for _ in range(given.times):
        theirs.append(_theirs(report))
        said = fresh("benchmarks.intelmq", "--ours", str(long_report)).said
        ours.append(OURS_ROWS / said["cpu"])
    fresh("benchmarks.intelmq", "--ours", str(report), "--out", str(BUILD / "ours.jsonl"))
    compared, different = _compared(BUILD / "intelmq.jsonl", BUILD / "ours.jsonl")
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    result = Result(
        given.rows,
        round(median(theirs)),
        round(median(ours)),
        round(median(ratios)),
        spread(ratios),
        compared,
        different,
        _version(),
    )
    head = (
        f"rows/CPU-second of IntelMQ {result.intelmq_version}",
        "of ours",
        "ratio",
        "smallest to largest",
        "compared",
    )
    row = (
        f"{result.intelmq:,}",
        f"{result.ours:,}",
        f"{result.ratio}",
        result.spread,
        f"{compared:,} events, {different} differ",
    )
    write("intelmq", [result], table(head, [row]))
    return int(different > 0)


def _environment() -> None:
    if (VENV / "ready").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    subprocess.run([str(VENV / "bin" / "pip"), "install", "--quiet", *NEEDED], check=True)
    (VENV / "ready").touch()


def _version() -> str:
    code = "from importlib.metadata import version; print(version('intelmq'))"
    return subprocess.run(
        [str(VENV / "bin" / "python"), "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def _tables() -> None:
    """Countries and networks of every /14, as each side reads them."""
    state = TABLES / "var" / "lib" / "bots"
    state.mkdir(parents=True, exist_ok=True)
    schema = json.loads(gzip.decompress(SCHEMA.read_bytes())) if SCHEMA.exists() else OWN_SCHEMA
    (state / "shadowserver-schema.json").write_text(json.dumps(schema), encoding="utf-8")
    reserved = [ip_network(text) for text in RESERVED if ":" not in text]  # where we place nobody, and IntelMQ would
    every = [f"{n >> 6}.{(n & 63) << 2}.0.0/14" for n in range(64, 223 << 6)]
    blocks = [text for text in every if not any(ip_network(text).overlaps(one) for one in reserved)]
    country = [COUNTRIES[n * 7 % len(COUNTRIES)] for n in range(len(blocks))]
    network = [1000 + n * 31 % 50_000 for n in range(len(blocks))]
    cities = {block: {"country": {"iso_code": code}} for block, code in zip(blocks, country, strict=True)}
    (TABLES / "city.mmdb").write_bytes(mmdb(cities, "Made-City"))
    for name, values, head, mark in (
        ("ipasn.dat", network, "; made", "\t"),
        ("networks.csv", network, "cidr,asn", ","),
        ("countries.csv", country, "cidr,country", ","),
    ):
        lines = [f"{block}{mark}{value}" for block, value in zip(blocks, values, strict=True)]
        (TABLES / name).write_text("\n".join([head, *lines]) + "\n", encoding="ascii")


def _report(rows: int) -> Path:
    """The first rows of the made report, a hundredth of them twice, without the publisher's own country and network."""
    with made(FORMS["csv"], OURS_ROWS).open("rb") as file:
        head, lines = file.readline(), [file.readline() for _ in range(rows)]
    cells = [line.split(b",", 6) for line in lines]
    lines = [b",".join([*each[:4], b"", b"", each[6]]) for each in cells]
    path = BUILD / "2014-03-26-event4_sinkhole-short.csv"
    path.write_bytes(head + b"".join([*lines[: rows - rows // 100], *lines[: rows // 100]]))
    return path


def _theirs(report: Path) -> float:
    side = ROOT / "benchmarks" / "intelmq_side.py"
    # -P: our folder holds a module `intelmq` of its own
    command = [str(VENV / "bin" / "python"), "-P", str(side), str(TABLES), str(report), str(BUILD / "intelmq.jsonl")]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=TABLES).stdout
    said = json.loads(out.strip().splitlines()[-1])
    return float(said["read"] / said["cpu"])


def _ours(report: Path, out: Path | None) -> dict[str, float]:
    from crosscount.flow import conclude, editions, ingest
    from crosscount.settings import Ingest, Settings

    store = BUILD / "intelmq-store"
    shutil.rmtree(store, ignore_errors=True)
    settings = replace(Settings(), store=store, ingest=Ingest(workers=1))
    for name in ("countries.csv", "networks.csv"):
        editions.add(TABLES / name, settings=settings, edition=EDITION)
    editions.placer(settings, date(2014, 3, 19))  # tables are put together once, not for each file
    begun = spent()  # of all processes
    (read,) = ingest.run([report], settings=settings)
    concluded = conclude.run(settings=settings)
    cpu = spent() - begun
    if out is not None:
        out.write_text("\n".join(json.dumps(event) for event in _events(settings.store)) + "\n", encoding="utf-8")
    shutil.rmtree(store)
    return {"cpu": cpu, "read": read.read, "events": concluded.threats}


def _events(store: Path) -> list[dict[str, object]]:
    """The threats with what their observations say, by IntelMQ's names."""
    from crosscount.kernels.cleaning import ip
    from crosscount.store import lake

    wanted = ["record", "observed_at", "client_ip", "client_port", "server_ip", "server_port", "label"]
    seen = lake.read(lake.at(store, "observations"), wanted)
    placed = lake.read(lake.at(store, "threats"), ["record", "family", "target_country", "target_asn"])
    both = seen.join(placed, "record").sort_by("record")
    texts = {name: ip.text(both.column(name).combine_chunks()) for name in ("client_ip", "server_ip")}
    times = [moment.strftime("%Y-%m-%dT%H:%M:%S+00:00") for moment in both.column("observed_at").to_pylist()]
    columns = [
        pa.array(times),
        texts["client_ip"],
        both.column("client_port"),
        texts["server_ip"],
        both.column("server_port"),
        both.column("family"),
        pc.if_else(pc.equal(both.column("target_country"), UNKNOWN), None, both.column("target_country")),
        both.column("target_asn"),
    ]
    return pa.table(columns, names=[*KEYS, *PLACED]).to_pylist()


def _compared(theirs: Path, ours: Path) -> tuple[int, int]:
    """How many distinct events there are on either side, and how many are on one side only."""
    one, other = ({line for line in path.read_text(encoding="utf-8").splitlines() if line} for path in (theirs, ours))
    return len(one | other), len(one ^ other)


if __name__ == "__main__":
    sys.exit(main())
