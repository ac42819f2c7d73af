"""One frozen value from one TOML file. Nothing else reads the environment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from crosscount.errors import SettingsError

__all__ = [
    "DEFAULT_FILE",
    "Contamination",
    "Detection",
    "Indicators",
    "Ingest",
    "Placing",
    "Settings",
    "Targets",
    "load",
]

DEFAULT_FILE = "crosscount.toml"


@dataclass(frozen=True, slots=True)
class Ingest:
    """Limits that protect against damaged and hostile files."""

    max_fault_share: float = 0.2  # a file in which a larger share of records fails is refused whole
    min_records: int = 20  # below this many records the share is not judged, unless every record fails
    max_expanded_bytes: int = 64 * 1024**3  # of one file, decompressed
    max_expansion: int = 1_000  # decompressed bytes for each compressed one, beyond the first 64 MiB
    workers: int = 2  # files read at the same time


@dataclass(frozen=True, slots=True)
class Indicators:
    """How long a sighting without an end of validity counts for matching traffic, in days."""

    c2_days: int = 7  # for addresses and hosts of C2 servers
    phishing_days: int = 7  # for phishing pages and their hosts


@dataclass(frozen=True, slots=True)
class Placing:
    """Which ground decides a country."""

    basis: tuple[str, ...] = ("registered", "located", "routed")  # first that has an edition on or before the day
    overrides: str = ""  # CSV file: cidr,country,asn


@dataclass(frozen=True, slots=True)
class Targets:
    """The user's own tables of whom a site or brand belongs to."""

    sites: str = ""  # CSV file: host,country (a host stands for its subdomains too)
    brands: str = ""  # CSV file: brand,country


@dataclass(frozen=True, slots=True)
class Detection:
    """What the detectors use."""

    rules: tuple[str, ...] = ()  # folders with further Sigma rules for web backdoors
    phishing_lookups: bool = True  # a DNS question for the host of a listed page is a phishing operation
    shared_hosts: tuple[str, ...] = ()  # further hosts on which many people publish: matched by page only


@dataclass(frozen=True, slots=True)
class Contamination:
    """Addresses or CIDR ranges, or files of them with one a line."""

    scanners: tuple[str, ...] = ()  # researchers and crawlers: what they do is tagged, and left out of figures
    sinkholes: tuple[str, ...] = ()  # seized servers: who contacts one is infected, but not controlled from there


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run depends on besides its input."""

    store: Path = Path("crosscount-store")  # folder that everything is kept in
    timezone: str = "UTC"  # days are days of this zone
    publisher: str = "Crosscount"  # the name on a bulletin
    ingest: Ingest = field(default_factory=Ingest)
    indicators: Indicators = field(default_factory=Indicators)
    placing: Placing = field(default_factory=Placing)
    targets: Targets = field(default_factory=Targets)
    detection: Detection = field(default_factory=Detection)
    contamination: Contamination = field(default_factory=Contamination)
    folder: Path = Path()  # of the settings file; relative paths in it start here

    def path(self, name: str) -> Path:
        """A path of the settings file, made absolute against its folder."""
        return self.folder / name


def load(file: Path | None = None, *, store: Path | None = None) -> Settings:
    """Read `file`, or crosscount.toml of this folder, or take the defaults; `store` wins over the file."""
    if file is None:
        file = Path(DEFAULT_FILE) if Path(DEFAULT_FILE).is_file() else None
    settings = Settings()
    if file is not None:
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(
                f"settings file '{file}' cannot be read: {error.strerror}; run 'crosscount init'"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"settings file '{file}' is not valid TOML: {error}") from error
        settings = replace(_fill(settings, values, str(file), ""), folder=file.parent)
    return replace(settings, store=store if store is not None else settings.folder / settings.store)


def _fill(value: Any, given: dict[str, Any], file: str, prefix: str) -> Any:
    known = {f.name: f for f in fields(value) if f.name != "folder"}
    hints = get_type_hints(type(value))
    changed: dict[str, Any] = {}
    for name, new in given.items():
        if name not in known:
            raise SettingsError(f"{file}: no setting '{prefix}{name}' (there are: {', '.join(known)})")
        old = getattr(value, name)
        if is_dataclass(old):
            if not isinstance(new, dict):
                raise SettingsError(f"{file}: '{prefix}{name}' is a section, written [{prefix}{name}]")
            changed[name] = _fill(old, new, file, f"{prefix}{name}.")
        else:
            changed[name] = _converted(old, new, f"{file}: '{prefix}{name}'", hints[name])
    return replace(value, **changed)


def _converted(old: Any, new: Any, where: str, expected: Any) -> Any:
    if isinstance(old, tuple) and isinstance(new, list) and all(isinstance(item, str) for item in new):
        return tuple(new)
    if isinstance(old, Path) and isinstance(new, str):
        return Path(new)
    if isinstance(old, float) and isinstance(new, int) and not isinstance(new, bool):
        return float(new)
    if type(new) is type(old):
        return new
    raise SettingsError(f"{where} is {new!r}, expected {getattr(expected, '__name__', expected)}")
