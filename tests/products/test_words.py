"""Languages are complete, and say what the definitions say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from crosscount.model.bulletin import Marking
from crosscount.model.figure import Cell, CellState
from crosscount.products.bulletin import EIGHT
from crosscount.products.wording import languages, words
from tests.products.specimen import definitions


def _read(language: str) -> dict[str, Any]:
    text = (files("crosscount.products") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _leaves(value: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{path}{key}/")
        else:
            yield f"{path}{key}", inner


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys_with_the_same_kind_of_value(language: str) -> None:
    ours, english = dict(_leaves(_read(language))), dict(_leaves(_read("en")))
    assert sorted(ours) == sorted(english)
    assert {key: type(value) for key, value in ours.items()} == {key: type(value) for key, value in english.items()}


@pytest.mark.parametrize("language", languages())
def test_no_phrase_fills_in_more_than_the_english_one(language: str) -> None:
    english = {key: _names(value) for key, value in _leaves(_read("en"))}
    for key, value in _leaves(_read(language)):
        # A zero may be written as a number, and a second date may carry the year.
        assert _names(value) <= english[key], key


@pytest.mark.parametrize("language", languages())
def test_the_sentence_names_every_figure_once(language: str) -> None:
    text = " ".join(_read(language)["sentence"].values())
    assert [text.count(f"{{{figure}}}") for figure in EIGHT] == [1] * 8
    assert text.count("{period}") == 1


def _names(value: Any) -> set[str]:
    return set(re.findall(r"\{([a-z0-9-]*)\}", str(value)))


def test_english_says_of_a_figure_what_its_definition_says() -> None:
    for name, said in _read("en")["figures"].items():
        figure = definitions()[name]
        assert (said["version"], said["title"], said["means"]) == (figure.version, figure.title, figure.means)
        assert tuple(said["caveats"]) == figure.caveats


@pytest.mark.parametrize("language", languages())
def test_every_figure_of_the_bulletin_and_every_marking_has_words(language: str) -> None:
    said = _read(language)
    assert set(said["figures"]) == {*EIGHT, "client-addresses", "server-addresses"}
    assert set(said["markings"]) == {marking.value for marking in Marking}


def test_one_is_singular_and_zero_unknown_and_withheld_have_their_own_words() -> None:
    said = words("en")
    assert said.noun("c2-servers", Cell((), 1)) == "1 C2 server"
    assert said.noun("c2-servers", Cell((), 1234)) == "1,234 C2 servers"
    assert said.noun("c2-servers", Cell((), 0, CellState.ZERO)) == "no C2 servers"
    assert said.noun("c2-servers", Cell((), None, CellState.UNKNOWN)) == "an unknown number of C2 servers"
    assert said.noun("c2-servers", Cell((), None, CellState.SUPPRESSED)) == "a few C2 servers"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (9_999, ""),
        (10_000, "1万"),
        (14_000, "1.4万"),
        (1_180_000, "118万"),
        (1_184_321, "约118.4万"),
        (230_000_000, "2.3亿"),
    ],
)
def test_chinese_also_reads_large_numbers_by_ten_thousands(value: int, shown: str) -> None:
    assert words("zh").reading(value) == shown


def test_english_has_no_second_reading() -> None:
    assert words("en").reading(1_180_000) == ""


def test_shares_are_rounded_once_and_signed_with_a_real_minus() -> None:
    said = words("en")
    assert said.percent(Decimal("-0.0201"), sign=True) == "\N{MINUS SIGN}2.0%"
    assert said.percent(Decimal("12.5"), sign=True) == "+1,250.0%"
    assert said.percent(Decimal("0.345")) == "34.5%"


def test_countries_have_names_and_an_article_where_english_wants_one() -> None:
    assert words("en").country("HK") == "Hong Kong"
    assert words("en").country("X!") == "X!"
    assert words("en").country_in_sentence("NL") == "the Netherlands"
    assert words("en").country_in_sentence("FR") == "France"
    assert words("en").country_in_sentence("ZZ") == "a place unknown"
    assert words("zh").country_in_sentence("NL") == "荷兰"
