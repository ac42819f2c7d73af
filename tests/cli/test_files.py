"""Files that a verb writes are whole or absent, and what was there before stays until then."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from crosscount.cli.files import becoming, write
from crosscount.errors import InputError


def full(*_: object, **__: object) -> int:
    """A disk without room."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_what_was_there_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out" / "page.html", "before\r\n")
    begun = Path.write_text

    def half(path: Path, content: str, encoding: str, newline: str) -> int:
        begun(path, content[:3], encoding=encoding, newline=newline)
        return full()

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(InputError, match=r"page.html' cannot be written: No space left on device"):
        write(tmp_path / "out" / "page.html", "after")
    assert [(file.name, file.read_bytes()) for file in (tmp_path / "out").iterdir()] == [("page.html", b"before\r\n")]


def test_several_files_get_their_names_together_when_the_rest_went_well(tmp_path: Path) -> None:
    texts = {tmp_path / "a.json": "{}", tmp_path / "b.csv": "a,b\r\n"}
    with pytest.raises(KeyboardInterrupt), becoming(texts):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with becoming(texts):
        assert not any(file.name in ("a.json", "b.csv") for file in tmp_path.iterdir())
    assert {file: file.read_bytes().decode() for file in tmp_path.iterdir()} == texts


def test_a_link_stays_one_and_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("before")
    (tmp_path / "there.txt").chmod(0o600)
    (tmp_path / "link.txt").symlink_to("there.txt")
    write(tmp_path / "link.txt", "after")
    assert ((tmp_path / "link.txt").is_symlink(), (tmp_path / "there.txt").read_text()) == (True, "after")
    assert (tmp_path / "there.txt").stat().st_mode & 0o777 == 0o600
    assert write(Path("/dev/null"), "nothing").is_char_device()
