"""Parsers of IntelMQ as sources, with a package that stands in for IntelMQ, and once with IntelMQ itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from crosscount.errors import InputError
from crosscount.flow import bots, ingest
from crosscount.kernels.reading.bots import installed
from crosscount.settings import Settings
from crosscount.store import lake

STAND_IN = Path(__file__).parent / "stand_in"
LINES = "# a comment\n192.0.2.1 c2-server\n192.0.2.2 scanner\n192.0.2.300 infected-system\nno address here\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(STAND_IN)
    for name in [name for name in sys.modules if name.split(".")[0] == "intelmq"]:
        monkeypatch.delitem(sys.modules, name)
    bots._parser.cache_clear()
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "intelmq"]:
        del sys.modules[name]
    bots._parser.cache_clear()


@pytest.mark.usefixtures("stand_in")
def test_a_parser_reads_a_file_and_every_line_that_it_fails_on_is_set_aside(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "words-2014-03-20.txt"
    path.write_text(LINES)
    report = ingest.run([path], settings=settings, source="intelmq:example.parser_words")[0]
    assert (report.source, report.read, report.kept) == ("intelmq-example.parser_words", 4, 2)
    assert report.reasons == {"bad-ip": 1, "bad-shape": 1}
    rows = lake.read(lake.at(settings.store, "observations")).sort_by("record_no").to_pylist()
    assert [(row["stated"], row["time_basis"], row["observed_at"].day) for row in rows] == [
        ("c2_listing", "event", 19),
        ("scan", "fetch", 20),
    ]
    assert rows[0]["client_ip"] is None
    assert rows[1]["server_ip"] is None
    aside = lake.read(lake.at(settings.store, "set_aside")).to_pylist()
    assert {"no address here", "192.0.2.300"} == {row["value"] for row in aside}
    assert ingest.run([path], settings=settings, source="intelmq:example.parser_words")[0].already


@pytest.mark.usefixtures("stand_in")
def test_the_installed_parsers_are_listed() -> None:
    assert installed() == ["example.parser_words"]


@pytest.mark.usefixtures("stand_in")
def test_a_parser_that_is_not_there_is_one_error(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError, match="there is no IntelMQ parser 'example\\.none'"):
        ingest.run([tmp_path], settings=settings, source="intelmq:example.none")


def test_without_intelmq_the_error_says_how_to_install_it(tmp_path: Path, settings: Settings) -> None:
    if find_spec("intelmq") is not None:
        pytest.skip("IntelMQ is installed here")
    with pytest.raises(InputError, match=r"pip install 'crosscount\[intelmq\]'"):
        ingest.run([tmp_path], settings=settings, source="intelmq:zoneh.parser")
    assert installed() == []


def test_a_parser_of_intelmq_itself_reads_a_real_file(shared: Path, settings: Settings) -> None:
    if find_spec("intelmq") is None:
        pytest.skip("IntelMQ is not installed here (extra: intelmq)")
    path = shared / "csirt/intelmq_spamhaus/cert.txt"
    report = ingest.run([path], settings=settings, source="intelmq:spamhaus.parser_cert")[0]
    assert (report.read, report.kept) == (19, 19)
