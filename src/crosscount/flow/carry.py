"""Imports registries of others into a register: read = carried + set aside, value by value; nothing is overwritten."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from crosscount.errors import InputError, UnknownFormat
from crosscount.flow import opening
from crosscount.register import writing
from crosscount.register.carrying import attack, cfr, eurepoc, misp
from crosscount.register.carrying.account import Account, Aside, Row
from crosscount.register.carrying.cells import slug
from crosscount.register.carrying.drafts import Drafts
from crosscount.register.reading import Register, read
from crosscount.register.records import Actor, ActorKind, Attribution, Record, Response, Source, SourceKind
from crosscount.register.values import same
from crosscount.settings import Settings

__all__ = ["Carried", "run"]

LARGEST = 256 * 1024**2  # bytes of one file, unpacked
LONGEST_CELL = 16 * 1024**2
TABLES = (eurepoc, cfr)
DOCUMENTS = (misp, attack)
ALSO_NAMED = {misp: cfr}  # galaxies quote the tracker


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an import, in values, in cells and in records."""

    files: tuple[str, ...]
    read: int  # values: a cell that lists several gives several
    carried: int
    set_aside: int
    cells: int  # not blank, below the head
    cells_carried: int  # a value of them at least
    cells_in_part: int  # of those carried: another value was set aside
    cells_set_aside: int
    cleaned: dict[str, int]  # what was done to the text of cells → how many
    reasons: dict[str, int]
    written: dict[str, int]  # folder of the register → new records
    unchanged: int  # records that were there already, the same
    differing: tuple[
        str, ...
    ]  # ids of records that are there and say something else; nothing of the new ones is written
    asides: tuple[Aside, ...] = field(repr=False)


def run(paths: Sequence[Path], *, folder: Path, settings: Settings, dry: bool = False) -> Carried:
    """Carry all files over together, so that tables of one registry complete each other.

    UnknownFormat for a file that is of no registry known here; then nothing is written. `dry` writes nothing either.
    """
    account, drafts = Account(), Drafts()
    names = []
    for name, data in _files(paths, settings):
        names.append(name)
        _one(name, data, account, drafts)
    eurepoc.finish(drafts)
    there = read(folder, strict=False) if folder.is_dir() else Register(folder, {}, {})
    _share_names(drafts, there)
    records = _sound(drafts.records(account), there, account)
    new, unchanged, differing = _compared(records, there, account)
    if not dry:
        for record in new:
            writing.add(record, folder)
    if account.read != account.carried + len(account.asides):
        raise AssertionError(f"read {account.read} values, carried {account.carried}, aside {len(account.asides)}")
    carried, aside = account.cells_carried, account.cells_aside
    if account.cells != len(carried | aside):
        raise AssertionError(f"read {account.cells} cells, carried or aside {len(carried | aside)}")
    return Carried(
        files=tuple(names),
        read=account.read,
        carried=account.carried,
        set_aside=len(account.asides),
        cells=account.cells,
        cells_carried=len(carried),
        cells_in_part=len(carried & aside),
        cells_set_aside=len(aside - carried),
        cleaned=dict(account.cleaned),
        reasons=account.reasons,
        written=dict(Counter(record.folder for record in new)),
        unchanged=unchanged,
        differing=differing,
        asides=tuple(account.asides),
    )


def _files(paths: Sequence[Path], settings: Settings) -> Iterator[tuple[str, bytes]]:
    seen: Counter[str] = Counter()  # a name twice, as of two folders: told apart, because a cell is found by it
    for one in opening.found(paths, settings.store):
        if one.skipped:
            raise InputError(one.skipped)
        for member in opening.members(one.path, one.name, settings.ingest):
            if member.refused:
                raise InputError(member.refused)
            try:
                with member.open() as file:
                    data = file.read(LARGEST + 1)
            except (OSError, EOFError, ValueError) as error:
                raise InputError(f"'{member.name}' cannot be read: {error}") from error
            if len(data) > LARGEST:
                raise InputError(f"'{member.name}' has more than {LARGEST:,} bytes")
            name = member.name.rpartition("/")[2]
            seen[name] += 1
            yield name if seen[name] == 1 else f"{name} ({seen[name]})", data


def _one(name: str, data: bytes, account: Account, drafts: Drafts) -> None:
    if data.lstrip()[:1] in (b"{", b"["):
        _document(name, data, account, drafts)
    else:
        _table(name, data, account, drafts)


def _document(name: str, data: bytes, account: Account, drafts: Drafts) -> None:
    try:
        told = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UnknownFormat(f"'{name}' is not valid JSON: {error}") from error
    try:
        told = _cleaned(told, account)
    except RecursionError as error:
        raise UnknownFormat(f"'{name}' is nested too deeply") from error
    for registry in DOCUMENTS:
        if registry.whose(told):
            source = _source(name, data, registry, drafts)
            registry.carry(told, account, name, drafts, source)
            return
    raise UnknownFormat(f"'{name}' is neither a MISP galaxy of threat actors or botnets nor a STIX bundle")


