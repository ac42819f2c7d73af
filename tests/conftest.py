"""Fixtures for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real third-party data that lies beside the repository, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data beside the repository: the real third-party files are not here")
    return SHARED
