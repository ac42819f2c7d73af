"""What workers of this machine have imported when they begin: no more than most of their work needs."""

from __future__ import annotations

import signal
import sys

import pyarrow as pa
import pytest

from crosscount.detectors import phishing_kit, rule_match, web_backdoor
from crosscount.engines.processes import pool
from crosscount.flow.concluding import gathering
from crosscount.settings import Settings


def _loaded(name: str) -> bool:
    pa.array(["pyarrow now looks for pandas"])
    for one in (web_backdoor.DETECTOR, rule_match.DETECTOR, phishing_kit.DETECTOR):
        one.problems(Settings())
        gathering(one, Settings())  # prepares it, as for a day without requests
    return name in sys.modules


@pytest.mark.parametrize("name", ["sigma", "pandas", "jinja2"])
def test_workers_do_not_wait_for_what_they_do_not_use(name: str) -> None:
    with pool(1) as workers:
        assert not workers.submit(_loaded, name).result()


def _signalled() -> list[bool]:
    return [signal.getsignal(which) == signal.SIG_IGN for which in (signal.SIGINT, signal.SIGTERM)]


def test_workers_leave_it_to_their_parent_to_heed_a_signal_to_all() -> None:
    with pool(1) as workers:
        assert workers.submit(_signalled).result() == [True, True]
