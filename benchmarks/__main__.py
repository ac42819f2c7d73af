"""Measure this machine: python -m benchmarks [NAME…]. Each benchmark runs in a process of its own and prints a table.

Add one: a module of this folder with a `main` that prints its table, and a line here.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

from benchmarks.measuring import ROOT, machine

BENCHMARKS = {
    "steps": "rows a second of each step, one after another",
    "intelmq": "the same rows through IntelMQ 3.5, compared row by row",
    "ingest": "bytes to observations and threats, against DuckDB's read_csv to Parquet",
    "figures": "settle, and figures against DuckDB, chdb and polars on the rows",
    "detect": "flows against a million dated indicators",
    "machines": "machines behind addresses, against simulated botnets",
    "watch": "from a line written to a figure that counts it",
    "spark": "the steps on a cluster of this machine",
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; the exit code is that of the first which fails."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark '{unknown[0]}' (there are: {', '.join(BENCHMARKS)})", file=sys.stderr)
        return 2
    about = machine()
    print(f"{about['machine']}, Python {about['python']}, crosscount {version('crosscount')}")
    for name in names or BENCHMARKS:
        print(f"\n{name}: {BENCHMARKS[name]}\n", flush=True)
        code = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
