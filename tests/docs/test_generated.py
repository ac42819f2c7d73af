"""Documents that cannot go stale: the generated pages are those of the code, and nothing in them lacks its words."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = _generator().pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    file = DOCS / "reference" / name
    assert file.is_file(), "run 'make docs'"
    assert file.read_text(encoding="utf-8") == PAGES[name], "run 'make docs'"


@pytest.mark.parametrize("name", ["cli.md", "settings.md", "reasons.md", "words.md", "errors.md", "figures.md"])
def test_everything_listed_has_its_words(name: str) -> None:
    head = 0
    for line in PAGES[name].splitlines():
        if line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            if "meaning" in cells:
                head = cells.index("meaning")
            assert cells[head], line


def test_no_page_is_left_over_from_something_that_is_gone() -> None:
    assert {path.name for path in (DOCS / "reference").glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("page", sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")]), ids=lambda page: str(page.name))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("*.md")), ids=lambda page: page.stem)
def test_every_decision_says_what_it_buys_and_costs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name != "README.md":
        assert all(said in text for said in ("**Buys**", "**Costs**", "**What would change our mind**"))
        assert f"({page.name})" in (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
