"""The account of one snapshot: read = kept + set aside, and whether that is good enough to keep."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.errors import FileRefused, StoreError
from crosscount.kernels.cleaning.digest import record_ids
from crosscount.model.source import Cleaned, RawBatch, Reason, Source
from crosscount.model.tables import OBSERVATIONS, SET_ASIDE
from crosscount.settings import Ingest

__all__ = ["Tally"]

_UNDERSTOOD = (Reason.UNMAPPED.value, Reason.NO_SUBJECT.value)


class Tally:
    """The sums of one snapshot, and the account that they must give."""

    def __init__(self, source: Source, snapshot: str) -> None:
        self._source, self._snapshot = source, snapshot
        self._read = self._kept = self._aside = self._remarks = 0
        self._reasons: Counter[str] = Counter()
        self._wanted: str | None = None  # what the first record that was set aside lacked
        self._first: datetime | None = None
        self._last: datetime | None = None

    def add(self, raw_batch: RawBatch, cleaned: Cleaned) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """Count one batch and complete its rows with where they are from."""
        kept, aside = cleaned.kept, cleaned.set_aside
        read = raw_batch.columns.num_rows + (raw_batch.faults.num_rows if raw_batch.faults is not None else 0)
        if kept.num_rows + aside.num_rows != read:
            raise StoreError(
                f"source '{self._source.id}': read {read}, but kept {kept.num_rows} and set aside {aside.num_rows}; "
                "this is a bug, and nothing of the file was stored"
            )
        self._read, self._kept, self._aside = (
            self._read + read,
            self._kept + kept.num_rows,
            self._aside + aside.num_rows,
        )
        self._remarks += raw_batch.remarks
        for reason in pc.value_counts(aside.column("reason")).to_pylist():
            self._reasons[reason["values"]] += reason["counts"]
        if self._wanted is None and aside.num_rows:
            self._wanted = aside.column("expected")[0].as_py()
        times = pc.min_max(kept.column("observed_at")).as_py()
        if times["min"] is not None:
            self._first = min(times["min"], self._first or times["min"])
            self._last = max(times["max"], self._last or times["max"])
        record = record_ids(self._snapshot, kept.column("record_no"))
        return self._completed(kept, OBSERVATIONS, record), self._completed(aside, SET_ASIDE, None)

    def columns(self) -> dict[str, Any]:
        """The columns of `snapshots` that the sums fill."""
        return {
            "read": self._read,
            "kept": self._kept,
            "set_aside": self._aside,
            "remarks": self._remarks,
            "reasons": orjson.dumps(dict(self._reasons), option=orjson.OPT_SORT_KEYS).decode(),
            "first_at": self._first,
            "last_at": self._last,
        }

    def judge(self, name: str, limits: Ingest) -> None:
        """Refuse the file whole if too many of its records fail: the format has changed, or it is another one.

        A record that was read well, but says what we do not count, is no such failure.
        """
        failed = self._aside - sum(self._reasons[reason] for reason in _UNDERSTOOD)
        share = failed / max(self._read, 1)
        if (self._read >= limits.min_records and share > limits.max_fault_share) or (
            failed and self._read == self._aside
        ):
            why = ", ".join(f"{reason} {number}" for reason, number in self._reasons.most_common())
            raise FileRefused(
                f"'{name}': {self._aside} of {self._read} records cannot be read as '{self._source.id}' ({why}); "
                "nothing was kept. Name another --source, or raise ingest.max_fault_share"
            )

    def note(self) -> str | None:
        """What is to be said of a file of which no record was kept though each was understood."""
        return f"nothing was kept; expected {self._wanted}" if self._read and not self._kept else None

    def _completed(self, rows: pa.RecordBatch, schema: pa.Schema, record: pa.Array | None) -> pa.RecordBatch:
        number = rows.num_rows
        own = {"source": pa.repeat(self._source.id, number), "snapshot": pa.repeat(self._snapshot, number)}
        if record is not None:
            own["record"] = record
        columns = [own[one.name] if one.name in own else rows.column(one.name) for one in schema]
        return pa.RecordBatch.from_arrays(columns, schema=schema)
