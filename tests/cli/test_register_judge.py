"""`crosscount register judge`: claims of a register held against the store of the first steps."""

from __future__ import annotations

import shutil
from pathlib import Path

from crosscount.register.reading import read
from crosscount.register.records import Finding
from tests.cli.conftest import Program
from tests.register.conftest import EXAMPLE, said, write

CLAIM = {
    "role": "c2",
    "origin": "US",
    "target": "CN",
    "first": "2014-04-02",  # on the day before no sensor was on
    "last": "2014-04-02",
    "unit": "C2 servers",
}


def _register(folder: Path) -> Path:
    write(folder, "sources", "src-a", {"kind": "article", "publisher": "A paper", "date": "2014-05-03"})
    write(folder, "actors", "north", {"name": "North", "kind": "state"})
    write(folder, "statements", "s", said("north", "publish_evidence", "2014-05-01"))
    write(folder, "claims", "c-right", {"statement": "s", "quantity": 2, "as_written": "2", **CLAIM})
    write(folder, "claims", "c-wrong", {"statement": "s", "quantity": 9321, "as_written": "9,321", **CLAIM})
    write(folder, "cases", "case", {"title": "T", "records": ["s"]})
    return folder


def test_findings_are_kept_as_records_shown_and_exported(program: Program, finished: Path, tmp_path: Path) -> None:
    folder = _register(tmp_path / "register")
    settings = ("--settings", finished / "crosscount.toml")
    judged = program("register", "judge", "case", "--folder", folder, *settings, "--json")
    assert judged.code == 0, judged.err
    assert {each["claim"]: each["verdict"] for each in judged.json} == {
        "c-right": "reproduced",
        "c-wrong": "contradicted",
    }
    kept = {each.claim: each for each in read(folder).of(Finding)}
    assert (kept["c-wrong"].found, kept["c-wrong"].by.partition(" ")[0]) == (2, "crosscount")
    assert kept["c-right"].evidence
    assert program("register", "lint", "--folder", folder).code == 0
    again = program("register", "judge", "--folder", folder, *settings)
    assert "2 claims, 0 new findings" in again.out
    page = program("register", "page", "case", "--folder", folder, "--out", tmp_path / "page.html")
    assert page.code == 0
    assert "verdict-contradicted" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "strongly-disagree" in program("register", "export", "case", "--folder", folder).out


def test_what_no_store_covers_is_said_and_nothing_is_written_in_a_dry_run(program: Program, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "example"))
    judged = program("register", "judge", "--folder", folder, "--dry-run", "--json")
    assert judged.code == 0, judged.err
    assert {each["verdict"] for each in judged.json} == {"not_covered", "unverifiable"}
    changed = {each["claim"] for each in judged.json if "unit_mismatch" in each["flags"]}
    assert "c-chinadaily-phishing-sites" in changed
    assert not (folder / "findings").exists()
