"""The page of a case: what it says, its lines, and that nothing in a record can act in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.errors import InputError
from crosscount.model.legible import found_unseen
from crosscount.products import case_view
from crosscount.products.case_page import html
from crosscount.products.tracks import laid_out
from crosscount.products.wording import languages, words
from crosscount.register.acts import ACTS
from crosscount.register.reading import read
from crosscount.register.records import ActorKind, Basis, Case, Role, SourceKind
from tests.register.conftest import EXAMPLE, said, write

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}</style>"
MEASURE = """<iframe id="page" style="width:{width}px;height:3000px;border:0" src="page.html"></iframe>
<script>document.getElementById("page").onload = event => {{
  const page = event.target.contentDocument;
  document.title = page.documentElement.scrollWidth + " " + page.querySelectorAll("i.line").length;
}};</script>"""


class Page(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def page_of(folder: Path, case: str = "indictment-2014", language: str = "en") -> str:
    register = read(folder)
    return html(register, register.find(case, Case), "An observatory", language)


@pytest.fixture
def hostile(small: Path) -> Path:
    """A register in which every free text is an attack."""
    write(
        small,
        "sources",
        "src-e",
        {"kind": "post", "publisher": EVIL, "title": EVIL, "url": "https://example.org/?a='\"<b>"},
    )
    write(
        small,
        "actors",
        "evil",
        {"name": EVIL, "kind": "group", "aliases": [EVIL + "2"], "described": EVIL, "country": "CN"},
    )
    write(
        small, "incidents", "i", {"title": EVIL, "described": EVIL, "sources": ["src-e"], "victims": [{"name": EVIL}]}
    )
    attribution = {"of": "i", "to": ["evil"], "by_names": [EVIL], "hedge": EVIL, "sources": ["src-e"], "note": EVIL}
    write(small, "attributions", "t", attribution)
    chain = [{"role": "asserted_by", "actor": "evil", "hedge": EVIL}]
    fields = {"text": EVIL, "quote": EVIL, "hedge": EVIL, "chain": chain, "disputes": ["t"], "sources": ["src-e"]}
    write(small, "statements", "s", said("evil", "deny", "2020-01-01", **fields))
    write(small, "claims", "c", {"statement": "s", "quantity": 3, "as_written": EVIL, "unit": EVIL, "hedge": EVIL})
    write(small, "claims", "d", {"statement": "s", "quantity": 4, "as_written": EVIL, "unit": "u", "drifts_from": "c"})
    finding = {
        "claim": "c",
        "verdict": "contradicted",
        "by": EVIL,
        "date": "2020-02",
        "sentence": EVIL,
        "evidence": [EVIL],
    }
    write(small, "findings", "f", finding)
    write(small, "cases", "case", {"title": EVIL, "summary": EVIL, "language": EVIL[:20], "records": ["i", "t", "s"]})
    return small


def test_the_page_tells_who_did_what_to_whom_and_what_it_answers() -> None:
    text = re.sub(r"<[^>]+>", " ", page_of(EXAMPLE))
    text = re.sub(r"\s+", " ", text).replace(" ,", ",")
    assert "Ministry of Foreign Affairs of China China summons to US ambassador to China United States" in text
    assert "answers 8 (indicts), disputes 10 (accuses), disputes 9 (attributes)" in text
    assert "measured CNCERT/CC said State Internet Information Office passed on Xinhua passed on China.org.cn" in text
    assert "Denied by: Ministry of Foreign Affairs of China, State Internet Information Office" in text
    for number in ("2,077", "1.18 million", "135", "563", "14,000", "2,016", "1,754", "57,000"):
        assert number in text


def test_links_of_the_page_lead_somewhere() -> None:
    page = Page(page_of(EXAMPLE))
    assert len(set(page.ids)) == len(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {link.partition(":")[0] for link in page.links if not link.startswith("#")} <= {"http", "https"}


def test_a_page_in_chinese_keeps_the_words_of_the_records() -> None:
    text = page_of(EXAMPLE, language="zh")
    assert "召见" in text
    assert "The assistant foreign minister calls in" in text
    with pytest.raises(InputError, match="no language"):
        page_of(EXAMPLE, language="xx")


def test_the_same_register_gives_the_same_page() -> None:
    assert page_of(EXAMPLE) == page_of(EXAMPLE)


def test_nothing_in_a_record_becomes_a_tag_or_an_address(hostile: Path) -> None:
    page = Page(page_of(hostile, "case"))
    assert not {"script", "img", "iframe", "object"} & set(page.tags)
    assert page.handlers == []
    assert {link.partition(":")[0] for link in page.links if not link.startswith("#")} == {"https"}
    assert "{{7*7}}" in page_of(hostile, "case"), "shown as it stands"


def test_what_hides_or_turns_the_text_is_shown(small: Path) -> None:
    write(small, "cases", "case", {"title": "T", "records": ["north"]})
    register = read(small)
    case = register.find("case", Case).model_copy(update={"title": "a\u202eb", "summary": "c\u200bd"})
    text = html(register, case, "An \u2066observatory")
    assert found_unseen(text) is None
    for seen in ("a\\u202eb", "c\\u200bd", "An \\u2066observatory"):
        assert seen in text


@pytest.mark.parametrize("language", languages())
def test_every_stored_word_has_its_word(language: str) -> None:
    told = words(language).said
    assert {*ACTS, "incident", "attribute"} == set(told["acts"])
    assert {each.value for each in Role} == set(told["roles"])
    assert {each.value for each in Basis} == set(told["bases"])
    assert {each.value for each in ActorKind} == set(told["actor_kinds"])
    assert {each.value for each in SourceKind} == set(told["source_kinds"])


def test_a_version_says_what_became_of_the_number() -> None:
    register = read(EXAMPLE)
    view = case_view.view(register, register.find("indictment-2014", Case), words("en"))
    by_id = {number.id: number for number in view.numbers}
    assert len(by_id) == 8
    (version,) = by_id["c-2014-05-phishing-operations"].versions
    assert (version.unit, version.differs) == ("cases of online fraud", ("unit in other words",))
    assert by_id["c-2014-05-backdoored-sites"].versions[0].differs == ("unchanged",)
    assert by_id["c-2014-05-backdoor-attacks"].versions == ()


def test_a_finding_stands_below_its_claim(hostile: Path) -> None:
    register = read(hostile)
    view = case_view.view(register, register.find("case", Case), words("en"))
    assert [(n.id, [f.verdict for f in n.findings], [v.id for v in n.versions]) for n in view.numbers] == [
        ("c", ["contradicted"], ["d"])
    ]
    assert "other digits" in view.numbers[0].versions[0].differs


def test_an_empty_case_is_a_page(small: Path) -> None:
    write(small, "cases", "case", {"title": "T", "records": ["north"]})
    assert "No number is recorded" in page_of(small, "case")


ROWS = [f"r{number}" for number in range(8)]


@given(st.dictionaries(st.sampled_from(ROWS), st.lists(st.sampled_from([*ROWS, "elsewhere"]), max_size=4)))
def test_a_line_leads_from_each_event_to_all_its_answers(answers: dict[str, list[str]]) -> None:
    segments, tracks = laid_out(ROWS, answers)
    drawn = set()
    for track in range(tracks):
        begun = None
        for row, beside in zip(ROWS, segments, strict=True):
            here = [segment for segment in beside if segment.track == track]
            assert len(here) <= 1, "two lines on one track"
            assert (begun is not None) == bool(here and here[0].shape != "begins"), "a line with a gap"
            if here and here[0].shape == "begins":
                begun = row
            elif here and here[0].shape in ("answers", "ends"):
                drawn.add((row, begun))
                begun = None if here[0].shape == "ends" else begun
        assert begun is None
    wanted = {
        (row, to) for row, each in answers.items() for to in each if to in ROWS and ROWS.index(to) < ROWS.index(row)
    }
    assert drawn == wanted


def _chromium(folder: Path, *options: str) -> str:
    found = next(
        (each for name in ("chromium", "chromium-browser", "google-chrome") if (each := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("no Chromium on this machine: install the package 'chromium' to look at pages")
    common = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=5000",
        f"--user-data-dir={folder}/p",
    )
    return subprocess.run([found, *common, *options], capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "en"), (390, "zh")])
def test_the_page_is_as_wide_as_the_window_and_draws_its_lines(tmp_path: Path, width: int, language: str) -> None:
    (tmp_path / "page.html").write_text(page_of(EXAMPLE, language=language), encoding="utf-8")
    (tmp_path / "measure.html").write_text(MEASURE.format(width=width), encoding="utf-8")
    shown = _chromium(tmp_path, "--allow-file-access-from-files", "--dump-dom", f"file://{tmp_path}/measure.html")
    found = re.search(r"<title>(\d+) (\d+)</title>", shown)
    assert found is not None
    assert int(found[1]) <= width
    assert int(found[2]) > 20


@pytest.mark.browser
def test_a_name_without_a_space_does_not_widen_the_page(tmp_path: Path, small: Path) -> None:
    long = "Oberlandesnamenohneleerzeichen" * 8
    write(small, "incidents", "i", {"title": long, "described": long, "types": [long], "sources": ["src-a"]})
    write(small, "actors", "long", {"name": long, "kind": "group", "aliases": [long[1:]], "described": long})
    write(small, "statements", "s", said("long", "accuse", "2020-01-01", text=long, quote=long, hedge=long))
    write(small, "cases", "case", {"title": long, "summary": long, "records": ["i", "s"]})
    (tmp_path / "page.html").write_text(page_of(small, "case"), encoding="utf-8")
    (tmp_path / "measure.html").write_text(MEASURE.format(width=390), encoding="utf-8")
    shown = _chromium(tmp_path, "--allow-file-access-from-files", "--dump-dom", f"file://{tmp_path}/measure.html")
    found = re.search(r"<title>(\d+) (\d+)</title>", shown)
    assert found is not None
    assert int(found[1]) <= 390


@pytest.mark.browser
def test_a_hostile_page_does_nothing_in_a_browser(tmp_path: Path, hostile: Path) -> None:
    (tmp_path / "page.html").write_text(page_of(hostile, "case"), encoding="utf-8")
    shown = _chromium(tmp_path, "--dump-dom", f"file://{tmp_path}/page.html")
    assert "<script" not in shown
    assert "<img" not in shown


@pytest.mark.browser
def test_the_page_prints(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page_of(EXAMPLE), encoding="utf-8")
    _chromium(tmp_path, f"--print-to-pdf={tmp_path}/page.pdf", f"file://{tmp_path}/page.html")
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes()))
    assert 3 <= pages <= 12
