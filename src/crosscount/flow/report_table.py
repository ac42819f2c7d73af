"""The user's own table of Shadowserver report types, which `ingest.reports` names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from crosscount.errors import SettingsError
from crosscount.kernels.cleaning.report_types import ReportType, as_table, by_name, read_table
from crosscount.settings import Settings

__all__ = ["about"]


def about(settings: Settings, file_name: str) -> str | None:
    """The line of the table, below its header, for the report that a file name says; None without one."""
    if not settings.ingest.reports:
        return None
    found = by_name(_table(settings.path(settings.ingest.reports)), file_name)
    return None if found is None else as_table(found[1])


@lru_cache(maxsize=8)
def _table(path: Path) -> tuple[ReportType, ...]:
    try:
        return read_table(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"'{path}', named by ingest.reports, cannot be read: {error.strerror}") from error
    except ValueError as error:  # UnicodeDecodeError too
        raise SettingsError(f"'{path}', named by ingest.reports: {error}") from error
