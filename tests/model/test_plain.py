"""Statements survive the way through JSON; what is no statement is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crosscount.errors import InputError
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.plain import statement_from_plain, statement_id, statement_to_plain
from crosscount.model.provenance import Evidence
from crosscount.model.window import Window

STATEMENT = Statement(
    id="0" * 16,
    figure="c2-servers",
    version=1,
    title="C2 servers",
    unit="origin_address",
    window=Window(date(2014, 3, 19), date(2014, 5, 18), "Asia/Shanghai"),
    by=("origin_country",),
    where={"target_country": "CN"},
    cells=(Cell(("US",), 3), Cell(("DE",), None, CellState.UNKNOWN)),
    without_member=1,
    excluded=2,
    path="sets",
    evidence=Evidence("threats", 4, "kind in (c2_contact)", 9, "ab", "cd", ("registered-2014-03-01-1a2b3c4d",), "x"),
    computed_at=datetime(2026, 1, 1, tzinfo=UTC),
    notes=("a note",),
)


def test_a_statement_comes_back_from_json_unchanged() -> None:
    assert statement_from_plain(json.loads(json.dumps(statement_to_plain(STATEMENT)))) == STATEMENT


def test_the_id_ignores_when_and_by_which_path_it_was_computed_and_nothing_else() -> None:
    same = replace(STATEMENT, path="threats", computed_at=datetime(2027, 1, 1, tzinfo=UTC), id="")
    assert statement_id(same) == statement_id(STATEMENT)
    assert statement_id(replace(STATEMENT, excluded=3)) != statement_id(STATEMENT)


@pytest.mark.parametrize(
    "change",
    [
        {"cells": 3},
        {"version": "1"},
        {"window": None},
        {"computed_at": "yesterday"},
        {"cells": [{"key": [], "value": 1.5}]},
    ],
)
def test_what_is_no_statement_is_an_input_error(change: dict[str, object]) -> None:
    with pytest.raises(InputError, match="not a statement"):
        statement_from_plain({**statement_to_plain(STATEMENT), **change})
