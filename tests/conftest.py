"""Fixtures for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does; no test asserts a time.
settings.register_profile("whatever_the_machine_does", deadline=None)
settings.load_profile("whatever_the_machine_does")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real third-party data that lies beside the repository, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data beside the repository: the real third-party files are not here")
    return SHARED
