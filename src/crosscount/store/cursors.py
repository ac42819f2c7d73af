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

__all__ = ["FOLDER", "load", "only_one", "save"]

FOLDER = "watch"


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
    path = root / "locks" / FOLDER
    with durable.writing(root):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"another 'crosscount watch' follows files into '{root}'; name all paths in one command"
            ) from None
        yield
    finally:
        os.close(handle)
