"""How every HTML page is rendered: what strangers wrote is escaped, and a missing value is an error."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["environment"]


@cache
def environment() -> Environment:
    """The templates of this folder; nobody adds filters or globals to it, since all pages share it."""
    return Environment(
        loader=PackageLoader("crosscount.products", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
