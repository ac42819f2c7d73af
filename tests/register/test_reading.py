from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.errors import InputError
from crosscount.model.legible import SHOWN
from crosscount.register import writing
from crosscount.register.reading import read, record_of
from crosscount.register.records import KINDS, Claim, Incident, Record, Source, Statement
from crosscount.register.values import earliest, latest, same
from tests.register.conftest import EXAMPLE, Writes, said


@pytest.mark.parametrize(
    ("fields", "field", "found", "expected"),
    [
        ({"date": "2020-02-30"}, "date", "2020-02-30", "that exists"),
        ({"date": "yesterday"}, "date", "yesterday", "such as 2014-05-19"),
        ({"act": "declne_to_coment"}, "act", "declne_to_coment", "perhaps 'decline_to_comment'"),
        ({"act": "summon"}, "act", "summon", "belongs into a response"),
        ({"act": "xyz"}, "act", "xyz", "crosscount register acts"),
        ({"speaker": "The North"}, "speaker", "The North", "lower-case letters"),
        ({"speaker": 7}, "speaker", "7", "valid string"),
        ({"zone": "Mars/Olympus"}, "zone", "Mars/Olympus", "IANA time zone"),
        ({"text": "a\x07b"}, "text", "\\x07", "U+0007 at position 2"),
        ({"text": ""}, "text", "''", "at least 1 character"),
        ({"targets": ["south"]}, "targets", "of that name", "one of: id, "),
        ({"chain": [{"role": "said_by", "actor": "north"}]}, "chain.1.role", "said_by", "data_by, asserted_by"),
        ({"chain": [{"role": "data_by"}]}, "chain.1.actor", "nothing", "required"),
        ({"chain": "north"}, "chain", "north", "tuple"),
        ({"chain": ["north"]}, "chain.1", "north", "crosscount register add statement --template"),
        ({"refs": ["javascript:alert(1)"]}, "refs.1", "javascript", "http"),
    ],
)
def test_a_wrong_field_is_told_with_file_field_found_and_expected(
    adds: Writes, small: Path, fields: dict[str, Any], field: str, found: str, expected: str
) -> None:
    adds("statements", "s-bad", **(said("north", "accuse", "2020-01-01") | fields))
    faults = read(small, strict=False).faults
    assert [(fault.file, fault.field) for fault in faults] == [("statements/s-bad.toml", field)]
    assert found in faults[0].found
    assert expected in faults[0].expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"id = ", "valid TOML"),
        (b"\xff\xfe", "UTF-8"),
        (b"a = " + b"[" * 5_000, "valid TOML"),
        (b"# " + b"x" * 300_000, "at most"),
        (b'id = "s"\nid = "s"', "valid TOML"),
        (b"", "this field, which is required"),
        (b'id = "other"\nact = "accuse"', "this field, which is required"),
    ],
)
def test_a_damaged_file_is_a_fault_and_not_a_traceback(small: Path, data: bytes, expected: str) -> None:
    (small / "statements" / "s-odd.toml").write_bytes(data)
    register = read(small, strict=False)
    assert expected in register.faults[0].expected
    assert "s-denies" in register.records, "one bad file hides no other"


def test_an_id_that_differs_from_the_file_name_is_a_fault(small: Path) -> None:
    (small / "actors" / "south.toml").rename(small / "actors" / "southern.toml")
    assert "as the file is named" in read(small, strict=False).faults[0].expected


def test_an_id_used_twice_is_a_fault(adds: Writes, small: Path) -> None:
    adds("actors", "src-a", name="Another", kind="media")
    assert "no other record" in read(small, strict=False).faults[0].expected


def test_a_link_to_a_file_elsewhere_is_not_followed(small: Path) -> None:
    (small / "actors" / "linked.toml").symlink_to(small / "actors" / "north.toml")
    assert read(small, strict=False).faults[0].found == "a link or a folder"


def test_a_folder_that_is_not_there_says_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--folder"):
        read(tmp_path / "nowhere")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_of_every_record_is_described(kind: type[Record]) -> None:
    assert [name for name, field in kind.model_fields.items() if not field.description] == []


def test_written_records_are_read_as_the_same_records(tmp_path: Path) -> None:
    register = read(EXAMPLE)
    for record in register.records.values():
        writing.add(record, tmp_path)
    again = read(tmp_path)
    assert dict(again.records) == dict(register.records)
    for name, file in register.files.items():
        assert (tmp_path / again.files[name]).read_bytes() == (EXAMPLE / file).read_bytes()


@pytest.mark.parametrize(
    "code", ["\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\u3164", "\U000e0041", "\u2028", "\x1b"]
)
def test_text_that_hides_or_turns_is_refused_in_every_field(code: str) -> None:
    hidden = f"a{code}b"
    told = {"id": "i", "title": hidden, "described": hidden, "types": [hidden], "coder": hidden, "note": hidden}
    told |= {"measures": {hidden: "x", "y": hidden}, "victims": [{"name": hidden}], "refs": [f"https://{code}.org/"]}
    faults = record_of(told, "f", Incident)
    assert isinstance(faults, list)
    fields = {fault.field.partition(".")[0] for fault in faults}
    assert fields == told.keys() - {"id"}
    assert len(faults) == 9


@given(text=st.text(st.characters(exclude_characters=[*map(chr, SHOWN)], exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("register")
    record = Source.model_validate({"id": "s", "kind": "post", "publisher": text, "note": text})
    writing.add(record, folder)
    assert read(folder).records["s"] == record


@pytest.mark.parametrize(
    ("written", "kept"), [(1180000, 1180000), ("41.10", "41.10"), (41.1, "41.1"), ("-4.3", "-4.3")]
)
def test_a_number_keeps_its_digits(written: Any, kept: Any) -> None:
    made = record_of({"id": "c", "statement": "s", "quantity": written, "as_written": "x", "unit": "y"}, "f", Claim)
    assert isinstance(made, Claim)
    assert writing.plain(made)["quantity"] == kept


def test_a_record_that_exists_is_never_overwritten(small: Path) -> None:
    record = read(small).records["s-denies"]
    assert isinstance(record, Statement)
    before = (small / "statements" / "s-denies.toml").read_bytes()
    with pytest.raises(InputError, match="corrects, disputes or retracts"):
        writing.add(record.model_copy(update={"text": "Other words."}), small)
    assert (small / "statements" / "s-denies.toml").read_bytes() == before


@pytest.mark.parametrize(("name", "other"), [("APT 1", "apt-1"), ("ＡＰＴ1", "APT1"), ("Comment Crew", "commentcrew")])
def test_names_are_compared_without_spacing_and_case(name: str, other: str) -> None:
    assert same(name) == same(other)


def test_a_month_and_a_year_have_a_first_and_a_last_day() -> None:
    assert (str(earliest("2016-02")), str(latest("2016-02"))) == ("2016-02-01", "2016-02-29")
    assert (str(earliest("2016")), str(latest("2016"))) == ("2016-01-01", "2016-12-31")
