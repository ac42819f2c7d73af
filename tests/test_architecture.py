"""The shape of the code: floors, sizes, names, and what must not be in it."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from importlinter import api
from importlinter.application import use_cases

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "crosscount"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST, MEDIAN = 400, 110
VERB_LONGEST = 62
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "core", "common", "misc", "manager", "managers", "lib"}
# Spelled in two parts so that this file does not break its own rule.
FORBIDDEN_TEXT = (
    *(a + b for a, b in (("pypi", ".org"), ("python", "hosted.org"), ("registry.", "npmjs"), ("deb.", "debian.org"))),
    *("/" + name + "/" for name in ("work", "root")),
    *("/" + name + "/[a-z]" for name in ("home", "Users")),
)


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def relative(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_imports_point_down_the_floors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert api.read_configuration()["contracts_options"], "no import contracts are configured"
    assert use_cases.lint_imports(cache_dir=str(tmp_path)), (
        "run 'make contracts' to see which import contract is broken"
    )


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_module_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert lines(path) <= LONGEST


def test_the_median_module_is_short() -> None:
    assert statistics.median(lines(path) for path in MODULES if lines(path)) <= MEDIAN


def test_a_verb_is_short_and_holds_no_logic() -> None:
    from crosscount.cli.main import VERBS

    folders = [path for name in VERBS for path in (PACKAGE / "cli" / name).glob("*.py")]  # verbs below a verb
    files = [*(PACKAGE / "cli" / f"{name}.py" for name in VERBS), *folders]
    long = {relative(path): lines(path) for path in files if path.is_file()}
    assert {name: length for name, length in long.items() if length > VERB_LONGEST} == {}


def test_no_name_says_nothing() -> None:
    parts = {part for path in [*MODULES, *PACKAGE.rglob("*/")] for part in path.relative_to(PACKAGE).parts}
    assert {part.removesuffix(".py") for part in parts} & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("path", [path for path in MODULES if lines(path)], ids=relative)
def test_a_module_says_what_it_is_and_what_it_offers(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring"
    listed = [node for node in tree.body if _assigns(node, "__all__")]
    if not listed and path.parent.name == "sources":
        return  # a source offers SOURCE, and nothing else
    if path.name == "__init__.py" and len(tree.body) == 1:
        return  # a folder that only says what is in it
    assert listed, "no __all__"
    names = ast.literal_eval(listed[0].value)  # type: ignore[attr-defined]
    defined = {name for node in tree.body for name in _defines(node)}
    assert set(names) <= defined, "listed in __all__ but not defined here"


@pytest.mark.parametrize("path", [path for path in MODULES if lines(path)], ids=relative)
def test_everything_public_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize(
    ("group", "folder", "kind"), [("sources", "sources", "Source"), ("figures", "figures", "Figure")]
)
def test_every_contribution_is_registered(group: str, folder: str, kind: str) -> None:
    entries = distribution("crosscount").entry_points.select(group=f"crosscount.{group}")
    registered = {entry.value.partition(":")[0].rpartition(".")[2] for entry in entries}
    pattern = re.compile(rf"^[A-Z0-9_]+(: Final)?(: {kind})? = (replace\(|{kind}\()", re.MULTILINE)
    defining = {path.stem for path in (PACKAGE / folder).glob("*.py") if pattern.search(path.read_text("utf-8"))}
    assert registered == defining


def test_the_only_place_that_reads_the_environment_is_the_settings() -> None:
    readers = [path for path in MODULES if re.search(r"os\.environ|os\.getenv", path.read_text(encoding="utf-8"))]
    assert [relative(path) for path in readers] == []


@pytest.mark.parametrize("text", FORBIDDEN_TEXT)
def test_no_tracked_file_names_a_machine_or_a_registry(text: str) -> None:
    pattern = re.compile(text)
    assert [str(path) for path, content in _tracked() if pattern.search(content)] == []


def test_the_public_names_of_the_package_are_few_and_exist() -> None:
    import crosscount

    assert len(crosscount.__all__) <= 15
    assert [name for name in crosscount.__all__ if not hasattr(crosscount, name)] == []


def _tracked() -> Iterator[tuple[Path, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of tracked files")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".gz", ".zst", ".zip", ".mmdb"}:
            yield Path(name), path.read_text(encoding="utf-8", errors="replace")


def _assigns(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.AnnAssign):
        return isinstance(node.target, ast.Name) and node.target.id == name
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _defines(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.Assign):
        found = [each for target in node.targets for each in ast.walk(target)]
        yield from (each.id for each in found if isinstance(each, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name) for alias in node.names)
