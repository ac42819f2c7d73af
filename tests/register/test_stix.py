"""A register as STIX 2.1: what the OASIS validator says, and that disagreement is carried by opinions."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import stix2
from stix2validator import ValidationOptions, validate_string

from crosscount.errors import InputError
from crosscount.model.bulletin import Marking
from crosscount.products.stix.export import bundle, bundle_text
from crosscount.products.stix.making import EXTENSION
from crosscount.register.reading import read
from crosscount.register.records import Case
from tests.register.conftest import EXAMPLE, said, write

# The validator recommends random ids, and a hash beside each URL; both are deliberate.
EXPECTED_WARNINGS = {"103", "302"}


def problems(text: str) -> list[str]:
    """Errors, and warnings other than the expected ones."""
    result = validate_string(text, ValidationOptions(version="2.1"))
    warned = [str(warning) for warning in result.warnings or []]
    found = [str(error) for error in result.errors or []]
    found += [text for text in warned if text.partition("{")[2][:3] not in EXPECTED_WARNINGS]
    return found if result.is_valid else [*found, "not valid"]


def exported(folder: Path, case: str | None = None, marking: Marking | None = None) -> dict[str, Any]:
    register = read(folder)
    return bundle(register, register.find(case, Case) if case else None, "An observatory", marking)


@pytest.mark.parametrize("case", ["indictment-2014", None], ids=["case", "register"])
def test_the_oasis_validator_accepts_the_worked_example(case: str | None) -> None:
    register = read(EXAMPLE)
    text = bundle_text(register, register.find(case, Case) if case else None, "An observatory")
    assert problems(text) == []
    assert stix2.parse(text, allow_custom=True)["type"] == "bundle"


def test_every_reference_leads_to_an_object_of_the_bundle() -> None:
    objects = exported(EXAMPLE, "indictment-2014")["objects"]
    ids = {each["id"] for each in objects}
    assert len(ids) == len(objects)
    for each in objects:
        for name, value in each.items():
            if name.endswith(("_ref", "_refs")):
                assert set([value] if isinstance(value, str) else value) <= ids, (each["id"], name)


def test_the_same_register_gives_the_same_bytes_and_another_text_another_id(example: Path) -> None:
    (example / "seals.tsv").unlink()
    before = bundle_text(read(example), None, "An observatory")
    assert before == bundle_text(read(example), None, "An observatory")
    file = example / "statements" / "s-2014-05-19-mfa-threat.toml"
    file.write_text(file.read_text().replace("may take", "might take"))
    after = {each["id"] for each in exported(example)["objects"]}
    ids = {each["id"] for each in json.loads(before)["objects"]}
    assert len(ids - after) == len(after - ids) == 1


def test_denials_are_opinions_about_the_attribution() -> None:
    objects = exported(EXAMPLE, "indictment-2014")["objects"]
    attributed = {
        each["id"]
        for each in objects
        if each["type"] == "relationship" and "US Department of Justice" in each.get("description", "")
    }
    denials = [each for each in objects if each["type"] == "opinion" and attributed & set(each["object_refs"])]
    assert {each["authors"][0] for each in denials} == {
        "Ministry of Foreign Affairs of China",
        "State Internet Information Office",
    }
    assert {each["opinion"] for each in denials} == {"strongly-disagree"}


def test_a_denial_that_names_no_record_denies_what_it_answers(small: Path) -> None:
    write(small, "statements", "s-also", said("south", "deny", "2020-01-02", responds_to=["s-accuses"], text="Never."))
    objects = exported(small)["objects"]
    (opinion,) = [each for each in objects if each["type"] == "opinion" and each["explanation"] == "Never."]
    notes = {each["id"]: each for each in objects if each["type"] == "note"}
    assert [notes[each]["extensions"][EXTENSION]["record"] for each in opinion["object_refs"]] == ["s-accuses"]


def test_claims_are_notes_with_a_defined_extension() -> None:
    objects = exported(EXAMPLE, "indictment-2014")["objects"]
    notes = [each["extensions"][EXTENSION] for each in objects if each["type"] == "note" and "extensions" in each]
    claims = [each for each in notes if each["kind"] == "claim"]
    assert len(claims) == 15
    assert [each["quantity"] for each in claims if each["record"] == "c-2014-05-controlled-machines"] == [1180000]
    definition = next(each for each in objects if each["type"] == "extension-definition")
    assert (definition["id"], definition["extension_types"]) == (EXTENSION, ["property-extension"])
    data = next(each for each in notes if each["record"] == "s-2014-05-19-siio-data")
    assert [link["role"] for link in data["chain"]] == ["data_by", "asserted_by", "carried_by", "carried_by"]


@pytest.mark.parametrize(
    ("verdict", "opinion"),
    [("reproduced", "strongly-agree"), ("contradicted", "strongly-disagree"), ("not_covered", "neutral")],
)
def test_findings_are_opinions_about_the_claim(example: Path, verdict: str, opinion: str) -> None:
    fields = {"claim": "c-2014-05-c2-servers", "verdict": verdict, "by": "A. Nalyst", "date": "2015-01-01"}
    write(example, "findings", "f", {**fields, "sentence": "A sentence.", "evidence": ["bulletin x"]})
    register = read(example)
    text = bundle_text(register, register.find("indictment-2014", Case), "An observatory")
    found = [each for each in json.loads(text)["objects"] if each.get("authors") == ["A. Nalyst"]]
    assert [(each["type"], each["opinion"]) for each in found] == [("opinion", opinion)]
    assert problems(text) == []


@pytest.mark.parametrize("marking", Marking)
def test_every_object_bears_the_marking(marking: Marking) -> None:
    objects = exported(EXAMPLE, "indictment-2014", marking)["objects"]
    kinds = Counter(each["name"] for each in objects if each["type"] == "marking-definition")
    assert kinds == {marking.value: 1}
    assert [
        each["id"] for each in objects if each["type"] != "marking-definition" and "object_marking_refs" not in each
    ] == []
    register = read(EXAMPLE)
    assert problems(bundle_text(register, None, "An observatory", marking)) == []


def test_hostile_and_sparse_records_still_make_a_valid_bundle(small: Path) -> None:
    evil = '<script>alert(1)</script>"\\u0000 =1+1'
    write(small, "actors", "group", {"name": evil, "kind": "group", "aliases": ["A"], "external": ["misp:x"]})
    write(small, "actors", "net", {"name": "Net", "kind": "botnet"})
    write(
        small, "incidents", "i", {"title": evil, "sources": ["src-a"], "victims": [{"name": evil}, {"country": "NO"}]}
    )
    attribution = {"of": "i", "to_names": [evil], "by_names": ["X"], "sources": ["src-a"]}
    write(small, "attributions", "t1", attribution)
    write(small, "attributions", "t2", {**attribution, "to_names": [], "to_countries": ["NO", "XK"]})
    write(small, "attributions", "t3", {**attribution, "of": "group", "to": ["north"], "to_names": []})
    write(small, "attributions", "t4", {**attribution, "to_names": [], "category": "State"})
    write(small, "responses", "r", {"act": "sanction", "countries": ["NO"], "about": ["i"], "sources": ["src-a"]})
    write(small, "statements", "s", said("north", "retract", "2020-01-01", retracts=["s-accuses"], text=evil))
    text = bundle_text(read(small), None, evil)
    assert problems(text) == []


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/?a='\"<b>&c=%41%zz", "https://example.org/?a='%22%3Cb%3E&c=%41%25zz"),
        ("https://例子.example/路?x[]=1#a#b", "https://%E4%BE%8B%E5%AD%90.example/%E8%B7%AF?x%5B%5D=1#a%23b"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ],
)
def test_an_address_is_written_as_stix_wants_it(small: Path, address: str, written: str) -> None:
    source = {"kind": "article", "publisher": "A paper", "date": "2020-01-03", "url": address}
    write(small, "sources", "src-a", source)
    text = bundle_text(read(small), None, "An observatory")
    found = [ref["url"] for each in json.loads(text)["objects"] for ref in each.get("external_references", [])]
    assert set(found) == {written}
    assert problems(text) == []


def test_a_register_with_errors_is_not_exported(small: Path) -> None:
    write(small, "statements", "s-new", said("north", "accuse", "2020-01-01", target=["west"]))
    with pytest.raises(InputError, match="without errors"):
        bundle_text(read(small), None, "An observatory")
