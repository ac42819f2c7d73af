"""The user's lists of addresses: single ones, CIDR ranges, or files with one of these a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from crosscount.errors import SettingsError
from crosscount.kernels.detecting.contamination import prefix_of
from crosscount.settings import Contamination, Settings

__all__ = ["LISTS", "own_networks", "prefixes"]

LISTS = tuple(field.name for field in fields(Contamination))


def own_networks(settings: Settings) -> list[str]:
    """The prefixes of `settings.detection.own_networks`, sorted."""
    return _prefixes(settings, settings.detection.own_networks, "detection.own_networks")


def prefixes(settings: Settings, name: str) -> list[str]:
    """The prefixes of `settings.contamination.<name>`, sorted. In a file, "#" and ";" begin a remark."""
    return _prefixes(settings, getattr(settings.contamination, name), f"contamination.{name}")


def _prefixes(settings: Settings, entries: Iterable[str], where: str) -> list[str]:
    out: set[str] = set()
    for entry in entries:
        prefix = prefix_of(entry)
        if prefix is not None:
            out.add(prefix)
            continue
        try:
            lines = settings.path(entry).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"'{where}' names '{entry}', which is no address or range, nor a text file that can be read: {error}"
            ) from error
        for number, line in enumerate(lines, 1):
            text = line.partition("#")[0].partition(";")[0].strip()
            if not text:
                continue
            prefix = prefix_of(text)
            if prefix is None:
                raise SettingsError(f"{entry}, line {number}: '{text}' is no address or CIDR range; correct it")
            out.add(prefix)
    return sorted(out)
