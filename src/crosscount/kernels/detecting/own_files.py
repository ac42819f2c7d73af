"""Rule files and path lists: those beside the detectors, and the user's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from crosscount.errors import SettingsError
from crosscount.kernels.detecting.path_lists import PathList, path_list
from crosscount.kernels.detecting.sigma_rule import Rule
from crosscount.settings import Settings

__all__ = ["Contents", "digest", "paths", "paths_of", "rule_files", "rules", "rules_unused", "rules_when_asked"]

ENDINGS = (".yml", ".yaml")
Contents = tuple[tuple[str, bytes], ...]  # files by name, sorted


def rule_files(settings: Settings) -> Contents:
    """Every Sigma file: ours as "built-in/…", the user's by folder as the settings write it."""
    out = _built_in("rules", ENDINGS)
    for name in settings.detection.rules:
        folder = settings.path(name)
        if folder.is_file():
            out[name] = folder.read_bytes()
            continue
        if not folder.is_dir():
            raise SettingsError(
                f"'detection.rules' names '{name}', but '{folder}' is no folder; create it or remove it"
            )
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.name.endswith(ENDINGS):
                out[f"{name}/{file.relative_to(folder).as_posix()}"] = file.read_bytes()
    return tuple(sorted(out.items()))


def paths(settings: Settings, own: str, more: Sequence[str], setting: str) -> Contents:
    """The path lists in the folder `own` beside the detectors, and the files that the setting names."""
    out = _built_in(own, (".txt",))
    for name in more:
        try:
            out[name] = settings.path(name).read_bytes()
        except OSError as error:
            raise SettingsError(f"'{setting}' names '{name}', which cannot be read: {error.strerror}") from error
    return tuple(sorted(out.items()))


def digest(contents: Contents) -> str:
    """Changes whenever a name or a byte does."""
    return repr([(name, sha256(content).hexdigest()) for name, content in contents])


@lru_cache(maxsize=2)
def rules(contents: Contents) -> tuple[list[Rule], list[tuple[str, str]]]:
    """Parsing a hundred rules takes seconds, and a run needs them for every chunk of days."""
    from crosscount.kernels.detecting.sigma_rules import rules_from  # here, since pySigma takes long to import

    return rules_from(dict(contents))


def rules_when_asked(settings: Settings) -> Callable[[], list[Rule]]:
    """The usable rules of the files as they are now, parsed when first asked for: most runs see no record for them."""
    files = rule_files(settings)
    return lambda: rules(files)[0]


def rules_unused(settings: Settings) -> list[tuple[str, str]]:
    """(file, why) for each rule that cannot be used; ours all can, so without any of the user's none is read."""
    return rules(rule_files(settings))[1] if settings.detection.rules else []


@lru_cache(maxsize=4)
def paths_of(contents: Contents) -> tuple[PathList, list[tuple[str, str]]]:
    """The lists read."""
    return path_list(dict(contents))


def _built_in(folder: str, endings: tuple[str, ...]) -> dict[str, bytes]:
    ours = files("crosscount.detectors") / folder
    return {f"built-in/{file.name}": file.read_bytes() for file in ours.iterdir() if file.name.endswith(endings)}
