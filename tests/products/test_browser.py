"""The page in Chromium: no sideways scrolling at desktop and phone width, and a printable document."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crosscount.model.bulletin import Bulletin
from crosscount.products.render import html

pytestmark = pytest.mark.browser

MEASURE = """<!doctype html><body><iframe id="f" src="page.html" style="width:{width}px;height:900px;border:0"></iframe>
<script>
document.getElementById("f").onload = (event) => {{
  const page = event.target.contentDocument;
  document.title = page.documentElement.scrollWidth + " " + page.querySelectorAll("svg path").length;
}};
</script>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser's command."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("no Chromium on this machine: install the package 'chromium' to look at pages")
    return found


def _run(chromium: str, folder: Path, *options: str) -> str:
    common = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=5000",
        f"--user-data-dir={folder}/profile",
    )
    done = subprocess.run([chromium, *common, *options], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_as_wide_as_the_window(
    chromium: str, tmp_path: Path, bulletin: Bulletin, language: str, width: int
) -> None:
    (tmp_path / "page.html").write_text(html(bulletin, language), encoding="utf-8")
    (tmp_path / "measure.html").write_text(MEASURE.format(width=width), encoding="utf-8")
    shown = _run(chromium, tmp_path, "--allow-file-access-from-files", "--dump-dom", f"file://{tmp_path}/measure.html")
    found = re.search(r"<title>(\d+) (\d+)</title>", shown)
    assert found is not None
    assert int(found[1]) <= width
    assert int(found[2]) > 50


def test_the_page_prints(chromium: str, tmp_path: Path, bulletin: Bulletin) -> None:
    (tmp_path / "page.html").write_text(html(bulletin), encoding="utf-8")
    _run(chromium, tmp_path, f"--print-to-pdf={tmp_path}/page.pdf", f"file://{tmp_path}/page.html")
    printed = (tmp_path / "page.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert 5 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 20
