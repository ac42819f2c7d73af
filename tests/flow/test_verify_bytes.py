"""One changed byte, anywhere in what a published number rests on, and verify says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from crosscount.errors import CrosscountError
from crosscount.flow import compute, conclude, ingest, settle, verify
from crosscount.model.figure import Statement
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import logbook
from crosscount.store.tables import TABLES
from tests.flow.small_store import settings_in

WINDOW = Window(date(2014, 3, 19), date(2014, 3, 19))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Statement]:
    folder = tmp_path_factory.mktemp("published")
    (folder / "zeus IPs 2014-03-19.txt").write_text("192.0.2.1\n192.0.2.2\nbroken\n")
    settings = settings_in(folder)
    ingest.run([folder / "zeus IPs 2014-03-19.txt"], settings=settings)
    conclude.run(settings=settings)
    settle.run(settings=settings)
    return settings, compute.run("c2-servers", WINDOW, settings=settings)


def files(root: Path) -> list[Path]:
    """What is evidence: all but locks, and the entries of the logbook, which may be torn."""
    return sorted(f for f in root.rglob("*") if f.is_file() and f.relative_to(root).parts[0] not in ("locks", "tmp"))


@contextmanager
def one_byte_changed(file: Path, at: int) -> Iterator[None]:
    good = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
    try:
        yield
    finally:
        file.write_bytes(good)


def same(settings: Settings, statement: Statement) -> bool:
    try:
        return verify.run([statement], settings=settings).same
    except CrosscountError:
        return False


def test_every_file_of_the_store_is_held_to_its_bytes(published: tuple[Settings, Statement]) -> None:
    settings, statement = published
    assert same(settings, statement)
    unnoticed = []
    for file in files(settings.store):
        if file.parent.name == "logbook":
            continue
        for share in (0.0, 0.3, 0.9):
            with one_byte_changed(file, int(file.stat().st_size * share)):
                if same(settings, statement):
                    unnoticed.append((file.relative_to(settings.store), share))
    assert unnoticed == []
    assert same(settings, statement)


def test_every_commit_is_entered_and_a_torn_entry_is_entered_again(published: tuple[Settings, Statement]) -> None:
    settings, _ = published
    for table in TABLES:
        logs = {file.name for file in (settings.store / table / "_delta_log").glob("*.json")}
        book = settings.store / "logbook" / table
        assert logs == {line.split("  ")[1] for line in book.read_text().splitlines() if line}
    book = settings.store / "logbook" / "threats"
    whole = book.read_text()
    book.write_text(whole[:-7])
    logbook.enter(settings.store, "threats")
    assert whole.splitlines()[-1] == book.read_text().splitlines()[-1]
    assert logbook.changed(settings.store, "threats") == []
