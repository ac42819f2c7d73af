"""Dated reference tables: add them, choose the one of a day, place addresses by it.

A day uses the edition nearest on or before it, of the first basis in settings.placing.basis that has one; else the
earliest after it, and a note says so. What the user added beats what came with the installation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import orjson
import pyarrow as pa

from crosscount.errors import FileRefused, InputError, SettingsError
from crosscount.flow import shelf as shelves
from crosscount.kernels.placing.place import Countries, place
from crosscount.kernels.placing.prefixes import RESERVED, PrefixTable
from crosscount.kernels.placing.targets import Targets
from crosscount.model.place import Basis, Edition
from crosscount.reference import belongs, embedded
from crosscount.reference.delegated import REGISTRIES
from crosscount.reference.overrides import overrides
from crosscount.reference.ranges import COUNTRY, NETWORK, Fault, RangeFile
from crosscount.settings import Settings
from crosscount.store import ledger, raw

__all__ = ["Added", "Placer", "add", "choose", "editions", "fingerprint", "known", "placer", "targets"]

BASES = (Basis.REGISTERED, Basis.LOCATED, Basis.ROUTED)
STALE_DAYS = 180
RULES = 1  # raise it when the order of grounds in kernels.placing.place or kernels.placing.targets changes


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one reference file. read = kept + set_aside."""

    edition: Edition  # that the file belongs to now
    name: str
    format: str
    sha256: str  # of the file as given
    read: int
    kept: int
    set_aside: int
    remarks: int
    reasons: Mapping[str, int]
    faults: tuple[Fault, ...]  # the first few
    notes: tuple[str, ...]
    already: bool  # nothing changed


@dataclass(frozen=True, slots=True)
class Placer:
    """Places addresses as of one day."""

    edition: str  # id of the country edition
    asn_edition: str  # "" if there is none: networks are then null
    notes: tuple[str, ...]  # what a reader should know of the choice of editions
    countries: Countries = field(repr=False)
    basis: Basis
    networks: PrefixTable | None = field(repr=False)
    overrides: PrefixTable | None = field(repr=False)

    def place(self, addresses: pa.Array) -> pa.RecordBatch:
        """country (never null, ZZ if unknown), asn and basis of each address (binary, 16 bytes, or null)."""
        return place(
            addresses,
            countries=self.countries,
            basis=self.basis,
            networks=self.networks,
            overrides=self.overrides,
        )


def add(
    file: Path,
    *,
    settings: Settings,
    edition: date,
    format: str | None = None,  # noqa: A002 - the word of the option
    basis: Basis | str | None = None,
) -> Added:
    """Add a file to the edition of that day; the same file again changes nothing.

    Files of one day, content and basis (the five registries, say) are one edition together.
    """
    stated = _basis(basis)
    if not file.is_file():
        raise InputError(f"'{file}' is not a file")
    root = settings.store
    stored = raw.put(root, file)
    used, found = shelves.read_raw(root, stored.sha256, file.name, settings.ingest, reader_id=format, basis=stated)
    if stated is not None and found.basis is not stated:
        raise InputError(
            f"'{file.name}' is {found.basis.value}, not {stated.value}: {used} tables are; leave --basis out"
        )
    _refuse(found, file.name, settings)
    shelves.keep(root, found.content, found.basis, edition, stored.sha256, found.ranges)
    body = {
        "content": found.content,
        "basis": found.basis.value,
        "day": edition.isoformat(),
        "sha256": stored.sha256,
        "size": stored.size,
        "name": file.name,
        "format": used,
        "registry": found.registry,
        "read": found.read,
        "kept": found.kept,
        "set_aside": found.set_aside,
        "remarks": found.remarks,
        "reasons": dict(found.reasons),
    }
    name = shelves.entry_id(found.content, found.basis, edition, stored.sha256)
    new = ledger.append(root, shelves.KIND, name, body, at=datetime.now(UTC))
    current = (
        e for e in shelves.shelf(root).current if (e.content, e.basis, e.day) == (found.content, found.basis, edition)
    )
    return Added(
        next(current),
        file.name,
        used,
        stored.sha256,
        found.read,
        found.kept,
        found.set_aside,
        found.remarks,
        found.reasons,
        found.faults,
        found.notes,
        not new,
    )


def editions(settings: Settings) -> list[Edition]:
    """Every edition that may be chosen: those added, by content and day, then the embedded one."""
    return [*shelves.shelf(settings.store).current, embedded.edition()]


def known(settings: Settings) -> dict[str, Edition]:
    """Every edition that a row may name, also as it was before a further file joined it, by id."""
    past = shelves.shelf(settings.store).past
    return {edition.id: edition for edition in (*past, *editions(settings))}


