"""The verbs on the small example: what they print, and that their JSON can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosscount.errors import FileRefused, NotReproduced, UnknownFormat
from tests.cli.conftest import Program

WINDOW = ("--from", "2014-04-01", "--to", "2014-04-07")
PAIR = ("--origin", "US", "--target", "CN")


@pytest.mark.parametrize(
    "arguments",
    [
        ("sources",),
        ("figures",),
        ("plugins",),
        ("status",),
        ("status", "--short"),
        ("run",),
        ("settle",),
        ("conclude",),
        ("reference", "list"),
        ("place", "192.0.2.1", "2001:db8:1::1", "--on", "2014-04-02"),
        ("compute", "c2-servers", *WINDOW),
        ("explain", "c2-servers", *WINDOW, "--rows", "1"),
        ("machines", *WINDOW, *PAIR),
        ("store", "sweep"),
    ],
    ids=" ".join,
)
def test_every_verb_prints_text_or_json(example: Program, arguments: tuple[str, ...]) -> None:
    text, plain = example(*arguments), example(*arguments, "--json")
    assert (text.code, plain.code) == (0, 0), text.err + plain.err
    assert text.out.strip()
    assert plain.json is not None


def test_ingest_says_what_became_of_every_record(program: Program, tmp_path: Path) -> None:
    (tmp_path / "gozi-2014-04-01.txt").write_text("192.0.2.1\n192.0.2.2\n192.0.2.999\n")
    said = "address-list gozi-2014-04-01.txt: read 3 = kept 2 + set aside 1 (bad-ip 1)"
    assert program("ingest", "gozi-2014-04-01.txt").out == said + "\n"
    assert program("ingest", "gozi-2014-04-01.txt").out == said + " (ingested before: nothing changed)\n"


def test_an_unknown_file_is_told_after_everything_else_was_done(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\x01\x02 nothing that anyone writes")
    (tmp_path / "gozi-2014-04-01.txt").write_text("192.0.2.1\n192.0.2.2\n")
    ended = program("ingest", ".")
    assert ended.code == UnknownFormat.exit_code
    assert "kept 2" in ended.out
    assert "unknown: a.bin" in ended.out
    assert "1 of 2 files were not ingested" in ended.err


def test_a_refused_file_has_an_exit_code_of_its_own(program: Program, tmp_path: Path) -> None:
    (tmp_path / "gozi-2014-04-01.txt").write_text("192.0.2.1\n" + "192.0.2.999\n" * 30)
    ended = program("ingest", "gozi-2014-04-01.txt", "--source", "address-list")
    assert ended.code == FileRefused.exit_code
    assert "refused: gozi-2014-04-01.txt" in ended.out


def test_a_folder_without_files_is_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    ended = program("ingest", "inbox")
    assert (ended.code, ended.out) == (0, "")
    assert "nothing to read: no file in 'inbox'" in ended.err
    assert program("ingest", "inbox", "--json").json == []


def test_a_figure_that_is_unknown_says_why(program: Program, tmp_path: Path) -> None:
    assert "nothing was ingested yet; run 'crosscount ingest'" in program("compute", "c2-servers", *WINDOW).err
    (tmp_path / "gozi-2014-03-01.txt").write_text("192.0.2.1\n192.0.2.2\n")
    program("ingest", "gozi-2014-03-01.txt")
    assert "the records are of 2014-03-01 to 2014-03-01" in program("compute", "c2-servers", *WINDOW).err


def test_an_address_is_placed_as_of_a_day(example: Program) -> None:
    placed = example("place", "192.0.2.1", "--on", "2014-04-02", "--json").json["placed"]
    assert [(each["address"], each["country"], each["asn"], each["basis"]) for each in placed] == [
        ("192.0.2.1", "US", 64496, "override")
    ]


def test_a_figure_is_followed_home(example: Program) -> None:
    ended = example("explain", "controlled-machines", *WINDOW, *PAIR, "--rows", "2")
    assert "conn.2014-04-02.log, record " in ended.out
    assert "gozi-2014-04-01.txt, record " in ended.out


def test_a_bulletin_is_published_and_verified(example: Program, tmp_path: Path) -> None:
    made = example("bulletin", *PAIR, *WINDOW, "--language", "en,zh", "--out", tmp_path / "public")
    assert made.code == 0, made.err
    names = sorted(path.name for path in (tmp_path / "public").iterdir())
    stem = "bulletin-US-CN-2014-04-01-2014-04-07"
    assert names == [f"{stem}.{form}" for form in ("csv", "en.html", "json", "zh.html")]
    file = tmp_path / "public" / f"{stem}.json"
    assert example("verify", file).out.startswith("same: bulletin ")

    published = json.loads(file.read_text(encoding="utf-8"))
    published["statements"][0]["cells"][0]["value"] += 1
    file.write_text(json.dumps(published), encoding="utf-8")
    ended = example("verify", file)
    assert ended.code == NotReproduced.exit_code
    assert "not the same" in ended.out
