"""The whole path at a hundredth of the size: the product's eight figures are the generator's truth."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crosscount.flow import compute
from crosscount.model.window import Window
from crosscount.settings import load
from tests.examples.conftest import EXAMPLE, SCALE


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a small demo and what the driver printed."""
    folder = tmp_path_factory.mktemp("small") / "demo"
    command = [sys.executable, str(EXAMPLE / "run.py"), "--out", str(folder), "--scale", SCALE]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return folder, done.stdout


@pytest.mark.slow
def test_the_eight_figures_of_a_small_demo_equal_the_truth(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    truth = json.loads((folder / "truth.json").read_text())
    assert printed.count("✓") == len(truth["figures"]) == 8
    assert "DIFFERENT" not in printed
    for figure, value in truth["figures"].items():
        assert f"{value:,}" in next(line for line in printed.splitlines() if line.startswith(f"{figure} "))


@pytest.mark.slow
def test_other_slots_and_the_window_before_equal_the_truth(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    truth = json.loads((folder / "truth.json").read_text())
    bulletin = json.loads(next((folder / "bulletin").glob("*.json")).read_text())
    names = {"2014-03-19": "window", "2014-01-17": "previous"}
    compared = 0
    for statement in bulletin["statements"]:
        if statement["by"] or statement["where"] != {"origin_country": "US", "target_country": "CN"}:
            continue
        expected = truth[names[statement["window"]["first"]]]["pairs"]["US>CN"].get(statement["figure"])
        if expected is not None:
            assert statement["cells"][0]["value"] == expected, (statement["figure"], statement["window"])
            compared += 1
    assert compared >= 16


@pytest.mark.slow
def test_the_bulletin_says_that_its_data_are_synthetic(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    pages = list((folder / "bulletin").glob("*.html"))
    assert pages
    assert all("SYNTHETIC DATA" in page.read_text(encoding="utf-8") for page in pages)
    with next((folder / "bulletin").glob("*.csv")).open(encoding="utf-8") as table:
        assert len(list(csv.DictReader(table))) > 8


@pytest.mark.slow
def test_every_number_of_the_truth_comes_out_of_the_store(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    truth = json.loads((folder / "truth.json").read_text())
    settings = load(folder / "crosscount.toml")
    first, last = date(2014, 3, 19), date(2014, 5, 18)
    window = Window(first, last, "Asia/Shanghai")
    for name, days in (("window", window), ("previous", window.previous()), ("utc", Window(first, last, "UTC"))):
        wanted: dict[tuple[str, str], int] = {}
        requests = []
        for pair, figures in {**truth[name]["pairs"], "*>CN": truth[name]["to CN from anywhere"]}.items():
            origin, target = pair.split(">")
            ends = {"origin_country": origin, "target_country": target}
            where = {end: country for end, country in ends.items() if country != "*"}
            requests += [compute.Request(figure, days, (), where) for figure in figures]
            wanted |= {(pair, figure): value for figure, value in figures.items()}
        counted = [statement.total for statement in compute.many(requests, settings=settings)]
        assert dict(zip(wanted, counted, strict=True)) == wanted
