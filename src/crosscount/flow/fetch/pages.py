"""STIX objects from many pages → the bytes of one bundle, in the store; few of them in memory at a time."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, BinaryIO, cast

import orjson

from crosscount.errors import FetchFailed
from crosscount.settings import Settings
from crosscount.store import durable, raw
from crosscount.store.raw import RawObject

__all__ = ["Bundle"]

_SPACE = uuid.UUID("5b1a5f0e-6d7c-5c0f-9a53-3f2f7f4f0c11")  # ours: the same objects make the same bundle id
_HELD = 8 * 1024**2


class Bundle:
    """A STIX 2.1 bundle that grows. Its id follows from its content, so equal pages give equal bytes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        folder = durable.temporary(settings.store).parent  # large collections go to the store's disk
        spooled = tempfile.SpooledTemporaryFile(max_size=_HELD, dir=str(folder))  # noqa: SIM115 (closed by __exit__)
        self._file = cast(BinaryIO, spooled)
        self._file.write(b'{"type":"bundle","objects":[')
        self._digest, self._size = sha256(), 0
        self.objects = 0

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *why: object) -> None:
        self._file.close()

    def add(self, objects: Sequence[Any]) -> None:
        """Add one page of objects; FetchFailed beyond the limit of a download."""
        for each in objects:
            text = orjson.dumps(each)
            self._size += len(text)
            if self._size > self._settings.fetch.max_bytes:
                raise FetchFailed(f"the collection is larger than fetch.max_bytes = {self._settings.fetch.max_bytes}")
            self._digest.update(text)
            self._file.write(b"," + text if self.objects else text)
            self.objects += 1

    def stored(self) -> RawObject:
        """Close the bundle and put it into the store."""
        name = uuid.uuid5(_SPACE, self._digest.hexdigest())
        self._file.write(f'],"id":"bundle--{name}"}}'.encode())
        self._file.seek(0)
        return raw.put(self._settings.store, self._file)
