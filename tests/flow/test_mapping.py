"""A plain CSV read by a mapping that its user wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crosscount.flow import ingest
from crosscount.settings import Settings
from crosscount.store import lake

MAPPING = """
name = "example"
kind = "c2_listing"
timezone = "Asia/Tokyo"
[columns]
observed_at = "First Seen"
indicator = "C2"
"""
ROWS = "First Seen,C2\n2024-03-19 09:00:00,192.0.2.1:443\n2024-03-19 09:00:00,c2.example.com\n1710806400,http://example.com/a\nnever,192.0.2.2\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


def stored(settings: Settings) -> list[dict[str, object]]:
    return lake.read(lake.at(settings.store, "observations")).sort_by("record_no").to_pylist()


def test_a_mapped_table_is_kept_and_set_aside_like_any_other(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/list.csv").write_text(ROWS)
    (tmp_path / "in/list.csv.mapping.toml").write_text(MAPPING)
    data, told = ingest.run([tmp_path / "in"], settings=settings)
    assert (data.source, data.read, data.kept, data.reasons) == ("mapped-example", 4, 3, {"bad-time": 1})
    assert told.state == "skipped"
    rows = stored(settings)
    assert [row["observed_at"].isoformat() for row in rows] == ["2024-03-19T00:00:00+00:00"] * 3  # type: ignore[attr-defined]
    assert [row["server_port"] for row in rows] == [443, None, None]
    assert [row["host"] for row in rows] == [None, "c2.example.com", None]
    assert [row["url"] for row in rows] == [None, None, "http://example.com/a"]
    assert {row["stated"] for row in rows} == {"c2_listing"}
    assert ingest.run([tmp_path / "in/list.csv"], settings=settings)[0].already


def test_another_mapping_makes_another_snapshot(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "list.csv").write_text("when;what;type\n2024-03-19;a.example.com;phish\n2024-03-19;b.example.com;new\n")
    words = '\ndelimiter = ";"\n[columns]\nobserved_at = "when"\nhost = "what"\n'
    words += '[kinds]\ncolumn = "type"\nPhish = "phishing_listing"'
    (tmp_path / "mapping.toml").write_text(f'name = "b"{words}')
    first = ingest.run([tmp_path / "list.csv"], settings=settings)[0]
    assert (first.kept, first.reasons) == (1, {"unmapped": 1})
    (tmp_path / "mapping.toml").write_text(f'name = "b"\nkind = "other"{words}')
    second = ingest.run([tmp_path / "list.csv"], settings=settings)[0]
    assert (second.kept, second.already, second.snapshot == first.snapshot) == (2, False, False)


def test_a_file_without_header_and_times_is_a_sighting_of_its_day(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "hosts-2024-03-19.txt").write_text("; comment\nexample.com\n")
    (tmp_path / "mapping.toml").write_text(
        'name = "c"\nkind = "malware_listing"\nheader = ["host"]\ncomment = ";"\n[columns]\nhost = "host"\n'
    )
    report = ingest.run([tmp_path / "hosts-2024-03-19.txt"], settings=replace(settings))[0]
    assert (report.kept, report.remarks) == (1, 1)
    assert stored(settings)[0]["observed_at"].date() == date(2024, 3, 19)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = ", "is not valid TOML"),
        ("nam = 'x'", "'nam' is no word of a mapping"),
        ("name = 'X y'", "'name' must be of"),
        ("name = 'x'\nkind = 'other'\n[columns]\nip = 'a'", "'ip' is none of ours"),
        ("name = 'x'\nkind = 'other'\n[columns]\nfamily = 'a'", "must fill one of"),
        ("name = 'x'\nkind = 'bad'\n[columns]\nhost = 'a'", "'bad' is no kind"),
        ("name = 'x'\n[columns]\nhost = 'a'", "'kind' is missing"),
        ("name = 'x'\n[columns]\nhost = 'a'\n[kinds]\nx = 'other'", "[kinds] needs 'column'"),
        (
            "name = 'x'\nkind = 'other'\ntimezone = 'Mars/Here'\n[columns]\nhost = 'a'",
            "timezone 'Mars/Here' is unknown",
        ),
        ("name = 'x'\nkind = 'other'\nseen = 'flow'\n[columns]\nhost = 'a'", "'seen' is 'listing' or 'report'"),
        ("name = 'x'\nkind = 'other'\ndelimiter = ''\n[columns]\nhost = 'a'", "are single characters"),
        ("name = 'x'\nkind = 'other'\nheader = 'a'\n[columns]\nhost = 'a'", "'header' is a list of names"),
        ("name = 'x'\nkind = 'other'\n[columns]\nhost = 1", "[columns] must be lines like"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, settings: Settings, text: str, complaint: str) -> None:
    (tmp_path / "list.csv").write_text(ROWS)
    (tmp_path / "list.csv.mapping.toml").write_text(text)
    report = ingest.run([tmp_path / "list.csv"], settings=settings)[0]
    assert report.state == "refused"
    assert complaint in (report.fault or "")


def test_real_tables_of_an_analyst_need_a_few_lines_each(shared: Path, tmp_path: Path, settings: Settings) -> None:
    for name, header, count in (
        ("squirtdanger_c2.csv", "", 119),
        ("c2_w_timestamps.csv", 'header = ["First Seen", "C2"]', 161),
    ):
        text = (shared / "c2/unit42" / name).read_text()
        (tmp_path / name).write_text(text)
        (tmp_path / f"{name}.mapping.toml").write_text(MAPPING.replace("[columns]", f"{header}\n[columns]"))
        report = ingest.run([tmp_path / name], settings=settings)[0]
        own = [line for line in text.splitlines() if line.strip() and not line.startswith("First")]
        assert report.read == report.kept == len(own) == count
