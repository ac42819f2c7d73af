"""The page: says what the statements say, stands alone, and keeps what strangers wrote inert."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest

from crosscount.errors import InputError
from crosscount.model.bulletin import Bulletin, Marking
from crosscount.model.figure import Cell, CellState
from crosscount.model.legible import shown
from crosscount.model.plain import statement_id
from crosscount.model.window import Window
from crosscount.products.bulletin import EIGHT
from crosscount.products.render import css_text, html
from crosscount.products.tabular import from_json, to_json
from crosscount.products.wording import languages, words
from tests.products.specimen import TRUTH, answers, coverage, specimen

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{n} {0} %s",
    '"; } body { display: none } a { content: "',
    "'-alert(1)-'",
    "\u202eevil\u202c",
)
VOID = {"meta", "br", "link", "img", "input", "hr", "col", "wbr"}


class Page(HTMLParser):
    """Reads a page: elements with attributes, numbers with their statement, and whether tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.numbers: list[tuple[str, str, str]] = []  # state, statement, text
        self.open: list[str] = []
        self.text: list[str] = []
        self._cell: tuple[str, str] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the element."""
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a" and (given.get("class") or "").startswith("n "):
            self._cell = ((given["class"] or "").removeprefix("n "), (given["href"] or "").removeprefix("#s-"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element that closes itself, as SVG writes them."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Checks the nesting."""
        assert self.open.pop() == tag
        self._cell = None

    def handle_data(self, data: str) -> None:
        """Notes numbers and text."""
        self.text.append(data)
        if self._cell is not None:
            self.numbers.append((*self._cell, data))


@pytest.fixture(scope="module", params=languages())
def page(request: pytest.FixtureRequest, bulletin: Bulletin) -> tuple[str, str, Page]:
    """Language, text and parsed page of the specimen."""
    text = html(bulletin, request.param)
    return request.param, text, Page(text)


def test_the_same_bulletin_gives_the_same_bytes(page: tuple[str, str, Page]) -> None:
    assert html(specimen(), page[0]) == page[1]


def test_elements_are_nested_and_closed(page: tuple[str, str, Page]) -> None:
    assert page[2].open == []


def test_every_number_equals_a_cell_of_the_statement_it_refers_to(
    page: tuple[str, str, Page], bulletin: Bulletin
) -> None:
    language, _, parsed = page
    said = words(language)
    cells = {s.id: {(c.state.value, said.cell(c)) for c in s.cells} for s in bulletin.statements}
    assert len(parsed.numbers) > 200
    for state, statement, text in parsed.numbers:
        by_day_or_country = statement in cells and any(s.id == statement and s.by for s in bulletin.statements)
        absent = state == "zero" and text == said.number(0) and by_day_or_country
        assert (state, text) in cells[statement] or absent


def test_the_eight_figures_are_shown_with_their_evidence(page: tuple[str, str, Page], bulletin: Bulletin) -> None:
    language, _, parsed = page
    for figure, statement in zip(EIGHT, bulletin.statements, strict=False):
        assert ("value", statement.id, words(language).number(TRUTH[figure])) in parsed.numbers


def test_every_statement_has_its_row_of_evidence_and_every_link_arrives(
    page: tuple[str, str, Page], bulletin: Bulletin
) -> None:
    _, text, parsed = page
    ids = [given["id"] for _, given in parsed.elements if "id" in given]
    assert len(ids) == len(set(ids))
    assert {f"s-{statement.id}" for statement in bulletin.statements} <= set(ids)
    links = [given["href"] or "" for tag, given in parsed.elements if tag == "a"]
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert all(statement.evidence.digest[:12] in text for statement in bulletin.statements)


def test_nothing_is_loaded_and_nothing_is_run(page: tuple[str, str, Page]) -> None:
    _, text, parsed = page
    tags = {tag for tag, _ in parsed.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use"}
    for _, given in parsed.elements:
        assert not any(name.startswith("on") or name in ("src", "srcset", "xlink:href") for name in given)
    style = text[text.index("<style>") : text.index("</style>")]
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) == {"#hatch"}
    assert "default-src 'none'" in text


