"""Fixtures for the steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosscount import plugins
from crosscount.settings import Settings
from tests.flow.tiny_source import SOURCES


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with an empty store, and no source installed but those of tiny_source."""
    monkeypatch.setattr(plugins, "sources", lambda: SOURCES)
    return Settings(store=tmp_path / "store")
