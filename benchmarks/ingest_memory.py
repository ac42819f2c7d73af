"""How fast one long log is ingested, and how much memory that takes: `python -m benchmarks.ingest_memory [GB]`.

Writes a synthetic Zeek conn.log of 2 GB (documentation addresses only) and a store under build/, and removes the store.
The limit is 1.5 GB of resident memory, whatever the length of the log.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import sys
import time
from pathlib import Path

import numpy as np

from crosscount.flow import ingest
from crosscount.settings import Ingest, Settings

LIMIT_GB = 1.5
BUILD = Path(__file__).resolve().parents[1] / "build"
NAMES = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state"
START = 1_395_187_200  # 2014-03-19 00:00 UTC
NETS = ("192.0.2", "198.51.100", "203.0.113")


def write_log(path: Path, size: int) -> None:
    """A conn.log of at least `size` bytes; the same size gives the same bytes."""
    chance, rows = np.random.default_rng(2014), 0
    with path.open("w", encoding="ascii") as out:
        out.write("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n")
        out.write("#fields\t" + NAMES.replace(" ", "\t") + "\n")
        while out.tell() < size:
            count = 100_000
            times = START + (rows + np.arange(count)) / 20
            octets, ports = chance.integers(0, 256, (count, 2)), chance.integers(1024, 65536, count)
            sent = chance.integers(0, 10**6, (count, 2))
            out.writelines(
                f"{at:.6f}\tC{rows + n:017x}\t{NETS[n % 3]}.{one}\t{port}\t2001:db8::{two:x}:{n % 9999:x}"
                f"\t443\ttcp\tssl\t1.5\t{up}\t{down}\tSF\n"
                for n, (at, (one, two), port, (up, down)) in enumerate(zip(times, octets, ports, sent, strict=True))
            )
            rows += count


def measure(log: Path, store: Path) -> None:
    """Ingest in this process, which does nothing else, and say what it took."""
    begun = time.monotonic()
    (report,) = ingest.run([log], settings=Settings(store=store, ingest=Ingest(workers=1)))
    seconds = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(f"{report.source}: read {report.read:,} = kept {report.kept:,} + set aside {report.set_aside:,}")
    print(f"{log.stat().st_size / 1e9:.2f} GB in {seconds:.1f} s: {report.read / seconds:,.0f} rows/s")
    print(f"peak resident memory {peak:.2f} GB (limit {LIMIT_GB})")
    sys.exit(peak > LIMIT_GB or report.state != "ingested")


def main(gigabytes: float) -> int:
    """Generate, ingest in a fresh process, clear away; the exit code says whether the memory stayed below the limit."""
    BUILD.mkdir(exist_ok=True)
    log, store = BUILD / f"conn-{gigabytes:g}gb.log", BUILD / "ingest-memory-store"
    shutil.rmtree(store, ignore_errors=True)
    if not log.exists():
        written = log.with_suffix(".part")
        write_log(written, int(gigabytes * 1e9))
        written.rename(log)
    process = multiprocessing.get_context("spawn").Process(target=measure, args=(log, store))
    process.start()
    process.join()
    shutil.rmtree(store, ignore_errors=True)
    return process.exitcode or 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0))