def test_charts_say_in_words_what_they_draw(page: tuple[str, str, Page]) -> None:
    charts = [given for tag, given in page[2].elements if tag == "svg" and given.get("aria-hidden") != "true"]
    assert len(charts) == 3 + 8 + 8
    assert all(given.get("role") == "img" and given.get("aria-label") for given in charts)


def test_tables_have_captions_and_scoped_heads(page: tuple[str, str, Page]) -> None:
    tags = [tag for tag, _ in page[2].elements]
    assert tags.count("table") == tags.count("caption")
    assert all(given.get("scope") in ("col", "row") for tag, given in page[2].elements if tag == "th")


def test_the_page_names_its_language_and_fits_a_phone(page: tuple[str, str, Page]) -> None:
    language, text, _ = page
    assert f'<html lang="{words(language).tag}">' in text
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in text


def test_a_notice_stands_on_top_at_the_end_and_on_every_printed_page(
    page: tuple[str, str, Page], bulletin: Bulletin
) -> None:
    _, text, _ = page
    assert text.count(f'<p class="notice" role="note">{bulletin.notice}</p>') == 2
    assert f'@top-left {{ content: "{css_text(bulletin.notice)}" }}' in text
    assert '<p class="notice"' not in html(replace(bulletin, notice=""))


def _plain(text: str) -> str:
    return "".join(Page(text).text)


def test_the_sentence_in_english(bulletin: Bulletin) -> None:
    text = _plain(html(bulletin, "en"))
    assert (
        "From 19 March to 18 May 2014, 2,077 C2 servers in the United States controlled 1,180,000 addresses in China."
        in text
    )
    assert (
        "135 hosts in the United States carried 563 phishing pages aimed at China, with 14,000 phishing operations."
        in text
    )
    assert (
        "2,016 addresses in the United States used backdoors in 1,754 websites in China, in 57,000 backdoor attacks."
        in text
    )


def test_the_sentence_in_chinese(bulletin: Bulletin) -> None:
    text = _plain(html(bulletin, "zh"))
    assert (
        "2014年3月19日至5月18日，位于美国的2,077台木马或僵尸网络控制服务器控制了中国境内的1,180,000个主机IP地址。"
        in text
    )
    assert "位于美国的135台主机承载了563个仿冒页面，仿冒对象为中国境内网站，引发网络钓鱼事件14,000起。" in text
    assert "位于美国的2,016个IP地址对中国境内的1,754个网站实施后门控制，涉及后门攻击事件57,000起。" in text
    assert "118万" in text


def test_change_is_new_after_zero_and_a_dash_when_unknown(bulletin: Bulletin) -> None:
    text = html(bulletin)
    rows = dict(re.findall(r'<tr><th scope="row"><a href="#m-([a-z0-9-]+)">.*?</th>(.*?)</tr>', text))
    shown = {figure: re.sub(r"<[^>]*>", " ", row).split() for figure, row in rows.items()}
    assert shown["c2-servers"][1:4] == ["1,890", "+187", "+9.9%"]
    assert shown["controlled-machines"][1:4] == ["1,204,311", "−24,311", "−2.0%"]
    assert shown["phishing-hosts"][1:4] == ["0", "+135", "new"]
    assert shown["phishing-pages"][1:4] == ["563", "±0", "±0.0%"]
    assert shown["backdoor-origins"][1:4] == ["unknown", "—", "—"]
    assert shown["phishing-hosts"][-3:] == ["3", "of", "23"]


def _all_cells(state: CellState) -> Bulletin:
    value = 0 if state is CellState.ZERO else None
    out = []
    for statement in answers():
        cells = tuple(Cell(cell.key, value, state) for cell in statement.cells)
        draft = replace(statement, cells=cells)
        out.append(replace(draft, id=statement_id(draft)))
    return specimen(statements=out)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("state", [CellState.ZERO, CellState.UNKNOWN, CellState.SUPPRESSED])
