"""How far growing files have been followed: one small file each, replaced whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from crosscount.errors import StoreError
from crosscount.store import durable

__all__ = ["FOLDER", "beginning", "load", "only_one", "save", "taking_whole"]

FOLDER = "watch"
_WHOLE = "taking"  # lock: shared by those who take whole files, held alone by who begins to follow one


def load(root: Path) -> dict[str, dict[str, Any]]:
    """What was saved last under each name."""
    out = {}
    for file in sorted((root / FOLDER).glob("*.json")):
        try:
            out[file.stem] = orjson.loads(file.read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            raise StoreError(f"'{file}' is damaged: {error}") from error
    return out


def save(root: Path, name: str, body: dict[str, Any]) -> None:
    """Replace what is saved under the name; whoever is killed leaves the old or the new."""
    with durable.becoming(root, root / FOLDER / f"{name}.json") as written:
        written.write_bytes(orjson.dumps(body))


@contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Hold the right to follow files into this store; StoreError if another process has it."""
    with _locked(root, FOLDER, fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
        if not mine:
            raise StoreError(f"another 'crosscount watch' follows files into '{root}'; name all paths in one command")
        yield


@contextmanager
def taking_whole(root: Path) -> Iterator[None]:
    """Find out which files are followed, and take the others, while nobody begins to follow one."""
    with _locked(root, _WHOLE, fcntl.LOCK_SH):
        yield


@contextmanager
def beginning(root: Path, *, wait: bool) -> Iterator[bool]:
    """Find out which files were taken whole, and begin to follow others; False if some are being taken just now."""
    with _locked(root, _WHOLE, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
        yield mine


@contextmanager
def _locked(root: Path, name: str, how: int) -> Iterator[bool]:
    path = root / "locks" / name
    with durable.writing(root):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, how)
            mine = True
        except BlockingIOError:
            mine = False
        yield mine
    finally:
        os.close(handle)
