"""What DuckDB, chdb and polars need for the same counts on the rows: run by the peers' own Python, prints JSON.

Not imported by anything here: `benchmarks.figures` makes an environment for it under build/.
"""

from __future__ import annotations

import json
import os
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


def timed(work: Callable[[], Any], times: int = 1) -> dict[str, Any]:
    """The median of several runs, in seconds by the clock and of all cores, and the answer."""
    runs = []
    for _ in range(times):
        begun, before = time.perf_counter(), sum(os.times()[:2])
        answer = work()
        runs.append((time.perf_counter() - begun, sum(os.times()[:2]) - before, answer))
    seconds, cpu, answer = sorted(runs)[len(runs) // 2]
    return {"seconds": seconds, "cpu": cpu, "answer": answer}


def pair_in_duckdb(files: str) -> dict[str, Any]:
    """The eight figures from US to CN, in the faster of two forms: a query each, or one for all."""
    import duckdb

    con = duckdb.connect(config={"threads": 2})
    where = f"origin_country = 'US' and target_country = 'CN' and {CLEAN}"
    rows = f"read_parquet('{files}', hive_partitioning = false)"
    each = [f"select count(distinct {unit}) from {rows} where {kinds_in(k)} and {where}" for unit, k in EIGHT.values()]
    counts = ", ".join(f"count(distinct {unit}) filter (where {kinds_in(k)})" for unit, k in EIGHT.values())
    forms = {
        "a query each": lambda: [con.execute(query).fetchall()[0][0] for query in each],
        "one query": lambda: list(con.execute(f"select {counts} from {rows} where {where}").fetchall()[0]),
    }
    said = [timed(work, 3) | {"form": form} for form, work in forms.items()]
    if said[0]["answer"] != said[1]["answer"]:
        raise ValueError("the two forms disagree")
    return min(said, key=lambda one: one["seconds"])


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
    """`peers.py FILES OTHER_ORDER SAME_KEY`: globs of Parquet files with the same rows."""
    in_time, other, same_key = sys.argv[1:4]
    out: dict[str, Any] = {}
    for name, files in (("time order", in_time), ("other order", other), ("same key", same_key)):
        out[f"pair {name}"] = pair_in_duckdb(files)
    for name, work in (("duckdb", matrix_in_duckdb), ("chdb", matrix_in_chdb), ("polars", matrix_in_polars)):
        try:
            out[f"matrix {name}"] = timed(lambda work=work: work(in_time))
        except Exception as error:
            out[f"matrix {name}"] = {"fault": str(error)[:300]}
    print(json.dumps(out))


if __name__ == "__main__":
    main()
