"""Ctrl-C and SIGTERM: work stops in good order; what runs until it is told to asks whether one came."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["STOPPED", "TERMINATED", "came", "heed", "over", "stopping"]

STOPPED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM  # as a shell says it of what a signal ended
AGAIN = 1.0  # seconds within which a second signal is the same one: timeout(1) sends each to process and group

_CAME: dict[int, float] = {}  # signal → when it last counted


def heed() -> None:
    """From now on both signals raise KeyboardInterrupt; one that is ignored (nohup, a shell's &) stays ignored."""
    for which in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(which) != signal.SIG_IGN:
            signal.signal(which, _stop)


def over() -> None:
    """From now on neither counts: all is done and said, and while Python ends, it would end by the signal itself."""
    for which in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(which) is _stop:
            signal.signal(which, signal.SIG_IGN)


def came() -> int | None:
    """The exit code of the first signal that stopped the program, None if none did.

    Whatever a library makes of the exception (DuckDB a RuntimeError, Typer an exit code), that is how it ended.
    """
    return next((128 + which for which in _CAME), None)


@contextmanager
def stopping() -> Iterator[list[int]]:
    """The signals to stop that came; the second one stops at once."""
    asked: list[int] = []
    first = 0.0

    def note(which: int, frame: object) -> None:
        nonlocal first
        if not asked:
            asked.append(which)
            first = time.monotonic()
        elif time.monotonic() - first > AGAIN:
            _stop(which, frame)

    before = {which: signal.signal(which, note) for which in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def _stop(which: int, _: object) -> None:
    now = time.monotonic()
    if now - _CAME.get(which, now - 2 * AGAIN) > AGAIN:
        _CAME[which] = now
        raise KeyboardInterrupt
