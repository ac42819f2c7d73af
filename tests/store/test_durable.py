"""A file of the store is whole or absent, and nothing is left of one that could not be written."""

from __future__ import annotations

import errno
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crosscount.errors import StoreError
from crosscount.store import cursors, durable, ledger, raw


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


def test_a_disk_that_has_become_read_only_is_said_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(durable, "_sync", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(StoreError, match="cannot be written: Read-only file system"):
        raw.put(tmp_path, io.BytesIO(b"line"))
    with pytest.raises(StoreError, match="cannot be written: Read-only file system"):
        ledger.append(tmp_path, "step", "a", {}, at=datetime(2014, 4, 1, tzinfo=UTC))
