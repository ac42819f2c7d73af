"""A disk that is full in the midst of settle and keep: one clear sentence, readable tables, and a second run repairs.

The disk is a real one of a few kilobytes (tmpfs, in a mount namespace of its own), so the bytes end wherever they end.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crosscount.flow import conclude, settle
from crosscount.settings import Settings
from crosscount.store import lake
from tests.crash.full_disk import STEPS
from tests.flow.observed import put

TABLES = ("observations", "threats", "sets")
ROOM = (0, 8, 16, 20, 24, 28, 36, 44, 1200)  # kilobytes beside what is there, whole pages
MOUNTED = """
mount -t tmpfs -o size="$1" none "$2" || exit 99
cp -a "$3" "$2/store" || exit 98
"$4" -m tests.crash.full_disk "$5" "$2/store"
code=$?
cp -a "$2/store" "$6"
exit $code
"""


@pytest.fixture
def begin(tmp_path: Path) -> Path:
    """Twelve days of contacts, many small files, concluded; the first week settled."""
    store = tmp_path / "begin"
    settings = Settings(store=store, timezone="UTC")
    for number in range(1, 13):
        day = f"2014-03-{number:02}"
        server = {"seen": "listing", "stated": "c2_listing", "server_ip": f"8.8.0.{number}", "observed_at": day}
        flows = [
            {"seen": "flow", "client_ip": f"1.{client % 250}.{number}.{client // 250}", "server_ip": f"8.8.0.{number}"}
            | {"observed_at": f"{day} {client % 24:02}:30"}
            for client in range(500)
        ]
        put(settings, [server, *flows], snapshot=day)
    conclude.run(settings=settings)
    settle.run(settings=settings, days=settle.stale(settings)[:5])
    return store


def tables(store: Path) -> dict[str, list[str]]:
    """Every row as text, sorted; each file must be readable."""
    return {name: sorted(map(repr, lake.read(lake.at(store, name)).to_pylist())) for name in TABLES}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_said_and_the_same_again_gives_the_undisturbed_tables(
    step: str, begin: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(begin, whole)
    STEPS[step](whole)
    expected = tables(whole)
    mount = tmp_path / "disk"
    mount.mkdir()
    size = sum(4 * -(-file.stat().st_size // 4096) for file in begin.rglob("*") if file.is_file())
    codes = []
    for room in ROOM:
        out = tmp_path / f"after-{room}"
        given = [f"{size + room}k", mount, begin, sys.executable, step, out]
        run = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh", *given],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode == 99 or "unshare" in run.stderr:
            pytest.skip("no mount namespace on this machine")
        codes.append(run.returncode)
        if run.returncode == 3:
            assert run.stdout.startswith("StoreError: "), run.stdout
            assert "o space left on device" in run.stdout
            assert run.stdout.rstrip("\n").isprintable()
            assert len(run.stdout.splitlines()) == 1
        tables(out)
        STEPS[step](out)
        assert tables(out) == expected
    assert set(codes) == {0, 3}, codes
