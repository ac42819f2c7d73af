"""Rows of sets as they lie in a file, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.counting.daily import daily_sets
from crosscount.kernels.counting.lists import ROWS
from crosscount.kernels.counting.weeks import TEXTS, from_files, to_files
from crosscount.model.figure import Unit
from tests.kernels.threat_rows import threats

MONDAY = date(2014, 3, 17)
UNITS = {unit: frozenset(("c2_contact", "phishing_visit")) for unit in (Unit.ORIGIN_ADDRESS, Unit.SLOT_30)}
SEEN = st.tuples(st.integers(0, 6), st.sampled_from(["US", "CN"]), st.integers(1, 3), st.sampled_from(sorted(UNITS)))


def of_week(seen: list[tuple[int, str, int, Unit]]) -> pa.Table:
    rows = [
        {
            "observed_at": datetime(2014, 3, 17, 12, tzinfo=UTC) + timedelta(days=day),
            "target_country": country,
            "origin_ip": f"192.0.2.{host}",
            "target_ip": "198.51.100.1",
            "kind": "phishing_visit" if unit is Unit.SLOT_30 else "c2_contact",
        }
        for day, country, host, unit in seen
    ]
    return daily_sets(threats(rows), UNITS, "UTC")


def as_read(file: pa.Table) -> pa.Table:
    """With the partition's day, as the store gives it."""
    return file.append_column("day", pa.repeat(pa.scalar(MONDAY, pa.date32()), file.num_rows))


def texts(rows: pa.Table) -> list[str]:
    return sorted(map(str, rows.select(ROWS.names).to_pylist()))


@settings(deadline=None)
@given(st.lists(SEEN, min_size=1, max_size=12), st.integers(0, 6), st.integers(0, 6))
def test_rows_come_back_each_with_its_own_day(seen: list[tuple[int, str, int, Unit]], first: int, more: int) -> None:
    rows = of_week(seen)
    bounds = MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + more)
    inside = [row for row in rows.select(ROWS.names).to_pylist() if bounds[0] <= row["day"] <= bounds[1]]
    assert texts(from_files(as_read(to_files(rows, MONDAY)), *bounds)) == sorted(map(str, inside))


@settings(deadline=None)
@given(st.lists(SEEN, min_size=1, max_size=12))
def test_the_days_of_a_country_pair_stand_together_in_a_file(seen: list[tuple[int, str, int, Unit]]) -> None:
    file = to_files(of_week(seen), MONDAY)
    keys = [tuple(row[name] for name in (*TEXTS, "later")) for row in file.to_pylist()]
    assert keys == sorted(set(keys))
