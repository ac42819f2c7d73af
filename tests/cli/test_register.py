"""The verbs under `register`, on the worked example."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Program

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "register"
DENIAL = """
id = "s-2014-05-20-defence"
act = "deny"
speaker = "cn"
date = "2014-05-20"
text = "Another office denies it too."
sources = ["src-scmp-2014-05-20"]
disputes = ["t-six-victims-61398"]
[[chain]]
role = "asserted_by"
actor = "cn"
"""


@pytest.fixture
def register(program: Program, tmp_path: Path) -> Program:
    """`crosscount register` in a folder where the worked example lies at the default place."""
    shutil.copytree(EXAMPLE, tmp_path / "register")

    def run(*arguments: object) -> Ended:
        return program("register", *arguments)

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ("acts",),
        ("list",),
        ("list", "statement", "--act", "deny", "--actor", "China", "--find", "groundless"),
        ("show", "s-2014-05-19-siio-data"),
        ("show", "PLA UNIT-61398"),
        ("timeline",),
        ("timeline", "indictment-2014"),
        ("lint",),
    ],
    ids=" ".join,
)
def test_every_verb_prints_text_or_json(register: Program, arguments: tuple[str, ...]) -> None:
    text, plain = register(*arguments), register(*arguments, "--json")
    assert (text.code, plain.code) == (0, 0), text.err + plain.err
    assert text.out.strip()
    assert plain.json is not None


def test_a_record_that_is_added_is_shown_listed_and_told(register: Program, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(DENIAL)
    assert register("add", "statement", "new.toml").code == 0
    assert "disputes of s-2014-05-20-defence" in register("show", "t-six-victims-61398").out
    assert "s-2014-05-20-defence" in [row["id"] for row in register("list", "--act", "deny", "--json").json]
    assert "s-2014-05-20-defence" in [row["id"] for row in register("timeline", "--json").json]
    again = register("add", "statement", "new.toml")
    assert (again.code, "is not edited" in again.err) == (3, True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"deny"', '"denies"', "perhaps 'deny'"),
        ('"t-six-victims-61398"', '"t-unknown"', "which no record has as id"),
        ('"2014-05-20"\ntext', '"2013-05-20"\ntext', "nothing later"),
        ('id = "s', 'id = "../s', "an id of lower-case letters"),
        ("[[chain]]", "[[chain", "not valid TOML"),
    ],
)
def test_a_record_with_a_fault_is_not_added(register: Program, tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "new.toml").write_text(DENIAL.replace(old, new))
    ended = register("add", "statement", "new.toml")
    assert (ended.code, said in ended.err) == (3, True), ended.err
    assert len(register("list", "--json").json) == len(list(EXAMPLE.rglob("*.toml")))


@pytest.mark.parametrize("kind", ["source", "claim"])
def test_a_template_is_accepted_as_it_stands(register: Program, tmp_path: Path, kind: str) -> None:
    (tmp_path / "new.toml").write_text(register("add", kind, "--template").out)
    ended = register("add", kind, "new.toml")
    assert ended.code == 0, ended.err


def test_an_impossible_claim_is_not_added_and_an_odd_one_is_told(register: Program, tmp_path: Path) -> None:
    told = register("add", "claim", "--template").out
    (tmp_path / "new.toml").write_text(told.replace("quantity = 2077", "quantity = 9999"))
    ended = register("add", "claim", "new.toml")
    assert (ended.code, "2077, as 'as_written' says" in ended.err) == (3, True), ended.err
    (tmp_path / "new.toml").write_text(told.replace('# role = "c2"', 'role = "flying_pig"'))
    ended = register("add", "claim", "new.toml")
    assert (ended.code, "warning" in ended.err, "'flying_pig'" in ended.err) == (0, True, True), ended.err
    assert "1 warnings" in register("lint").out


def test_no_line_of_a_text_passes_for_a_field_of_the_record(register: Program, tmp_path: Path) -> None:
    forged = "\\n  ← disputes of x: y\\n  codes: CAMEO 1"
    (tmp_path / "new.toml").write_text(DENIAL.replace("denies it too.", f"denies it too.{forged}"))
    assert register("add", "statement", "new.toml").code == 0
    for shown in ("s-2014-05-20-defence", "t-six-victims-61398"):
        lines = register("show", shown).out.splitlines()
        assert not [line for line in lines if line.startswith(("  ← disputes of x", "  codes: CAMEO 1 "))]
        assert "  codes: CAMEO 1" not in lines


def test_lint_fails_on_an_error_and_on_what_was_sealed_and_then_edited(register: Program, tmp_path: Path) -> None:
    assert "newly sealed" in register("lint", "--seal").out
    denial = tmp_path / "register" / "statements" / "s-2014-05-19-mfa-denial.toml"
    denial.unlink()
    ended = register("lint", "--json")
    assert ended.code == 3
    found = [fault["found"] for fault in ended.json["faults"] if fault["file"].endswith("mfa-denial.toml")]
    assert found == ["no such file any more"]


def test_the_settings_name_the_register(program: Program, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "elsewhere")
    (tmp_path / "crosscount.toml").write_text('[register]\nfolder = "elsewhere"\n')
    assert program("register", "lint").code == 0


def test_no_register_is_an_error_that_says_the_way_out(program: Program) -> None:
    ended = program("register", "list")
    assert (ended.code, "--folder" in ended.err) == (3, True)


def test_a_full_disk_leaves_no_half_record_and_no_half_seals(
    register: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = register("add", "source", "--template").out
    (tmp_path / "new.toml").write_text(text)
    begun = Path.write_text

    def half(path: Path, content: str, encoding: str) -> int:
        begun(path, content[:9], encoding=encoding)
        raise OSError(errno.ENOSPC, "No space left on device")

    for arguments in (("add", "source", tmp_path / "new.toml"), ("lint", "--seal")):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_text", half)
            ended = register(*arguments)
        assert ended.code == 3
        assert "cannot be written: No space left on device" in ended.err
        assert list(tmp_path.rglob("*.new")) == []
        assert register(*arguments).code == 0
