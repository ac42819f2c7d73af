"""A store with hand-made threats, so that counting can be tested without files and detectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from crosscount.settings import Settings
from crosscount.store import commit, staging
from tests.kernels.threat_rows import threats


def put_threats(settings: Settings, rows: Iterable[Mapping[str, Any]]) -> list[date]:
    """Replace the UTC days of the rows in `threats`."""
    batch = threats(rows)
    days = sorted(set(batch.column("day").to_pylist()))
    staged = staging.write(settings.store, "threats", [batch])
    commit.replace_days(settings.store, "threats", days, staged)
    return days


def settings_in(folder: Path, zone: str = "Asia/Shanghai") -> Settings:
    """Settings with an empty store in a folder."""
    return Settings(store=folder / "store", timezone=zone)
