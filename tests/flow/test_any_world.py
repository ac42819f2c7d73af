"""Figures of random worlds equal plain sets, in any time zone, however the files arrive."""

from __future__ import annotations

import gzip
import random
from datetime import date
from pathlib import Path

from crosscount.flow import compute, conclude, editions, ingest, settle
from crosscount.model.bulletin import Request
from crosscount.model.window import Window
from crosscount.settings import Settings
from tests.flow.small_store import settings_in
from tests.flow.world import KINDS, World, made, written

# Summer time begins on 30 March in Europe; the Azores then have a day from 01:00 to 24:00 UTC.
WINDOWS = [
    Window(date(2014, 3, 26), date(2014, 4, 3), "Asia/Shanghai"),
    Window(date(2014, 3, 20), date(2014, 3, 30), "Europe/London"),
    Window(date(2014, 3, 30), date(2014, 3, 30), "Atlantic/Azores"),
    Window(date(2014, 3, 8), date(2014, 3, 31), "America/St_Johns"),
]
BY: list[tuple[str, ...]] = [(), ("origin_country", "target_country"), ("day",), ("family",)]


def differences(world: World, settings: Settings) -> list[object]:
    """Figures that do not say what the plain sets say."""
    out: list[object] = []
    for window in WINDOWS:
        asked = [Request(figure, window, by, {}) for figure in KINDS for by in BY]
        for request, statement in zip(asked, compute.many(asked, settings=settings), strict=True):
            said = {tuple(cell.key): cell.value for cell in statement.cells if cell.value}
            truth = world.count(request.figure, window.first, window.last, window.zone, request.by)
            if said != truth:
                out.append((request, said, truth))
    return out


def test_every_figure_of_a_world_is_the_size_of_its_set(tmp_path: Path) -> None:
    world, settings = made(1), settings_in(tmp_path)
    for file, day in written(world, tmp_path):
        editions.add(file, settings=settings, edition=day)
    ingest.run([tmp_path / "in"], settings=settings)
    conclude.run(settings=settings)
    settle.run(settings=settings)
    assert differences(world, settings) == []


def test_split_shuffled_and_repeated_files_and_late_editions_give_the_same_figures(tmp_path: Path) -> None:
    world, settings = made(3), settings_in(tmp_path, "America/New_York")
    references = written(world, tmp_path)
    files = pieces(world, tmp_path / "pieces", random.Random(3))
    ingest.run(files[: len(files) // 2], settings=settings)
    conclude.run(settings=settings)
    settle.run(settings=settings)
    for file, day in references:
        editions.add(file, settings=settings, edition=day)
    ingest.run([*files, *files[:3], tmp_path / "in"], settings=settings)
    conclude.run(settings=settings)
    settle.run(settings=settings)
    assert differences(world, settings) == []


def pieces(world: World, folder: Path, dice: random.Random) -> list[Path]:
    """The lines of each file in two shuffled parts that overlap, one packed, one with the line ends of Windows."""
    out = []
    for name, text in world.files.items():
        lines = text.splitlines(keepends=True)
        heads = [line for line in lines if line.startswith("#")] or ([] if name == "access.log" else lines[:1])
        rows = lines[len(heads) :]
        dice.shuffle(rows)
        half = len(rows) // 2
        for number, part in enumerate((rows[: half + 5], rows[half - 5 :])):
            data = "".join([*heads, *part]).encode()
            file = folder / str(number) / (name if number else f"{name}.gz")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data.replace(b"\n", b"\r\n") if number else gzip.compress(data, mtime=0))
            out.append(file)
    dice.shuffle(out)
    return out
