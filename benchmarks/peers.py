"""What DuckDB, chdb and polars need for the same counts on the rows: run by the peers' own Python, prints JSON.

Not imported by anything here: `benchmarks.figures` makes an environment for it under build/.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

C2, VISIT, ACCESS = ("c2_contact", "c2_listing"), ("phishing_visit", "phishing_listing"), ("backdoor_access",)
SLOT = "(origin_ip, coalesce(site::blob, target_ip), epoch_us(observed_at) // 1800000000)"
EIGHT = {
    "c2-servers": ("origin_ip", C2),
    "controlled-machines": ("target_ip", ("c2_contact", "infection")),
    "phishing-hosts": ("origin_ip", VISIT),
    "phishing-pages": ("page", VISIT),
    "phishing-operations": (SLOT, ("phishing_visit",)),
    "backdoor-origins": ("origin_ip", ACCESS),
    "backdoored-sites": ("site", ("backdoor_access", "backdoor_listing")),
    "backdoor-attacks": (SLOT, ACCESS),
}
CLEAN = "tags not in ('scanner', 'sinkhole')"
BOTH = (("origin_ip", C2), ("target_ip", ("c2_contact", "infection")))


def kinds_in(kinds: tuple[str, ...]) -> str:
    """As SQL."""
    return "kind in (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """The median of several runs, in seconds, and the answer."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - begun)
    return sorted(seconds)[len(seconds) // 2], answer


def pair_in_duckdb(files: str) -> list[int]:
    """The eight figures from US to CN."""
    import duckdb

    con = duckdb.connect(config={"threads": 2})
    where = f"origin_country = 'US' and target_country = 'CN' and {CLEAN}"
    rows = f"read_parquet('{files}', hive_partitioning = false)"
    return [
        con.execute(f"select count(distinct {unit}) from {rows} where {kinds_in(kinds)} and {where}").fetchall()[0][0]
        for unit, kinds in EIGHT.values()
    ]


def matrix_in_duckdb(files: str) -> int:
    """Both ends, every country with every country; the sum of the cells."""
    import duckdb

    con = duckdb.connect(config={"threads": 2, "memory_limit": "12GB"})
    total = 0
    for unit, kinds in BOTH:
        cells = con.execute(
            f"select origin_country, target_country, count(distinct {unit}) as n from read_parquet('{files}', "
            f"hive_partitioning = false) where {kinds_in(kinds)} and {CLEAN} group by all"
        ).fetchall()
        total += sum(cell[2] for cell in cells)
    return total


def matrix_in_chdb(files: str) -> int:
    """The same in chdb."""
    import chdb

    total = 0
    for unit, kinds in BOTH:
        said = chdb.query(
            f"select sum(n) from (select origin_country, target_country, uniqExact({unit}) as n from "
            f"file('{files}', Parquet) where {kinds_in(kinds)} and {CLEAN} group by origin_country, target_country) "
            "settings max_threads = 2",
            "CSV",
        )
        total += int(str(said))
    return total


def matrix_in_polars(files: str) -> int:
    """The same in polars."""
    import polars as pl

    total = 0
    for unit, kinds in BOTH:
        cells = (
            pl.scan_parquet(files, hive_partitioning=False)
            .filter(pl.col("kind").is_in(kinds) & ~pl.col("tags").is_in(["scanner", "sinkhole"]))
            .group_by("origin_country", "target_country")
            .agg(pl.col(unit).drop_nulls().n_unique())
            .collect()
        )
        total += int(cells[unit].sum())
    return total


def main() -> None:
    """`peers.py FILES SORTED`: two globs of Parquet files with the same rows."""
    unsorted, ordered = sys.argv[1:3]
    out: dict[str, Any] = {}
    for name, files in (("unsorted", unsorted), ("sorted", ordered)):
        seconds, answer = timed(lambda files=files: pair_in_duckdb(files), 3)
        out[f"pair {name}"] = {"seconds": seconds, "answer": answer}
    for name, work in (("duckdb", matrix_in_duckdb), ("chdb", matrix_in_chdb), ("polars", matrix_in_polars)):
        try:
            seconds, answer = timed(lambda work=work: work(unsorted))
        except Exception as error:
            out[f"matrix {name}"] = {"fault": str(error)[:300]}
            continue
        out[f"matrix {name}"] = {"seconds": seconds, "answer": answer}
    print(json.dumps(out))


if __name__ == "__main__":
    main()
