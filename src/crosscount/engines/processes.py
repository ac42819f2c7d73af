"""Worker processes of this machine: how they begin, and that they end with the process that began them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import Any

__all__ = ["pool"]

# What workers do. Importing it takes longer than many a file, so it is done once and every worker is forked from there.
# That process has no threads yet; forked from this one, a worker would copy the locks of those of pyarrow and delta-rs.
_WORK = ["crosscount.flow.ingest", "crosscount.flow.concluding", "crosscount.flow.settle"]

# Blocks of some MB come and go by the thousand. Given back to the system each time, their pages have to be faulted in
# anew; kept for the next block, most have not. See mallopt(3), and the options of mimalloc, which serves Arrow.
_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(64 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
    "MIMALLOC_PURGE_DELAY": "1000",  # milliseconds
}


def pool(workers: int, begin: Callable[..., None] | None = None, *given: Any) -> ProcessPoolExecutor:
    """A pool of so many processes, each of which first calls `begin(*given)`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WORK)
    with _environment(_MEMORY):
        forkserver.ensure_running()
    return ProcessPoolExecutor(workers, context, _begin, (begin, given))


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Within it a process that is started has these values too; what the user has set stays."""
    new = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            del os.environ[name]


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
