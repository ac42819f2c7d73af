"""Whether a file that is about to be ingested was followed before: its records are then in the store already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscount.errors import CrosscountError
from crosscount.flow import opening, unpacking
from crosscount.flow.opening import Found
from crosscount.flow.watch import cursor as cursors
from crosscount.flow.watch.cursor import Cursor, continues, grown
from crosscount.settings import Settings

__all__ = ["passed_over"]


def passed_over(files: Sequence[Found], settings: Settings) -> list[Found]:
    """The files; those whose records `watch` has taken, up to some byte, as passed over."""
    followed = sorted(cursors.load(settings.store), key=lambda one: -one.offset)
    return [_judged(one, followed, settings) for one in files] if followed else list(files)


def _judged(one: Found, followed: Sequence[Cursor], settings: Settings) -> Found:
    for cursor in () if one.skipped else followed:
        try:
            rest = _rest(one, cursor, settings)
        except (OSError, EOFError, CrosscountError):
            return one  # ingest itself says what is wrong with it
        if rest is not None:
            why = "'crosscount watch --once' reads what has come since" if rest else "nothing changed"
            return replace(one, skipped=f"'{one.name}' was followed up to byte {cursor.offset}: {why}")
    return one


def _rest(one: Found, cursor: Cursor, settings: Settings) -> bool | None:
    """Whether something stands behind the cursor; None if the file is another one."""
    with one.path.open("rb") as file:
        if unpacking.compression(file.read(8)) is None:
            found = grown(file, cursor, 1) if cursor.offset else None
            return None if found is None else bool(found[1])
    for member in opening.members(one.path, one.name, settings.ingest):
        if member.refused or member.member is not None:
            return None
        with member.open() as file:
            return None if continues(file, cursor) is None else bool(file.read(1))
    return None
