"""Types of Shadowserver reports that the user's own table adds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crosscount.errors import SettingsError
from crosscount.flow import ingest
from crosscount.settings import Ingest, Settings

ROWS = "timestamp,severity,ip,asn,geo,region,port\n2026-01-01 10:00:00,high,192.0.2.1,64496,XX,,4711\n"
TABLE = "report,stated,client,server,host,url\nscan_made_up,exposed_service,,ip,,\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


def test_an_unknown_report_is_set_aside_until_the_table_maps_it(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "2026-01-02-scan_made_up-xx.csv"
    path.write_text(ROWS)
    first = ingest.run([path], settings=settings)[0]
    assert (first.state, first.read, first.kept, first.reasons) == ("ingested", 1, 0, {"unmapped": 1})
    assert first.fault is not None
    assert "'scan_made_up' is none" in first.fault
    assert "map-a-shadowserver-report.md" in first.fault
    (tmp_path / "reports.csv").write_text(TABLE)
    mapped = replace(settings, ingest=Ingest(reports=str(tmp_path / "reports.csv")))
    second = ingest.run([path], settings=mapped)[0]
    assert (second.read, second.kept, second.fault, second.already) == (1, 1, None, False)
    assert ingest.run([path], settings=mapped)[0].already


def test_the_table_changes_no_snapshot_of_other_reports(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "2026-01-02-scan_dns-xx.csv"
    path.write_text(ROWS)
    ingest.run([path], settings=settings)
    (tmp_path / "reports.csv").write_text(TABLE)
    mapped = replace(settings, ingest=Ingest(reports=str(tmp_path / "reports.csv")))
    assert ingest.run([path], settings=mapped)[0].already


@pytest.mark.parametrize("text", [None, "report,stated\nscan_x,no_kind\n"])
def test_a_table_that_is_faulty_or_not_there_is_one_error_of_the_settings(
    tmp_path: Path, settings: Settings, text: str | None
) -> None:
    path = tmp_path / "2026-01-02-scan_made_up-xx.csv"
    path.write_text(ROWS)
    if text is not None:
        (tmp_path / "own.csv").write_text(text)
    with pytest.raises(SettingsError, match=r"named by ingest\.reports"):
        ingest.run([path], settings=replace(settings, ingest=Ingest(reports=str(tmp_path / "own.csv"))))
