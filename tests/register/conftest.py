from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Protocol

import pytest
import tomli_w

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "register"


class Writes(Protocol):
    def __call__(self, folder: str, stem: str, /, **fields: Any) -> Path: ...


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A register of a source, two actors, an accusation and its denial."""
    folder = tmp_path / "register"
    for kind, name, fields in (
        ("sources", "src-a", {"kind": "article", "publisher": "A paper", "date": "2020-01-03"}),
        ("actors", "north", {"name": "North", "kind": "state", "aliases": ["Northland"]}),
        ("actors", "south", {"name": "South", "kind": "state"}),
        ("statements", "s-accuses", said("north", "accuse", "2020-01-01", target=["south"])),
        ("statements", "s-denies", said("south", "deny", "2020-01-02", disputes=["s-accuses"])),
    ):
        write(folder, kind, name, fields)
    return folder


@pytest.fixture
def adds(small: Path) -> Writes:
    """Writes or overwrites a record of the small register."""
    return lambda folder, stem, /, **fields: write(small, folder, stem, fields)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the worked example."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example"))


def said(speaker: str, act: str, date: str, **more: Any) -> dict[str, Any]:
    chain = [{"role": "asserted_by", "actor": speaker}]
    return {"act": act, "speaker": speaker, "date": date, "text": "Words.", "sources": ["src-a"], "chain": chain} | more


def write(folder: Path, kind: str, name: str, fields: dict[str, Any]) -> Path:
    path = folder / kind / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps({"id": name, **fields}), encoding="utf-8")
    return path
