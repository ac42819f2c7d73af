"""Claims that contradict themselves: their numbers, their words, their days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow.register_lint import lint
from crosscount.register.reading import Fault, read
from tests.register.conftest import Writes, said

CLAIM = {"statement": "s-accuses", "quantity": 2077, "as_written": "2,077", "unit": "servers"}
FINDING = {"claim": "d", "verdict": "consistent", "by": "A", "date": "2020-02", "sentence": "S."}
INCIDENT = {"title": "T", "sources": ["src-a"]}
TODAY = date(2020, 6, 1)


def faults(folder: Path, **changed: Any) -> list[Fault]:
    return [fault for fault in lint(read(folder, strict=False), today=TODAY) if fault.file.endswith("/c.toml")]


def told(adds: Writes, folder: Path, changed: dict[str, Any]) -> list[tuple[str, str]]:
    fields = {name: value for name, value in {**CLAIM, **changed}.items() if value is not None}
    adds("claims", "c", **fields)
    return [(fault.level, fault.field) for fault in faults(folder)]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2077, "2,077"),
        (1180000, "1.18 million"),
        (1180000, "118万"),
        (2016, "2016"),
        (12, "十二"),
        (2077, "２，０７７"),
        (2077, "2.077"),
        ("1.5", "1,5"),
        (5, "five"),
        (1, "one"),
        (1000000, "a million"),
        (57000, "57 000"),
    ],
)
def test_a_number_agrees_with_its_words(adds: Writes, small: Path, number: Any, words: str) -> None:
    found = told(adds, small, {"quantity": number, "as_written": words, "unit": "Gbps"})
    assert found == []


@pytest.mark.parametrize(
    ("changed", "level", "field"),
    [
        ({"quantity": 9999}, "error", "quantity"),
        ({"quantity": 1180000, "as_written": "1.81 million"}, "error", "quantity"),
        ({"quantity": 118000, "as_written": "118万"}, "error", "quantity"),
        ({"quantity": 10, "as_written": "10 to 20"}, "error", "quantity"),
        ({"quantity": None, "low": 10, "high": 30, "modifier": "range", "as_written": "10 to 20"}, "error", "low"),
        ({"quantity": 30, "kind": "share_pct", "as_written": "half"}, "error", "quantity"),
        ({"as_written": "1,5 Millionen"}, "warning", "quantity"),
        ({"as_written": "unzählige"}, "warning", "as_written"),
        ({"quantity": -5, "as_written": "minus five"}, "error", "quantity"),
        ({"quantity": 101, "as_written": "101%", "kind": "share_pct"}, "error", "quantity"),
        ({"quantity": -101, "as_written": "101%", "kind": "change_pct"}, "error", "quantity"),
        ({"quantity": 0, "as_written": "No. 0", "kind": "rank"}, "error", "quantity"),
        ({"quantity": "1.5", "as_written": "1.5", "kind": "rank"}, "error", "quantity"),
        ({"quantity": 41, "as_written": "41%"}, "error", "kind"),
        ({"low": 3000, "high": 4000}, "error", "quantity"),
        ({"quantity": None, "low": -2, "high": 4, "as_written": "up to 4"}, "error", "low"),
        ({"quantity": "2.5", "as_written": "2.5"}, "warning", "quantity"),
        ({"as_written": "more than 2,077"}, "warning", "modifier"),
        ({"unit": "servers per day"}, "warning", "kind"),
        ({"unit": "per cent of servers"}, "warning", "kind"),
        ({"role": "flying_pig"}, "warning", "role"),
        ({"origin": "CN", "target": "CN"}, "warning", "target"),
        ({"first": "2019-05-02", "last": "2019-05-01"}, "error", "last"),
        ({"first": "2020-02"}, "warning", "first"),
        ({"last": "2020-03-01"}, "warning", "last"),
    ],
)
def test_a_claim_that_contradicts_itself_is_told(
    adds: Writes, small: Path, changed: dict[str, Any], level: str, field: str
) -> None:
    assert (level, field) in told(adds, small, changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"as_written": "more than 2,077", "modifier": "more_than"},
        {"quantity": 100000, "as_written": "10余万", "modifier": "more_than", "unit": "台主机"},
        {"quantity": None, "low": 10, "high": 20, "as_written": "between 10 and 20", "modifier": "range"},
        {"quantity": "33.3", "kind": "share_pct", "as_written": "a third"},
        {"quantity": 100, "kind": "change_pct", "as_written": "doubled"},
        {"quantity": "-4.3", "kind": "change_pct", "as_written": "4.3%"},
        {"quantity": 1, "kind": "rank", "as_written": "No. 1"},
        {"unit": "servers a day", "kind": "rate_per_day"},
        {"first": "2019", "last": "2020-01-01"},
        {"role": "c2", "origin": "US", "target": "CN"},
    ],
)
def test_a_sound_claim_is_no_fault(adds: Writes, small: Path, changed: dict[str, Any]) -> None:
    assert told(adds, small, changed) == []


@pytest.mark.parametrize(
    ("folder", "fields", "field", "level"),
    [
        ("statements", said("north", "accuse", "2020-07-01", target=["south"]), "date", "error"),
        ("statements", said("north", "accuse", "2020-01-01", target=["north"]), "target", "warning"),
        ("incidents", {**INCIDENT, "start": "2020-01", "end": "2021"}, "end", "error"),
        ("incidents", {**INCIDENT, "start": "2020-03", "reported": "2020-01"}, "reported", "error"),
        ("findings", {**FINDING, "date": "2019-12-01"}, "claim", "error"),
        ("findings", {**FINDING, "found": 9, "high": 8}, "found", "error"),
        ("findings", {**FINDING, "found": -1}, "found", "error"),
    ],
)
def test_other_records_that_contradict_themselves_are_told(
    adds: Writes, small: Path, folder: str, fields: dict[str, Any], field: str, level: str
) -> None:
    adds("claims", "d", **CLAIM)
    adds(folder, "c", **fields)
    assert (level, field) in [(fault.level, fault.field) for fault in faults(small)]
