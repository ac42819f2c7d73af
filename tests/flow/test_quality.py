"""The quality note: editions that disagree, tags, revisions, small numbers; each by construction, and recounted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow import compute, coverage, editions
from crosscount.flow.quality import note as step
from crosscount.flow.quality import recount
from crosscount.flow.quality.withhold import variants
from crosscount.model.bulletin import Request
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.quality import QualityNote, Variants
from crosscount.model.window import Window
from crosscount.products.confidentiality import withheld
from crosscount.settings import Settings
from crosscount.store import ledger
from tests.flow.small_store import put_threats, settings_in

WINDOW = Window(date(2014, 3, 20), date(2014, 3, 21), "UTC")
PAIR = {"origin_country": "US", "target_country": "CN"}
FIGURES = ("c2-servers", "controlled-machines", "phishing-pages", "backdoor-origins", "backdoored-sites")
LATER = datetime(2014, 3, 21, 12, tzinfo=UTC)
# Two editions of March agree on 20.0.0.0/24 only; a provider sees the servers elsewhere.
FIRST = "8.0.0.0/24,US\n20.0.0.0/24,CN\n21.0.0.0/24,CN\n"
SECOND = "8.0.0.0/24,US\n20.0.0.0/24,CN\n21.0.0.0/24,JP\n22.0.0.0/24,CN\n"
LOCATED = "8.0.0.0/25,US\n8.0.0.128/25,NL\n20.0.0.0/16,CN\n21.0.0.0/16,CN\n22.0.0.0/16,CN\n"
ROWS: list[dict[str, Any]] = [
    {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.1"},
    {"origin_ip": "8.0.0.1", "target_ip": "21.0.0.1"},
    {"origin_ip": "8.0.0.1", "target_ip": "21.0.0.1", "observed_at": LATER},
    {"origin_ip": "8.0.0.200", "target_ip": "21.0.0.2"},
    {"origin_ip": "8.0.0.1", "target_ip": "22.0.0.1", "target_country": "ZZ", "target_basis": "none"},
    {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.9", "tags": "scanner"},
    {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.8", "tags": "scanner,tor"},
    {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.7", "tags": "vpn"},
    {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.1", "tags": "vpn"},
    # The site says the target where no address does, under every edition.
    {"kind": "backdoor_access", "origin_ip": "8.0.0.3", "site": "www.example.cn", "target_basis": "cctld"},
    # Outside of the window.
    {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.77", "observed_at": datetime(2014, 3, 22, tzinfo=UTC)},
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = replace(settings_in(tmp_path, "UTC"), folder=tmp_path)
    for text, day, basis in (
        (FIRST, date(2014, 3, 20), "registered"),
        (SECOND, date(2014, 3, 21), "registered"),
        (LOCATED, date(2014, 3, 1), "located"),
    ):
        file = tmp_path / f"{basis}-{day}.csv"
        file.write_text(text)
        editions.add(file, settings=made, edition=day, basis=basis)
    put(made, ROWS)
    return made


def put(settings: Settings, rows: Iterable[Mapping[str, Any]]) -> None:
    put_threats(settings, [{"target_basis": "registered", **row} for row in rows])


def counted(settings: Settings) -> list[Statement]:
    spans = (WINDOW, WINDOW.previous())
    return compute.many([Request(name, span, (), PAIR) for span in spans for name in FIGURES], settings=settings)


def made(settings: Settings, smallest: int = 0) -> tuple[QualityNote, list[Statement]]:
    statements = withheld(counted(settings), smallest)
    rests = coverage.run(WINDOW, settings=settings)
    return step.run(FIGURES, "US", "CN", WINDOW, statements, rests, settings=settings, smallest=smallest), statements


def cells(found: Iterable[Variants], figure: str) -> dict[tuple[str, ...], int | None]:
    return {cell.key: cell.value for variants in found if variants.figure == figure for cell in variants.cells}


def named(settings: Settings, basis: str, day: date) -> str:
    return next(e.id for e in editions.editions(settings) if (e.basis, e.day) == (basis, day) and not e.embedded)


def test_each_edition_counts_what_it_would_have_placed(settings: Settings) -> None:
    note, _ = made(settings)
    first, second = (named(settings, "registered", date(2014, 3, day)) for day in (20, 21))
    located = named(settings, "located", date(2014, 3, 1))
    machines = cells(note.placed, "controlled-machines")
    # 20.0.0.1 and 20.0.0.7 always; 21.0.0.1 and .2 by the first; 22.0.0.1 by the second, which puts 21.0.0.0 in JP.
    assert machines[("registered", first)] == 4
    assert machines[("registered", second)] == 3
    assert machines[("registered", "")] == 4  # on 21 March only a row of 21.0.0.1 is left to the second
    assert machines[("located", located)] == 4  # 8.0.0.200 is in NL there, so 21.0.0.2 falls out and 22.0.0.1 comes in
    assert cells(note.placed, "c2-servers")[("located", located)] == 1
    assert cells(note.placed, "c2-servers")[("registered", first)] == 2
    said = next(variants for variants in note.placed if variants.figure == "controlled-machines")
    assert said.stated.value == 4
    assert said.range is not None
    assert [end.value for end in said.range][1] == 4
    assert {first, second, located} == set(note.editions)  # that of the installation has nothing to add to three


def test_a_site_without_an_address_is_placed_by_its_name_whatever_the_edition(settings: Settings) -> None:
    note, _ = made(settings)
    origins = cells(note.placed, "backdoor-origins")
    assert origins[("registered", named(settings, "registered", date(2014, 3, 20)))] == 1
    assert {variants.figure for variants in note.placed} == {"c2-servers", "controlled-machines", "backdoor-origins"}


def test_a_figure_is_told_with_everything_and_without_each_tag(settings: Settings) -> None:
    note, _ = made(settings)
    machines = cells(note.tagged, "controlled-machines")
    assert machines[()] == 6
    assert machines[("scanner", "sinkhole")] == 4
    assert machines[("scanner",)] == 4
    assert machines[("tor",)] == 5
    assert machines[("vpn",)] == 5  # 20.0.0.1 is shown by a row without a tag too
    assert machines[max(machines, key=len)] == 3


def test_the_note_is_recounted_from_its_version_after_more_rows_and_editions_came(settings: Settings) -> None:
    note, statements = made(settings)
    put(settings, [{"origin_ip": "8.0.0.9", "target_ip": "20.0.0.55"}])
    later = settings.folder / "later.csv"
    later.write_text("8.0.0.0/8,CA\n")
    editions.add(later, settings=settings, edition=date(2014, 3, 21), basis="routed")
    again = recount.checks(note, statements, "US", "CN", WINDOW, settings=settings)
    assert [check for check in again if not check.same] == []
    assert len(again) == 3 + 5 + 1


@pytest.mark.parametrize("part", ["placed", "tagged"])
def test_a_forged_number_of_the_note_is_found(settings: Settings, part: str) -> None:
    note, statements = made(settings)
    one, *others = getattr(note, part)
    cell = one.cells[0]
    forged = replace(one, cells=(replace(cell, value=(cell.value or 0) + 1), *one.cells[1:]))
    changed = (forged, *others)
    note = replace(note, placed=changed) if part == "placed" else replace(note, tagged=changed)
    different = [c for c in recount.checks(note, statements, "US", "CN", WINDOW, settings=settings) if not c.same]
    assert [check.about.split(" ")[0] for check in different] == [one.figure]


def test_a_revision_says_what_was_said_and_what_differs(settings: Settings) -> None:
    _, statements = made(settings)
    body = {"name": f"bulletin-US-CN-{WINDOW.first}-{WINDOW.last}", "statements": [s.id for s in statements]}
    ledger.append(settings.store, "bulletin", "0123456789abcdef", body, at=datetime(2014, 6, 1, tzinfo=UTC))
    assert made(settings)[0].issues == ()  # the same again is no revision
    put(settings, [*ROWS[:9], {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.3"}])
    [issue] = made(settings)[0].issues
    assert (issue.id, issue.window) == ("0123456789abcdef", WINDOW)
    by_figure = {revision.figure: revision for revision in issue.revisions}
    machines = by_figure["controlled-machines"]
    assert (machines.then.value, machines.now.value, machines.causes) == (4, 5, ("records",))
    assert by_figure["phishing-pages"].then == by_figure["phishing-pages"].now


def test_what_the_bulletin_withholds_the_note_withholds(settings: Settings) -> None:
    note, statements = made(settings, smallest=3)
    assert next(s for s in statements if s.figure == "c2-servers").cells[0].state is CellState.SUPPRESSED
    for found in (note.placed, note.tagged):
        for one in found:
            shown = [one.stated.value, *(cell.value for cell in one.cells)]
            values = [value for value in shown if value is not None]
            assert all(value == 0 or value >= 3 for value in values)
            assert all(abs(a - b) in (0, *range(3, 99)) for a in values for b in values)
    assert all(cell.value is None for cell in next(v for v in note.placed if v.figure == "c2-servers").cells)
    assert all(check.same for check in recount.checks(note, statements, "US", "CN", WINDOW, settings=settings))


def test_a_difference_that_tells_a_small_number_is_withheld() -> None:
    sizes: dict[tuple[str, ...], int] = {("a",): 100, ("b",): 97, ("c",): 60, ("d",): 62, ("e",): 4}
    [found] = variants(Cell((), 100), [sizes], 5)
    assert [cell.value for cell in found] == [100, None, 60, None, None]
    assert variants(Cell((), None, CellState.UNKNOWN), [sizes], 5) == [()]


def test_machines_behind_few_addresses_are_withheld(settings: Settings) -> None:
    assert made(settings)[0].machines is not None
    behind = made(settings, smallest=50)[0].machines
    assert behind is not None
    assert behind.withheld
    assert (behind.live, behind.footprint, behind.envelope) == (None, None, None)


def test_one_edition_alone_is_said_to_show_no_disagreement(tmp_path: Path) -> None:
    alone = settings_in(tmp_path, "UTC")
    put(alone, ROWS)
    note, _ = made(alone)
    assert len(note.editions) == 1
    assert "one-edition" in {limitation.key for limitation in note.limitations}
    [only] = next(variants for variants in note.placed if variants.figure == "controlled-machines").cells
    assert only.value == 4


def test_a_bulletin_that_withheld_the_same_numbers_is_no_revision(settings: Settings) -> None:
    _, statements = made(settings, smallest=3)
    body = {"name": f"bulletin-US-CN-{WINDOW.first}-{WINDOW.last}", "statements": [s.id for s in statements]}
    ledger.append(settings.store, "bulletin", "0123456789abcdef", body, at=datetime(2014, 6, 1, tzinfo=UTC))
    assert made(settings, smallest=3)[0].issues == ()
    put(settings, [*ROWS, {"origin_ip": "8.0.0.1", "target_ip": "20.0.0.3"}])
    [issue] = made(settings, smallest=3)[0].issues
    hidden = next(revision for revision in issue.revisions if revision.figure == "c2-servers")
    assert (hidden.then.state, hidden.now.state, hidden.causes) == (CellState.SUPPRESSED, CellState.SUPPRESSED, ())
