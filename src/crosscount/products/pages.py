"""How every HTML page is rendered: what strangers wrote is escaped and seen, and a missing value is an error."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosscount.model.legible import shown

__all__ = ["environment"]


def _legible(value: object) -> object:
    """What a template writes, without characters that hide or that turn the text beside them; markup stays markup."""
    if not isinstance(value, str):
        return value
    return Markup(shown(value)) if isinstance(value, Markup) else shown(value)


@cache
def environment() -> Environment:
    """The templates of this folder; nobody adds filters or globals to it, since all pages share it."""
    return Environment(
        loader=PackageLoader("crosscount.products", "templates"),
        autoescape=True,
        finalize=_legible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
