"""Run the program as its user does, in a folder of its own, and see what it prints and how it ends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crosscount.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "first_steps"


@dataclass(frozen=True)
class Ended:
    """How one call of the program ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


Program = Callable[..., Ended]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """A function that runs the program in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of examples/first_steps that was ingested, concluded and settled. Tests only read it."""
    folder = tmp_path_factory.mktemp("first") / "steps"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("crosscount-store"))
    settings = ["--settings", str(folder / "crosscount.toml"), "--quiet"]
    assert main(["ingest", str(folder / "logs"), str(folder / "lists"), *settings]) == 0
    assert main(["run", *settings]) == 0
    return folder


@pytest.fixture
def example(finished: Path, program: Program) -> Program:
    """A function that runs the program on the finished example."""
    return lambda *arguments: program("--settings", finished / "crosscount.toml", *arguments)
