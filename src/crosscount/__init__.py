"""Crosscount: counts cross-border cyber threats so that a doubter can recount them."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("crosscount")
