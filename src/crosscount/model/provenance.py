"""Where a number comes from: bytes, files, table versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["DataFile", "Evidence", "Snapshot", "StagedFile", "TableAt"]


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A Parquet file written into a table's folder but not committed. Its name is the SHA-256 of its bytes."""

    table: str
    path: str  # relative to the table's folder: "day=2014-03-19/<sha256>.parquet"
    size: int
    rows: int
    partition: Mapping[str, str | None]
    stats: Mapping[str, Any] = field(default_factory=dict)  # Delta statistics: minValues, maxValues, nullCount


@dataclass(frozen=True, slots=True)
class DataFile:
    """A committed Parquet file of a table version."""

    path: str  # absolute
    rows: int
    partition: Mapping[str, str]
    minimum: Mapping[str, Any] = field(default_factory=dict)
    maximum: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """File name without folder: its SHA-256 and .parquet."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class TableAt:
    """A table pinned at a version: exactly these files."""

    table: str
    version: int
    files: tuple[DataFile, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file as delivered, or one member of an archive."""

    id: str  # SHA-256 over the bytes' SHA-256, the member, the source and the context that the source uses
    sha256: str
    member: str | None
    name: str
    source: str
    publisher: str
    licence: str
    context: Mapping[str, str]
    size: int
    ingested_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a figure was counted from, so that it can be counted again."""

    table: str  # "threats" or "observations"
    version: int
    where: str  # a sentence for the reader
    rows: int  # rows that satisfy the condition inside the window
    digest: str  # SHA-256 over the sorted distinct (group, member) pairs; the same for any order or split
    files: str  # SHA-256 over the sorted names of the table's files that the window touches
    references: tuple[str, ...]  # ids of the reference editions that placed the rows
    code: str  # "crosscount 0.1.0, c2-servers@1"
