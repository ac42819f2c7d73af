"""What workers of this machine have imported when they begin: no more than most of their work needs."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from crosscount.detectors import phishing_kit, rule_match, web_backdoor
from crosscount.engines.processes import pool
from crosscount.flow.concluding import gathering
from crosscount.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


HEAVY = ("sigma", "pandas", "jinja2")


def loaded() -> list[str]:
    """What a worker has imported of the heavy modules after it made ready for a day without requests."""
    pa.array(["pyarrow now looks for pandas"])
    for one in (web_backdoor.DETECTOR, rule_match.DETECTOR, phishing_kit.DETECTOR):
        one.problems(Settings())
        gathering(one, Settings())
    return [name for name in HEAVY if name in sys.modules]


def test_workers_do_not_wait_for_what_they_do_not_use() -> None:
    # In a program of its own: all workers of one are forked from a process that other tests may have begun otherwise.
    ask = "from crosscount.engines.processes import pool; from tests.engines.test_processes import loaded; "
    ask += "workers = pool(1); print(workers.submit(loaded).result()); workers.shutdown()"
    said = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def _signalled() -> list[bool]:
    return [signal.getsignal(which) == signal.SIG_IGN for which in (signal.SIGINT, signal.SIGTERM)]


def test_workers_leave_it_to_their_parent_to_heed_a_signal_to_all() -> None:
    with pool(1) as workers:
        assert workers.submit(_signalled).result() == [True, True]
