"""Raw bytes and the ledger: what cannot be rebuilt."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crosscount.errors import StoreError
from crosscount.store import commit, durable, keep, lake, ledger, raw, staging
from tests.store.some_rows import observations

NOON = datetime(2014, 3, 19, 12, tzinfo=UTC)


def test_bytes_are_stored_once_under_their_digest(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    first = raw.put(tmp_path, io.BytesIO(content))
    (tmp_path / "file").write_bytes(content)
    assert raw.put(tmp_path, tmp_path / "file") == first
    assert (first.sha256, first.size) == (hashlib.sha256(content).hexdigest(), len(content))
    path = raw.path(tmp_path, first.sha256)
    assert path == tmp_path / "raw" / first.sha256[:2] / first.sha256
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert list((tmp_path / "tmp").iterdir()) == []


def test_damaged_bytes_are_found_and_mended_by_a_new_delivery(tmp_path: Path) -> None:
    stored = raw.put(tmp_path, io.BytesIO(b"evidence"))
    assert raw.verify(tmp_path, stored.sha256)
    path = raw.path(tmp_path, stored.sha256)
    path.chmod(0o644)
    path.write_bytes(b"Evidence")
    assert not raw.verify(tmp_path, stored.sha256)
    raw.put(tmp_path, io.BytesIO(b"evidence"))
    assert raw.verify(tmp_path, stored.sha256)
    assert not raw.verify(tmp_path, "0" * 64)


def test_a_digest_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a SHA-256"):
        raw.path(tmp_path, "../../etc/passwd")


def test_what_cannot_be_written_is_the_stores_fault(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be written"):
        raw.put(tmp_path / "store", io.BytesIO(b"x"))


def test_an_entry_is_appended_once(tmp_path: Path) -> None:
    assert ledger.append(tmp_path, "figure", "a", {"z": 1, "b": [1, None]}, at=NOON)
    assert not ledger.append(tmp_path, "figure", "a", {"z": 2}, at=NOON)
    assert ledger.append(tmp_path, "bulletin", "a", {"z": 3}, at=NOON)
    assert ledger.find(tmp_path, "figure", "a") == ledger.Entry("figure", "a", NOON, {"z": 1, "b": [1, None]})
    assert ledger.find(tmp_path, "figure", "b") is None
    assert lake.read(lake.at(tmp_path, "ledger"), ["body"]).to_pylist()[1]["body"] == '{"b":[1,null],"z":1}'


def test_many_entries_share_a_commit_and_come_back_in_order(tmp_path: Path) -> None:
    ledger.append(tmp_path, "figure", "i50", {"n": -1}, at=NOON)
    many = [(f"i{number:02}", {"n": number}) for number in reversed(range(100))]
    new = ledger.append_many(tmp_path, "figure", [*many, ("i07", {"n": "late"})], at=NOON)
    assert (len(new), "i50" in new) == (99, False)
    assert lake.at(tmp_path, "ledger").version == 2
    entries = ledger.entries(tmp_path, "figure")
    assert [entry.id for entry in entries] == [f"i{number:02}" for number in range(100)]
    assert [entries[number].body["n"] for number in (7, 50)] == [7, -1]
    assert ledger.entries(tmp_path, "bulletin") == []


def test_a_sweep_removes_only_old_files_that_no_version_names(tmp_path: Path) -> None:
    day = "2014-03-19"
    kept = staging.write(tmp_path, "observations", [observations(3)])
    commit.append(tmp_path, "observations", kept, transaction="t")
    (old,) = staging.write(tmp_path, "observations", [observations(4)])
    (new,) = staging.write(tmp_path, "observations", [observations(5)])
    dead = tmp_path / "tmp" / f"{2**22 + 1}-dead"
    dead.write_bytes(b"12345")
    mine = durable.temporary(tmp_path)
    mine.write_bytes(b"in use")
    folder = tmp_path / "observations"
    for path in (folder / kept[0].path, folder / old.path, dead, mine):
        os.utime(path, (0, 0))
    swept = keep.sweep(tmp_path)
    assert (swept.files, swept.size) == (2, old.size + 5)
    assert [(folder / file.path).exists() for file in (kept[0], old, new)] == [True, False, True]
    assert (dead.exists(), mine.exists(), day) == (False, True, day)
    assert lake.verify(lake.at(tmp_path, "observations")) == []
