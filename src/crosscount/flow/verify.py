"""Verify: recount published numbers at their pinned versions, from rows, and hold the evidence to its digests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.engines.base import Question
from crosscount.errors import CrosscountError
from crosscount.flow import compute, editions, rows, snapshots
from crosscount.model.figure import CellState, Figure, Statement
from crosscount.model.plain import statement_id
from crosscount.model.provenance import TableAt
from crosscount.settings import Settings
from crosscount.store import lake, ledger, logbook, raw
from crosscount.store.tables import TABLES

__all__ = ["Check", "Report", "removed", "run"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was held against the evidence."""

    about: str  # "c2-servers 3f2a…" or "raw file 9c1e…"
    same: bool
    said: str
    found: str
    expired: bool = False  # not the same only because what it rests on was removed when its time was over


@dataclass(frozen=True, slots=True)
class Report:
    """What came out the same, and what did not."""

    checks: tuple[Check, ...]

    @property
    def same(self) -> bool:
        """Whether every number came out again and no byte of evidence has changed."""
        return bool(self.checks) and all(check.same for check in self.checks)

    @property
    def differences(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if not check.same and not check.expired)

    @property
    def expired(self) -> tuple[Check, ...]:
        """What can no longer be checked."""
        return tuple(check for check in self.checks if check.expired)


def run(
    statements: Sequence[Statement], *, settings: Settings, progress: Callable[[str, int], None] | None = None
) -> Report:
    """Recount every statement from the rows of its table version and check the bytes behind them."""
    checks: list[Check] = []
    groups: dict[object, list[Statement]] = {}
    for statement in statements:
        evidence = statement.evidence
        key = (statement.figure, statement.version, statement.window, evidence.version, evidence.references)
        groups.setdefault(key, []).append(statement)
    read: dict[tuple[str, int], dict[str, TableAt]] = {}
    for group in groups.values():
        checks += _recount(group, settings, read)
        if progress is not None:
            progress("recount", len(group))
    tables = [_joined(parts.values()) for parts in read.values()]
    checks += _data_files(tables, settings)
    checks += _raw_files(tables, settings)
    checks += _editions({name for s in statements for name in s.evidence.references}, settings)
    return Report(tuple(checks))


def _recount(
    group: Sequence[Statement], settings: Settings, read: dict[tuple[str, int], dict[str, TableAt]]
) -> list[Check]:
    first = group[0]
    try:
        figure = compute.figure_named(first.figure)
        if figure.version != first.version:
            return [
                Check(_name(s), False, f"{s.figure}@{s.version}", f"{figure.id}@{figure.version} is installed")
                for s in group
            ]
        pinned = rows.pin(figure, first.window, settings, first.evidence.version)
        over = _expired_files(pinned, settings)
        left = tuple(file for file in pinned.files if file.path not in over)
        read.setdefault((pinned.table, pinned.version), {})[repr(first.window)] = replace(pinned, files=left)
        if over:
            return [_unrecountable(s, pinned, over) for s in group]
        questions = [Question(s.by, s.where) for s in group]
        version, references = first.evidence.version, first.evidence.references
        again = compute.count(
            figure, first.window, questions, settings=settings, version=version, references=references
        )
    except (CrosscountError, OSError, pa.ArrowException) as error:
        return [Check(_name(s), False, _said(s), f"cannot be recounted: {error}") for s in group]
    return [_compared(said, found, figure) for said, found in zip(group, again, strict=True)]


def _expired_files(table: TableAt, settings: Settings) -> dict[str, str]:
    """The files that are no longer there because they were removed on purpose, and why, when."""
    known = removed(settings).get(table.table, {})
    return {file.path: known[file.name] for file in table.files if file.name in known and not Path(file.path).exists()}


def removed(settings: Settings) -> dict[str, dict[str, str]]:
    """Table (or "raw") → name of a file that retention or a vacuum removed → why and when."""
    out: dict[str, dict[str, str]] = {}
    for entry in ledger.entries(settings.store, "expiry"):
        for table, names in entry.body["removed"].items():
            out.setdefault(table, {}).update(dict.fromkeys(names, f"{entry.body['cause']} on {entry.body['on']}"))
    return out


def _unrecountable(said: Statement, pinned: TableAt, over: Mapping[str, str]) -> Check:
    """A statement of which the rows are gone: its own digest, and that of the names of its files, can still be held."""
    if statement_id(said) != said.id:
        return Check(_name(said), False, _said(said), f"the statement was altered: its digest is {statement_id(said)}")
    if rows.names_digest(pinned) != said.evidence.files:
        return Check(_name(said), False, _said(said), f"files of the evidence: {rows.names_digest(pinned)}")
    found = (
        f"evidence expired by {', '.join(sorted(set(over.values())))}: {len(over)} of {len(pinned.files)} files; "
        "digest and statement kept, recount no longer possible"
    )
    return Check(_name(said), False, _said(said), found, expired=True)


