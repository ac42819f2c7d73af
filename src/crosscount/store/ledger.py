"""What we stated, to whom, when: small records that are appended and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.model.tables import LEDGER
from crosscount.store import commit, lake, staging

__all__ = ["Entry", "append", "append_many", "entries", "find"]

_ROWS = pa.schema([field for field in LEDGER if field.name != "kind"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the ledger."""

    kind: str
    id: str
    at: datetime
    body: dict[str, Any]


def append(root: Path, kind: str, id: str, body: Mapping[str, Any], *, at: datetime) -> bool:  # noqa: A002
    """Add one record; False, and no change, if that kind has the id already."""
    return append_many(root, kind, [(id, body)], at=at) == [id]


def append_many(root: Path, kind: str, records: Sequence[tuple[str, Mapping[str, Any]]], *, at: datetime) -> list[str]:
    """Add records in one commit and return the ids that were new; of two records of one id the first counts."""
    bodies = {id: body for id, body in reversed(records)}  # noqa: A001, C416
    while True:
        names = {f"ledger:{kind}:{one}": one for one, _ in records}
        new = [names[name] for name in commit.missing(root, "ledger", list(names))]
        if not new:
            return []
        texts = [orjson.dumps(bodies[one], option=orjson.OPT_SORT_KEYS).decode() for one in new]
        rows = pa.RecordBatch.from_arrays(
            [pa.array(new), pa.array([at] * len(new), _ROWS.field("at").type), pa.array(texts)], schema=_ROWS
        )
        staged = staging.write(root, "ledger", [rows], partition={"kind": kind})
        # None: someone else added one of them since we looked, so look again.
        if commit.append_together(root, "ledger", staged, [f"ledger:{kind}:{one}" for one in new]) is not None:
            return new


def entries(root: Path, kind: str) -> list[Entry]:
    """All records of the kind, oldest first, those of one instant by id."""
    found = lake.having(lake.at(root, "ledger"), "kind", kind)
    return sorted(_entries(kind, lake.read(found, ["id", "at", "body"])), key=lambda entry: (entry.at, entry.id))


def find(root: Path, kind: str, id: str) -> Entry | None:  # noqa: A002
    """The record, None if there is none."""
    found = lake.having(lake.having(lake.at(root, "ledger"), "kind", kind), "id", id)
    rows = lake.read(found, ["id", "at", "body"], pc.field("id") == id)
    return next(iter(_entries(kind, rows)), None)


def _entries(kind: str, rows: pa.Table) -> list[Entry]:
    columns = (rows.column(name).to_pylist() for name in ("id", "at", "body"))
    return [Entry(kind, id, at, orjson.loads(body)) for id, at, body in zip(*columns, strict=True)]  # noqa: A001
