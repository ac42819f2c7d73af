"""crosscount map, and what is said of files that no source reads."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crosscount import plugins
from crosscount.cli.main import main
from crosscount.errors import UnknownFormat
from crosscount.flow import ingest
from crosscount.kernels.reading.suggesting import suggestion
from crosscount.model.source import Head
from crosscount.settings import Settings

TABLE = "First Seen;C2 Server;Malware;Note\n2024-03-19 10:00:00;192.0.2.1;Example;a\n2024-03-19;192.0.2.2;Example;b\n"


def test_a_suggested_mapping_reads_the_table_it_was_made_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own list.csv"
    path.write_text(TABLE)
    assert main(["map", str(path), "--write"]) == 0
    assert "wrote" in capsys.readouterr().out
    report = ingest.run([path], settings=Settings(store=tmp_path / "store"))[0]
    assert (report.source, report.read, report.kept) == ("mapped-own-list", 2, 2)
    assert main(["map", str(path), "--write"]) == 3
    told = tomllib.loads((tmp_path / "own list.csv.mapping.toml").read_text())
    assert (told["kind"], told["delimiter"]) == ("c2_listing", ";")
    assert told["columns"] == {"observed_at": "First Seen", "server_ip": "C2 Server", "family": "Malware"}


def test_a_table_without_a_header_gets_one() -> None:
    told = tomllib.loads(
        suggestion(Head("phish.csv", b"2024-03-19 10:00:00,a.example.com\n2024-03-20,b.example.com\n")) or ""
    )
    assert told["header"] == ["column 1", "column 2"]
    assert told["columns"] == {"observed_at": "column 1", "host": "column 2"}
    assert told["kind"] == "phishing_listing"


@pytest.mark.parametrize("data", [b"", b"just text\n", b"a,b\n1,2\n", b'"\x00,\xff\n"', b",\n,\n"])
def test_what_is_no_such_table_gets_no_suggestion(data: bytes) -> None:
    assert suggestion(Head("a.csv", data)) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"2|ripencc|20140104|1|1|1|+0100\n", "reference add"),
        (b"192.0.2.0,192.0.2.255,US\n", "reference add"),
        (b'"2001:db8::","2001:db8::ff","CN"\n', "reference add"),
        (b"// ===BEGIN ICANN DOMAINS===\ncom\n", "public suffix list"),
        (b'{"description": "x", "list": ["a"], "name": "b"}', "contamination"),
        (b'{\n "rdapConformance": ["x"]\n}', "RDAP"),
        (b"\xff\xfea\0b\0", "iconv"),
        (b"\xd4\xc3\xb2\xa1\x02\0", "Zeek or Suricata"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'{"some": 1, "other": 2}\n', "names: other, some"),
        (b"when,what\n2024-03-19,192.0.2.1\n", "crosscount map FILE"),
        (b"when,what\n2024-03-19,thing\n", "no column names addresses"),
        (b"prose\n", "no format known"),
    ],
)
def test_a_file_that_nobody_reads_is_told_what_it_is_and_the_way_out(data: bytes, said: str) -> None:
    with pytest.raises(UnknownFormat, match=said):
        plugins.recognise(Head("file", data))
