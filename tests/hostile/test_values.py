"""Hostile values and encodings in every place of every sample, through ingest, to the figures and the bulletin."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from random import Random

import pytest

from crosscount import plugins
from crosscount.flow import conclude, settle
from crosscount.kernels.cleaning import ip
from crosscount.model.source import Source
from crosscount.settings import Ingest, Settings
from crosscount.store import lake
from tests.hostile.account import ingested
from tests.hostile.fuzz import CORPUS, Input, inputs, of_source, tried
from tests.hostile.mutator import TOKENS

SOURCES = [pytest.param(source, id=name) for name, source in plugins.sources().items()]
each_source = pytest.mark.parametrize("source", SOURCES)
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "gbk", "shift_jis", "cp037")
ENDINGS = (b"\r\n", b"\r", b"\n\r", b"\n\n", b"\x0b", b"\x85", b"\0\n", "\u2028".encode())
NUMBER = 25  # mutated files of each source that CI ingests; `make fuzz` tries thousands
CELL = re.compile(rb"[^\s,;|\"'\t\[\]{}()=]+")


def worded(data: bytes, random: Random) -> bytes:
    """A third of the words replaced by hostile ones."""
    return CELL.sub(lambda found: random.choice(TOKENS) if random.random() < 0.03 else found.group(), data)


@each_source
def test_no_file_of_a_hostile_hand_breaks_ingest(source: Source, tmp_path: Path) -> None:
    random = Random(source.id)
    files = {}
    for place, sample in enumerate(of_source(source)):
        data = sample.read_bytes()
        text = data.decode("utf-8", "replace")
        files |= {f"{place}-{code}/{sample.name}": text.encode(code, "replace") for code in ENCODINGS}
        files |= {f"{place}-end{n}/{sample.name}": data.replace(b"\n", end) for n, end in enumerate(ENDINGS)}
        files |= {f"{place}-word{n}/{sample.name}": worded(data, random) for n in range(6)}
    for number, one in zip(range(NUMBER), inputs(source, 0), strict=False):
        files[f"mutated{number}/{one.like.name}"] = one.data
    reports, _ = ingested(tmp_path, files, source.id)
    assert len(reports) >= len(files)


def test_what_was_kept_of_hostile_files_is_concluded_and_settled(tmp_path: Path) -> None:
    random, files = Random(1), {}
    for name, source in plugins.sources().items():
        for sample in of_source(source)[:2]:
            files[f"{name}/{sample.name}"] = worded(sample.read_bytes(), random)
    settings = Settings(store=tmp_path / "store", ingest=Ingest(max_fault_share=1.0))
    reports, _ = ingested(tmp_path, files, settings=settings)
    assert sum(one.kept for one in reports) > 200
    days = [date(2014, 3, 18), date(2014, 3, 19), date(2014, 3, 20)]
    conclude.run(settings=settings, days=days)
    settle.run(settings=settings)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*--*")), ids=lambda path: path.name)
def test_every_file_of_the_corpus_is_accounted_for(path: Path) -> None:
    name = path.name.partition("--")[0]
    for source in [plugins.sources()[name]] if name != "any" else plugins.sources().values():
        tried(Input(source, path, path.read_bytes()))


@pytest.mark.parametrize(
    "text", ["<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"]
)
def test_xml_is_of_no_format_and_is_not_parsed(tmp_path: Path, text: str) -> None:
    bomb = (
        "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 40)) + "]>"
    )
    reports, _ = ingested(tmp_path, {"feed.xml": text.encode(), "bomb.rss": f"{bomb}<l>&a39;</l>".encode()})
    assert {one.state for one in reports} == {"unknown"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:0DB8:0:0::1", "2001:db8::1"),
        ("192.0.2.010", None),
        ("0300.0.2.1", None),
        ("0xc0.0.2.1", None),
        ("3221225985", None),
        ("192.0.513", None),
        ("fe80::1%eth0", None),
        ("１９２.0.2.1", None),
        ("192.0.2.1\x00", None),
        ("2001:db8:::1", None),
    ],
)
def test_an_address_that_can_be_read_in_two_ways_is_not_read(tmp_path: Path, written: str, read: str | None) -> None:
    head = "date\tfamily\tip\n2014-03-19\tx\t192.0.2.9\n"
    _, store = ingested(tmp_path, {"a.tsv": f"{head}2014-03-19\tx\t{written}\n".encode()}, "dated-list")
    found = lake.read(lake.at(store, "observations")).sort_by("record_no")["server_ip"].combine_chunks()
    assert ip.text(found).to_pylist() == ["192.0.2.9", *([read] if read else [])]


@pytest.mark.parametrize(
    ("member", "kept"),
    [
        ('"first_seen": "2014-03-19", "first_seen": "2014-03-20"', True),
        ('"n": 1e400', True),
        ('"n": 1' + "0" * 5_000, True),
        ('"n": NaN', False),
        ('"n": "\\ud800"', False),
        ('"deep": ' + "[" * 10_000 + "]" * 10_000, False),
    ],
)
def test_json_that_parsers_disagree_on_is_kept_or_set_aside(tmp_path: Path, member: str, kept: bool) -> None:
    ends = {"src_ip": "192.0.2.1", "src_port": 1, "dest_ip": "192.0.2.2", "dest_port": 2, "proto": "TCP"}
    good = json.dumps({"timestamp": "2014-03-19T10:00:00+0000", "event_type": "flow", **ends})
    odd = f"{good[:-1]}, {member}}}"
    for name, text in {"lines": f"{good}\n{odd}\n{good}\n", "array": f"[{good},\n{odd},\n{good}]"}.items():
        (report,), _ = ingested(tmp_path / name, {"eve.json": text.encode()}, "suricata-eve")
        assert (report.read, report.kept) in ((3, 3), (3, 2)), (name, report)
        assert not kept or report.kept >= 2
