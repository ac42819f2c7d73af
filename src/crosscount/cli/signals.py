"""A program that runs until it is told to stop: Ctrl-C and SIGTERM as something to be asked for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["stopping"]


@contextmanager
def stopping() -> Iterator[list[int]]:
    """The signals to stop that came; the second one stops at once."""
    came: list[int] = []

    def note(which: int, _: object) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(which)

    before = {which: signal.signal(which, note) for which in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
