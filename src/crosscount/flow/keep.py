"""Keep: compact small files, remove old versions that nothing cites, let rows expire. What expires is in the ledger.

Figures, bulletins and digests stay. What retention removes is gone from all versions, cited or not; `verify` then says
so. A day of which observations have expired is closed: it is never concluded anew, for it would lose threats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as dataset
import pyarrow.parquet as pq

from crosscount.errors import InputError, SettingsError
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
    unconcluded_days: int = 0  # closed before they were concluded from all of their rows
    unconcluded_rows: int = 0  # of those days, expired or not


def compact(*, settings: Settings) -> dict[str, keep.Compacted]:
    """Put small files together; days that were concluded stay so, since their rows are the same."""
    before = _Before(settings)
    try:
        done = {"observations": keep.compact(settings.store, before.files)}
    finally:  # of what was put together before a signal or a full disk, too: else those days would be due once more
        if before.files.changed:
            before.record(settings)
    for table in ("set_aside", "snapshots", "ledger"):
        done[table] = keep.compact(settings.store, keep.Lineage(settings.store, table))
    return done


def vacuum(*, settings: Settings, older_than: float, published_only: bool = False) -> keep.Swept:
    """Remove files of versions that no statement cites (or no bulletin), replaced more than so many seconds ago."""
    with commit.removing(settings.store):
        over = keep.superseded(settings.store, cited(settings, published_only), older_than=older_than)
        return _remove(settings, "vacuum", None, over)


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


def retain(*, settings: Settings, today: date | None = None, unconcluded: bool = False) -> Expired:
    """Remove what is older than [keep] says, from all versions.

    Days that are due would be closed and so never counted: InputError, unless `unconcluded` lets them go. It may be cut
    short at any point: days are closed before they lose observations, what is to be removed is written down before it
    is, and what was left undone is found by the next run.
    """
    today = today or datetime.now(UTC).date()
    rows: dict[str, int] = {}
    over: dict[str, list[Path]] = {}
    before = _Before(settings)
    ages = _ages(settings, today)
    old = {age: files for age in ages if (files := age.old(before.files.began))}
    days = rows_of_due = 0
    if old:
        closing = max(age.first for age in old)
        days, rows_of_due = before.losing(closing, allowed=unconcluded)
        inputs.close(settings, closing)
    for age, files in old.items():
        gone = _expire_observations(settings, before.files, age, files)
        rows["observations"] = rows.get("observations", 0) + gone
    if old:
        before.record(settings)
    over["observations"] = [file for age in ages for file in _unused(settings, "observations", age.folder, age.over)]
    _expire_threats(settings, today, rows, over)
    swept = _remove(settings, "retention", today, over, _old_raw(settings, today))
    return Expired(rows, swept.files, swept.size, days, rows_of_due)


class _Before:
    """Which days were concluded from the observations as they stood, before files are rewritten."""

    def __init__(self, settings: Settings) -> None:
        self._version = lake.version(settings.store, "threats")
        self.files = keep.Lineage(settings.store, "observations")
        self._late = set(conclude.stale(settings, self.files.began))

    def losing(self, closing: date, *, allowed: bool) -> tuple[int, int]:
        """How many due days before that one have how many rows; InputError if there are any and it is not allowed."""
        rows: Counter[date] = Counter()
        due = sorted(day for day in self._late if day < closing)
        if due:
            start, end = _midnight(due[0]), _midnight(due[-1] + timedelta(days=1))
            within = lake.overlapping(self.files.began, "observed_at", start, end)
            for batch in lake.batches(within, ["observed_at"]):
                counts = pc.value_counts(pc.cast(batch.column("observed_at"), pa.date32(), safe=False)).to_pylist()
                rows.update({one["values"]: one["counts"] for one in counts if one["values"] in self._late})
        lost = {day: count for day, count in rows.items() if day < closing}
        if lost and not allowed:
            raise InputError(
                f"{sum(lost.values()):,} rows are still due to be concluded, of days from {min(lost)} to {max(lost)} "
                "that would be closed, so that they are never counted; 'crosscount run' concludes them, --unconcluded "
                "lets them go; nothing was changed"
            )
        return len(lost), sum(lost.values())

    def record(self, settings: Settings) -> None:
        """Write down that they are so from the same rows in files of other names; what was added since is not told."""
        done, known = inputs.recorded(settings)
        found = inputs.survey(settings, known, self.files.within(lake.at(settings.store, "observations")))
        wanted = inputs.digests(found, conclude.DETECTORS, settings)
        days = {day: wanted.get(day) for day in {*done, *wanted} - self._late if done.get(day) != wanted.get(day)}
        if days:
            inputs.record(settings, self._version, days, found.learned)


@dataclass(frozen=True, slots=True)
class _Age:
    """The age from which on observations of one kind go."""

    seen: Seen
    first: date  # that stays
    sighted: date  # likewise, of a listing without an end: it goes when it has ceased to count for traffic

    @property
    def folder(self) -> str:
        return f"seen={self.seen.value}"

    @property
    def stays(self) -> pc.Expression:
        ends, at = pc.field("valid_to"), pc.field("observed_at")
        return pc.if_else(ends.is_valid(), ends >= _midnight(self.first), at >= _midnight(self.sighted))

    def old(self, table: TableAt) -> list[DataFile]:
        """The files that may hold such rows."""
        mine = (file for file in table.files if file.partition["seen"] == self.seen.value)
        return [file for file in mine if _begins(file) < self.first and self.over(Path(file.path))]

    def over(self, file: Path) -> bool:
        """Whether the file holds such rows."""
        return bool(dataset.dataset(file, format="parquet").scanner(["observed_at"], ~self.stays).count_rows() > 0)


def _ages(settings: Settings, today: date) -> list[_Age]:
    limits = {
        Seen.FLOW: settings.keep.flows,
        Seen.REQUEST: settings.keep.requests,
        Seen.LOOKUP: settings.keep.lookups,
        Seen.LISTING: settings.keep.listings,
        Seen.REPORT: settings.keep.reports,
    }
    lasting = max(settings.indicators.c2_days, settings.indicators.phishing_days)
    out = []
    for seen, days in limits.items():
        if days > 0:
            first = today - timedelta(days=days)
            out.append(_Age(seen, first, first - timedelta(days=lasting) if seen is Seen.LISTING else first))
    return out


def _expire_observations(settings: Settings, lineage: keep.Lineage, age: _Age, old: Sequence[DataFile]) -> int:
    """Put what stays of the files in their place; the number of rows that went."""
    kept = lake.batches(replace(lineage.began, files=tuple(old)), None, age.stays)
    inside = (batch.select([n for n in batch.schema.names if n != "seen"]) for batch in kept)
    partition = ("seen", age.seen.value)
    staged = staging.write(settings.store, "observations", inside, partition=dict([partition]))
    lineage.replace(partition, old, staged)
    return sum(file.rows for file in old) - sum(file.rows for file in staged)


def _expire_threats(settings: Settings, today: date, rows: dict[str, int], over: dict[str, list[Path]]) -> None:
    """Sets first: a day whose threats are replaced already is not seen to have lost any."""
    limits = _threat_limits(settings, today)
    if not limits:
        return
    table = lake.at(settings.store, "threats")
    by_day = settled.files_by_day(table)
    changed = [
        day
        for day, files in sorted(by_day.items())
        if (kinds := _kinds_over(limits, day)) and any(_holds(Path(file.path), kinds) for file in files)
    ]
    over["sets"] = _expire_sets(settings, changed)
    for day in changed:
        files = by_day[day]
        mine = TableAt(table.table, table.version, tuple(files))
        kept = list(lake.batches(mine, None, ~pc.field("kind").isin(_kinds_over(limits, day))))
        count = sum(batch.num_rows for batch in kept)
        inside = (batch.select([n for n in batch.schema.names if n != "day"]) for batch in kept)
        staged = staging.write(settings.store, "threats", inside, partition={"day": day.isoformat()}) if count else []
        commit.replace_days(settings.store, "threats", [day], staged)
        rows["threats"] = rows.get("threats", 0) + sum(file.rows for file in files) - count
    base = folder(settings.store, "threats")
    for part in sorted(base.glob("day=*")):
        kinds = _kinds_over(limits, date.fromisoformat(part.name.partition("=")[2]))
        if kinds:
            over.setdefault("threats", []).extend(_unused(settings, "threats", part.name, partial(_holds, kinds=kinds)))


def _kinds_over(limits: Mapping[str, date], day: date) -> list[str]:
    return [kind for kind, first in limits.items() if day < first]


def _holds(file: Path, kinds: Sequence[str]) -> bool:
    return bool(pc.any(pc.is_in(pq.read_table(file, columns=["kind"]).column("kind"), pa.array(kinds))).as_py())


def _expire_sets(settings: Settings, changed: Sequence[date]) -> list[Path]:
    """Take the sets of these UTC days out; the files that held them, in whatever version."""
    sets = lake.at(settings.store, "sets")
    near = {day for utc in changed for day in (utc - settled.DAY, utc, utc + settled.DAY)}
    gone = {day for day in near if set(Window(day, day, settings.timezone).utc_days()) & set(changed)}
    held = sorted(settled.files_by_day(settled.covering(sets, gone)))
    if held:
        commit.replace_days(settings.store, "sets", held, [])
    # An older version may have held a day in a file of its own, or in that of its week.
    weeks = {day - timedelta(days=day.weekday()) for day in (*gone, *held)}
    days = sorted(week + timedelta(days=number) for week in weeks for number in range(7))
    return [file for day in days for file in _unused(settings, "sets", f"day={day}", lambda _: True)]


def _threat_limits(settings: Settings, today: date) -> dict[str, date]:
    """For each kind that expires the first day that stays."""
    days = {kind.value: settings.keep.threats for kind in Kind}
    for said in settings.keep.kinds:
        kind, _, number = said.partition("=")
        if kind.strip() not in days or not number.strip().isdigit():
            raise SettingsError(f"keep.kinds: '{said}', expected a kind of threat and days, such as phishing_visit=90")
        days[kind.strip()] = int(number)
    return {kind: today - timedelta(days=number) for kind, number in days.items() if number > 0}


def _old_raw(settings: Settings, today: date) -> list[str]:
    """Files as delivered whose last record is too old, unless an edition of reference tables needs them."""
    if settings.keep.raw <= 0:
        return []
    first = _midnight(today - timedelta(days=settings.keep.raw))
    last: dict[str, datetime] = {}
    for row in lake.read(lake.at(settings.store, "snapshots"), ["sha256", "last_at", "ingested_at"]).to_pylist():
        at = row["last_at"] or row["ingested_at"]
        last[row["sha256"]] = max(at, last.get(row["sha256"], at))
    needed = {digest for edition in editions.known(settings).values() for digest in edition.files}
    old = (digest for digest, at in sorted(last.items()) if at < first and digest not in needed)
    return [digest for digest in old if raw.path(settings.store, digest).is_file()]


def _unused(settings: Settings, table: str, partition: str, over: Callable[[Path], bool]) -> list[Path]:
    """Files of older versions in one partition, cited or not."""
    base = folder(settings.store, table).absolute()
    with commit.locked(settings.store, table):
        current = {file.path for file in lake.at(settings.store, table).files}
        return [
            file for file in sorted((base / partition).rglob("*.parquet")) if str(file) not in current and over(file)
        ]


def _remove(
    settings: Settings, cause: str, day: date | None, over: Mapping[str, Sequence[Path]], delivered: Sequence[str] = ()
) -> keep.Swept:
    """Write down what goes, then remove it. Files of `sets` are not told: no statement rests on them."""
    names = {table: sorted({file.name for file in files}) for table, files in over.items() if table != "sets"}
    _write_down(settings, cause, day, {**names, "raw": delivered})
    swept = keep.remove(settings.store, over)
    sizes = []
    for digest in delivered:
        file = raw.path(settings.store, digest)
        sizes.append(file.stat().st_size)
        file.unlink()
    return keep.Swept(swept.files + len(sizes), swept.size + sum(sizes))


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
