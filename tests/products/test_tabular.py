"""JSON there and back, and CSV that a spreadsheet cannot be tricked with."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from crosscount.errors import InputError
from crosscount.model.bulletin import Bulletin
from crosscount.model.legible import shown
from crosscount.products.tabular import COLUMNS, FORMULA_STARTS, from_json, to_csv, to_json
from tests.products.specimen import answers, specimen


def test_json_gives_the_same_bulletin_back(bulletin: Bulletin) -> None:
    assert from_json(to_json(bulletin)) == bulletin


def test_json_is_the_same_text_every_time_with_sorted_keys(bulletin: Bulletin) -> None:
    text = to_json(bulletin)
    assert text == to_json(specimen())
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_every_number_in_the_json_stands_in_a_statement_with_evidence(bulletin: Bulletin) -> None:
    plain = json.loads(to_json(bulletin))
    for statement in plain["statements"]:
        assert set(statement["evidence"]) >= {"table", "version", "rows", "digest", "files", "references", "code"}
    beside = {key: value for key, value in plain.items() if key not in ("statements", "coverage", "texts", "schema")}
    assert not any(isinstance(value, int) for value in beside.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "NaN",
        "[" * 100_000,
        '{"product": "crosscount bulletin"}',
        '{"product": "crosscount bulletin", "schema": 1}',
        '{"product": "crosscount bulletin", "schema": 2}',
        '{"product": "crosscount bulletin", "schema": "1"}',
        '{"product": "\\ud800"}',
    ],
)
def test_a_text_that_is_no_bulletin_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="bulletin"):
        from_json(text)


WRONG: tuple[Any, ...] = (None, True, -1, 1.5, 10**30, "x", "<script>", [], {}, [None], [[]], {"x": {}})


def test_hostile_values_anywhere_are_refused_or_read_but_never_crash(bulletin: Bulletin) -> None:
    whole = json.loads(to_json(bulletin))
    whole["statements"] = whole["statements"][:2]
    tried = 0
    for path in _paths(whole):
        for wrong in WRONG:
            changed = json.loads(json.dumps(whole))
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = wrong
            try:
                read = from_json(json.dumps(changed))
                to_csv(read)
                to_json(read)
            except InputError:
                pass
            tried += 1
    assert tried > 500


def _paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value; of a list the first place only."""
    items = value.items() if isinstance(value, dict) else list(enumerate(value))[:1] if isinstance(value, list) else []
    return [found for key, inner in items for found in ((*before, key), *_paths(inner, (*before, key)))]


@pytest.mark.parametrize("where", [(), ("coverage",), ("texts", 0), ("coverage", "sources", 0)])
def test_a_field_that_is_not_ours_is_refused(bulletin: Bulletin, where: tuple[Any, ...]) -> None:
    plain = json.loads(to_json(bulletin))
    holder = plain
    for step in where:
        holder = holder[step]
    holder["extra"] = 1
    with pytest.raises(InputError, match="field 'extra' is not part of a bulletin"):
        from_json(json.dumps(plain))


def test_csv_has_one_row_a_cell_with_its_evidence(bulletin: Bulletin) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(bulletin))))
    assert len(rows) == sum(len(statement.cells) for statement in bulletin.statements)
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["value"] == "2077"
    assert rows[0]["origin_country"] == "US"
    assert rows[0]["network"] == "(any)"
    assert {row["state"] for row in rows if row["value"] == ""} == {"unknown"}
    assert all(len(row["digest"]) == 64 for row in rows)


def test_csv_tells_a_row_without_family_from_a_row_of_all_families(bulletin: Bulletin) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(bulletin))))
    assert {row["family"] for row in rows if row["by"] == "family"} >= {"(none)", "conficker"}
    assert {row["family"] for row in rows if row["by"] != "family"} == {"(any)"}


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_formula_is_defused(start: str) -> None:
    family = f'{start}HYPERLINK("x","y")'
    text = to_csv(specimen(statements=answers({"conficker": family})))
    families = {row["family"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert f"'{shown(family)}" in families
    assert family not in families
