"""Scratch folders: gone in the end, and after a process that was killed with the next one that needs any."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from crosscount.engines.scratch import scratch_folder

HOLDS = """
import time
from crosscount.engines.scratch import scratch_folder
with scratch_folder() as place:
    (place / "half").write_bytes(b"written")
    print(place, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_it_is_removed_in_the_end_also_after_an_error(tmp_path: Path) -> None:
    with scratch_folder() as place:
        assert place.parent == tmp_path
        (place / "file").write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError), scratch_folder() as place:
        place.with_name("missing").unlink()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_and_what_is_held_stays(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDS], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        with scratch_folder() as first, scratch_folder() as second:
            assert set(tmp_path.iterdir()) == {theirs, first, second}
            assert (theirs / "half").exists()
        os.kill(other.pid, signal.SIGKILL)
    assert list(tmp_path.iterdir()) == [theirs]
    with scratch_folder() as place:
        assert list(tmp_path.iterdir()) == [place]


def test_nothing_else_of_that_name_is_touched(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_bytes(b"x")
    (tmp_path / "crosscount-scratch-link").symlink_to(tmp_path / "kept")
    (tmp_path / "crosscount-scratch-file").write_bytes(b"x")
    (tmp_path / "crosscount-export").mkdir()
    with scratch_folder():
        pass
    assert len(list(tmp_path.rglob("*"))) == 5
