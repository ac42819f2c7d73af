"""A bulletin full of hostile names, looked at by a browser and by a spreadsheet's rules: text, nothing else."""

from __future__ import annotations

import csv
import http.server
import io
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from crosscount.model.bulletin import Bulletin
from crosscount.products.render import html
from crosscount.products.tabular import FORMULA_STARTS, to_csv
from tests.products.specimen import FAMILIES, answers, coverage, specimen

HOST = "127.0.0.1"
SCRIPT = "document.title='run';fetch('/hit')"
PAYLOADS = (
    f"<script>{SCRIPT}</script>",
    f'"><img src=/hit onerror="{SCRIPT}">',
    f"'><svg onload={SCRIPT}>",
    "</title></style></svg><iframe src=/hit></iframe>",
    "<link rel=stylesheet href=/hit><base href=//evil.example>",
    "<a href=\"javascript:document.title='run'\">x</a>",
    "{{ 7*7 }}{% raw %}<b>b</b>",
    "=cmd|' /C calc'!A0",
    '@SUM(1+1)*cmd|" /C calc"!A0',
    "\u202e<meta http-equiv=refresh content='0;url=/hit'>",
)


@pytest.fixture(scope="module")
def hostile() -> Bulletin:
    """A bulletin whose families, publisher, notice, sources and reasons are attacks."""
    names = dict(zip(FAMILIES, PAYLOADS, strict=True))
    rests = coverage()
    told = tuple(replace(one, title=PAYLOADS[0], publisher=PAYLOADS[1]) for one in rests.sources)
    rests = replace(rests, sources=told, reasons={PAYLOADS[2]: 3})
    made = specimen(
        statements=answers(names), publisher=PAYLOADS[3], notice=PAYLOADS[4] + "\"'\\</style>" + PAYLOADS[0]
    )
    return replace(made, coverage=rests)


@pytest.fixture
def hits() -> Iterator[tuple[list[str], Path, str]]:
    """A server on this machine for one folder: the paths asked for, the folder, the address."""
    asked: list[str] = []
    with tempfile.TemporaryDirectory() as folder:

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *given: object) -> None:
                super().__init__(*given, directory=folder)  # type: ignore[arg-type]

            def do_GET(self) -> None:
                asked.append(self.path)
                super().do_GET()

            def log_message(self, *said: object) -> None:
                pass

        with http.server.ThreadingHTTPServer((HOST, 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield asked, Path(folder), f"http://{HOST}:{server.server_port}"
            server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize("policy", [True, False], ids=["as-published", "without-its-policy"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_payload_runs_loads_or_hides_in_a_browser(
    hostile: Bulletin, hits: tuple[list[str], Path, str], language: str, policy: bool, tmp_path: Path
) -> None:
    chromium = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if chromium is None:
        pytest.skip("no Chromium on this machine: install the package 'chromium' to look at pages")
    asked, folder, address = hits
    page = html(hostile, language)
    if not policy:  # escaping must do without the second line of defence
        page, removed = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
        assert removed == 1
    (folder / "page.html").write_text(page, encoding="utf-8")
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=4000",
        f"--user-data-dir={tmp_path}",
    )
    command = [chromium, *options, "--dump-dom", f"{address}/page.html"]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert set(asked) <= {"/page.html", "/favicon.ico"}
    titles = re.findall(r"<title>(.*?)</title>", seen, re.DOTALL)
    assert "run" not in titles
    assert not re.search(r"<(script|img|iframe|link|base|object|embed|form)\b", seen)
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', seen))
    assert not re.search(r'<[^>]*href="\s*javascript', seen)
    for payload in PAYLOADS[:8]:  # the families that the page has room for
        shown = escape(payload, quote=False)
        assert shown in seen or shown.replace("&quot;", '"') in seen, f"not visible as text: {payload}"


@pytest.mark.browser
def test_the_browser_test_would_notice_a_script(hits: tuple[list[str], Path, str], tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium on this machine: install the package 'chromium' to look at pages")
    asked, folder, address = hits
    (folder / "page.html").write_text(f"<!doctype html><title>t</title><p>{PAYLOADS[1]}", encoding="utf-8")
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=4000",
        f"--user-data-dir={tmp_path}",
    )
    command = [chromium, *options, "--dump-dom", f"{address}/page.html"]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "/hit" in asked
    assert "<title>run</title>" in seen


def test_no_cell_of_the_csv_starts_a_formula(hostile: Bulletin) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(hostile))))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]
    cells = {cell for row in rows for cell in row}
    assert {f"'{PAYLOADS[7]}", f"'{PAYLOADS[8]}", PAYLOADS[0]} <= cells
