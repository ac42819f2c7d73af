"""How much memory something takes: that of Python as tracemalloc sees it, and that of a process as Linux does."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["growth", "in_process"]

_PROGRAM = """
import json, sys, time
from pathlib import Path
from crosscount.flow import ingest
from crosscount.settings import Settings
started = time.monotonic()
(one,) = ingest.run([Path(sys.argv[1])], settings=Settings(store=Path(sys.argv[2])), source=sys.argv[3] or None)
# Not ru_maxrss: a process that was started by a large one begins with what that one had.
(most,) = [int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line[:6] == "VmHWM:"]
print(json.dumps({"state": one.state, "read": one.read, "kept": one.kept, "reasons": one.reasons, "fault": one.fault,
    "seconds": time.monotonic() - started, "bytes": most * 1024}))
"""


def growth(what: Callable[[], object]) -> int:
    """The highest number of bytes that Python objects took while it ran."""
    tracemalloc.start()
    try:
        what()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def in_process(file: Path, store: Path, source: str = "") -> dict[str, Any]:
    """Ingest one file in a process of its own: its report, the seconds it took and the bytes it had at most."""
    command = [sys.executable, "-c", _PROGRAM, str(file), str(store), source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1_200, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
