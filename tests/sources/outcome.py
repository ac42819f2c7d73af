"""What a source makes of some bytes, in a form that people and JSON can read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from crosscount.kernels.cleaning import ip
from crosscount.kernels.cleaning.clean import CLEANED, clean
from crosscount.kernels.reading.faults import FAULTS
from crosscount.model.source import FileContext, Source

FOLDER = Path(__file__).parent
GOLDEN = ("kept.json", "set_aside.json")
NOT_SAMPLES = (*GOLDEN, "PROVENANCE", "context.json")


@dataclass(frozen=True)
class Outcome:
    """Everything that became of a file."""

    kept: pa.Table
    set_aside: pa.Table
    remarks: int
    records: int  # rows and faults as read, before cleaning


def outcome(source: Source, data: bytes, context: FileContext) -> Outcome:
    """Read and clean all of `data`."""
    kept, aside, remarks, records = [], [], 0, 0
    for raw in source.read(io.BytesIO(data)):
        cleaned = clean(raw, source, context)
        kept.append(cleaned.kept)
        aside.append(cleaned.set_aside)
        remarks += raw.remarks
        records += raw.columns.num_rows + (0 if raw.faults is None else raw.faults.num_rows)
    return Outcome(pa.Table.from_batches(kept, CLEANED), pa.Table.from_batches(aside, FAULTS), remarks, records)


def samples(source: Source) -> list[Path]:
    """The sample files of a source."""
    folder = FOLDER / source.id
    return sorted(f for f in folder.iterdir() if f.name not in NOT_SAMPLES) if folder.is_dir() else []


def context_of(sample: Path) -> FileContext:
    """The sample's name, and what context.json beside it says of day, site and family."""
    file = sample.parent / "context.json"
    said: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    day = date.fromisoformat(said["day"]) if "day" in said else None
    return FileContext(sample.name, day, said.get("site"), said.get("family"))


def golden(source: Source) -> dict[str, str]:
    """The text of the two golden files, as they ought to be."""
    kept: dict[str, list[dict[str, Any]]] = {}
    aside: dict[str, list[dict[str, Any]]] = {}
    for sample in samples(source):
        found = outcome(source, sample.read_bytes(), context_of(sample))
        kept[sample.name] = list(_plain(found.kept.sort_by("record_no")))
        aside[sample.name] = list(_plain(found.set_aside.sort_by("record_no")))
    return {name: _lines(rows) for name, rows in zip(GOLDEN, (kept, aside), strict=True)}


def _plain(table: pa.Table) -> Iterator[dict[str, Any]]:
    for name in ("client_ip", "server_ip", "answer_ip"):
        if name in table.column_names:
            index = table.column_names.index(name)
            table = table.set_column(index, name, ip.text(table.column(name).combine_chunks()))
    for row in table.to_pylist():
        yield {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items() if v is not None}


def _lines(files: dict[str, list[dict[str, Any]]]) -> str:
    """JSON with one record a line, so that a change shows as one line."""
    parts = []
    for name, rows in files.items():
        body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f"{json.dumps(name)}: [\n{body}\n]" if rows else f"{json.dumps(name)}: []")
    return "{" + ",\n".join(parts) + "}\n"
