"""How this program and its workers keep memory: imported before anything that takes much of it.

Blocks of some MB come and go by the thousand. Given back to the system each time, their pages have to be faulted in
anew; kept for the next block, most have not: a quarter of the processor time of an ingest. mallopt(3) for what Python
and numpy take, and the environment of mimalloc, which serves Arrow, for the rest.
"""

from __future__ import annotations

import ctypes
import os
import sys

__all__: list[str] = []

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # malloc.h of glibc

os.putenv("MIMALLOC_PURGE_DELAY", "1000")  # milliseconds
if sys.platform == "linux":
    _mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not every C library has it
    if _mallopt is not None:
        _mallopt(_MMAP_THRESHOLD, 64 << 20)
        _mallopt(_TRIM_THRESHOLD, 128 << 20)
