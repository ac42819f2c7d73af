"""The program as a whole: help, errors, exit codes, pipes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.text import Text

from crosscount import __version__
from crosscount.cli.main import VERBS
from crosscount.errors import InputError, SettingsError
from tests.cli.conftest import Program

WINDOW = ("--from", "2014-04-01", "--to", "2014-04-07")


def test_without_a_verb_the_help_lists_every_verb(program: Program) -> None:
    ended = program()
    assert ended.code == 0
    assert all(f" {name} " in ended.out for name in VERBS)


@pytest.mark.parametrize(
    "name",
    [*VERBS, "reference add", "reference list", "store sweep", "evidence export", "evidence prove", "evidence check"],
)
def test_every_verb_explains_itself_and_its_options(program: Program, name: str) -> None:
    ended = program(*name.split(), "--help")
    assert ended.code == 0
    assert f"crosscount {name}" in Text.from_ansi(ended.out).plain
    if name not in ("evidence", "reference", "register", "store"):
        assert "--json" in Text.from_ansi(ended.out).plain


def test_the_version_is_printed(program: Program) -> None:
    assert program("--version").out == f"crosscount {__version__}\n"
    assert program("--version", "--json").json == {"version": __version__}


def test_an_error_is_one_line_without_a_traceback(program: Program) -> None:
    ended = program("compute", "no-such-figure", *WINDOW)
    assert ended.code == InputError.exit_code
    assert ended.out == ""
    assert ended.err.startswith("crosscount: no figure 'no-such-figure'; there are: ")
    assert ended.err.count("\n") == 1


def test_debug_shows_the_traceback_too(program: Program) -> None:
    assert "Traceback" in program("compute", "no-such-figure", *WINDOW, "--debug").err


def test_a_program_stopped_while_it_loads_says_so_in_one_line() -> None:
    loading = """
import builtins, sys
from crosscount.__main__ import main

load = builtins.__import__

def stopped(name, *others, **named):
    if name == "typer":
        raise KeyboardInterrupt
    return load(name, *others, **named)

builtins.__import__ = stopped
sys.exit(main())
"""
    ended = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "crosscount: stopped before it began\n")


def test_an_error_under_json_is_json(program: Program) -> None:
    ended = program("compute", "no-such-figure", *WINDOW, "--json")
    assert json.loads(ended.err)["error"]["class"] == "InputError"
    assert ended.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("compute", "c2-servers", "--from", "2014-13-01", "--to", "2014-04-07"),
            "--from is '2014-13-01', expected a day",
        ),
        (("compute", "c2-servers", "--from", "2014-04-01", "--to", "20140407"), "--to is '20140407', expected a day"),
        (("compute", "c2-servers", "--from", "2014-04-07", "--to", "2014-04-01"), "before it begins"),
        (("compute", "c2-servers", *WINDOW, "--timezone", "Mars/Olympus"), "time zone 'Mars/Olympus' is unknown"),
        (("compute", "c2-servers", *WINDOW, "--origin", "USA"), "--origin is 'USA', expected two letters"),
        (("compute", "c2-servers", *WINDOW, "--by", "colour"), "no dimension 'colour'"),
        (("compute", "c2-servers"), "see 'crosscount --help'"),
        (("nonsense",), "No such command 'nonsense'"),
        (("ingest", "absent.log"), "absent.log"),
        (("place", "192.0.2.300", "--on", "2014-04-02"), "'192.0.2.300' is not an IP address"),
        (("verify", "absent.json"), "'absent.json' cannot be read"),
    ],
)
def test_a_wrong_option_says_what_was_found_and_what_was_expected(
    program: Program, arguments: tuple[str, ...], said: str
) -> None:
    ended = program(*arguments)
    assert ended.code == InputError.exit_code
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_a_wrong_setting_has_the_exit_code_of_settings(program: Program, tmp_path: Path) -> None:
    (tmp_path / "crosscount.toml").write_text("colour = 3\n")
    ended = program("status")
    assert ended.code == SettingsError.exit_code
    assert "no setting 'colour'" in ended.err


def test_options_of_every_verb_work_before_and_after_it(program: Program, tmp_path: Path) -> None:
    before = program("--json", "--store", tmp_path / "a", "status")
    after = program("status", "--store", tmp_path / "a", "--json")
    assert before.json == after.json


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m crosscount figures --json; echo $? >&2"
    done = subprocess.run(["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=True)
    assert done.stderr == "0\n"


def test_a_file_name_cannot_steer_the_terminal(program: Program, tmp_path: Path) -> None:
    (tmp_path / "red\x1b[31m.bin").write_bytes(b"\x00\x01 nothing that anyone writes")
    ended = program("ingest", ".")
    assert "\x1b" not in ended.out + ended.err
    assert "red\\x1b[31m.bin" in ended.out
    assert "\x1b" not in program("verify", "red\x1b[31m.json").err
