"""How the program ends when it is told to, whatever a library makes of the signal."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

# A verb in the middle of its work, which a signal reaches (twice, as timeout(1) sends it) inside of a library.
WORKING = """
import os, signal, sys
from crosscount import __main__, plugins
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell in the background takes away

def counted():
    try:
        os.kill(os.getpid(), {which})
    except KeyboardInterrupt:
        os.kill(os.getpid(), {which})
        {handed_on}

plugins.figures = counted
sys.argv = ["crosscount", "figures"]
sys.exit(__main__.main())
"""


@pytest.mark.parametrize("handed_on", ["raise", "raise RuntimeError('Query interrupted') from None"])
@pytest.mark.parametrize(("which", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_work_with_its_own_code_and_one_line(which: int, code: int, handed_on: str) -> None:
    program = WORKING.format(which=int(which), handed_on=handed_on)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert ended.stderr == "crosscount: stopped; run the same command again to go on\n"


def test_a_signal_that_was_ignored_stays_ignored() -> None:
    program = WORKING.format(which=int(signal.SIGTERM), handed_on="raise").replace(
        "plugins.figures = counted",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); plugins.figures = lambda: counted() or {}",
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_a_signal_when_all_is_done_changes_nothing_while_python_ends() -> None:
    program = """
import os, signal, sys
from crosscount import __main__
signal.signal(signal.SIGINT, signal.default_int_handler)

class Late:  # goes with the interpreter, when handlers of Python are gone
    def __del__(self, kill=os.kill, me=os.getpid(), which=(signal.SIGINT.value, signal.SIGTERM.value)):
        for one in which:
            kill(me, one)

sys.late = Late()
sys.argv = ["crosscount", "figures"]
sys.exit(__main__.main())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "c2-servers" in ended.stdout