def _table(name: str, data: bytes, account: Account, drafts: Drafts) -> None:
    csv.field_size_limit(LONGEST_CELL)
    text = data.decode("utf-8-sig", "replace")
    head = text.partition("\n")[0]
    for registry in TABLES:
        for separator in (",", ";", "\t"):
            if not registry.whose({column.strip().strip('"') for column in head.strip().split(separator)}):
                continue
            source = _source(name, data, registry, drafts)
            try:
                for number, cells in _rows(text, separator, account):
                    values = {column: registry.split(column, cell) for column, cell in cells.items()}
                    registry.carry(Row(account, name, number, values, cells), drafts, source)
            except csv.Error as error:
                raise InputError(f"'{name}' is no sound CSV: {error}") from error
            return
    raise UnknownFormat(
        f"'{name}' is of no registry known here; there are EuRepoC and CFR tables, MISP galaxies and ATT&CK bundles"
    )


def _rows(text: str, separator: str, account: Account) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each row, and its cells by column."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    columns: list[str] = []
    for column in next(rows, []):
        columns.append(
            column.strip() if column.strip() not in columns else f"{column.strip()} (again, {len(columns) + 1})"
        )
    for number, row in enumerate(rows, 1):
        beyond = [f"beyond the last column ({place})" for place in range(1, len(row) - len(columns) + 1)]
        yield number, {column: account.text(cell) for column, cell in zip([*columns, *beyond], row, strict=False)}


def _cleaned(told: Any, account: Account) -> Any:
    """The document with the text of its values cleaned; keys stay as they are."""
    if isinstance(told, str):
        return account.text(told)
    if isinstance(told, list):
        return [_cleaned(each, account) for each in told]
    return {key: _cleaned(each, account) for key, each in told.items()} if isinstance(told, dict) else told


def _source(name: str, data: bytes, registry: Any, drafts: Drafts) -> str:
    digest = sha256(data).hexdigest()
    source = drafts.begin(Source, f"src-{registry.BY[0]}-{digest[:12]}", "")
    fields = {
        "kind": SourceKind.DATASET.value,
        "publisher": registry.BY[1],
        "title": slug(name) and name,
        "sha256": digest,
    }
    for field_name, value in fields.items():
        drafts.put(source, field_name, value)
    for each in filter(None, (registry, ALSO_NAMED.get(registry))):
        actor = drafts.begin(Actor, each.BY[0], "")
        drafts.put(actor, "name", each.BY[1])
        drafts.put(actor, "kind", ActorKind(each.BY[2]).value)
    return source


def _share_names(drafts: Drafts, there: Register) -> None:
    """A name that several actors bear, here or in the register, becomes a shared one of each new actor among them."""
    new = [(made, fields) for made, fields in drafts.fields.items() if drafts.kinds[made] is Actor]
    owners: dict[str, set[str]] = {}
    for actor in there.of(Actor):
        for name in (actor.name, *actor.aliases):
            owners.setdefault(same(name), set()).add(actor.id)
    for made, fields in new:
        for name in (fields.get("name", ""), *fields.get("aliases", [])):
            owners.setdefault(same(name), set()).add(made)
    for made, fields in new:
        names = (fields.get("name", ""), *fields.get("aliases", []))
        shared = [name for name in names if len(owners[same(name)]) > 1]
        if shared:
            fields["aliases"] = [each for each in fields.get("aliases", []) if each not in shared]
            drafts.extend(made, "shared_aliases", *shared)


def _sound(records: list[Record], there: Register, account: Account) -> list[Record]:
    """Without attributions and responses of an incident or actor that is not written."""
    known = {*(record.id for record in records), *there.records}
    kept = []
    for record in records:
        of = [record.of] if isinstance(record, Attribution) else record.about if isinstance(record, Response) else ()
        if set(of) <= known:
            kept.append(record)
        else:
            account.drop(record.id, "what it is about is not written")
    return kept


def _compared(records: list[Record], there: Register, account: Account) -> tuple[list[Record], int, tuple[str, ...]]:
    new, unchanged, differing = [], 0, []
    for record in records:
        old = there.records.get(record.id)
        if old is None:
            new.append(record)
        elif isinstance(old, Source) or (type(old) is type(record) and _said(old) == _said(record)):
            unchanged += 1
        elif account.held.get(record.id):
            fields = [name for name, value in _said(record).items() if _said(old).get(name) != value]
            account.drop(record.id, f"a record of that id says something else: {', '.join(fields) or 'less'}")
            differing.append(record.id)
    return new, unchanged, tuple(differing)


def _said(record: Record) -> dict[str, Any]:
    return {name: value for name, value in writing.plain(record).items() if name != "sources"}
