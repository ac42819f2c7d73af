"""A small synthetic world, generated once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "spring_2014"
SCALE = "0.01"


def generate(folder: Path, *options: str) -> Path:
    """Run the generator as a user does."""
    subprocess.run([sys.executable, str(EXAMPLE / "generate.py"), str(folder), "--scale", SCALE, *options], check=True)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a world at a hundredth of the size; tests only read it."""
    return generate(tmp_path_factory.mktemp("spring") / "demo")


@pytest.fixture(scope="session")
def truth(small: Path) -> dict:
    """What truth.py says of it."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLE / "truth.py"), str(small)], check=True, capture_output=True, text=True
    )
    answer: dict = json.loads(done.stdout)
    assert answer == json.loads((small / "truth.json").read_text())
    return answer
