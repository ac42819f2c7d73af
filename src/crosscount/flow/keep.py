"""Keep: compact small files, remove old versions that nothing cites, let rows expire. What expires is in the ledger.

Figures, bulletins and digests stay. What retention removes is gone from all versions, cited or not; `verify` then says
so. A day of which observations have expired is closed: it is never concluded anew, for it would lose threats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from crosscount.errors import SettingsError
from crosscount.flow import conclude, editions, inputs, settled
from crosscount.model.kinds import Kind, Seen
from crosscount.model.provenance import DataFile, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import commit, keep, lake, ledger, raw, staging
from crosscount.store.tables import folder

__all__ = ["Expired", "cited", "compact", "retain", "vacuum"]


@dataclass(frozen=True, slots=True)
class Expired:
    """What retention removed."""

    rows: Mapping[str, int]  # table → rows
    files: int
    size: int  # bytes


def compact(*, settings: Settings) -> dict[str, keep.Compacted]:
    """Put small files together; days that were concluded stay so, since their rows are the same."""
    fresh = _fresh(settings)
    tables = ("observations", "set_aside", "snapshots", "ledger")
    done = {table: keep.compact(settings.store, table) for table in tables}
    if done["observations"].before:
        _conclude_as_before(settings, fresh)
    return done


def vacuum(*, settings: Settings, older_than: float, published_only: bool = False) -> keep.Swept:
    """Remove files of versions that no statement cites (or no bulletin), replaced more than so many seconds ago."""
    swept, names = keep.vacuum(settings.store, cited(settings, published_only), older_than=older_than)
    _write_down(settings, "vacuum", None, names)
    return swept


def cited(settings: Settings, published_only: bool = False) -> dict[str, set[int]]:
    """The versions of each table that statements of the ledger cite."""
    bulletins = ledger.entries(settings.store, "bulletin")
    published = {name for entry in bulletins for name in entry.body["statements"]}
    out: dict[str, set[int]] = {}
    for entry in ledger.entries(settings.store, "figure"):
        evidence = entry.body["evidence"]
        if evidence["version"] >= 0 and (entry.id in published or not published_only):
            out.setdefault(evidence["table"], set()).add(evidence["version"])
    return out


def retain(*, settings: Settings, today: date | None = None) -> Expired:
    """Remove what is older than [keep] says, from all versions."""
    today = today or datetime.now(UTC).date()
    rows: dict[str, int] = {}
    names: dict[str, list[str]] = {}
    sizes: list[int] = []
    fresh = _fresh(settings)
    before = _expire_observations(settings, today, rows, names, sizes)
    if before is not None:
        inputs.close(settings, before)
        _conclude_as_before(settings, fresh)
    _expire_threats(settings, today, rows, names, sizes)
    _expire_raw(settings, today, names, sizes)
    _write_down(settings, "retention", today, names)
    return Expired(rows, sum(len(each) for each in names.values()), sum(sizes))


def _fresh(settings: Settings) -> Callable[[date], bool]:
    late = set(conclude.stale(settings))
    return lambda day: day not in late


def _conclude_as_before(settings: Settings, fresh: Callable[[date], bool]) -> None:
    """Write down that days which were concluded are so from the files as they are named now."""
    done, known = inputs.recorded(settings)
    found = inputs.survey(settings, known)
    wanted = inputs.digests(found, conclude.DETECTORS, settings)
    days = {day: wanted.get(day) for day in {*done, *wanted} if fresh(day) and done.get(day) != wanted.get(day)}
    if days:
        inputs.record(settings, lake.version(settings.store, "threats"), days, found.learned)


def _expire_observations(
    settings: Settings, today: date, rows: dict[str, int], names: dict[str, list[str]], sizes: list[int]
) -> date | None:
    """The day before which observations of some kind are gone; None if all stay."""
    limits = {
        Seen.FLOW: settings.keep.flows,
        Seen.REQUEST: settings.keep.requests,
        Seen.LOOKUP: settings.keep.lookups,
        Seen.LISTING: settings.keep.listings,
        Seen.REPORT: settings.keep.reports,
    }
    closed = []
    for seen, days in limits.items():
        if days <= 0:
            continue
        first = today - timedelta(days=days)
        partition = ("seen", seen.value)
        table = lake.at(settings.store, "observations")
        old = [f for f in table.files if f.partition["seen"] == seen.value and _begins(f) < first]
        if old:
            stays = pc.coalesce(pc.field("valid_to"), pc.field("observed_at")) >= _midnight(first)
            kept = lake.batches(TableAt(table.table, table.version, tuple(old)), None, stays)
            inside = (batch.select([n for n in batch.schema.names if n != "seen"]) for batch in kept)
            staged = staging.write(settings.store, "observations", inside, partition=dict([partition]))
            gone = sum(file.rows for file in old) - sum(file.rows for file in staged)
            rows["observations"] = rows.get("observations", 0) + gone
            commit.replace_partition(settings.store, "observations", partition, old, staged)
            closed.append(first)
        _remove(settings, "observations", f"seen={seen.value}", partial(_older, first), names, sizes)
    return max(closed, default=None)


def _expire_threats(
    settings: Settings, today: date, rows: dict[str, int], names: dict[str, list[str]], sizes: list[int]
) -> None:
    limits = _threat_limits(settings, today)
    if not limits:
        return
    table = lake.at(settings.store, "threats")
    changed = []
    for day, files in sorted(settled.files_by_day(table).items()):
        over = [kind for kind, first in limits.items() if day < first]
        if not over:
            continue
        mine = TableAt(table.table, table.version, tuple(files))
        stays = ~pc.field("kind").isin(over)
        kept = list(lake.batches(mine, None, stays))
        count = sum(batch.num_rows for batch in kept)
        if count == sum(file.rows for file in files):
            continue
        inside = (batch.select([n for n in batch.schema.names if n != "day"]) for batch in kept)
        staged = staging.write(settings.store, "threats", inside, partition={"day": day.isoformat()}) if count else []
        commit.replace_days(settings.store, "threats", [day], staged)
        rows["threats"] = rows.get("threats", 0) + sum(file.rows for file in files) - count
        changed.append(day)
        _remove(settings, "threats", f"day={day}", lambda file: True, names, sizes)
    sets = lake.at(settings.store, "sets")
    gone = {
        day
        for day in settled.settled_inputs(sets)
        if set(Window(day, day, settings.timezone).utc_days()) & set(changed)
    }
    near = sorted(settled.files_by_day(settled.covering(sets, gone)))
    if near:
        commit.replace_days(settings.store, "sets", near, [])
        # An older version may have held a day in a file of its own, or in that of its week.
        weeks = {day - timedelta(days=day.weekday()) for day in (*gone, *near)}
        for day in sorted(week + timedelta(days=number) for week in weeks for number in range(7)):
            _remove(settings, "sets", f"day={day}", lambda file: True, {}, sizes)


def _threat_limits(settings: Settings, today: date) -> dict[str, date]:
    """For each kind that expires the first day that stays."""
    days = {kind.value: settings.keep.threats for kind in Kind}
    for said in settings.keep.kinds:
        kind, _, number = said.partition("=")
        if kind.strip() not in days or not number.strip().isdigit():
            raise SettingsError(f"keep.kinds: '{said}', expected a kind of threat and days, such as phishing_visit=90")
        days[kind.strip()] = int(number)
    return {kind: today - timedelta(days=number) for kind, number in days.items() if number > 0}


def _expire_raw(settings: Settings, today: date, names: dict[str, list[str]], sizes: list[int]) -> None:
    """Files as delivered whose last record is too old, unless an edition of reference tables needs them."""
    if settings.keep.raw <= 0:
        return
    first = _midnight(today - timedelta(days=settings.keep.raw))
    last: dict[str, datetime] = {}
    for row in lake.read(lake.at(settings.store, "snapshots"), ["sha256", "last_at", "ingested_at"]).to_pylist():
        at = row["last_at"] or row["ingested_at"]
        last[row["sha256"]] = max(at, last.get(row["sha256"], at))
    needed = {digest for edition in editions.known(settings).values() for digest in edition.files}
    for digest, at in sorted(last.items()):
        file = raw.path(settings.store, digest)
        if at < first and digest not in needed and file.is_file():
            sizes.append(file.stat().st_size)
            file.unlink()
            names.setdefault("raw", []).append(digest)


def _remove(
    settings: Settings,
    table: str,
    partition: str,
    over: Callable[[Path], bool],
    names: dict[str, list[str]],
    sizes: list[int],
) -> None:
    """Remove files of older versions in one partition, cited or not."""
    base = folder(settings.store, table).absolute()
    with commit.locked(settings.store, table):
        current = {file.path for file in lake.at(settings.store, table).files}
        for file in sorted((base / partition).rglob("*.parquet")):
            if str(file) not in current and over(file):
                sizes.append(file.stat().st_size)
                file.unlink()
                names.setdefault(table, []).append(file.name)


def _older(first: date, file: Path) -> bool:
    return _earliest(file) < first


def _begins(file: DataFile) -> date:
    """The day before which the file has no row."""
    found = file.minimum.get("observed_at")
    return found.date() if found is not None else _earliest(Path(file.path))


def _earliest(file: Path) -> date:
    column = pc.min(pq.read_table(file, columns=["observed_at"]).column(0)).as_py()
    found: datetime | None = column
    return found.date() if found is not None else date.max


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _write_down(settings: Settings, cause: str, day: date | None, names: Mapping[str, Sequence[str]]) -> None:
    removed = {table: sorted(set(each)) for table, each in names.items() if each}
    if not removed:
        return
    now = datetime.now(UTC)
    body = {"cause": cause, "on": (day or now.date()).isoformat(), "removed": removed}
    name = sha256(repr((now, sorted(removed.items()))).encode()).hexdigest()[:16]
    ledger.append(settings.store, "expiry", name, body, at=now)
