"""Daily sets and figures: fresh sets and rows say the same, and stale sets are never read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crosscount.errors import InputError, StoreError
from crosscount.flow import compute, conclude, explain, ingest, settle, verify
from crosscount.model.figure import CellState
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake, ledger
from tests.flow.observed import put
from tests.flow.small_store import put_threats, settings_in

WINDOW = Window(date(2014, 3, 19), date(2014, 3, 20), "Asia/Shanghai")
PAIR = {"origin_country": "US", "target_country": "CN"}
ROWS = [
    # 19 March 00:30 in Shanghai is still 18 March in UTC.
    {"origin_ip": "192.0.2.1", "target_ip": "198.51.100.1", "observed_at": datetime(2014, 3, 18, 16, 30, tzinfo=UTC)},
    {"origin_ip": "192.0.2.1", "target_ip": "198.51.100.1", "observed_at": datetime(2014, 3, 19, 1, tzinfo=UTC)},
    {"origin_ip": "192.0.2.1", "target_ip": "198.51.100.2", "observed_at": datetime(2014, 3, 20, 1, tzinfo=UTC)},
    # 21 March 00:30 in Shanghai is still 20 March in UTC: outside.
    {"origin_ip": "192.0.2.9", "target_ip": "198.51.100.9", "observed_at": datetime(2014, 3, 20, 16, 30, tzinfo=UTC)},
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    put_threats(settings, ROWS)
    return settings


def total(settings: Settings, figure: str, window: Window = WINDOW) -> tuple[int | None, str]:
    statement = compute.run(figure, window, settings=settings, where=PAIR)
    return statement.total, statement.path


def test_a_figure_is_the_same_from_threats_and_from_fresh_sets(settings: Settings) -> None:
    assert total(settings, "controlled-machines") == (2, "threats")
    settled = settle.run(settings=settings)
    assert (settled.rows, settle.stale(settings)) == (4, [])
    assert total(settings, "controlled-machines") == (2, "sets")
    assert total(settings, "c2-servers") == (1, "sets")


def test_both_paths_give_one_statement_with_one_evidence(settings: Settings) -> None:
    from_rows = compute.run("controlled-machines", WINDOW, settings=settings, by=["day"], where=PAIR)
    settle.run(settings=settings)
    from_sets = compute.run("controlled-machines", WINDOW, settings=settings, by=["day"], where=PAIR)
    assert (from_rows.path, from_sets.path) == ("threats", "sets")
    assert (from_rows.id, from_rows.evidence) == (from_sets.id, from_sets.evidence)
    assert len(ledger.entries(settings.store, "figure")) == 1


def test_a_window_of_another_zone_reads_rows_and_says_so(settings: Settings) -> None:
    settle.run(settings=settings)
    utc = Window(WINDOW.first, WINDOW.last, "UTC")
    assert total(settings, "controlled-machines", utc) == (3, "threats")


def test_settling_again_changes_nothing(settings: Settings) -> None:
    version = settle.run(settings=settings).version
    assert settle.run(settings=settings).days == ()
    assert lake.at(settings.store, "sets").version == version


def test_a_changed_day_makes_its_sets_stale_and_they_are_not_read(settings: Settings) -> None:
    settle.run(settings=settings)
    put_threats(settings, [*ROWS[2:], {**ROWS[2], "target_ip": "198.51.100.3"}])
    assert date(2014, 3, 20) in settle.stale(settings)
    assert total(settings, "controlled-machines") == (3, "threats")
    settle.run(settings=settings)
    assert total(settings, "controlled-machines") == (3, "sets")


def test_a_day_without_threats_by_now_loses_its_sets(settings: Settings) -> None:
    settle.run(settings=settings)
    from crosscount.store import commit

    commit.replace_days(settings.store, "threats", [date(2014, 3, day) for day in (18, 19, 20)], [])
    settle.run(settings=settings)
    assert lake.at(settings.store, "sets").files == ()


def test_nothing_found_is_unknown_where_nothing_was_ingested(settings: Settings) -> None:
    later = Window(date(2014, 3, 23), date(2014, 3, 24), WINDOW.zone)
    put(settings, [{"seen": "listing", "observed_at": "2014-03-19 10:00", "stated": "phishing_listing"}])
    states = {
        window: compute.run("phishing-pages", window, settings=settings, where=PAIR).cells[0].state
        for window in (WINDOW, later)
    }
    assert states == {WINDOW: CellState.ZERO, later: CellState.UNKNOWN}


def test_a_day_without_a_record_is_unknown_between_days_that_have_some(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "UTC")
    listed = tmp_path / "c2.tsv"
    listed.write_text("date\tfamily\tip\n2014-03-18\tGimmix\t192.0.2.1\n2014-03-20\tGimmix\t192.0.2.2\n")
    assert ingest.run([listed], settings=settings)[0].kept == 2
    days = Window(date(2014, 3, 18), date(2014, 3, 20), "UTC")
    statement = compute.run("c2-servers", days, settings=settings, by=["day"], where={"origin_country": "US"})
    states = {cell.key[0][-2:]: cell.state for cell in statement.cells}
    assert states == {"18": CellState.ZERO, "19": CellState.UNKNOWN, "20": CellState.ZERO}


def test_a_figure_says_that_days_of_its_window_are_not_concluded_yet(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "UTC")
    listed = tmp_path / "c2.tsv"
    listed.write_text("date\tfamily\tip\n2014-03-18\tGimmix\t192.0.2.1\n2014-03-20\tGimmix\t192.0.2.2\n")
    ingest.run([listed], settings=settings)
    days = Window(date(2014, 3, 18), date(2014, 3, 20), "UTC")
    before = compute.run("c2-servers", days, settings=settings)
    conclude.run(settings=settings)
    after = compute.run("c2-servers", days, settings=settings)
    said = "not concluded since files or settings changed: 2 of the days, 2014-03-18 to 2014-03-20"
    assert [[note for note in one.notes if said in note] != [] for one in (before, after)] == [True, False]
    assert (before.total, after.total) == (0, 2)


def test_an_unknown_figure_or_dimension_is_named_with_those_there_are(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"no figure 'c3-servers'; there are: .*c2-servers"):
        compute.run("c3-servers", WINDOW, settings=settings)
    with pytest.raises(InputError, match="no dimension 'city'"):
        compute.run("c2-servers", WINDOW, settings=settings, by=["city"])


def test_an_old_statement_recounts_after_the_day_was_concluded_anew(settings: Settings) -> None:
    old = compute.run("controlled-machines", WINDOW, settings=settings, where=PAIR)
    put_threats(settings, ROWS[3:])
    again = compute.count(
        compute.figure_named("controlled-machines"),
        WINDOW,
        [compute.Question((), PAIR)],
        settings=settings,
        version=old.evidence.version,
    )
    assert again[0].id == old.id
    assert total(settings, "controlled-machines")[0] == 1


def test_verify_says_same_until_a_row_file_changes(settings: Settings) -> None:
    statement = compute.run("controlled-machines", WINDOW, settings=settings, where=PAIR)
    numbers = [check for check in verify.run([statement], settings=settings).checks if "controlled" in check.about]
    assert [check.same for check in numbers] == [True]
    file = Path(lake.at(settings.store, "threats").files[0].path)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.chmod(0o644)
    file.write_bytes(data)
    report = verify.run([statement], settings=settings)
    assert not report.same
    assert any(file.name[:16] in check.found for check in report.differences)


def test_a_file_that_cannot_be_read_is_named_by_compute_and_verify(settings: Settings) -> None:
    statement = compute.run("controlled-machines", WINDOW, settings=settings, where=PAIR)
    file = Path(lake.at(settings.store, "threats").files[0].path)
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(StoreError, match="table 'threats', version 1: a file is damaged"):
        compute.run("controlled-machines", WINDOW, settings=settings, where=PAIR)
    differences = verify.run([statement], settings=settings).differences
    assert ["cannot be recounted" in check.found for check in differences[:1]] == [True]
    assert any(file.name[:16] in check.found for check in differences)


def test_verify_refuses_an_altered_number(settings: Settings) -> None:
    from dataclasses import replace

    statement = compute.run("controlled-machines", WINDOW, settings=settings, where=PAIR)
    forged = replace(statement, cells=(replace(statement.cells[0], value=3),))
    check = verify.run([forged], settings=settings).checks[0]
    assert not check.same
    assert "3 was said, 2 recounted" in check.found


def test_explain_shows_the_earliest_row_of_each_member(settings: Settings) -> None:
    found = explain.run("controlled-machines", WINDOW, settings=settings, where=PAIR, examples=5)
    assert found.statement.total == 2
    assert [example.row["target_ip"] for example in found.examples] == ["198.51.100.1", "198.51.100.2"]
