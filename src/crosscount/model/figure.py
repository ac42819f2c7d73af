"""What a figure is, and what a computed one says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crosscount.model.kinds import Kind, Tag
from crosscount.model.provenance import Evidence
from crosscount.model.window import Window

__all__ = ["DIMENSIONS", "Cell", "CellState", "Figure", "Side", "Statement", "Unit"]

# By what a figure may be broken down or narrowed. `network` is the ASN of the member's own side.
DIMENSIONS = ("origin_country", "target_country", "network", "family", "day")


class Side(StrEnum):
    """Whose network a member has."""

    ORIGIN = "origin"
    TARGET = "target"


class Unit(StrEnum):
    """What is counted, exactly and once."""

    ORIGIN_ADDRESS = "origin_address"  # 16 bytes
    TARGET_ADDRESS = "target_address"  # 16 bytes
    PAGE = "page"  # first 16 bytes of the SHA-256 of the canonical URL
    SITE = "site"  # first 16 bytes of the SHA-256 of the canonical host
    SLOT_5 = "slot_5"  # (origin, target, 5-minute slot), 36 bytes: the slot counts from 1970-01-01 00:00 UTC
    SLOT_30 = "slot_30"
    SLOT_60 = "slot_60"
    SLOT_1440 = "slot_1440"

    @property
    def side(self) -> Side:
        """Whose network a member has: that of the origin, or that of the target."""
        return Side.TARGET if self in (Unit.TARGET_ADDRESS, Unit.SITE) else Side.ORIGIN

    @property
    def slot_minutes(self) -> int | None:
        """Length of the slot, None for a unit without one."""
        return int(self.value.removeprefix("slot_")) if self.value.startswith("slot_") else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A definition that an analyst can review. Raise `version` when the meaning changes."""

    id: str
    version: int
    title: str
    unit: Unit
    kinds: tuple[Kind, ...]  # empty: every flow, request and lookup of `observations`, placed as it is counted
    means: str  # one sentence: what exactly is counted
    caveats: tuple[str, ...]
    without: tuple[Tag, ...] = (Tag.SCANNER, Tag.SINKHOLE)  # rows with one of these tags are not counted, but reported


class CellState(StrEnum):
    """Zero, unknown and suppressed are three different things."""

    VALUE = "value"
    ZERO = "zero"  # covered, and nothing found
    UNKNOWN = "unknown"  # nothing was ingested for that window that could show it
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a figure: the size of one set."""

    key: tuple[str, ...]  # one value a dimension of `by`; "" where the row has none
    value: int | None
    state: CellState = CellState.VALUE


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure computed for a window: what the ledger keeps and every product quotes."""

    id: str  # SHA-256 (first 16 hex digits) over everything below but `path` and `computed_at`
    figure: str  # "c2-servers"
    version: int
    title: str
    unit: str
    window: Window
    by: tuple[str, ...]  # of DIMENSIONS; () is a total
    where: Mapping[str, str]  # dimension → value, e.g. {"origin_country": "US"}
    cells: tuple[Cell, ...]  # largest first, then by key
    without_member: int  # rows that satisfy `where` but carry no member (an unknown address): not counted
    excluded: int  # members that only contaminated rows show: not counted
    path: str  # "sets" or "threats" or "observations": what was read
    evidence: Evidence
    computed_at: datetime
    notes: tuple[str, ...] = field(default=())  # e.g. which edition stood in for a missing one

    @property
    def total(self) -> int | None:
        """The value of a statement without `by`."""
        return self.cells[0].value if not self.by and self.cells else None
