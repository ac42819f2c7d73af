from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crosscount.errors import InputError
from crosscount.register import sealing
from crosscount.register.linting import lint
from crosscount.register.reading import Fault, read
from tests.register.conftest import EXAMPLE, Writes, said


def faults(folder: Path) -> list[Fault]:
    return lint(read(folder, strict=False))


def test_the_worked_example_has_no_fault() -> None:
    assert [str(fault) for fault in faults(EXAMPLE)] == []


def test_a_sound_register_has_no_fault(small: Path) -> None:
    assert faults(small) == []


NEW = ("statements", "s-new")
TABLE: list[tuple[str, tuple[str, str], dict[str, Any], str, str]] = [
    ("a dangling link", NEW, said("north", "accuse", "2020-01-01", target=["west"]), "target.1", "id of an actor"),
    ("a link to a wrong kind", NEW, said("north", "accuse", "2020-01-01", target=["src-a"]), "target.1", "an actor"),
    ("a dangling source", NEW, said("north", "accuse", "2020-01-01", sources=["src-b"]), "sources.1", "id of a source"),
    ("no source", NEW, said("north", "accuse", "2020-01-01", sources=[]), "sources", "at least one source"),
    ("no chain", NEW, said("north", "accuse", "2020-01-01", chain=[]), "chain", "who asserted it"),
    (
        "a speaker outside of the chain",
        NEW,
        said("north", "accuse", "2020-01-01", chain=[{"role": "asserted_by", "actor": "south"}]),
        "chain",
        "'north'",
    ),
    (
        "a chain out of order",
        NEW,
        said(
            "north",
            "accuse",
            "2020-01-01",
            chain=[{"role": "carried_by", "actor": "south"}, {"role": "asserted_by", "actor": "north"}],
        ),
        "chain.2.role",
        "data_by, asserted_by, carried_by",
    ),
    (
        "a chain that runs back in time",
        NEW,
        said(
            "north",
            "accuse",
            "2020-01-01",
            chain=[
                {"role": "asserted_by", "actor": "north", "date": "2020-01-10"},
                {"role": "carried_by", "actor": "south", "date": "2020-01-02"},
            ],
        ),
        "chain.2.date",
        "2020-01-10",
    ),
    (
        "an effect before its cause",
        NEW,
        said("south", "deny", "2019-12-01", disputes=["s-accuses"]),
        "disputes.1",
        "nothing later",
    ),
    ("a source before what it tells", NEW, said("north", "accuse", "2020-06-01"), "sources.1", "or later"),
    ("a correction of nothing", NEW, said("north", "correct", "2020-01-01"), "corrects", "what the statement corrects"),
    ("a retraction of nothing", NEW, said("north", "retract", "2020-01-01"), "retracts", "what the statement retracts"),
    ("itself", NEW, said("north", "correct", "2020-01-01", corrects=["s-new"]), "corrects.1", "another record"),
    (
        "the alias of another actor",
        ("actors", "third"),
        {"name": "Third", "kind": "state", "aliases": ["NORTH-LAND"]},
        "aliases.1",
        "shared_aliases",
    ),
    (
        "one alias twice",
        ("actors", "third"),
        {"name": "Third", "kind": "state", "aliases": ["T", "T"]},
        "aliases.2",
        "each name once",
    ),
    (
        "a country that is none",
        ("actors", "third"),
        {"name": "Third", "kind": "state", "country": "QQ"},
        "country",
        "ISO 3166-1",
    ),
    (
        "a claim without a number",
        ("claims", "c-new"),
        {"statement": "s-accuses", "as_written": "many", "unit": "hosts"},
        "quantity",
        "low",
    ),
    (
        "a range upside down",
        ("claims", "c-new"),
        {"statement": "s-accuses", "as_written": "9 to 3", "unit": "hosts", "low": 9, "high": 3},
        "low",
        "no number above",
    ),
    (
        "a window upside down",
        ("claims", "c-new"),
        {"statement": "s-accuses", "as_written": "9", "unit": "hosts", "quantity": 9, "first": "2020", "last": "2019"},
        "last",
        "no day before 2020",
    ),
    (
        "a claim of no statement",
        ("claims", "c-new"),
        {"statement": "north", "as_written": "9", "unit": "hosts", "quantity": 9},
        "statement",
        "a statement",
    ),
    ("an act of nobody", ("responses", "r-new"), {"act": "sanction", "sources": ["src-a"]}, "actor", "who acted"),
    (
        "a verdict without evidence",
        ("findings", "f-new"),
        {"claim": "s-accuses", "verdict": "contradicted", "by": "x", "date": "2020", "sentence": "No."},
        "evidence",
        "rests on",
    ),
]


@pytest.mark.parametrize(
    ("place", "fields", "field", "expected"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_lint_finds(
    adds: Writes, small: Path, place: tuple[str, str], fields: dict[str, Any], field: str, expected: str
) -> None:
    adds(*place, **fields)
    errors = [fault for fault in faults(small) if fault.level == "error"]
    told = [fault for fault in errors if fault.field == field and expected in fault.expected]
    assert told, [str(fault) for fault in errors]
    assert told[0].file == f"{place[0]}/{place[1]}.toml"


def test_a_circle_of_answers_is_told_once_with_its_way_round(adds: Writes, small: Path) -> None:
    adds("statements", "s-accuses", **said("north", "accuse", "2020-01-01", responds_to=["s-denies"]))
    circles = [fault for fault in faults(small) if "circle" in fault.found]
    assert [fault.found for fault in circles] in (
        ["a circle: s-accuses → s-denies → s-accuses"],
        ["a circle: s-denies → s-accuses → s-denies"],
    )


def test_the_day_before_elsewhere_is_no_effect_before_its_cause(adds: Writes, small: Path) -> None:
    adds(
        "statements", "s-early", **said("south", "deny", "2019-12-31", disputes=["s-accuses"], zone="America/New_York")
    )
    assert faults(small) == []


def test_a_shared_alias_is_no_fault(adds: Writes, small: Path) -> None:
    adds("actors", "third", name="Third", kind="group", shared_aliases=["Northland"])
    adds("actors", "north", name="North", kind="state", shared_aliases=["Northland"])
    assert faults(small) == []


def test_a_sealed_statement_can_neither_be_edited_nor_removed(adds: Writes, small: Path) -> None:
    assert sealing.seal(read(small)) == 5
    assert sealing.seal(read(small)) == 0
    assert faults(small) == []
    adds("statements", "s-denies", **said("south", "acknowledge", "2020-01-02"))
    (small / "actors" / "south.toml").unlink()
    told = {(fault.file, fault.found) for fault in faults(small)}
    assert ("statements/s-denies.toml", "another text than was sealed") in told
    assert ("actors/south.toml", "no such file any more") in told


def test_a_damaged_list_of_seals_is_not_sealed_over(small: Path) -> None:
    (small / "seals.tsv").write_text("../../etc/passwd\t" + "0" * 64 + "\n")
    with pytest.raises(InputError, match=r"seals\.tsv"):
        sealing.seal(read(small))
    assert faults(small)[0].file == "seals.tsv"
