"""The generator of the synthetic spring: the same bytes each time, and a truth that the raw text confirms."""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.examples.conftest import EXAMPLE, SCALE, generate
from tests.examples.recount import attacks, machines


def digests(folder: Path) -> dict[str, str]:
    files = (
        file for name in ("evidence", "reference", "truth") for file in (folder / name).rglob("*") if file.is_file()
    )
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(small: Path, tmp_path: Path) -> None:
    first = digests(small)
    assert digests(generate(tmp_path / "again")) == first
    other = digests(generate(tmp_path / "other", "--seed", "7"))
    assert sum(other.get(name) == digest for name, digest in first.items()) < len(first) / 2


def test_backdoor_attacks_counted_from_the_raw_lines_equal_the_truth(small: Path, truth: dict) -> None:
    found = attacks(small)
    assert len(found) == truth["figures"]["backdoor-attacks"]
    assert len({origin for origin, _, _ in found}) == truth["figures"]["backdoor-origins"]
    assert len({site for _, site, _ in found}) == truth["figures"]["backdoored-sites"]


def test_controlled_machines_counted_from_the_raw_lines_equal_the_truth(small: Path, truth: dict) -> None:
    clients, servers = machines(small)
    assert len(clients) == truth["figures"]["controlled-machines"] == 11_800
    assert len(servers) == truth["figures"]["c2-servers"]
    assert any(":" in client for client in clients)


def test_the_window_in_utc_and_the_window_before_have_other_figures(truth: dict) -> None:
    names = truth["figures"].keys()
    pair = {
        window: [truth[window]["pairs"]["US>CN"][name] for name in names] for window in ("window", "utc", "previous")
    }
    assert pair["utc"] != pair["window"]
    assert all(0 < before < now for before, now in zip(pair["previous"], pair["window"], strict=True))


def test_longer_slots_never_hold_more_operations(truth: dict) -> None:
    found = truth["window"]["pairs"]["US>CN"]
    for figure in ("phishing-operations", "backdoor-attacks"):
        by_length = [found[f"{figure}-5"], found[figure], found[f"{figure}-60"], found[f"{figure}-1440"]]
        assert by_length == sorted(by_length, reverse=True)


@pytest.mark.parametrize("script", sorted(EXAMPLE.glob("*.py")), ids=lambda script: script.name)
def test_no_script_imports_the_product(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name.split(".")[0] == "crosscount" for name in imported)


def test_truth_and_driver_hold_none_of_the_eight_numbers() -> None:
    text = "".join((EXAMPLE / name).read_text(encoding="utf-8") for name in ("truth.py", "run.py"))
    digits = set(re.findall(r"\d[\d_,]*", text))
    spelled = {number.replace("_", "").replace(",", "") for number in digits}
    assert not spelled & {"2077", "1180000", "135", "563", "14000", "2016", "1754", "57000"}


def test_synthetic_files_say_so(small: Path) -> None:
    assert (small / "README").read_text().startswith("SYNTHETIC")
    assert (small / "crosscount.toml").read_text().startswith("# SYNTHETIC")
    assert all("SYNTHETIC" in file.read_text()[:200] for file in (small / "reference").glob("delegated-*"))


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "mine.log").write_text("mine\n")
    command = [sys.executable, str(EXAMPLE / "generate.py"), str(tmp_path), "--scale", SCALE]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "did not write" in done.stderr
    assert (tmp_path / "evidence" / "mine.log").read_text() == "mine\n"


def test_no_two_address_blocks_of_the_world_overlap(small: Path) -> None:
    file = next((small / "reference").glob("countries_*.csv"))
    rows = [line.split(",") for line in file.read_text().splitlines()[2:]]
    spans = sorted((int(ip_address(first)), int(ip_address(last))) for first, last, _ in rows)
    assert len(spans) > 30
    assert all(last < following for (_, last), (following, _) in itertools.pairwise(spans))
