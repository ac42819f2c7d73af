"""From a line written to a figure that counts it: python -m benchmarks.watch [--rate 10000] [--seconds 60].

A writer appends lines of a Zeek conn.log, each of another client of a listed server, `crosscount watch` follows in a
process of its own, and this process asks for controlled-machines all the time. A line's latency is the time from its
write to the end of the first request that counts it; the largest of each interval between two answers is kept.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import median, table, write
from crosscount.engines.base import Question
from crosscount.flow import compute, ingest
from crosscount.model.window import Window
from crosscount.settings import Settings

START = 1_396_396_800  # 2014-04-02 00:00 UTC
HEAD = (
    "#separator \\x09\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tresp_bytes\n"
)
PIECES = 20  # writes a second


def main() -> None:
    """Write, follow, ask; print one table."""
    parser = argparse.ArgumentParser(description="Latency from a line written to a figure.")
    parser.add_argument("--rate", type=int, default=10_000, help="lines a second")
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(store=folder / "store")
        listed = folder / "zeus-2014-04-01.txt"
        listed.write_text("198.51.100.7\n")
        ingest.run([listed], settings=settings)
        log = folder / "conn.log"
        log.write_text(HEAD)
        command = [sys.executable, "-m", "crosscount", "watch", str(log), "--store", str(settings.store), "--json"]
        watcher = subprocess.Popen([*command, "--quiet"], stdout=subprocess.PIPE, text=True)
        while not (settings.store / "locks" / "watch").exists():  # it starts
            time.sleep(0.1)
        time.sleep(3)
        writer = Writer(log, given.rate, given.seconds)
        writer.start()
        latencies, late = measured(settings, writer)
        watcher.send_signal(signal.SIGTERM)
        told = json.loads(watcher.communicate()[0])
    assert told["read"] == len(writer.at), (told, len(writer.at))
    ordered = sorted(latencies)
    row = {
        "lines": len(writer.at),
        "lines a second": round(len(writer.at) / (writer.at[-1] - writer.at[0])),
        "median s": round(median(ordered), 2),
        "95 % s": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
        "largest s": round(ordered[-1], 2),
        "behind at the end s": round(late, 2),
    }
    write("watch", [row], table(list(row), [list(row.values())]))


class Writer(threading.Thread):
    """Appends lines at a rate; `at` is when each was written."""

    def __init__(self, log: Path, rate: int, seconds: int) -> None:
        super().__init__(daemon=True)
        self._log, self._rate, self._seconds = log, rate, seconds
        self.at: list[float] = []

    def run(self) -> None:
        size = self._rate // PIECES
        begun = time.monotonic()
        with self._log.open("a") as out:
            for piece in range(self._seconds * PIECES):
                time.sleep(max(0.0, begun + piece / PIECES - time.monotonic()))
                out.write("".join(_line(len(self.at) + n) for n in range(size)))
                out.flush()
                self.at += [time.monotonic()] * size


def measured(settings: Settings, writer: Writer) -> tuple[list[float], float]:
    """The largest latency of each interval between two answers, and how long the last line took."""
    window, figure = Window(date(2014, 4, 2), date(2014, 4, 2), "UTC"), compute.figure_named("controlled-machines")
    out: list[float] = []
    counted = 0
    while writer.is_alive() or counted < len(writer.at):
        [statement] = compute.count(figure, window, [Question()], settings=settings)
        now, total = time.monotonic(), statement.total or 0
        if total > counted:
            out.append(now - writer.at[counted])
            counted = total
        time.sleep(0.5)
        if not writer.is_alive() and time.monotonic() - writer.at[-1] > 300:
            raise SystemExit(f"only {counted} of {len(writer.at)} lines are counted after 300 s")
    return out, now - writer.at[-1]


def _line(number: int) -> str:
    client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return f"{START + number / 10_000:.6f}\tC{number}\t{client}\t40000\t198.51.100.7\t443\ttcp\t100\t200\n"


if __name__ == "__main__":
    main()
