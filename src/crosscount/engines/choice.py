"""The engine that the settings name."""

from __future__ import annotations

from crosscount.engines.base import Engine
from crosscount.engines.local import LocalEngine
from crosscount.errors import SettingsError
from crosscount.settings import Settings

__all__ = ["chosen"]


def chosen(settings: Settings) -> Engine:
    """The engine of settings.engine; SettingsError with the way out where it cannot run on this machine."""
    if settings.engine.name == "local":
        return LocalEngine(settings.engine.workers)
    try:
        from crosscount.engines.spark import SparkEngine
    except ImportError as error:
        raise SettingsError(
            f"the engine 'spark' needs pyspark and what belongs to it; '{error.name or 'pyspark'}' is not installed: "
            "pip install 'crosscount[spark]', or say --engine local to work on this machine"
        ) from error
    return SparkEngine(settings.engine, settings.store.absolute())
