"""Real lists from file to threats, against numbers counted by other means."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

from crosscount.flow import conclude, ingest
from crosscount.settings import Settings
from tests.flow.observed import threats


def test_the_c2_servers_of_june_2023_are_all_there_and_each_on_its_days(shared: Path, tmp_path: Path) -> None:
    file = shared / "c2" / "c2tracker_daily_2023-06.tsv.gz"
    with gzip.open(file, "rt") as lines:
        listed = [tuple(row) for row in csv.reader(lines, delimiter="\t")]
    days = {value for row in listed for value in row if value.startswith("2023-06-") and len(value) == 10}
    settings = Settings(store=tmp_path / "store")
    ingest.run([file], settings=settings)
    report = conclude.run(settings=settings)
    found = threats(settings, "day", "origin_ip", "family", "kind")
    assert len({row[1] for row in found}) == 3_991
    assert len({row[2] for row in found}) == 19
    assert {row[0].isoformat() for row in found} == days
    assert len(days) == 29
    assert {row[3] for row in found} == {"c2_listing"}
    assert report.threats == report.rows == len(found)


def test_pages_of_a_jpcert_month_fall_on_utc_days(shared: Path, tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "store")
    reports = ingest.run([shared / "phish" / "jpcert" / "201903.csv.gz"], settings=settings)
    conclude.run(settings=settings)
    found = threats(settings, "day", "page", "kind", "target_country")
    assert len(found) == sum(report.kept for report in reports)
    assert date(2019, 2, 28) <= min(row[0] for row in found)
    assert max(row[0] for row in found) <= date(2019, 3, 31)
    assert "JP" in {row[3] for row in found}
