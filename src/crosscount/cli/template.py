"""The settings file with every default and what it means, read from crosscount.settings itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from crosscount.settings import Feed, Settings

__all__ = ["Documented", "as_toml", "documented", "feed_settings", "section_means", "toml"]

HEAD = """\
# Settings of Crosscount. Every line shows a default: remove the '#' in front of a name and change its value.
# Relative paths start at the folder of this file.
"""

FEEDS = """
# Feeds that 'crosscount fetch' and 'crosscount run' pull. One table each, as in:
#
#   [[feeds]]
#   name = "feodo"
#   url = "https://feodotracker.abuse.ch/downloads/ipblocklist.csv"
#   every = "6h"
#
# All that a feed can say:
#
"""


@dataclass(frozen=True, slots=True)
class Documented:
    """One setting, as the settings file has it."""

    section: str  # "" for the top of the file
    name: str
    default: Any
    means: str


def documented() -> Iterator[Documented]:
    """Every setting, those without a section first."""
    for field, value, means in sorted(_of(Settings()), key=lambda each: is_dataclass(each[1])):
        if is_dataclass(value):
            for name, default, said in _of(value):
                yield Documented(field, name, default, said)
        elif field not in {"folder", "feeds"}:
            yield Documented("", field, value, means)


def as_toml() -> str:
    """A settings file that changes nothing until its user does."""
    lines, section = [HEAD], ""
    for each in documented():
        if each.section != section:
            section = each.section
            lines.append(f"\n[{section}]\n# {section_means(section)}\n")
        lines.append(f"\n# {each.means}\n# {each.name} = {toml(each.default)}\n")
    return "".join(
        [*lines, FEEDS, *(f"#   {each.name} = {toml(each.default)}  # {each.means}\n" for each in feed_settings())]
    )


def feed_settings() -> Iterator[Documented]:
    """Every setting of one feed."""
    return (Documented("[feeds]", name, default, said) for name, default, said in _of(Feed()))


def section_means(section: str) -> str:
    """What the settings of a section are for."""
    return inspect.getdoc(type(getattr(Settings(), section))) or ""


def _of(settings: Any) -> Iterator[tuple[str, Any, str]]:
    source = inspect.getsource(type(settings))
    comments = dict(re.findall(r"^    (\w+): .*?  # (.+)$", source, re.MULTILINE))
    return ((each.name, getattr(settings, each.name), comments.get(each.name, "")) for each in fields(settings))


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, (str, Path)):
        return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower() if isinstance(value, bool) else str(value)
