"""crosscount check: a file or standard input, as a table, as JSON and as a page."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program

TEXT = "From March 19 to May 18, 2,077 US servers were in control of 1.18 million Chinese computers, CNCERT said."


def test_a_file_is_checked_and_its_page_written(program: Program, tmp_path: Path) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    ended = program("check", "a.txt", "--date", "2014-05-20", "--html", "out/a.html")
    assert ended.code == 0, ended.err
    assert "2,077" in ended.out
    assert "NOT COVERED" in ended.out
    assert "2 claims: 0 reproduced" in ended.out
    assert "<mark>" in Path("out/a.html").read_text(encoding="utf-8")


def test_json_holds_each_claim_with_its_verdict(program: Program) -> None:
    Path("a.html").write_text(f"<p>{TEXT}</p>", encoding="utf-8")
    told = program("check", "a.html", "--date", "2014-05-20", "--json").json
    first, second = told["claims"]
    assert (first["quantity"], first["role"], first["origin_country"], first["target_country"]) == (
        2077,
        "c2",
        "US",
        "CN",
    )
    assert (first["window_start"], first["window_end"]) == ("2014-03-19", "2014-05-18")
    assert (second["quantity"], second["interval"]["low"], second["interval"]["high"]) == (1180000, 1175000, 1185000)
    assert told["verdicts"]["not_covered"] == 2
    assert first["verdict"] == "not_covered"


def test_standard_input_is_read(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert len(program("check", "-", "--date", "2014-05-20", "--json").json["claims"]) == 2


def test_the_register_of_an_option_is_asked(program: Program) -> None:
    register = Path(__file__).resolve().parents[2] / "examples" / "register"
    Path("a.txt").write_text(TEXT.replace("2,077", "2,707"), encoding="utf-8")
    told = program("check", "a.txt", "--date", "2014-05-20", "--register", str(register), "--json").json
    assert told["claims"][0]["flags"] == ["digit_variant"]
    assert "2,077" in told["claims"][0]["flag_sentences"]["digit_variant"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "none.txt"), "cannot be read"),
        (("check", "a.bin"), "is not text"),
        (("check", "a.txt", "--date", "yesterday"), "expected a day"),
        (("check", "a.txt", "--timezone", "Mars/Base"), "is unknown"),
    ],
)
def test_what_cannot_be_read_is_one_line(program: Program, arguments: tuple[str, ...], said: str) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("a.bin").write_bytes(b"\0\1\2\xff" * 9)
    ended = program(*arguments)
    assert (ended.code, said in ended.err, ended.err.count("\n")) == (3, True, 1)
