"""Finding sources and figures: by entry point, ours through the same door as anyone's.

Groups are `crosscount.sources` and `crosscount.figures`; the entry point's name is the id of what it points to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import TypeVar

from crosscount.errors import PluginError, UnknownFormat
from crosscount.kernels.reading.elsewhere import told
from crosscount.model.figure import Figure
from crosscount.model.source import Field, Head, Source
from crosscount.model.tables import OBSERVATIONS

__all__ = ["claiming", "figures", "recognise", "sources"]

Plugin = TypeVar("Plugin", Source, Figure)


@cache
def sources() -> Mapping[str, Source]:
    """Every installed source by id, sorted."""
    found = _load("crosscount.sources", Source)
    for source in found.values():
        _check_source(source)
    return MappingProxyType(found)


@cache
def figures() -> Mapping[str, Figure]:
    """Every installed figure by id, sorted."""
    found = _load("crosscount.figures", Figure)
    for figure in found.values():
        if figure.version < 1 or not figure.title or not figure.means:
            raise PluginError(f"figure '{figure.id}' needs a version from 1, a title and what it means")
    return MappingProxyType(found)


def claiming(head: Head) -> list[Source]:
    """The sources that say a file is their own; those of last resort only where no other does."""
    claimed = [source for source in sources().values() if source.sniff(head)]
    return [source for source in claimed if not source.last_resort] or claimed


def recognise(head: Head) -> Source:
    """The one source that says a file is its own; UnknownFormat if none does, PluginError if two do."""
    yes = claiming(head)
    if len(yes) == 1:
        return yes[0]
    if yes:
        names = " and ".join(f"'{source.id}'" for source in yes)
        raise PluginError(f"'{head.name}' is claimed by {names}; name one with --source")
    raise UnknownFormat(f"'{head.name}' {told(head)}")


def _load(group: str, kind: type[Plugin]) -> dict[str, Plugin]:
    found: dict[str, tuple[EntryPoint, Plugin]] = {}
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        try:
            plugin = entry.load()
        except Exception as error:
            raise PluginError(f"plug-in '{entry.name}' ({entry.value}) cannot be loaded: {error}") from error
        if not isinstance(plugin, kind):
            raise PluginError(f"plug-in '{entry.name}' ({entry.value}) is no {kind.__name__}")
        if plugin.id != entry.name:
            raise PluginError(f"plug-in '{entry.name}' ({entry.value}) calls itself '{plugin.id}'; make the two equal")
        if entry.name in found and found[entry.name][0].value != entry.value:
            raise PluginError(f"'{entry.name}' is defined twice: {found[entry.name][0].value} and {entry.value}")
        found[entry.name] = (entry, plugin)
    return {name: plugin for name, (_, plugin) in found.items()}


def _check_source(source: Source) -> None:
    unknown = [name for name in source.fields if name not in OBSERVATIONS.names]
    if unknown:
        raise PluginError(f"source '{source.id}' fills columns that observations lack: {', '.join(unknown)}")
    wrong = [name for name, field in source.fields.items() if not isinstance(field, Field)]
    if wrong:
        raise PluginError(f"source '{source.id}': not made by crosscount.kernels.cleaning.clean: {', '.join(wrong)}")
    needed = [name for name in ("observed_at", "time_basis") if name not in source.fields]
    if needed:
        raise PluginError(f"source '{source.id}' must fill {' and '.join(needed)}")
    if not any(name in source.fields for name in source.subject):
        raise PluginError(f"source '{source.id}' fills none of its subject columns: {', '.join(source.subject)}")
