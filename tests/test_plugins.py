"""Plug-ins: ids, duplicates, definitions, and which source a file belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from crosscount import plugins
from crosscount.errors import PluginError, UnknownFormat
from crosscount.kernels.cleaning import clean
from crosscount.model.source import Head, Source

HERE = "tests.test_plugins"
GOOD = replace(plugins.sources()["zeek-conn"], id="good", sniff=lambda head: head.data.startswith(b"g"))
TWIN = replace(GOOD, id="twin")
VAGUE = replace(GOOD, id="vague", last_resort=True)
EMPTY = replace(GOOD, id="empty", fields={})
STRANGE = replace(GOOD, id="strange", fields={**GOOD.fields, "colour": clean.text("colour")})
NO_SOURCE = "a text"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    plugins.sources.cache_clear()
    yield
    plugins.sources.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, **points: str) -> None:
    """Make these names, and nothing else, the installed sources."""
    found = [EntryPoint(name.split("__")[0], f"{HERE}:{value}", "crosscount.sources") for name, value in points.items()]
    monkeypatch.setattr(plugins, "entry_points", lambda group: found)


def test_our_own_plug_ins_load() -> None:
    assert {"zeek-conn", "zeek-dns", "zeek-http", "access-log"} <= set(plugins.sources())
    assert "controlled-machines" in plugins.figures()


def test_the_one_source_that_says_yes_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, good="GOOD")
    found: Source = plugins.recognise(Head("file", b"g"))
    assert found is GOOD


def test_a_file_of_no_format_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, good="GOOD")
    with pytest.raises(UnknownFormat, match=r"'file' is of no format known here; .* --source names one"):
        plugins.recognise(Head("file", b"x"))


def test_a_source_of_last_resort_takes_only_what_no_other_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, vague="VAGUE")
    assert plugins.recognise(Head("file", b"g")).id == "vague"
    plugins.sources.cache_clear()
    install(monkeypatch, vague="VAGUE", good="GOOD")
    assert plugins.recognise(Head("file", b"g")).id == "good"


def test_a_file_that_two_sources_claim_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, good="GOOD", twin="TWIN")
    with pytest.raises(PluginError, match="'good' and 'twin'"):
        plugins.recognise(Head("file", b"g"))


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({"other": "GOOD"}, "calls itself 'good'"),
        ({"good": "GOOD", "good__2": "MISSING"}, "MISSING.* cannot be loaded"),
        ({"good": "NO_SOURCE"}, "is no Source"),
        ({"empty": "EMPTY"}, "must fill observed_at and time_basis"),
        ({"strange": "STRANGE"}, "columns that observations lack: colour"),
    ],
)
def test_a_bad_definition_is_refused(monkeypatch: pytest.MonkeyPatch, points: dict[str, str], message: str) -> None:
    install(monkeypatch, **points)
    with pytest.raises(PluginError, match=message):
        plugins.sources()


def test_two_packages_with_one_id_are_both_named(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, good="GOOD", good__2="replace_good.__wrapped__")
    with pytest.raises(PluginError, match=r"'good' is defined twice: .*:GOOD and .*:replace_good"):
        plugins.sources()


def replace_good() -> None:
    """Holds a second source of the same id."""


replace_good.__wrapped__ = replace(GOOD)  # type: ignore[attr-defined]
