"""The quality note in a bulletin's JSON and on its page; bulletins of before there was one stay as they are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from crosscount.errors import InputError
from crosscount.model.bulletin import Bulletin
from crosscount.model.estimate import Interval
from crosscount.model.figure import Cell, CellState
from crosscount.model.quality import Behind, Issue, Limitation, QualityNote, Revision, Variants
from crosscount.model.window import Window
from crosscount.products.bulletin import altered
from crosscount.products.render import html
from crosscount.products.tabular import bulletin_id, from_json, to_json
from crosscount.products.wording import languages
from tests.products.specimen import specimen

HIDDEN = Cell(("sinkhole",), None, CellState.SUPPRESSED)
NOTE = QualityNote(
    version=61,
    editions=("located-2014-04-01-0a1b2c3d", "registered-2014-03-31-5a6b7c8d"),
    sensors=("access-log", "zeek-conn"),
    feeds=("phishtank-csv",),
    placed=(
        Variants(
            "c2-servers",
            Cell((), 2077),
            (
                Cell(("registered", "registered-2014-03-31-5a6b7c8d"), 2077),
                Cell(("located", "located-2014-04-01-0a1b2c3d"), 1803),
            ),
        ),
    ),
    tagged=(
        Variants(
            "c2-servers", Cell((), 2077), (Cell((), 2093), Cell(("scanner",), 2077), Cell(("tor",), 2093), HIDDEN)
        ),
    ),
    issues=(
        Issue(
            "0123456789abcdef",
            datetime(2014, 6, 1, 8, 30, tzinfo=UTC),
            Window(date(2014, 3, 19), date(2014, 5, 18), "Asia/Shanghai"),
            (Revision("c2-servers", Cell((), 2016), Cell((), 2077), ("records", "editions")),),
        ),
    ),
    machines=Behind("fedcba9876543210", Interval(4512.0, 4400.0, 4630.0), None, (45_000.0, 330_000.0)),
    smallest_cell=10,
    limitations=(Limitation("seen-part"), Limitation("missing-days", 2)),
)


class Text(HTMLParser):
    """What a reader reads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        """Gathers."""
        self.text += data


@pytest.fixture(scope="module")
def noted() -> Bulletin:
    """The specimen with a note."""
    return specimen(quality=NOTE)


def test_json_gives_back_the_note_and_the_id_covers_it(noted: Bulletin) -> None:
    assert from_json(to_json(noted)) == noted
    assert altered(noted) == []
    assert json.loads(to_json(noted))["quality"]["placed"][0]["range"] == [1803, 2077]
    forged = replace(noted, quality=replace(NOTE, smallest_cell=9))
    assert len(altered(forged)) == 1


def test_a_bulletin_without_a_note_is_what_it_was() -> None:
    old = specimen()
    assert "quality" not in json.loads(to_json(old))
    assert from_json(to_json(old)) == old
    assert bulletin_id(old) == old.id
    assert 'id="quality"' not in html(old)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("placed", 0, "cells", 0, "value"), "12"),
        (("placed", 0, "cells", 0, "value"), None),
        (("placed", 0, "cells", 0, "key"), ["registered"]),
        (("tagged", 0, "cells", 0, "state"), "sure"),
        (("issues", 0, "issued_at"), "2014-06-01T08:30:00"),
        (("issues", 0, "window", "zone"), "Nowhere/City"),
        (("machines", "live", "value"), 1e400),
        (("machines", "envelope"), [1]),
        (("version",), True),
        (("strange",), 1),
        (("limitations",), {}),
    ],
)
def test_a_note_of_another_form_is_refused(noted: Bulletin, path: tuple[str | int, ...], value: object) -> None:
    plain = json.loads(to_json(noted))
    holder = plain["quality"]
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(InputError):
        from_json(json.dumps(plain))


def test_the_page_says_range_tags_revision_machines_and_limits(noted: Bulletin) -> None:
    text = Text(html(noted, "en")).text
    for said in (
        "1,803 to 2,077",
        "2 of 61 without any record",
        "Numbers below 10 are withheld",
        "In an average hour 4,512 machines were present (4,400 to 4,630, 95%).",
        "of the order of 45,000 to 330,000",
        "Against bulletin 0123456789abcdef",
        "+61",
        "the records",
        "Days without any record in the window: 2.",
        "Without sinkholes",
    ):
        assert said in text
    assert "Without Tor exits" not in text  # the same with and without


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("key", ["one-edition", "later-edition", "no-networks", "seen-part", "set-aside"])
def test_every_limitation_has_words_in_every_language(language: str, key: str) -> None:
    page = html(specimen(quality=replace(NOTE, limitations=(Limitation(key, 7),))), language)
    assert f"<li>{key}</li>" not in page


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{n} {0}", '"><img src=x>'])
def test_what_a_stranger_wrote_into_a_note_stays_text(text: str) -> None:
    note = replace(NOTE, feeds=(text,), limitations=(Limitation(text),))
    page = html(specimen(quality=note))
    assert page.count("<script") == 0
    assert Text(page).text.count(text) >= 2