def _compared(said: Statement, found: Statement, figure: Figure) -> Check:
    """Every cell, and the size and digest of the set; the first difference is named."""
    differences = []
    if statement_id(said) != said.id:
        differences.append(f"the statement was altered: its digest is {statement_id(said)}, not {said.id}")
    hidden = {cell.key for cell in said.cells if cell.state is CellState.SUPPRESSED}
    values, again = _values(said), _values(found)
    for key in sorted(hidden - again.keys()):
        differences.append(f"{', '.join(key) or 'total'}: withheld as too small, but there is none")
    again = {key: value for key, value in again.items() if key not in hidden}
    for key in sorted(values.keys() | again.keys()):
        if values.get(key) != again.get(key):
            name = ", ".join(key) or "total"
            differences.append(f"{name}: {values.get(key, 0):,} was said, {again.get(key, 0):,} recounted")
            break
    # A withheld total carries no digest, and no counts beside it: they would tell what is withheld.
    for name in ("rows", "digest", "files", "references") if said.evidence.digest else ("files", "references"):
        if getattr(said.evidence, name) != getattr(found.evidence, name):
            differences.append(f"{name} of the evidence: {getattr(found.evidence, name)}")
    for name in () if hidden else ("without_member", "excluded"):
        if getattr(said, name) != getattr(found, name):
            differences.append(f"{name}: {getattr(found, name)}")
    return Check(_name(said), not differences, _said(said), "; ".join(differences) or _said(found))


def _values(statement: Statement) -> dict[tuple[str, ...], int]:
    return {cell.key: cell.value for cell in statement.cells if cell.value}


def _name(statement: Statement) -> str:
    where = ", ".join(f"{name}={value}" for name, value in statement.where.items())
    by = f" by {', '.join(statement.by)}" if statement.by else ""
    return f"{statement.figure} {statement.window.first}..{statement.window.last} [{where}]{by} ({statement.id})"


def _said(statement: Statement) -> str:
    return f"{statement.total or 0:,}" if not statement.by else f"{len(statement.cells)} cells"


def _joined(tables: Iterable[TableAt]) -> TableAt:
    parts = list(tables)
    files = {file.path: file for part in parts for file in part.files}
    return TableAt(parts[0].table, parts[0].version, tuple(files.values()))


def _data_files(tables: Sequence[TableAt], settings: Settings) -> list[Check]:
    """The rows counted, and all that the store holds now, still hash to their names, and the logs to their entries."""
    out, pinned = [], list(tables)
    for name in TABLES:
        try:
            pinned.append(lake.at(settings.store, name))
        except CrosscountError as error:
            out.append(Check(f"table {name}", False, "readable", str(error)))
        broken = logbook.changed(settings.store, name)
        found = f"changed: {', '.join(broken[:3])}" if broken else "same"
        out.append(Check(f"log of {name}", not broken, "same", found))
    for table in pinned:
        damaged = lake.verify(table)
        found = (
            f"{len(damaged)} changed or missing: {', '.join(damaged[:3])}" if damaged else f"{len(table.files)} same"
        )
        out.append(
            Check(f"files of {table.table} at version {table.version}", not damaged, f"{len(table.files)}", found)
        )
    return out


def _raw_files(tables: Sequence[TableAt], settings: Settings) -> list[Check]:
    """The files as delivered, behind the counted rows and their indicators, still hash to their names."""
    prefixes: set[str] = set()
    for table in tables:
        names = ["record", "indicator"] if table.table == "threats" else ["record"]
        try:
            for batch in lake.batches(table, names):
                for name in names:
                    starts = pc.unique(pc.binary_slice(batch.column(name).drop_null(), 0, 8))
                    prefixes.update(start.hex() for start in starts.to_pylist())
        except (CrosscountError, OSError, pa.ArrowException) as error:
            return [Check(f"rows of {table.table}", False, "readable", str(error))]
    known = {snapshot[:16]: row for snapshot, row in snapshots.ingested(settings).items()}
    out = [Check(f"snapshot {prefix}…", False, "known", "no such file") for prefix in sorted(prefixes - known.keys())]
    files = {known[prefix]["sha256"]: known[prefix]["name"] for prefix in sorted(prefixes & known.keys())}
    gone = removed(settings).get("raw", {})
    over = {one: gone[one] for one in files if one in gone and not raw.path(settings.store, one).exists()}
    if over:
        why = f"{len(over)} expired by {', '.join(sorted(set(over.values())))}"
        out.append(Check("files as delivered that expired", False, f"{len(over)}", why, expired=True))
    files = {one: name for one, name in files.items() if one not in over}
    damaged = [f"{name} ({digest[:12]}…)" for digest, name in files.items() if not raw.verify(settings.store, digest)]
    found = f"{len(damaged)} changed or missing: {', '.join(damaged[:3])}" if damaged else f"{len(files)} same"
    return [*out, Check("files as delivered", not damaged, f"{len(files)}", found)]


def _editions(names: set[str], settings: Settings) -> list[Check]:
    known = editions.known(settings)
    out = []
    for name in sorted(names):
        edition = known.get(name)
        damaged = [] if edition is None else [f for f in edition.files if not raw.verify(settings.store, f)]
        found = "no such edition" if edition is None else f"changed: {', '.join(damaged)}" if damaged else "same"
        out.append(Check(f"edition {name}", edition is not None and not damaged, "same", found))
    return out
