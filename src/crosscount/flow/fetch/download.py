"""One file over HTTP(S), of any size, into the store's raw bytes.

Bytes go to a partial file as they are sent. A download that breaks off goes on where it stopped, in the next attempt or
the next run, if the server named a strong ETag and still has it (If-Range, RFC 9110, section 13.1.5).
Content-Encoding is a matter of the way, not of the file: gzip is asked for, and undone within the limits of [ingest]
when all has arrived.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import orjson

from crosscount.errors import FetchFailed, FileRefused
from crosscount.flow import unpacking
from crosscount.flow.fetch.transfer import Request, exchange
from crosscount.flow.fetch.wire import Answer, Broken
from crosscount.settings import Settings
from crosscount.store import durable, raw

__all__ = ["Downloaded", "download"]

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What the server gave; `stored` is None after 304, when it says that nothing changed."""

    url: str  # after redirects
    status: int
    etag: str
    last_modified: str
    disposition: str
    stored: raw.RawObject | None


def download(request: Request, partial: Path, settings: Settings, known: Mapping[str, str]) -> Downloaded:
    """Fetch the file; `known` holds the conditional headers for what is in the store already."""
    part = _Part(partial, request)

    def use(answer: Answer, url: str) -> Downloaded:
        if answer.status == 304 and known and not part.resuming:
            part.drop()
            return _downloaded(answer.headers, url, answer.status, None)
        part.accept(answer)
        part.fill(answer)
        return _downloaded(answer.headers, url, answer.status, part.stored(settings))

    return exchange(request, use, lambda: part.resume() or {"Accept-Encoding": "gzip", **known})


def _downloaded(headers: Mapping[str, str], url: str, status: int, stored: raw.RawObject | None) -> Downloaded:
    etag, modified, disposition = (headers.get(name, "") for name in ("etag", "last-modified", "content-disposition"))
    return Downloaded(url, status, etag, modified, disposition, stored)


def _fingerprint(url: str) -> str:
    """Tells one URL from another without keeping a token that may be in it."""
    return sha256(url.encode()).hexdigest()


class _Part:
    """The bytes that have arrived, and a note beside them that says of which version of what they are."""

    def __init__(self, file: Path, request: Request) -> None:
        self._file, self._note, self._request = file, file.with_suffix(".note"), request
        self._about: dict[str, str] = {}
        self.resuming = False  # whether the rest was asked for
        try:
            about = orjson.loads(self._note.read_bytes())
            if about["url"] == _fingerprint(request.url):
                # What lies beyond the noted size was never forced to disk: after a power cut it may be zeros.
                os.truncate(file, min(int(about["size"]), file.stat().st_size))
                self._about = about
        except (OSError, ValueError, KeyError, TypeError):
            pass  # nothing to go on with

    def resume(self) -> dict[str, str]:
        """Headers that ask for the rest; none if there is nothing to go on with."""
        size = self._file.stat().st_size if self._file.is_file() else 0
        self.resuming = bool(size and self._about.get("etag"))
        if not self.resuming:
            return {}
        encoding = self._about["encoding"] or "identity"
        return {"Range": f"bytes={size}-", "If-Range": self._about["etag"], "Accept-Encoding": encoding}

    def accept(self, answer: Answer) -> None:
        """Make the file fit the answer: go on with it, or begin anew."""
        headers = answer.headers
        encoding = headers.get("content-encoding", "").lower().replace("identity", "")
        if answer.status == 206 and self._continued(headers, encoding):
            return
        if answer.status in {206, 416}:
            self.drop()
            raise Broken("the server does not go on where the download broke off")  # so it begins anew
        if answer.status != 200:
            raise FetchFailed(f"the server answers {answer.status}, expected 200")
        if encoding not in {"", "gzip", "x-gzip"}:
            raise FetchFailed(f"the server sends Content-Encoding {encoding[:40]!r}, which was not asked for")
        etag = headers.get("etag", "")
        # A weak ETag does not promise equal bytes, and only they can be continued.
        self.drop()
        self._about = {
            "url": _fingerprint(self._request.url),
            "etag": "" if etag.startswith("W/") else etag,
            "encoding": encoding,
        }

    def _continued(self, headers: Mapping[str, str], encoding: str) -> bool:
        found = _RANGE.fullmatch(headers.get("content-range", ""))
        return (
            found is not None
            and self._file.is_file()
            and int(found[1]) == self._file.stat().st_size
            and encoding == self._about.get("encoding")
            and headers.get("etag", self._about.get("etag")) == self._about.get("etag")
        )

    def fill(self, answer: Answer) -> None:
        """Add the body; FetchFailed beyond the limit. What arrived before a break stays."""
        most = self._request.limits.max_bytes
        size = self._file.stat().st_size if self._file.is_file() else 0
        declared = answer.headers.get("content-length", "")
        if declared.isdecimal() and size + int(declared[:20]) > most:
            self.drop()
            raise FetchFailed(f"it is {size + int(declared[:20])} bytes, more than fetch.max_bytes = {most}")
        with durable.writing(self._file.parent):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            out = self._file.open("ab")
        try:
            for piece in answer.body():
                size += len(piece)
                if size > most:
                    self.drop()
                    raise FetchFailed(f"it is larger than fetch.max_bytes = {most}")
                with durable.writing(self._file.parent):
                    out.write(piece)
        finally:
            with durable.writing(self._file.parent), out:
                out.flush()
                os.fsync(out.fileno())
            if self._about:
                self._note.write_bytes(orjson.dumps({**self._about, "size": str(size)}))

    def stored(self, settings: Settings) -> raw.RawObject:
        """Put the whole file, unpacked if it was packed for the way, into the store."""
        try:
            if not self._about["encoding"]:
                return raw.put(settings.store, self._file)
            pieces = unpacking.gunzipped(self._file.open("rb"))
            size = self._file.stat().st_size
            plain = unpacking.Unpacked(pieces, size, settings.ingest, "the download")
            return raw.put(settings.store, cast(BinaryIO, plain))
        except (EOFError, FileRefused) as error:
            raise FetchFailed(str(error)) from error
        finally:
            self.drop()

    def drop(self) -> None:
        """Forget what has arrived."""
        self._file.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self._about = {}
