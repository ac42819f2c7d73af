"""The user's lists of scanners and sinkholes: addresses, CIDR ranges, or files with one of these a line."""

from __future__ import annotations

from crosscount.errors import SettingsError
from crosscount.kernels.contamination import prefix_of
from crosscount.settings import Settings

__all__ = ["prefixes"]


def prefixes(settings: Settings, name: str) -> list[str]:
    """The prefixes of `settings.contamination.<name>`, sorted. In a file, "#" and ";" begin a remark."""
    where = f"contamination.{name}"
    out: set[str] = set()
    for entry in getattr(settings.contamination, name):
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
