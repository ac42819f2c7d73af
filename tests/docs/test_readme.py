"""The README tells the truth: every command in a `console` block is run, in order, and prints what is shown.

A line that is shown must come out, in the order shown; `…` stands for anything. `make demo` takes minutes: `.ci/run`
runs it first and hands its output over in CROSSCOUNT_DEMO_OUTPUT; without that, the shown output is not compared.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST_START = 40  # lines until a reader has seen a sentence, a command, its output and a picture


@dataclass(frozen=True)
class Step:
    """One command and the lines shown below it."""

    command: str
    shown: tuple[str, ...]


def steps() -> list[Step]:
    found: list[Step] = []
    for block in re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.rstrip("\n").split("\n")
            first = next(n for n, line in enumerate(lines) if not line.endswith("\\"))
            command = "\n".join(lines[: first + 1])
            found.append(Step(command, tuple(line for line in lines[first + 1 :] if line.strip())))
    return found


def missing(step: Step, printed: str) -> str | None:
    """The first shown line that does not come out in its place."""
    lines = iter([line.strip() for line in printed.splitlines()])
    for shown in step.shown:
        pattern = re.compile(".*".join(re.escape(part) for part in shown.strip().split("…")))
        if not any(pattern.fullmatch(line) for line in lines):
            return shown
    return None


def test_the_commands_of_the_readme_print_what_it_shows(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "examples" / "first_steps",
        tmp_path / "examples" / "first_steps",
        ignore=shutil.ignore_patterns("crosscount-store", "public"),
    )
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"NO_COLOR": "1", "COLUMNS": "120"}
    folder = tmp_path
    ran = [step for step in steps() if step.command != "make demo"]
    assert ran
    for step in ran:
        if step.command.startswith("cd "):
            folder = (folder / step.command.removeprefix("cd ")).resolve()
            continue
        done = subprocess.run(
            ["bash", "-c", step.command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"$ {step.command}\n{done.stdout}{done.stderr}"
        absent = missing(step, done.stdout + done.stderr)
        assert absent is None, f"$ {step.command}\nshown but not printed: {absent}\n{done.stdout}{done.stderr}"


def test_the_demo_prints_what_the_readme_shows() -> None:
    output = os.environ.get("CROSSCOUNT_DEMO_OUTPUT")
    if not output:
        pytest.skip("CROSSCOUNT_DEMO_OUTPUT names no file with the output of 'make demo'; .ci/run sets it")
    demo = [step for step in steps() if step.command == "make demo"]
    assert len(demo) == 1
    assert demo[0].shown
    assert missing(demo[0], Path(output).read_text(encoding="utf-8")) is None


def test_the_readme_begins_with_a_sentence_a_command_its_output_and_a_picture() -> None:
    start = README.split("\n")[:LONGEST_START]
    assert "$ make demo" in start
    assert any(line.startswith("![") for line in start)


def test_every_picture_of_the_readme_is_there() -> None:
    assert [name for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README) if not (ROOT / name).is_file()] == []


def test_every_verb_is_named_in_the_readme() -> None:
    from crosscount.cli.main import VERBS

    assert [name for name in VERBS if f"crosscount {name}" not in README and f"`{name}`" not in README] == []
