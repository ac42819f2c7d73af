"""What must be true of whatever became of a file, and the ordinary way for bytes into a store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow import ingest
from crosscount.flow.ingest import FileReport
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.tables import OBSERVATIONS, SET_ASIDE
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["check", "check_rows", "ingested", "line_count"]

ADDRESSES = ("client_ip", "server_ip", "answer_ip")
TIMES = ("observed_at", "valid_from", "valid_to")
BOUNDS = {
    "client_port": (0, 65_535),
    "server_port": (0, 65_535),
    "status": (0, 999),
    "bytes_out": (0, 2**63 - 1),
    "bytes_in": (0, 2**63 - 1),
    "times": (1, 2**63 - 1),
    "record_no": (1, 2**63 - 1),
}
WORDS = {"seen": Seen, "time_basis": TimeBasis, "stated": Kind}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def ingested(
    folder: Path, files: Mapping[str, bytes], source: str | None = None, **options: Any
) -> tuple[list[FileReport], Path]:
    """Write the files below `folder`, ingest them into a new store and check it; the reports by name, and the store."""
    inbox = folder / "in"
    for name, data in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    settings = options.pop("settings", Settings(store=folder / "store"))
    reports = ingest.run([inbox], settings=settings, source=source, **options)
    check(settings.store, reports)
    return reports, settings.store


def check(store: Path, reports: list[FileReport]) -> None:
    """No row lost, none made up, none that the schema would not take, no fault of ours."""
    for report in reports:
        assert report.read == report.kept + report.set_aside, report
        assert report.set_aside == sum(report.reasons.values()), report
        assert "which is its bug" not in (report.fault or ""), report.fault
        assert report.state in ("ingested", "refused", "unknown", "skipped"), report
    new = {one.snapshot: one for one in reports if one.state == "ingested"}
    kept = lake.read(lake.at(store, "observations"))
    aside = lake.read(lake.at(store, "set_aside"))
    assert kept.num_rows == sum(one.kept for one in new.values())
    assert aside.num_rows == sum(one.set_aside for one in new.values())
    if kept.num_rows:
        assert set(kept.column_names) == set(OBSERVATIONS.names)
        check_rows(kept)
    if aside.num_rows:
        assert set(aside.column_names) == set(SET_ASIDE.names)
        _check_texts(aside)


def check_rows(kept: pa.Table) -> None:
    """Every value is one that its column allows."""
    kept.validate(full=True)  # among others: text is UTF-8
    for name in ADDRESSES:
        sizes = set(pc.unique(pc.binary_length(kept[name])).to_pylist())
        assert sizes <= {16, None}, (name, sizes)
    for name in TIMES:
        span = pc.min_max(kept[name]).as_py()
        if span["min"] is not None:
            assert 1990 <= span["min"].year <= span["max"].year <= 2100, (name, span)
    assert kept["observed_at"].null_count == 0
    for name, (low, high) in BOUNDS.items():
        span = pc.min_max(kept[name]).as_py()
        if span["min"] is not None:
            assert low <= span["min"] <= span["max"] <= high, (name, span)
    for name, words in WORDS.items():
        found = set(pc.unique(kept[name]).to_pylist()) - {None}
        assert found <= {word.value for word in words}, (name, found)
    _check_texts(kept)


def _check_texts(table: pa.Table) -> None:
    for name, kind in zip(table.schema.names, table.schema.types, strict=True):
        if pa.types.is_string(kind):
            for text in pc.unique(table[name]).to_pylist():
                assert text is None or CONTROL.search(text) is None, (name, text[:200])


def line_count(data: bytes) -> int:
    """Lines of a file as the readers count them: ended by LF, or by CR too where the first line is."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    feed, carriage = data.find(b"\n"), data.find(b"\r")
    by_return = carriage >= 0 and not 0 <= feed <= carriage + 1
    pieces = re.split(rb"[\r\n]" if by_return else rb"\n", data)
    return len(pieces) - (not pieces[-1])
