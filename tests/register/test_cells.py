"""The account of an import in cells, which anybody can count with a CSV reader, and what is done to their text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscount.errors import UnknownFormat
from crosscount.flow.carry import Carried, run
from crosscount.register.carrying.cells import ENTITIES, UNSEEN, cleaned
from crosscount.register.reading import Register, read
from crosscount.register.records import Attribution, Incident
from crosscount.settings import Settings
from tests.register.test_carrying import CFR, EUREPOC, MISP, UUIDS, galaxy

Import = Callable[..., tuple[Carried, Register]]


@pytest.fixture
def imports(tmp_path: Path) -> Import:
    def carry(*texts: str) -> tuple[Carried, Register]:
        files = [tmp_path / f"{number}" / "table" for number, _ in enumerate(texts)]
        for file, text in zip(files, texts, strict=True):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        carried = run(files, folder=tmp_path / "register", settings=Settings(store=tmp_path / "store"))
        return carried, read(tmp_path / "register")

    return carry


def counted(text: str) -> int:
    """What a stranger counts."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return sum(bool(cell.strip()) for row in rows[1:] for cell in row)


@pytest.mark.parametrize("text", [EUREPOC, CFR], ids=["eurepoc", "cfr"])
def test_cells_are_those_that_a_csv_reader_counts(imports: Import, text: str) -> None:
    carried, _ = imports(text)
    assert carried.cells == counted(text) == carried.cells_carried + carried.cells_set_aside
    assert carried.read > carried.cells >= carried.cells_in_part > 0


def test_keys_of_json_are_cells(imports: Import) -> None:
    carried, _ = imports(MISP)
    assert carried.cells == carried.cells_carried + carried.cells_set_aside


def test_a_cell_of_separators_and_cells_without_a_head_are_counted(imports: Import) -> None:
    text = 'ID,receiver_name,incident_type\n9,"; ",x,beyond,beyond\n8,[],x\n'
    carried, _ = imports(text)
    assert carried.cells == counted(text) == 8
    assert {(each.row, each.value, each.why) for each in carried.asides if each.column == "receiver_name"} == {
        (1, "; ", "says nothing"),
        (2, "[]", "says nothing"),
    }


def test_cells_of_two_files_of_one_name_are_told_apart(imports: Import) -> None:
    carried, _ = imports("ID,incident_type\n9,x\n", "ID,incident_type\n9,y\n")
    assert (carried.files, carried.cells) == (("table", "table (2)"), 4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from(["", " ", ";", "a; b", "9", "[]", "x&amp;y;", "-"]), max_size=6), max_size=4)
)
def test_every_cell_is_carried_or_set_aside(imports: Import, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["ID", "incident_type", "receiver_name", "receiver_country"], *rows])
    carried, _ = imports(out.getvalue())
    assert carried.cells == counted(out.getvalue()) == carried.cells_carried + carried.cells_set_aside


@pytest.mark.parametrize(
    ("cell", "text", "done"),
    [
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2", (ENTITIES,)),
        ("https://example.org/?a=1&copy=2&b", "https://example.org/?a=1&copy=2&b", ()),
        ("Caf&eacute; &#x26; Bar; R&nosuch;D", "Café & Bar; R&nosuch;D", (ENTITIES,)),
        ("&amp;lt;", "&lt;", (ENTITIES,)),
        ("a\u202eb\u200bc\x07", "abc", (UNSEEN,)),
        ("a&#8238;b&shy;c", "abc", (ENTITIES, UNSEEN)),
        ("one\r\ntwo", "one\ntwo", ()),
        ("نمی\u200cخواهم 👨\u200d👩", "نمی\u200cخواهم 👨\u200d👩", ()),
    ],
)
def test_the_text_of_a_cell_is_cleaned(cell: str, text: str, done: tuple[str, ...]) -> None:
    assert cleaned(cell) == (text, done)


def test_entities_in_a_list_of_addresses_do_not_split_it(imports: Import) -> None:
    address = "https://example.org/?a=1&amp;b=2"
    carried, register = imports(f"ID,incident_type,sources_url,name\n9,x,{address}; {address}3,R&amp;D \u202eevil\n")
    incident = register.find("eurepoc-9", Incident)
    assert incident.refs == ("https://example.org/?a=1&b=2", "https://example.org/?a=1&b=23")
    assert incident.title == "R&D evil"
    assert carried.cleaned == {ENTITIES: 2, UNSEEN: 1}


def test_a_word_of_caution_stands_in_the_file(imports: Import) -> None:
    meta = {"country": "CN", "cfr-suspected-state-sponsor": "Iran"}
    _, register = imports(galaxy({"uuid": UUIDS[0], "value": "Grey", "meta": meta}))
    assert {(each.category, each.hedge) for each in register.of(Attribution)} == {
        ("country", ""),
        ("cfr-suspected-state-sponsor", "suspected"),
    }


def test_json_without_end_of_nesting_is_told(imports: Import) -> None:
    with pytest.raises(UnknownFormat):
        imports('{"type": "threat-actor", "values": [' + "[" * 900 + "]" * 900 + "]}")
