"""Bundles and proofs of our own making: nothing can be proved of a number that is not published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crosscount.errors import InputError, NotReproduced
from crosscount.flow.evidence import bundle as folder_of
from crosscount.flow.evidence import proof, recount
from crosscount.flow.evidence.bundle import CELLS, MEMBERS, Bundle, opened
from crosscount.flow.evidence.keys import Keys, expected_key, fingerprint, keys
from crosscount.kernels.proving.merkle import Tree
from crosscount.kernels.proving.pseudonyms import pseudonym, salt
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.provenance import Evidence
from crosscount.model.window import Window
from crosscount.settings import Settings

WINDOW = Window(date(2014, 3, 20), date(2014, 3, 21), "UTC")
COUNTED = ("192.0.2.1", "192.0.2.2", "192.0.2.3")


def said(state: CellState, number: int | None, figure: str = "c2-servers", unit: str = "origin_address") -> Statement:
    evidence = Evidence("threats", 1, "all", 1, "", "", (), "test")
    pair = {"origin_country": "US", "target_country": "CN"}
    cells = (Cell((), number, state),)
    when = datetime(2014, 4, 1, tzinfo=UTC)
    return Statement("a1", figure, 1, figure, unit, WINDOW, (), pair, cells, 0, 0, "threats", evidence, when)


PUBLISHED = said(CellState.VALUE, 3)
WITHHELD = said(CellState.SUPPRESSED, None)
UNKNOWN = said(CellState.UNKNOWN, None)
ZERO = said(CellState.ZERO, 0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), folder=tmp_path)


def leaves(own: Keys, members: Sequence[str]) -> list[bytes]:
    packed = [b"\0" * 10 + b"\xff\xff" + ip_address(member).packed for member in members]
    return sorted(pseudonym(each, salt(own.pseudonyms, "a1", "", each)) for each in packed)


def made(
    settings: Settings,
    statement: Statement,
    members: Sequence[str] = COUNTED,
    tree: Mapping[str, Any] | None = None,
    **manifest: Any,
) -> Bundle:
    """A signed bundle of one total; `tree` is what the manifest says whatever the members are."""
    own, out = keys(settings, make=True), settings.folder / "bundle"
    out.mkdir(exist_ok=True)
    given = leaves(own, members)
    cell = statement.cells[0]
    row = {
        "statement": statement.id,
        "figure": statement.figure,
        "first": WINDOW.first,
        "last": WINDOW.last,
        "zone": "UTC",
        "narrowed": "",
        "by": "",
        "cell": "",
        "value": cell.value,
        "state": cell.state.value,
    }
    pq.write_table(pa.Table.from_pylist([row], CELLS), out / "cells.parquet")
    rows = [{"statement": "a1", "cell": "", "member": leaf} for leaf in given]
    pq.write_table(pa.Table.from_pylist(rows, MEMBERS), out / "members.parquet")
    (out / "bulletin.json").write_text("{}")
    (out / "README.md").write_text(f"The key is {fingerprint(own.public)}.")
    (out / "public_key.pem").write_bytes(own.public)
    content = {
        "schema": 1,
        "bulletin": "b1",
        "pseudonyms": own.commitment,
        "files": {name: sha256((out / name).read_bytes()).hexdigest() for name in folder_of.SIGNED},
        "trees": {"a1": tree or {"leaves": len(given), "root": Tree(given).root.hex()}},
    }
    signed(out, content | manifest, own)
    return opened(out)


def signed(out: Path, manifest: Mapping[str, Any], own: Keys) -> None:
    content = orjson.dumps(manifest)
    (out / "manifest.json").write_bytes(content)
    (out / "manifest.sig").write_text(own.signing.sign(content).hex())


def proved(found: Bundle, statement: Statement, member: str, settings: Settings) -> dict[str, Any]:
    return proof.proved(found, statement, member, settings=settings)


def test_a_published_number_proves_both_ways(settings: Settings) -> None:
    found = made(settings, PUBLISHED)
    assert found.faults == ()
    for member, counted in (("192.0.2.2", True), ("192.0.2.9", False), ("203.0.113.250", False)):
        answer = proof.checked(proved(found, PUBLISHED, member, settings), found, [PUBLISHED])
        assert (answer.holds, answer.counted) == (True, counted)
    assert all(check.same for check in recount.run(found, [PUBLISHED]).checks)


@pytest.mark.parametrize("statement", [WITHHELD, UNKNOWN])
def test_nothing_is_proved_of_a_number_that_is_not_published(settings: Settings, statement: Statement) -> None:
    found = made(settings, statement, ())
    with pytest.raises(InputError, match="nothing is proved of 'c2-servers'"):
        proved(found, statement, "192.0.2.1", settings)


@pytest.mark.parametrize("members", [(), COUNTED[:1], COUNTED])
@pytest.mark.parametrize("statement", [WITHHELD, UNKNOWN])
def test_a_signed_proof_of_a_withheld_number_is_rejected(
    settings: Settings, statement: Statement, members: tuple[str, ...]
) -> None:
    """Whatever tree the manifest has for it: an empty one, as older programs wrote, a part, or the true one."""
    found = made(settings, statement, members)
    # What a program makes that takes the number for published.
    forged = proved(found, said(CellState.VALUE, len(members)), "192.0.2.3", settings)
    answer = proof.checked(forged, found, [statement])
    assert not answer.holds
    assert "neither proved that 192.0.2.3 is counted nor that it is not" in answer.why
    faults = [check.about for check in recount.run(found, [statement]).differences]
    assert ("tree of a1" in faults) == bool(members)


def test_a_tree_of_fewer_members_than_published_proves_no_absence(settings: Settings) -> None:
    found = made(settings, PUBLISHED, COUNTED[:2])
    forged = proved(found, said(CellState.VALUE, 2), "192.0.2.3", settings)
    answer = proof.checked(forged, found, [PUBLISHED])
    assert not answer.holds
    assert "the tree has 2 leaves, and the published number is 3" in answer.why


def test_a_proof_of_another_figure_or_of_no_total_is_rejected(settings: Settings) -> None:
    found = made(settings, PUBLISHED)
    pages = said(CellState.VALUE, 3, "phishing-pages", "page")
    forged = proved(found, pages, "http://192.0.2.1/", settings)
    assert "the proof of another figure" in proof.checked(forged, found, [PUBLISHED]).why
    assert "no total of that id" in proof.checked(forged, found, []).why


def test_a_zero_says_that_nobody_is_counted(settings: Settings) -> None:
    found = made(settings, ZERO, ())
    answer = proof.checked(proved(found, ZERO, "192.0.2.1", settings), found, [ZERO])
    assert answer.holds
    assert answer.why == "the published number is 0: nobody is counted"


def test_a_page_is_proved_in_the_form_in_which_it_is_counted(settings: Settings) -> None:
    pages = said(CellState.VALUE, 3, "phishing-pages", "page")
    found = made(settings, pages)
    given = proved(found, pages, "HTTP://Pay.Example:80/Card?step=1#top", settings)
    assert given["member"] == "http://pay.example/Card?step=1"
    own = keys(settings, make=False)
    odd = {name: value for name, value in given.items() if name != "signature"} | {"member": "HTTP://pay.example/Card"}
    odd["signature"] = own.signing.sign(orjson.dumps(odd, option=orjson.OPT_SORT_KEYS)).hex()
    assert "is not the form in which" in proof.checked(odd, found, [pages]).why
    with pytest.raises(InputError, match="is no page"):
        proved(found, pages, "/card", settings)


def test_no_proof_is_made_from_a_bundle_that_another_signed(settings: Settings, tmp_path: Path) -> None:
    found = made(settings, PUBLISHED)
    other = keys(replace(settings, folder=tmp_path / "other"), make=True)
    (found.folder / "public_key.pem").write_bytes(other.public)
    (found.folder / "README.md").unlink()
    manifest = dict(found.manifest)
    signed(found.folder, manifest, other)
    again = opened(found.folder)
    with pytest.raises(InputError, match="not as it was signed"):
        proved(again, PUBLISHED, "192.0.2.1", settings)
    with pytest.raises(InputError, match="are not those that"):
        proved(replace(again, faults=()), PUBLISHED, "192.0.2.1", settings)


def test_whose_key_signed_is_held_to_what_was_expected_and_to_the_readme(settings: Settings, tmp_path: Path) -> None:
    found = made(settings, PUBLISHED)
    first, other = found.key, keys(replace(settings, folder=tmp_path / "other"), make=True)
    assert opened(found.folder, first).pinned
    assert opened(found.folder, first).faults == ()
    (found.folder / "public_key.pem").write_bytes(other.public)
    signed(found.folder, found.manifest, other)
    again = opened(found.folder)
    assert [fault.split(",")[0] for fault in again.faults] == [f"README.md names key {first}"]
    assert any(f"{first} was expected" in fault for fault in opened(found.folder, first).faults)


@pytest.mark.parametrize("write", ["plain", "colons", "file", "pem", "wrapped"])
def test_an_expected_key_may_be_given_in_several_ways(settings: Settings, tmp_path: Path, write: str) -> None:
    public = keys(settings, make=True).public
    plain = fingerprint(public)
    file = tmp_path / "key"
    contents = {"file": f"{plain}\n".encode(), "pem": public, "wrapped": public.replace(b"\n", b"\r\n")}
    file.write_bytes(contents.get(write, b""))
    colons = ":".join(plain[at : at + 2] for at in range(0, 64, 2)).upper()
    assert expected_key({"plain": plain, "colons": colons}.get(write, str(file))) == plain


@pytest.mark.parametrize("given", ["", "abc", "no/such/file"])
def test_what_is_no_key_is_told(given: str) -> None:
    with pytest.raises(InputError, match="neither a fingerprint"):
        expected_key(given)


def test_what_lies_beside_is_named_and_what_is_unsigned_is_a_fault(settings: Settings) -> None:
    found = made(settings, PUBLISHED)
    (found.folder / "more").mkdir()
    for name in ("extra.txt", "more/extra.parquet"):
        (found.folder / name).write_text("x")
    assert opened(found.folder).unsigned == ("extra.txt", "more/extra.parquet")
    files = {name: digest for name, digest in found.manifest["files"].items() if name != "members.parquet"}
    again = made(settings, PUBLISHED, files=files)
    assert again.faults == ("members.parquet is not signed: the manifest does not name it",)


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("manifest.sig", None, "it has no manifest.sig"),
        ("manifest.sig", b"zz", "manifest.sig is not a number in hexadecimal"),
        ("manifest.sig", b"\xff\xfe", "manifest.sig is not a number in hexadecimal"),
        ("manifest.sig", b"0" * 127 + b"A", "more in it than digits and small letters"),
        ("manifest.sig", b"0" * 128 + b"\n", "more in it than digits and small letters"),
        ("manifest.json", None, "it has no manifest.json"),
        ("manifest.json", b"{", "manifest.json is not JSON"),
        ("manifest.json", b"{}", "in manifest.json, 'files' is missing"),
        ("manifest.json", b"[]", "in manifest.json, something in it is of another type"),
        ("public_key.pem", None, "it has no public_key.pem"),
        ("public_key.pem", b"x", "not a key in PEM form"),
        ("members.parquet", None, "has no members.parquet"),
    ],
)
def test_a_folder_that_is_not_whole_is_told_in_words(
    settings: Settings, file: str, content: bytes | None, told: str
) -> None:
    out = made(settings, PUBLISHED).folder
    (out / file).unlink()
    if content is not None:
        (out / file).write_bytes(content)
    assert recount.is_bundle(out)
    with pytest.raises(InputError, match=told) as raised:
        recount.run(opened(out), [PUBLISHED])
    assert "Error" not in str(raised.value)


@pytest.mark.parametrize("file", ["cells.parquet", "members.parquet"])
def test_a_table_that_was_changed_until_it_cannot_be_read_is_not_what_was_signed(settings: Settings, file: str) -> None:
    out = made(settings, PUBLISHED).folder
    (out / file).write_bytes(b"x")
    with pytest.raises(NotReproduced, match=f"{file} .*is not the table that a bundle has"):
        recount.run(opened(out), [PUBLISHED])


def test_each_byte_of_the_public_key_is_held_to_its_form(settings: Settings) -> None:
    out = made(settings, PUBLISHED).folder
    pem = (out / "public_key.pem").read_bytes()
    (out / "public_key.pem").write_bytes(pem + b"\n")
    assert opened(out).faults == ("public_key.pem is written in another way than a bundle has it",)
