"""Worker processes of this machine: how they begin, and that they end with the process that began them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver
from typing import Any

__all__ = ["pool"]

# What workers do. Importing it takes longer than many a file, so it is done once and every worker is forked from there.
# That process has no threads yet; forked from this one, a worker would copy the locks of those of pyarrow and delta-rs.
_WORK = [
    *("crosscount.engines.bare", "crosscount.engines.memory"),
    *("crosscount.flow.ingest", "crosscount.flow.concluding", "crosscount.flow.settle"),
]


def pool(workers: int, begin: Callable[..., None] | None = None, *given: Any) -> ProcessPoolExecutor:
    """A pool of so many processes, each of which first calls `begin(*given)`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WORK)
    forkserver.ensure_running()  # it imports while this process does something else
    return ProcessPoolExecutor(workers, context, _begin, (begin, given))


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    for which in (signal.SIGINT, signal.SIGTERM):  # sent to a whole group of processes: the parent tells when to end
        signal.signal(which, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
