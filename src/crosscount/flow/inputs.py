"""What each UTC day is concluded from, and which days have changed since.

A day depends on the files with traffic of that day, the files with statements that stand on it (longer, by the days
that a sighting counts, where there is traffic to match), the flows of as many days before as a detector looks back, the
detectors with their rules and settings, and the editions that place it. The digest of all that is written to the ledger
after a day was concluded: a crash in between costs a day's work, never a wrong day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import numpy as np

from crosscount.flow import contaminants, editions
from crosscount.flow.spans import EPOCH, Spans, spans_of
from crosscount.model.detector import Detector
from crosscount.model.kinds import Seen
from crosscount.model.provenance import DataFile, TableAt
from crosscount.settings import Settings
from crosscount.store import lake, ledger

__all__ = ["Inputs", "close", "closed", "digests", "record", "recorded", "survey"]

REVISION = 1  # raise it when conclude itself leads to other rows of `threats`
KIND = "step"
PREFIX = "conclude:"
CLOSED = "closed:"
STATEMENTS = (Seen.LISTING.value, Seen.REPORT.value)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The observations at one version, and on which days each file speaks."""

    table: TableAt
    spans: Mapping[str, Spans]  # by file name
    learned: Mapping[str, Spans]  # those of `spans` that had to be read from the files
    traffic: Mapping[date, Sequence[DataFile]] = field(repr=False)
    statements: Mapping[date, Sequence[DataFile]] = field(repr=False)

    def rows(self, day: date) -> float:
        """About how many rows a day is concluded from."""
        both = (*self.traffic.get(day, ()), *self.statements.get(day, ()))
        return sum(self.spans[file.name].rows_a_day for file in both)

    def touching(self, days: Sequence[date], *, seen: Iterable[str], longer: int = 0) -> TableAt:
        """The files that speak on one of the days, or spoke at most `longer` days before.

        Those with earlier rows come first: what comes in order need not be sorted later.
        """
        wanted = np.array(sorted((day - EPOCH).days for day in days), dtype=np.int64)
        kinds = set(seen)
        kept = (
            file
            for file in self.table.files
            if file.partition["seen"] in kinds and self.spans[file.name].touches(wanted, longer)
        )
        return TableAt(self.table.table, self.table.version, tuple(sorted(kept, key=_begins)))


def survey(settings: Settings, known: Mapping[str, Spans], table: TableAt | None = None) -> Inputs:
    """The observations as given, or as they are now; spans that are known from before are not read again."""
    table = table if table is not None else lake.at(settings.store, "observations")
    spans: dict[str, Spans] = {}
    learned: dict[str, Spans] = {}
    by_day: tuple[dict[date, list[DataFile]], dict[date, list[DataFile]]] = ({}, {})
    for file in table.files:
        states = file.partition["seen"] in STATEMENTS
        if file.name in known:
            spans[file.name] = known[file.name]
        else:
            spans[file.name], read = spans_of(table, file, states=states)
            if read:
                learned[file.name] = spans[file.name]
        for day in spans[file.name].days():
            by_day[states].setdefault(day, []).append(file)
    return Inputs(table, spans, learned, *by_day)


def digests(inputs: Inputs, detectors: Sequence[Detector], settings: Settings) -> dict[date, str]:
    """For every day that has any input, the digest of what it is concluded from."""
    said = [REVISION, [(one.id, one.revision, one.depends(settings)) for one in detectors]]
    said.append([contaminants.own_networks(settings)])
    said.append([contaminants.prefixes(settings, name) for name in contaminants.LISTS])
    common = sha256(repr(said).encode()).hexdigest()
    lasting = max(settings.indicators.c2_days, settings.indicators.phishing_days)
    names: dict[date, set[str]] = {}
    for by_day in (inputs.traffic, inputs.statements):
        for day, files in by_day.items():
            names.setdefault(day, set()).update(file.name for file in files)
    with_traffic = np.array(sorted((day - EPOCH).days for day in inputs.traffic), dtype=np.int64)
    for file in inputs.table.files:
        if file.partition["seen"] in STATEMENTS:
            for day in inputs.spans[file.name].days(lasting, among=with_traffic):
                names[day].add(file.name)
    past = max((one.past_days for one in detectors), default=0)
    flows = {day: _flows(files) for day, files in inputs.traffic.items()} if past else {}
    out = {}
    for day in sorted(names):
        parts = [common, editions.fingerprint(settings, day), *sorted(names[day])]
        if flows.get(day):
            before = (day - timedelta(days=number) for number in range(1, past + 1))
            parts += [flows[one] for one in before if flows.get(one)]
        out[day] = sha256("\n".join(parts).encode()).hexdigest()[:32]
    return out


def _begins(file: DataFile) -> tuple[datetime, str]:
    return file.minimum.get("observed_at", datetime.min.replace(tzinfo=UTC)), file.name


def _flows(files: Iterable[DataFile]) -> str:
    """The digest of the files with flows; "" if there are none."""
    names = sorted(file.name for file in files if file.partition["seen"] == Seen.FLOW.value)
    return sha256("\n".join(names).encode()).hexdigest() if names else ""


def recorded(settings: Settings) -> tuple[dict[date, str], dict[str, Spans]]:
    """The digest that each day as it stands was concluded from, and the spans of files that were read for it.

    Of two runs at once the one whose threats stand is the last to commit them, which need not be the last to write.
    """
    version = lake.at(settings.store, "threats").version
    days: dict[date, str] = {}
    spans: dict[str, Spans] = {}
    written = (entry for entry in ledger.entries(settings.store, KIND) if entry.id.startswith(PREFIX))
    for entry in sorted(written, key=lambda entry: entry.body["version"]):  # of one version by time, as they come
        spans.update({name: Spans.from_plain(plain) for name, plain in entry.body["spans"].items()})
        if entry.body["version"] > version:  # `threats` was rebuilt from nothing since
            continue
        for day, digest in entry.body["days"].items():
            if digest is None:
                days.pop(date.fromisoformat(day), None)
            else:
                days[date.fromisoformat(day)] = digest
    return days, spans


def close(settings: Settings, before: date) -> None:
    """Write down that observations before that day have expired: such days are never concluded anew."""
    known = closed(settings)
    if known is None or known < before:
        name = f"{CLOSED}{before.isoformat()}"
        ledger.append(settings.store, KIND, name, {"before": before.isoformat()}, at=datetime.now(UTC))


def closed(settings: Settings) -> date | None:
    """The first day that is not closed; None if none is."""
    entries = ledger.entries(settings.store, KIND)
    days = [date.fromisoformat(entry.body["before"]) for entry in entries if entry.id.startswith(CLOSED)]
    return max(days, default=None)


def record(settings: Settings, version: int, days: Mapping[date, str | None], learned: Mapping[str, Spans]) -> None:
    """Write down what days of that version of `threats` were concluded from."""
    body: dict[str, Any] = {
        "version": version,
        "days": {day.isoformat(): digest for day, digest in days.items()},
        "spans": {name: spans.plain() for name, spans in learned.items()},
    }
    now = datetime.now(UTC)
    name = sha256(repr((now, sorted(body["days"].items()))).encode()).hexdigest()[:16]
    ledger.append(settings.store, KIND, f"{PREFIX}{name}", body, at=now)
