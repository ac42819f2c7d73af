"""What a bulletin needs, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crosscount.errors import InputError
from crosscount.model.bulletin import Marking
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.plain import statement_id
from crosscount.products.bulletin import EIGHT, SLOTS, altered, needed
from tests.products.specimen import WINDOW, answers, definitions, specimen


def _with(statements: list[Statement], position: int, **changes: Any) -> list[Statement]:
    draft = replace(statements[position], **changes)
    return [*statements[:position], replace(draft, id=statement_id(draft)), *statements[position + 1 :]]


def test_every_statement_is_asked_for_once_and_by_an_installed_figure() -> None:
    requests = needed("US", "CN", WINDOW)
    keys = [(r.figure, r.window, r.by, tuple(sorted(r.where.items()))) for r in requests]
    assert len(keys) == len(set(keys))
    assert {request.figure for request in requests} == set(definitions())


def test_the_previous_window_and_the_totals_are_asked_for_and_never_derived() -> None:
    requests = needed("US", "CN", WINDOW)
    for figure in EIGHT:
        asked = [(r.window == WINDOW, r.by, tuple(sorted(r.where))) for r in requests if r.figure == figure]
        assert (False, (), ("origin_country", "target_country")) in asked
        assert (True, (), ("target_country",)) in asked
        assert (True, ("origin_country",), ("target_country",)) in asked
        assert (True, ("day",), ("origin_country", "target_country")) in asked


def test_operations_and_attacks_are_asked_for_at_four_slot_lengths() -> None:
    asked = {request.figure for request in needed("US", "CN", WINDOW)}
    assert {variant for lengths in SLOTS.values() for variant in lengths.values()} <= asked
    assert all(list(lengths) == [5, 30, 60, 1440] for lengths in SLOTS.values())


@pytest.mark.parametrize("position", [0, 8, 20, 30, 40, 50, 60])
def test_a_missing_statement_is_named_with_the_way_out(position: int) -> None:
    statements = answers()
    gone = statements.pop(position % len(statements))
    with pytest.raises(InputError, match=rf"no statement of '{gone.figure}'.*crosscount compute"):
        specimen(statements=statements)


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"digest": ""}, "no digest"),
        ({"digest": "not hexadecimal"}, "no digest"),
        ({"files": ""}, "no files"),
        ({"table": " "}, "no table"),
        ({"where": ""}, "no where"),
        ({"code": ""}, "no code"),
        ({"version": -1}, "no table version and rows"),
        ({"rows": 0}, "no table version and rows"),
    ],
)
def test_a_number_without_evidence_is_refused(changes: dict[str, Any], lacking: str) -> None:
    statements = answers()
    broken = _with(statements, 0, evidence=replace(statements[0].evidence, **changes))
    with pytest.raises(InputError, match=f"number without evidence: .*{lacking}"):
        specimen(statements=broken)


@pytest.mark.parametrize(
    "cell",
    [
        Cell((), 5, CellState.UNKNOWN),
        Cell((), 5, CellState.SUPPRESSED),
        Cell((), 0, CellState.VALUE),
        Cell((), 5, CellState.ZERO),
        Cell((), -1, CellState.VALUE),
        Cell((), None, CellState.VALUE),
    ],
)
def test_a_cell_that_contradicts_its_state_is_refused(cell: Cell) -> None:
    with pytest.raises(InputError, match="cell says"):
        specimen(statements=_with(answers(), 0, cells=(cell,)))


def test_an_unknown_number_needs_no_evidence() -> None:
    statements = answers()
    nothing = replace(statements[0].evidence, version=-1, rows=0, digest="", files="")
    unknown = _with(statements, 0, cells=(Cell((), None, CellState.UNKNOWN),), evidence=nothing)
    assert specimen(statements=unknown).statements[0].total is None


def test_the_latest_of_two_answers_is_quoted() -> None:
    statements = answers()
    later = replace(statements[0], cells=(Cell((), 2078),), computed_at=statements[0].computed_at + timedelta(days=1))
    later = replace(later, id=statement_id(later))
    assert specimen(statements=[later, *statements]).statements[0].total == 2078


def test_the_id_depends_on_what_is_said_but_not_on_when_or_in_which_language() -> None:
    first = specimen()
    assert specimen("zh", issued_at=datetime(2027, 1, 1, tzinfo=UTC)).id == first.id
    assert specimen(marking=Marking.RED).id != first.id
    assert specimen(supersedes=first.id).id != first.id


def test_an_altered_number_is_noticed() -> None:
    bulletin = specimen()
    assert altered(bulletin) == []
    forged = replace(bulletin.statements[0], cells=(Cell((), 2079),))
    faults = altered(replace(bulletin, statements=(forged, *bulletin.statements[1:])))
    assert len(faults) == 2
    assert forged.id in faults[0]


@pytest.mark.parametrize("code", ["us", "USA", "", "<b>"])
def test_a_country_that_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(InputError, match="two capital letters"):
        specimen(origin=code)


def test_a_time_of_issue_without_zone_is_refused() -> None:
    with pytest.raises(InputError, match="no time zone"):
        specimen(issued_at=datetime(2026, 11, 23))
