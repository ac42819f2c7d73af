"""Bytes past the page cache come back as they were, wherever a transfer ends, and where the system has none."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from crosscount.errors import StoreError
from crosscount.store import direct, raw

SIZES = (0, 1, 4095, 4096, 4097, direct.BLOCK - 1, direct.BLOCK, direct.BLOCK + 1, 2 * direct.BLOCK + 4097)


def some(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [direct.BLOCK, 1_000_003])
def test_what_is_written_is_read(tmp_path: Path, size: int, step: int) -> None:
    data, path = some(size), tmp_path / "file"
    with direct.Writer(path) as out:
        for place in range(0, size, step):
            out.write(data[place : place + step])
        out.finish()
    assert path.read_bytes() == data
    with direct.Reader(path) as file:
        found = b""
        while piece := bytes(file.read_at(len(found), step)):
            found += piece
        assert found == data
        for place in (0, 1, 4095, size // 2, size - 1, size, size + 5000):
            at = max(place, 0)
            assert data[at:].startswith(bytes(file.read_at(at, 100)))
            assert bool(file.read_at(at, 100)) == (at < size)


@pytest.mark.parametrize("refused", ["open", "write", "preadv"])
def test_a_file_system_without_it_is_used_as_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    real, calls = getattr(os, refused), 0

    def refuses(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError(errno.EINVAL, "Invalid argument")
        return real(*given)

    data = some(direct.BLOCK + 5)
    with monkeypatch.context() as patch:
        patch.setattr(os, refused, refuses)
        with direct.Writer(tmp_path / "file") as out:
            out.write(data)
            out.finish()
        with direct.Reader(tmp_path / "file") as file:
            assert bytes(file.read_at(0, direct.BLOCK)) + bytes(file.read_at(direct.BLOCK, 100)) == data
    assert calls > 1


def test_a_full_disk_is_the_stores_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "long"
    path.write_bytes(some(direct.BLOCK + 1))
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(StoreError, match="No space left"):
            raw.put(tmp_path / "store", path)
    assert [file for file in (tmp_path / "store").rglob("*") if file.is_file()] == []


def test_a_stored_file_says_where_its_lines_end(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(b"a\n" * (direct.BLOCK // 2) + b"#b\nc\n")
    stored = raw.put(tmp_path / "store", path)
    assert (stored.ends, stored.signs) == ((direct.BLOCK // 2, 2), (False, True))
    assert raw.verify(tmp_path / "store", stored.sha256)
