"""The program follows a log that is written in the meantime, is killed, and in the end says what one ingest says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from crosscount.flow import compute, conclude, ingest, settle
from crosscount.flow.watch import figures, running
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake
from tests.flow.watch.logs import HEADER, SERVER, account, append, line, lines, of_one_ingest

WINDOW = Window(date(2014, 4, 1), date(2014, 4, 5), "UTC")
ASKED = [
    compute.Request("controlled-machines", WINDOW, ("target_country", "day")),
    compute.Request("c2-servers", WINDOW, ()),
    compute.Request("client-addresses", WINDOW, ("day",)),
    compute.Request("beaconing-machines", WINDOW, ()),
]


def figures_of(settings: Settings) -> list[Any]:
    """Everything that a statement says but the version of its table."""
    statements = compute.many(ASKED, settings=settings)
    return [
        (each.figure, each.cells, each.without_member, each.excluded, each.evidence.digest, each.evidence.rows)
        for each in statements
    ]


def with_list(store: Path) -> Settings:
    settings = Settings(store=store)
    listed = store.parent / f"zeus-2014-04-01-{store.name}" / "zeus-2014-04-01.txt"
    listed.parent.mkdir()
    listed.write_text(f"{SERVER}\n")
    ingest.run([listed.parent], settings=settings)
    return settings


def at_once(folder: Path, texts: list[str]) -> tuple[dict[str, Any], list[Any]]:
    settings = with_list(folder / "at-once")
    account_ = of_one_ingest(folder, texts)
    conclude.run(settings=settings)
    settle.run(settings=settings)
    return account_, figures_of(settings)


def test_figures_follow_each_look_and_end_as_those_of_one_ingest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "SMALL_ROWS", 400)  # so that most looks only add
    settings, log = with_list(tmp_path / "store"), tmp_path / "logs" / "conn.log"
    log.parent.mkdir()
    append(log, HEADER + lines(0, 100))
    sizes: list[int | None] = []

    def grow(_: running.Update) -> None:
        [statement] = compute.many([compute.Request("controlled-machines", WINDOW)], settings=settings)
        sizes.append(statement.total)
        append(log, lines(100 * len(sizes), 100 * len(sizes) + 100))

    watched = running.run([log], settings=settings, every=0.05, told=grow, stopped=lambda: len(sizes) >= 8)
    assert sizes[:8] == [98 * n for n in range(1, 9)]
    text = HEADER + lines(0, 100 * len(sizes) + 100)
    running.run([log], settings=settings, once=True)
    told = account(settings)
    assert (watched.read, watched.kept, watched.set_aside) <= (told["read"], told["kept"], told["set_aside"])
    assert conclude.stale(settings) == settle.stale(settings) == []
    _, expected = at_once(tmp_path, [text])
    assert figures_of(settings) == expected


@pytest.mark.slow
def test_killed_while_a_log_is_written_and_rotated_it_ends_as_one_ingest(tmp_path: Path) -> None:
    settings, folder = with_list(tmp_path / "store"), tmp_path / "logs"
    folder.mkdir()
    writer = Writer(folder)
    writer.start()
    process = watching(folder, settings.store)
    try:
        for turn in range(2):
            before = lake.version(settings.store, "observations")
            until(lambda before=before: lake.version(settings.store, "observations") > before)
            time.sleep(0.2 * turn)
            process.kill()
            process.communicate()
            writer.rotate.set()
            process = watching(folder, settings.store)
        until(lambda: writer.rotated)
        writer.enough.set()
        writer.join()
        until(lambda: records(settings) >= writer.number)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=300)
    finally:
        writer.enough.set()
        process.kill()
        process.communicate()
    assert process.returncode == 0, err
    assert json.loads(out)["read"] > 0
    whole, expected = at_once(tmp_path, [(folder / name).read_text() for name in ("conn.log.1", "conn.log")])
    assert account(settings) == whole
    assert figures_of(settings) == expected


class Writer(Thread):
    """Writes pieces that end anywhere until there is enough; the log is rotated by a new name once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self._log = folder / "conn.log"
        self.rotate, self.enough = Event(), Event()
        self.rotated = False
        self.number = 0

    def run(self) -> None:
        append(self._log, HEADER)
        while not self.enough.is_set():
            text = lines(self.number, self.number + 100)
            append(self._log, text[:3_000])
            time.sleep(0.03)
            append(self._log, text[3_000:])
            time.sleep(0.03)
            self.number += 100
            if self.rotate.is_set() and not self.rotated:
                self._log.rename(self._log.with_name("conn.log.1"))
                append(self._log, HEADER)
                self.rotated = True


def records(settings: Settings) -> int:
    """Connections that are in the store, kept or set aside."""
    tables = (lake.at(settings.store, name) for name in ("observations", "set_aside"))
    return sum(file.rows for table in tables for file in table.files) - 1


def watching(folder: Path, store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "crosscount", "watch", str(folder), "--store", str(store), "--every", "0.2"]
    return subprocess.Popen(
        [*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def until(true: Callable[[], bool]) -> None:
    finished = time.monotonic() + 240
    while not true() and time.monotonic() < finished:
        time.sleep(0.1)
    assert true()


def test_the_line_that_is_written_last_is_in_the_figure(tmp_path: Path) -> None:
    settings, log = with_list(tmp_path / "store"), tmp_path / "logs" / "conn.log"
    log.parent.mkdir()
    append(log, HEADER + lines(0, 10) + line(10))
    running.run([log], settings=settings, once=True)
    [statement] = compute.many([compute.Request("controlled-machines", WINDOW)], settings=settings)
    assert statement.total == 11
