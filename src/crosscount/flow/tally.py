"""The account of one snapshot: read = kept + set aside, and whether that is good enough to keep."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.errors import FileRefused, StoreError
from crosscount.kernels.cleaning.columns import always
from crosscount.kernels.cleaning.digest import record_ids
from crosscount.model.source import Cleaned, RawBatch, Reason, Source
from crosscount.model.tables import OBSERVATIONS, SET_ASIDE
from crosscount.settings import Ingest

__all__ = ["Sums", "Tally"]

_UNDERSTOOD = (Reason.UNMAPPED.value, Reason.NO_SUBJECT.value)


@dataclass(slots=True)
class Sums:
    """What was read of a snapshot or of a piece of it, in numbers."""

    read: int = 0
    kept: int = 0
    set_aside: int = 0
    remarks: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    wanted: str | None = None  # what the first record that was set aside lacked

    def add(self, other: Sums) -> None:
        """Take in what was read of the next piece."""
        self.read += other.read
        self.kept += other.kept
        self.set_aside += other.set_aside
        self.remarks += other.remarks
        self.reasons.update(other.reasons)
        self.wanted = self.wanted or other.wanted
        self.first = min((one for one in (self.first, other.first) if one is not None), default=None)
        self.last = max((one for one in (self.last, other.last) if one is not None), default=None)

    def columns(self) -> dict[str, Any]:
        """The columns of `snapshots` that the sums fill."""
        return {
            "read": self.read,
            "kept": self.kept,
            "set_aside": self.set_aside,
            "remarks": self.remarks,
            "reasons": orjson.dumps(dict(self.reasons), option=orjson.OPT_SORT_KEYS).decode(),
            "first_at": self.first,
            "last_at": self.last,
        }

    def judge(self, name: str, source: str, limits: Ingest) -> None:
        """Refuse the file whole if too many of its records fail: the format has changed, or it is another one.

        A record that was read well, but says what we do not count, is no such failure.
        """
        failed = self.set_aside - sum(self.reasons[reason] for reason in _UNDERSTOOD)
        share = failed / max(self.read, 1)
        if (self.read >= limits.min_records and share > limits.max_fault_share) or (
            failed and self.read == self.set_aside
        ):
            why = ", ".join(f"{reason} {number}" for reason, number in sorted(self.reasons.items(), key=_most_first))
            raise FileRefused(
                f"'{name}': {self.set_aside} of {self.read} records cannot be read as '{source}' ({why}); "
                "nothing was kept. Name another --source, or raise ingest.max_fault_share"
            )

    def note(self) -> str | None:
        """What is to be said of a file of which no record was kept though each was understood."""
        return f"nothing was kept; expected {self.wanted}" if self.read and not self.kept else None


class Tally:
    """Counts the batches of one snapshot, or of a piece of it, and completes their rows with where they are from."""

    def __init__(self, source: Source, snapshot: str) -> None:
        self._source, self._snapshot = source, snapshot
        self.sums = Sums()

    def add(self, raw_batch: RawBatch, cleaned: Cleaned) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """The complete rows of one batch: observations, and what is set aside."""
        kept, aside = cleaned.kept, cleaned.set_aside
        read = raw_batch.columns.num_rows + (raw_batch.faults.num_rows if raw_batch.faults is not None else 0)
        if kept.num_rows + aside.num_rows != read:
            raise StoreError(
                f"source '{self._source.id}': read {read}, but kept {kept.num_rows} and set aside {aside.num_rows}; "
                "this is a bug, and nothing of the file was stored"
            )
        times = pc.min_max(kept.column("observed_at")).as_py()
        reasons = {each["values"]: each["counts"] for each in pc.value_counts(aside.column("reason")).to_pylist()}
        wanted = aside.column("expected")[0].as_py() if aside.num_rows else None
        numbers = (read, kept.num_rows, aside.num_rows, raw_batch.remarks)
        self.sums.add(Sums(*numbers, Counter(reasons), times["min"], times["max"], wanted))
        record = record_ids(self._snapshot, kept.column("record_no"))
        return self._completed(kept, OBSERVATIONS, record), self._completed(aside, SET_ASIDE, None)

    def _completed(self, rows: pa.RecordBatch, schema: pa.Schema, record: pa.Array | None) -> pa.RecordBatch:
        number = rows.num_rows
        own = {name: always(text, number) for name, text in (("source", self._source.id), ("snapshot", self._snapshot))}
        if record is not None:
            own["record"] = record
        columns = [own[one.name] if one.name in own else rows.column(one.name) for one in schema]
        return pa.RecordBatch.from_arrays(columns, names=schema.names)


def _most_first(reason: tuple[str, int]) -> tuple[int, str]:
    return (-reason[1], reason[0])
