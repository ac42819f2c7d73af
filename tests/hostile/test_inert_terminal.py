"""What strangers wrote reaches the terminal as text: no escape sequence, no turned text, no markup, no forged line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crosscount.cli.main import main

WILD = "\x1b[31mred\x1b]0;t\x07 \x9b31m \u202egnp [red]m[/red] [link=http://example.com]l[/link] :smile:"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The options of a store into which files with wild names and values went."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    name = WILD.replace("/", "_")
    head = b"date\tfamily\tip\n"
    row = "2014-03-19\t[red]f[/red] \u202egnp [link=http://example.com]l[/link] =1+1\t192.0.2.1\n".encode()
    (inbox / f"{name}.tsv").write_bytes(head + row + b"2014-03-19\t\x1b[31mx\t192.0.2.2\n")
    (inbox / f"{name}\nkept 9.bin").write_bytes(b"\x1b[31mwhat?")
    options = ["--store", str(tmp_path / "store")]
    assert main(["ingest", str(inbox), *options]) != 0
    return options


@pytest.mark.parametrize(
    "verb",
    [
        ["ingest", "in", "--source", "dated-list"],
        ["ingest", "in/missing\x1b[31m\u202e"],
        ["status"],
        ["explain", "c2-servers", "--from", "2014-03-19", "--to", "2014-03-19"],
        ["compute", "c2-servers", "--from", "2014-03-19", "--to", "2014-03-19", "--by", "family"],
    ],
    ids=lambda verb: verb[0],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_nothing_that_steers_a_terminal_is_printed(
    store: list[str],
    tmp_path: Path,
    verb: list[str],
    form: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["run", *store, "--quiet"])
    capsys.readouterr()
    main([*verb, *store, *form])
    printed = capsys.readouterr()
    assert not RAW.search(printed.out), ascii(RAW.search(printed.out))
    assert not RAW.search(printed.err)
    assert not printed.out.startswith("kept 9")
    assert "\nkept 9" not in printed.out
    if form and verb[0] in ("status", "compute"):
        assert json.loads(printed.out)
    if verb[0] == "compute":
        assert "[red]f[/red]" in printed.out
        assert "link=http://example.com" in printed.out
