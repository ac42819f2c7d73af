"""Which files there are, which of them are followed, and what is new in them: rotation, truncation and copies.

A file is known by device and inode together with the bytes right before its cursor. So a renamed file goes on under its
new name; one that was cut back and begun anew is another one, and the copy that was made of it before ends it; a copy,
packed or not, of what was taken already is not taken again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from crosscount import plugins
from crosscount.errors import CrosscountError, InputError, StoreError
from crosscount.flow import mapping, opening, snapshots, unpacking
from crosscount.flow.taking import Order, Taken
from crosscount.flow.watch import cursor as cursors
from crosscount.flow.watch import segments
from crosscount.flow.watch.cursor import Cursor, continues, grown
from crosscount.model.source import Cut, Head, Source
from crosscount.store import lake
from crosscount.store.cursors import beginning

__all__ = ["Files"]

HEAD_BYTES = 65_536
MOST = 32 * 1024**2  # bytes of a file that are taken at once
GRACE = 10.0  # seconds without growth after which a file that was rotated away is at its end


@dataclass(frozen=True, slots=True)
class Seen:
    """One file as it lies there."""

    path: Path
    size: int
    modified: float
    key: tuple[int, int]
    own: bool  # asked for; False: only looked at for what a followed file has become

    @property
    def state(self) -> tuple[int, float]:
        return self.size, self.modified


class Files:
    """All followed files. `poll` gives what is new."""

    def __init__(self, paths: Sequence[Path], order: Order) -> None:
        self._paths, self._order = [path.absolute() for path in paths], order
        self._cursors = {one.id: one for one in cursors.load(order.settings.store)}
        self._cuts: dict[str, Cut] = {}
        self._open: dict[str, BinaryIO] = {}
        self._quiet: dict[tuple[int, int], tuple[int, float]] = {}  # state in which a file had nothing to give
        self._changed: dict[tuple[int, int], tuple[tuple[int, float], float]] = {}
        self._known: tuple[int, dict[str, dict[str, Any]]] = (-1, {})  # version of `snapshots`, what is ingested
        self.remarks: list[str] = []
        self.whole: list[Path] = []  # files that cannot be followed and have settled: to be ingested as they are
        self.more = False  # more was there than is taken at once

    def pending(self) -> list[Taken]:
        """The last segment of each file, which a crash may have kept from being committed."""
        return [segments.again(one, self._order) for one in self._cursors.values() if one.pending is not None]

    def poll(self, *, last: bool = False, finish: bool = False) -> list[Taken]:
        """What is new. `last`: nothing is waited for; `finish`: a last line without an end is a line."""
        self.more = False
        seen = list(self._listed())
        live = {one.key for one in self._cursors.values() if not one.done}
        taken: list[Taken] = []
        for one in sorted(seen, key=lambda each: (each.key not in live, str(each.path))):
            if self._quiet.get(one.key) == one.state and not last:
                continue
            try:
                taken += self._of_file(one, seen, last, finish)
            except StoreError:  # it is not the file that is at fault, and nothing of it may be passed over
                raise
            except (OSError, CrosscountError) as error:
                self._remark(f"'{one.path}': {error}")
                self._quiet[one.key] = one.state
        keys = {one.key for one in seen}
        for cursor in [each for each in self._cursors.values() if not each.done and each.key not in keys]:
            taken += self._of_vanished(cursor, last)
        return taken

    def close(self) -> None:
        """Let go of every file."""
        for file in self._open.values():
            file.close()

    def _listed(self) -> Iterator[Seen]:
        """The files asked for, and those beside them that a rotated one may have become."""
        listed: dict[Path, bool] = {}
        for path in self._paths:
            if path.is_dir():
                listed.update((one.path, True) for one in opening.found([path], self._order.settings.store))
            elif path.parent.is_dir():
                beside = (one for one in path.parent.iterdir() if one.name.startswith(path.stem.partition(".")[0]))
                for one in beside:
                    listed.setdefault(one, False)
                listed[path] = True
            else:
                raise InputError(f"'{path}' does not exist, and neither does its folder")
        for path, own in sorted(listed.items()):
            try:
                told = path.stat()
            except OSError:
                continue
            if path.is_file() and not mapping.is_mapping(path):
                yield Seen(path, told.st_size, told.st_mtime, (told.st_dev, told.st_ino), own)

    def _of_file(self, one: Seen, seen: Sequence[Seen], last: bool, finish: bool) -> list[Taken]:
        with one.path.open("rb") as file, ExitStack() as until:
            if unpacking.compression(file.read(8)) is not None:
                return self._of_packed(one, last)
            cursor = self._by_key(one.key)
            taken: list[Taken] = []
            if cursor is not None and grown(file, cursor, 0) is None:
                taken = self._ended(cursor, seen)
                cursor = None
            cursor = cursor or self._adopted(one, file, seen)
            fresh = one.own and self._quiet.get(one.key) != one.state if cursor is None else not cursor.offset
            if fresh and not until.enter_context(beginning(self._order.settings.store, wait=last)):
                return taken  # an ingest is at work and may take this very file: at the next look
            if fresh and cursor is not None:
                cursor = self._keep(self._ingested(cursor, one, file, self._cut(cursor)))
            elif fresh:
                cursor = None if self._copying(one, file, seen, last) else self._begun(one, file, last)
            if cursor is None:
                return taken
            if str(one.path) != cursor.path:
                cursor = self._keep(cursor.advanced(path=str(one.path), moved=True, done=False))
            if cursor.id not in self._open:
                self._open[cursor.id] = one.path.open("rb")
            rotated = cursor.moved and (last or self._still(one.key, one.state))
            new = self._advance(cursor, file, one.modified, final=rotated or (last and finish))
            if not new and self._cursors[cursor.id].offset >= one.size:
                self._quiet[one.key] = one.state
                if rotated and not cursor.done:
                    self._keep(self._cursors[cursor.id].advanced(done=True))
            return taken + new

    def _of_vanished(self, cursor: Cursor, last: bool) -> list[Taken]:
        """A file without a name of its own any more, as long as it is held open."""
        file = self._open.get(cursor.id)
        if file is None:
            return []
        told = os.fstat(file.fileno())
        final = last or self._still(cursor.key, (told.st_size, told.st_mtime))
        new = self._advance(cursor, file, told.st_mtime, final=final)
        if final and not new:
            self._keep(self._cursors[cursor.id].advanced(done=True))
            self._open.pop(cursor.id).close()
        return new

    def _of_packed(self, one: Seen, last: bool) -> list[Taken]:
        """A packed file: what a followed file has become, or one to be ingested as it is once it has settled."""
        if not last and not self._still(one.key, one.state):
            return []
        self._quiet[one.key] = one.state
        for cursor in self._longest_first():
            for member in opening.members(one.path, one.path.name, self._order.settings.ingest):
                if member.refused:
                    continue
                with member.open() as file:
                    if (before := continues(file, cursor)) is not None:
                        return self._rest(cursor, before, file, one.modified)
        if one.own:
            self.whole.append(one.path)
        return []

    def _adopted(self, one: Seen, file: BinaryIO, seen: Sequence[Seen]) -> Cursor | None:
        """The followed file that this one continues, unless that is there itself: then this is a copy, and waits."""
        by_key = {each.key: each for each in seen}
        for cursor in self._longest_first():
            if one.size >= cursor.offset and grown(file, cursor, 0) is not None:
                original = by_key.get(cursor.key)
                if original is not None and not cursor.done and self._intact(original, cursor):
                    self._quiet[one.key] = one.state
                    return None
                if cursor.done and cursor.offset == one.size:
                    self._quiet[one.key] = one.state
                    return None
                return self._keep(cursor.advanced(device=one.key[0], inode=one.key[1], done=False))
        return None

    def _copying(self, one: Seen, file: BinaryIO, seen: Sequence[Seen], last: bool) -> bool:
        """Whether the file so far is the beginning of another one: a copy is being made of it, or was broken off."""
        file.seek(0)
        head = file.read(HEAD_BYTES)
        for other in seen:
            if other.key == one.key or other.size < one.size or self._by_key(other.key) is None or not head:
                continue
            with other.path.open("rb") as original:
                if original.read(len(head)) != head:
                    continue
                original.seek(0)
                file.seek(0)
                if not last and not self._still(one.key, one.state):
                    return True
                if all(piece == original.read(len(piece)) for piece in iter(lambda: file.read(1 << 20), b"")):
                    self._quiet[one.key] = one.state
                    return True
        return False

    def _intact(self, one: Seen, cursor: Cursor) -> bool:
        with one.path.open("rb") as file:
            return grown(file, cursor, 0) is not None

    def _ended(self, cursor: Cursor, seen: Iterable[Seen]) -> list[Taken]:
        """A file that was cut back: its rest is in the copy that was made before, where there is one."""
        if cursor.id in self._open:
            self._open.pop(cursor.id).close()
        for one in seen:
            if one.key == cursor.key:
                continue
            try:
                for member in opening.members(one.path, one.path.name, self._order.settings.ingest):
                    with member.open() as file:
                        if not member.refused and (before := continues(file, cursor)) is not None:
                            self._quiet[one.key] = one.state
                            return self._rest(cursor, before, file, one.modified)
            except StoreError:
                raise
            except (OSError, EOFError, CrosscountError):
                continue
        self._keep(cursor.advanced(done=True))
        if cursor.offset:
            self._remark(
                f"'{cursor.path}' was cut back behind byte {cursor.offset}, and no copy of it was found: "
                "lines written after the last look and before that are lost"
            )
        return []

    def _rest(self, cursor: Cursor, before: bytes, file: BinaryIO, modified: float) -> list[Taken]:
        """What stands behind the cursor in a file that is complete, which ends it."""
        out: list[Taken] = []
        data = b""
        while True:
            piece = file.read(MOST)
            data += piece
            end = segments.end_of(data, self._cut(cursor)) if piece else len(data)
            if end and (not piece or len(data) >= MOST):
                out.append(self._take(cursor.id, before, data[:end], modified))
                before, data = (before + data[:end])[-cursors.EDGE :], data[end:]
            if not piece:
                break
        self._keep(self._cursors[cursor.id].advanced(done=True))
        return out

    def _take(self, name: str, before: bytes, body: bytes, modified: float) -> Taken:
        cursor = self._cursors[name]
        self._cursors[name], taken = segments.take(cursor, before, body, self._cut(cursor), modified, self._order)
        return taken

    def _advance(self, cursor: Cursor, file: BinaryIO, modified: float, *, final: bool) -> list[Taken]:
        found = grown(file, cursor, MOST)
        if found is None or not found[1]:
            return []
        before, new = found
        self.more = self.more or len(new) == MOST
        whole = final and len(new) < MOST
        end = len(new) if whole else segments.end_of(new, self._cut(cursor))
        return [self._take(cursor.id, before, new[:end], modified)] if end else []

    def _begun(self, one: Seen, file: BinaryIO, last: bool) -> Cursor | None:
        """A file that is followed from now on, once enough of it is there to know it by."""
        file.seek(0)
        head = file.read(HEAD_BYTES)
        if len(head) < HEAD_BYTES and not last:
            head = head[: head.rfind(b"\n") + 1]
        if not head:
            return None
        try:
            source = self._recognised(one.path, head)
        except CrosscountError as error:
            if len(head) == HEAD_BYTES or last:
                self._remark(str(error))
                self._quiet[one.key] = one.state
            return None
        cut = segments.cut_of(source, head)
        if cut is None:
            if last or self._still(one.key, one.state):
                self._quiet[one.key] = one.state
                self.whole.append(one.path)
            return None
        if cut.lead >= len(head) and not last:
            return None  # the header may not be complete yet
        name = sha256(repr((one.key, time.time_ns())).encode()).hexdigest()[:16]
        self._cuts[name] = cut
        return self._keep(self._ingested(Cursor(name, str(one.path), *one.key, source.id), one, file, cut))

    def _ingested(self, cursor: Cursor, one: Seen, file: BinaryIO, cut: Cut) -> Cursor:
        """The cursor behind what was ingested of the file before it was followed."""
        rows = [row for row in self._ingested_by_now().values() if self._may_begin(row, one)]
        for row in sorted(rows, key=lambda each: -int(each["size"])):
            file.seek(0)
            data = file.read(row["size"])
            if sha256(data).hexdigest() == row["sha256"]:
                data = data[: data.rfind(b"\n") + 1]
                edge = sha256(data[-cursors.EDGE :]).hexdigest()
                lead = segments.with_turns(data[: cut.lead], data[cut.lead :], cut)
                return cursor.advanced(offset=len(data), line=data.count(b"\n"), edge=edge, lead=lead)
        return cursor

    def _ingested_by_now(self) -> dict[str, dict[str, Any]]:
        version = lake.version(self._order.settings.store, "snapshots")
        if version != self._known[0]:
            self._known = version, snapshots.ingested(self._order.settings)
        return self._known[1]

    def _may_begin(self, row: dict[str, Any], one: Seen) -> bool:
        return row["name"] == one.path.name and row["member"] is None and 0 < row["size"] <= one.size

    def _recognised(self, path: Path, head: bytes) -> Source:
        if self._order.source is not None:
            return plugins.sources()[self._order.source]
        mapped = mapping.beside(path)
        return mapped.source if mapped is not None else plugins.recognise(Head(str(path), head))

    def _cut(self, cursor: Cursor) -> Cut:
        """How the file of a cursor may be cut; after a restart asked of the head that it kept."""
        if cursor.id not in self._cuts:
            source = (
                self._recognised(Path(cursor.path), b"") if self._mapped(cursor) else plugins.sources()[cursor.source]
            )
            self._cuts[cursor.id] = segments.cut_of(source, cursor.lead or b"{}\n") or Cut()
        return self._cuts[cursor.id]

    def _mapped(self, cursor: Cursor) -> bool:
        return self._order.source is None and mapping.beside(Path(cursor.path)) is not None

    def _by_key(self, key: tuple[int, int]) -> Cursor | None:
        mine = [one for one in self._cursors.values() if one.key == key]
        return max(mine, key=lambda one: (not one.done, one.offset), default=None)

    def _longest_first(self) -> list[Cursor]:
        return sorted((one for one in self._cursors.values() if one.offset), key=lambda one: -one.offset)

    def _still(self, key: tuple[int, int], state: tuple[int, float]) -> bool:
        """Whether a file has been in this state for a while."""
        now = time.monotonic()
        if self._changed.get(key, (None, 0.0))[0] != state:
            self._changed[key] = (state, now)
        return now - self._changed[key][1] >= GRACE

    def _keep(self, cursor: Cursor) -> Cursor:
        cursor.save(self._order.settings.store)
        self._cursors[cursor.id] = cursor
        return cursor

    def _remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)
