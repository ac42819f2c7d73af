"""One frozen value from one TOML file. Nothing else reads the environment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

from crosscount.errors import SettingsError

__all__ = [
    "DEFAULT_FILE",
    "Confidentiality",
    "Contamination",
    "Detection",
    "Engine",
    "Feed",
    "Fetch",
    "Indicators",
    "Ingest",
    "Keep",
    "Placing",
    "RegisterFolder",
    "Settings",
    "Targets",
    "load",
]

DEFAULT_FILE = "crosscount.toml"
ENGINES = ("local", "spark")


@dataclass(frozen=True, slots=True)
class Ingest:
    """Limits that protect against damaged and hostile files."""

    max_fault_share: float = 0.2  # a file in which a larger share of records fails is refused whole
    min_records: int = 20  # below this many records the share is not judged, unless every record fails
    max_expanded_bytes: int = 64 * 1024**3  # of one file, decompressed
    max_expansion: int = 1_000  # decompressed bytes for each compressed one, beyond the first 64 MiB
    workers: int = 2  # files read at the same time
    reports: str = ""  # CSV file of further Shadowserver reports: report,stated,client,server,host,url


@dataclass(frozen=True, slots=True)
class Engine:
    """Where work runs: on this machine, or on a Spark cluster that reaches the same store."""

    name: str = "local"  # local or spark
    workers: int = 2  # processes of this machine that conclude and settle at the same time
    master: str = "local[*]"  # of Spark, e.g. spark://host:7077; local[*] is this machine
    python: str = ""  # interpreter of the Spark workers, with the same crosscount (default: this one's path)
    options: tuple[str, ...] = ()  # further settings of Spark, each as name=value


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

    rules: tuple[str, ...] = ()  # folders with further Sigma rules, for web servers, proxies and DNS
    backdoor_paths: tuple[str, ...] = ()  # files with further names or paths of web backdoors, one a line
    phishing_kit_paths: tuple[str, ...] = ()  # files with further names or paths of phishing kits, one a line
    phishing_lookups: bool = True  # a DNS question for the host of a listed page is a phishing operation
    shared_hosts: tuple[str, ...] = ()  # further hosts on which many people publish: matched by page only
    own_networks: tuple[str, ...] = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")  # that are watched
    suspected_as_c2: bool = False  # a beacon is a contact with a C2 server, and enters the figures of those
    beacon_score: float = 0.8  # from 0 to 1, above which regular connections are a suspected C2 channel
    beacon_connections: int = 12  # at different seconds of a UTC day, below which nothing is called regular
    long_connection_hours: float = 12.0  # from which on a connection is a long one
    tunnel_names: int = 100  # different long names of one domain that one client asks for in a day
    exfiltration_bytes: int = 50_000_000  # sent by one client to one server in a day, below which it is no matter
    exfiltration_score: float = 3.5  # modified z-score against the client's own past, above which it is


@dataclass(frozen=True, slots=True)
class Contamination:
    """Addresses or CIDR ranges, or files of them with one a line."""

    scanners: tuple[str, ...] = ()  # researchers and crawlers: what they do is tagged, and left out of figures
    sinkholes: tuple[str, ...] = ()  # seized servers: who contacts one is infected, but not controlled from there
    researchers: tuple[str, ...] = ()  # analysts and sandboxes, which contact C2 servers and phishing pages on purpose
    tor: tuple[str, ...] = ()  # exits of Tor: who acts behind one is unknown
    vpn: tuple[str, ...] = ()  # exits of VPN and proxy services: likewise
    shared_hosting: tuple[str, ...] = ()  # servers that many customers share: the address is not one culprit's alone
    usual_servers: tuple[str, ...] = ()  # contacted regularly by right: updates, time, monitoring, push messages


@dataclass(frozen=True, slots=True)
class Fetch:
    """Limits of what is fetched, and how stubbornly."""

    max_bytes: int = 2 * 1024**3  # of one download, as sent; once unpacked the limits of [ingest] hold
    seconds: float = 600.0  # that one download may take, retries and waits included; the next run resumes it
    silence: float = 30.0  # seconds without a byte from the server
    attempts: int = 4  # at one download, when the server is busy or the connection breaks
    backoff: float = 2.0  # seconds before the second attempt, doubled for each further one, with jitter
    patience: float = 60.0  # seconds that Retry-After may make us wait; for longer waits the next run comes back


@dataclass(frozen=True, slots=True)
class Feed:
    """One table for each feed that `crosscount fetch` and `crosscount run` pull."""

    name: str = ""  # required; what is fetched is kept under it (lower-case letters, digits, "-" and "_")
    kind: str = "http"  # http, taxii (2.1), shadowserver (its reports API) or folder (a watched inbox)
    url: str = ""  # of the file, the TAXII server or collection, the API; "{token}" stands for the token of `secret`
    folder: str = ""  # of a feed of kind folder; files in it are read and left where they are
    publisher: str = ""  # who delivers it (default: the publisher that the source names)
    licence: str = ""  # own, open, counts or closed: what the publisher lets us do (default: as the source says)
    source: str = ""  # id of the source that reads it (default: recognised by content)
    family: str = ""  # malware family of a list that names none
    site: str = ""  # web site of an access log that names none
    file: str = ""  # file name that the download is given (default: the last part of the URL)
    every: str = "1d"  # how often it is due: a number and m, h, d or w
    secret: str = ""  # TOML file with any of token, user and password, key and secret, [headers]
    private: bool = False  # whether it lies on an internal network: private and loopback addresses are then allowed
    authorities: str = ""  # PEM file of further certificate authorities, for internal servers
    only: tuple[str, ...] = ()  # titles, aliases or ids of TAXII collections; lists or types of Shadowserver reports
    days: int = 3  # before today for which Shadowserver is asked
    downloads: str = "https://dl.shadowserver.org/"  # where Shadowserver keeps the reports that its API lists


@dataclass(frozen=True, slots=True)
class RegisterFolder:
    """Where the register of incidents, acts, statements and claims is kept."""

    folder: str = "register"  # with a folder for each kind of record


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many days rows are kept by `crosscount store retain`; 0 for ever. Figures and digests always stay."""

    flows: int = 0  # connections
    requests: int = 0  # web requests and TLS handshakes
    lookups: int = 0  # DNS questions
    listings: int = 0  # what lists say; an interval from its end, a sighting from when it counts no more
    reports: int = 0  # what publishers state
    threats: int = 0  # conclusions, with the sets made of them
    kinds: tuple[str, ...] = ()  # kinds of threats with days of their own, each as "phishing_visit=90"
    raw: int = 0  # files as delivered, counted from their last record


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """What is too small to be published, and where the keys lie."""

    smallest_cell: int = 0  # a published number below this is withheld, with what would give it away; 0: none is
    keys: str = "keys"  # folder of the keys that sign and pseudonymise evidence; made at the first export


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run depends on besides its input."""

    store: Path = Path("crosscount-store")  # folder that everything is kept in
    timezone: str = "UTC"  # days are days of this zone
    publisher: str = "Crosscount"  # the name on a bulletin
    ingest: Ingest = field(default_factory=Ingest)
    engine: Engine = field(default_factory=Engine)
    indicators: Indicators = field(default_factory=Indicators)
    placing: Placing = field(default_factory=Placing)
    targets: Targets = field(default_factory=Targets)
    detection: Detection = field(default_factory=Detection)
    contamination: Contamination = field(default_factory=Contamination)
    fetch: Fetch = field(default_factory=Fetch)
    register: RegisterFolder = field(default_factory=RegisterFolder)
    keep: Keep = field(default_factory=Keep)
    confidentiality: Confidentiality = field(default_factory=Confidentiality)
    feeds: tuple[Feed, ...] = ()  # what is fetched
    folder: Path = Path()  # of the settings file; relative paths in it start here

    def anywhere(self) -> Settings:
        """The same, for a process that runs in another folder."""
        return replace(self, store=self.store.absolute(), folder=self.folder.absolute())

    def on(self, engine: str | None, master: str | None) -> Settings:
        """The same on another engine, or another master of Spark, which implies Spark; None leaves what is there."""
        name = engine if engine is not None else "spark" if master is not None else self.engine.name
        if name not in ENGINES:
            raise SettingsError(f"engine is '{name}', expected one of: {', '.join(ENGINES)}")
        if master is not None and name == "local":
            raise SettingsError(f"the engine 'local' has no master, but '{master}' was given: leave out one of the two")
        return replace(
            self, engine=replace(self.engine, name=name, master=self.engine.master if master is None else master)
        )

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
    settings = replace(settings, store=store if store is not None else settings.folder / settings.store)
    if settings.store.exists() and not settings.store.is_dir():
        raise SettingsError(f"the store '{settings.store}' is a file; name a folder")
    try:
        ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(
            f"{file}: 'timezone' is '{settings.timezone}', expected an IANA name such as 'Asia/Shanghai'"
        ) from error
    return settings


def _fill(value: Any, given: dict[str, Any], file: str, prefix: str) -> Any:
    hidden = {"folder"} if isinstance(value, Settings) else set()  # not of the file: where the file lies
    known = {f.name: f for f in fields(value) if f.name not in hidden}
    hints = get_type_hints(type(value))
    changed: dict[str, Any] = {}
    for name, new in given.items():
        if name not in known:
            raise SettingsError(f"{file}: no setting '{prefix}{name}' (there are: {', '.join(known)})")
        old = getattr(value, name)
        if hints[name] == tuple[Feed, ...]:
            changed[name] = _feeds(new, file, f"{prefix}{name}")
        elif is_dataclass(old):
            if not isinstance(new, dict):
                raise SettingsError(f"{file}: '{prefix}{name}' is a section, written [{prefix}{name}]")
            changed[name] = _fill(old, new, file, f"{prefix}{name}.")
        else:
            changed[name] = _converted(old, new, f"{file}: '{prefix}{name}'", hints[name])
    return replace(value, **changed)


def _feeds(given: Any, file: str, name: str) -> tuple[Feed, ...]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise SettingsError(f"{file}: '{name}' are tables, each written [[{name}]]")
    return tuple(_fill(Feed(), each, file, f"{name}[{number}].") for number, each in enumerate(given, 1))


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