def choose(
    settings: Settings, content: str, day: date, among: Collection[str] | None = None
) -> tuple[Edition | None, str | None]:
    """The edition that places the addresses of a UTC day, and a sentence where it is not of that time.

    None only for networks: countries have the embedded edition. `among` these ids, as if no other had been added: it
    recounts what was published before a better edition came.
    """
    shelf = shelves.shelf(settings.store)
    offered = shelf.current if among is None else [each for each in known(settings).values() if each.id in among]
    added = [edition for edition in offered if edition.content == content and not edition.embedded]
    order = [Basis(name) for name in _bases(settings)] if content == COUNTRY else [Basis.ROUTED]
    usable = [edition for edition in added if edition.basis in order]
    for basis in order:
        before = [edition for edition in usable if edition.basis is basis and edition.day <= day]
        if before:
            nearest = max(before, key=lambda edition: edition.day)
            stale = (day - nearest.day).days > STALE_DAYS
            note = f"the {content} edition {nearest.id} was more than {STALE_DAYS} days old on some days"
            return nearest, note if stale else None
    if usable:
        first = min(usable, key=lambda edition: (edition.day, order.index(edition.basis)))
        return first, f"no {content} edition on or before {day}; {first.day} was used instead"
    if content == NETWORK:
        return None, "no network edition was added, so networks are unknown"
    built_in = embedded.edition()
    return (
        built_in,
        f"no country edition was added; the embedded one of {built_in.day} ({built_in.id}) was used instead",
    )


def placer(settings: Settings, day: date, among: Collection[str] | None = None) -> Placer:
    """Places addresses of that UTC day, `among` as with `choose`. Tables are opened once a process."""
    country, country_note = choose(settings, COUNTRY, day, among)
    network, network_note = choose(settings, NETWORK, day, among)
    if country is None:  # cannot be: the embedded edition is left
        raise SettingsError("no country edition")
    countries: Countries = embedded.EmbeddedCountries()
    if not country.embedded:
        countries = shelves.open_table(settings.store, country, settings.ingest)
    networks = shelves.open_table(settings.store, network, settings.ingest) if network is not None else None
    notes = tuple(note for note in (country_note, _partial(settings, country), network_note) if note)
    return Placer(
        country.id, network.id if network else "", notes, countries, country.basis, networks, _overrides(settings)
    )


def targets(settings: Settings) -> Targets:
    """Whom sites and brands belong to: the user's tables over the built-in ones."""
    mine = settings.targets
    return _targets(mine.sites, _bytes(settings, mine.sites), mine.brands, _bytes(settings, mine.brands))


def fingerprint(settings: Settings, day: date) -> str:
    """Changes when, and only when, addresses, sites or brands of that UTC day could be placed otherwise."""
    chosen = [choose(settings, content, day)[0] for content in (COUNTRY, NETWORK)]
    tables = [settings.placing.overrides, settings.targets.sites, settings.targets.brands]
    parts = [
        RULES,
        [edition.id if edition else "" for edition in chosen],
        [sha256(_bytes(settings, name)).hexdigest() for name in tables],
        belongs.digest(),
        RESERVED,
    ]
    return sha256(orjson.dumps(parts)).hexdigest()


def _bases(settings: Settings) -> Sequence[str]:
    allowed = {basis.value for basis in BASES}
    wrong = [name for name in settings.placing.basis if name not in allowed]
    if wrong:
        raise SettingsError(f"placing.basis: '{wrong[0]}' is no basis; there are: {', '.join(b.value for b in BASES)}")
    return settings.placing.basis


def _basis(stated: Basis | str | None) -> Basis | None:
    if stated is None:
        return None
    allowed = {basis.value: basis for basis in BASES}
    if str(stated) not in allowed:
        raise InputError(f"'{stated}' is no basis of an edition; there are: {', '.join(allowed)}")
    return allowed[str(stated)]


def _refuse(found: RangeFile, name: str, settings: Settings) -> None:
    """Raise FileRefused where too much fails: the format has changed, or it is another one."""
    share = found.set_aside / found.read if found.read else 1.0
    judged = found.read >= settings.ingest.min_records or found.kept == 0
    says = found.ranges.column(COUNTRY if found.content == COUNTRY else "asn")
    if judged and share > settings.ingest.max_fault_share:
        first = (
            f"; line {found.faults[0].record_no}: '{found.faults[0].value}', expected {found.faults[0].expected}"
            if found.faults
            else ""
        )
        raise FileRefused(f"'{name}': {found.set_aside} of {found.read} records cannot be read{first}")
    if says.null_count == len(says):
        raise FileRefused(f"'{name}': no record says a {found.content} on basis {found.basis.value}")


def _partial(settings: Settings, country: Edition) -> str | None:
    """A sentence where an edition is made of delegated files, but not of all five registries."""
    has = shelves.shelf(settings.store).registries.get(country.id, frozenset())
    missing = [name for name in REGISTRIES if name not in has]
    if not missing or not has or "" in has:
        return None
    return f"{country.id} has no file of {', '.join(missing)}: addresses registered there are ZZ"


def _bytes(settings: Settings, name: str) -> bytes:
    if not name:
        return b""
    try:
        return settings.path(name).read_bytes()
    except OSError as error:
        raise SettingsError(
            f"'{settings.path(name)}', named in the settings, cannot be read: {error.strerror}"
        ) from error


def _overrides(settings: Settings) -> PrefixTable | None:
    name = settings.placing.overrides
    return _override_table(name, _bytes(settings, name)) if name else None


@lru_cache(maxsize=4)
def _override_table(name: str, data: bytes) -> PrefixTable:
    return overrides(data, name)


@lru_cache(maxsize=4)
def _targets(sites_name: str, sites: bytes, brands_name: str, brands: bytes) -> Targets:
    return Targets(sites=belongs.sites(sites, sites_name), brands=belongs.brands(brands, brands_name))
