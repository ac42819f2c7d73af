"""What every benchmark needs: fresh processes, their memory, medians, and a page with the machine and versions."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["BUILD", "RESULTS", "Run", "fresh", "machine", "median", "spent", "spread", "table", "write"]

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
RESULTS = ROOT / "benchmarks" / "results"
_PACKAGES = ("crosscount", "duckdb", "pyarrow", "deltalake", "numpy")


@dataclass(frozen=True)
class Run:
    """One run of a command in a process of its own."""

    seconds: float  # as the command says in `seconds` of its last line, else from start to end
    cpu: float  # seconds of user and system time, of all its processes
    memory: float  # GB (10^9 bytes): most resident memory of all its processes at one time, shared files once
    said: dict[str, float]  # the JSON object in the last line that it prints


def fresh(module: str, *arguments: str) -> Run:
    """Run `python -m module arguments`, which prints a JSON object in its last line."""
    begun, before = time.perf_counter(), os.times()
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, most), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[1:])} failed with exit code {process.returncode}")
    after = os.times()
    said = json.loads(out.strip().splitlines()[-1])
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    seconds = said.get("seconds", time.perf_counter() - begun)
    return Run(seconds, said.get("cpu", cpu), most[0] / 1e9, said)


def _watch(process: subprocess.Popen[str], most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], _resident(process.pid))
        time.sleep(0.05)  # looking is work too, and the cores are busy


def spent() -> float:
    """Seconds of user and system time so far, of this process, all below it, and those of them that have ended."""
    ticks = sum(sum(map(int, stat[11:15])) for stat in _tree(os.getpid()).values())
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident(root: int) -> float:
    """Resident bytes of a process and all below it; of pages of files, which they share, as many as one has at most."""
    own = files = 0
    for number in _tree(root):
        try:
            _, resident, shared, *_ = map(int, Path(f"/proc/{number}/statm").read_text(encoding="ascii").split())
        except (OSError, ValueError):  # it has just ended
            continue
        own, files = own + resident - shared, max(files, shared)
    return (own + files) * os.sysconf("SC_PAGE_SIZE")


def _tree(root: int) -> dict[int, list[str]]:
    """What the system says of a process and all below it (proc_pid_stat(5), from the third field on)."""
    stats: dict[int, list[str]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                text = Path(entry.path, "stat").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            stats[int(entry.name)] = text.rpartition(")")[2].split()
    mine, grown = {root}, True
    while grown:
        below = {one for one, stat in stats.items() if int(stat[1]) in mine} - mine
        grown = bool(below)
        mine |= below
    return {one: stats[one] for one in mine if one in stats}


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def spread(values: Sequence[float]) -> str:
    """Smallest and largest."""
    return f"{min(values):.2f} to {max(values):.2f}"


def machine() -> dict[str, str]:
    """What the numbers depend on."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    cores = len(os.sched_getaffinity(0))
    return {"machine": f"{model}, {cores} cores", "python": platform.python_version(), **packages}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers stand right."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 1) + (":" if n else "-") for n, width in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def write(name: str, rows: Sequence[object], printed: str) -> None:
    """Keep what was measured as benchmarks/results/<name>.json, with the machine, and print the table."""
    RESULTS.mkdir(exist_ok=True)
    plain = [asdict(row) if hasattr(row, "__dataclass_fields__") else row for row in rows]  # type: ignore[call-overload]
    body = {
        "measured": time.strftime("%Y-%m-%d", time.gmtime()),
        **machine(),
        "rows": plain,
        "table": printed.splitlines(),
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    print(printed)
