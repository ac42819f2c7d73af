"""A file of the store is whole or absent, and nothing is left of one that could not be written."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from crosscount.errors import StoreError
from crosscount.store import cursors, durable


def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    with durable.becoming(tmp_path, tmp_path / "made" / "a.json") as written:
        written.write_bytes(b"{}")
        assert not (tmp_path / "made").exists()
    assert (tmp_path / "made" / "a.json").read_bytes() == b"{}"
    assert list((tmp_path / durable.TEMPORARY).iterdir()) == []


def test_a_full_disk_leaves_the_old_file_and_nothing_besides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cursors.save(tmp_path, "a", {"offset": 1})

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durable, "_sync", full)
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        cursors.save(tmp_path, "a", {"offset": 2})
    assert cursors.load(tmp_path) == {"a": {"offset": 1}}
    assert list((tmp_path / durable.TEMPORARY).iterdir()) == []