def test_zero_unknown_and_withheld_are_told_apart(state: CellState, language: str) -> None:
    parsed = Page(html(_all_cells(state), language))
    assert {(one, text) for one, _, text in parsed.numbers} == {(state.value, words(language).state(state.value))}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_stranger_wrote_stays_text(text: str) -> None:
    sources = (replace(coverage().sources[0], title=text, publisher=text, source=text),)
    hostile = replace(
        specimen(statements=answers({"conficker": text}), publisher=text, notice=text),
        coverage=replace(coverage(), sources=sources, notes=(text,), reasons={text: 1}),
        supersedes=text,
    )
    for language in languages():
        page = html(hostile, language)
        parsed = Page(page)
        assert parsed.open == []
        assert _skeleton(parsed) == _skeleton(Page(html(_harmless(hostile), language)))
        assert "".join(parsed.text).count(shown(text)) >= 7


def _skeleton(parsed: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(given)) for tag, given in parsed.elements]


def _harmless(bulletin: Bulletin) -> Bulletin:
    sources = (replace(bulletin.coverage.sources[0], title="a", publisher="a", source="a"),)
    return replace(
        specimen(statements=answers({"conficker": "a"}), publisher="a", notice="a"),
        coverage=replace(bulletin.coverage, sources=sources, notes=("a",), reasons={"a": 1}),
        supersedes="a",
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_css_text_cannot_leave_its_string(text: str) -> None:
    escaped = str(css_text(text))
    assert re.fullmatch(r"(?:[A-Za-z0-9]|\\[0-9a-f]+ )*", escaped)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), escaped) == shown(text)


def test_a_hostile_json_is_refused_or_drawn_but_never_crashes(bulletin: Bulletin) -> None:
    random = Random(1)
    plain = json.loads(to_json(bulletin))
    for _ in range(120):
        changed = json.loads(json.dumps(plain))
        holder: Any = changed
        while True:
            key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            if not isinstance(holder[key], dict | list) or not holder[key] or random.random() < 0.1:
                break
            holder = holder[key]
        holder[key] = random.choice(
            [None, -5, 10**25, 3, "", "0001-01-01", "9999-12-31", HOSTILE[0], [], {}, [HOSTILE[0]]]
        )
        try:
            Page(html(from_json(json.dumps(changed)), "en"))
        except InputError:
            continue


def test_an_unknown_language_names_those_that_are_there(bulletin: Bulletin) -> None:
    with pytest.raises(InputError, match=r"no language '\.\./en'; there are: en, zh"):
        html(bulletin, "../en")


def test_a_bulletin_without_a_statement_is_not_drawn(bulletin: Bulletin) -> None:
    with pytest.raises(InputError, match="has no statement of 'c2-servers'"):
        html(replace(bulletin, statements=bulletin.statements[1:]))


@pytest.mark.parametrize("marking", list(Marking))
def test_each_marking_is_shown_with_its_meaning(marking: Marking) -> None:
    for language in languages():
        text = html(specimen(marking=marking), language)
        assert text.count(f">{marking.value}</") == 2
        assert words(language).marking(marking.value) in text


def test_a_figure_of_another_version_is_described_in_its_own_words(bulletin: Bulletin) -> None:
    texts = tuple(replace(text, version=2, means="Counted in another way.") for text in bulletin.texts)
    assert "Counted in another way." in html(replace(bulletin, texts=texts), "zh")


@pytest.mark.parametrize(
    ("window", "shown"),
    [
        (Window(date(2014, 5, 18), date(2014, 5, 18)), "On 18 May 2014"),
        (Window(date(2013, 12, 30), date(2014, 1, 2)), "From 30 December 2013 to 2 January 2014"),
        (Window(date(2014, 3, 19), date(2014, 5, 18)), "From 19 March to 18 May 2014"),
    ],
)
def test_a_window_is_said_with_each_year_once(window: Window, shown: str) -> None:
    assert words("en").period(window) == shown
