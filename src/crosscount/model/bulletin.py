"""What a bulletin is: statements of figures for one origin and one target, with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crosscount.model.figure import Statement
from crosscount.model.quality import QualityNote
from crosscount.model.window import Window

__all__ = [
    "SCHEMA",
    "Bulletin",
    "Coverage",
    "EditionUse",
    "FigureText",
    "Marking",
    "Request",
    "SourceCoverage",
]

SCHEMA = 1  # of the JSON form; raised when a reader of the old form would misread the new one


class Marking(StrEnum):
    """Who may read it: Traffic Light Protocol 2.0, https://www.first.org/tlp/."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"


@dataclass(frozen=True, slots=True)
class Request:
    """A statement that a product needs: the arguments of one computation."""

    figure: str
    window: Window
    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)

    def asks_for(self, statement: Statement) -> bool:
        """Whether the statement answers it."""
        return (
            statement.figure == self.figure
            and statement.window == self.window
            and statement.by == self.by
            and dict(statement.where) == dict(self.where)
        )


@dataclass(frozen=True, slots=True)
class FigureText:
    """What a figure says about itself, taken from its definition."""

    id: str
    version: int
    title: str
    means: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What one source delivered for the window: files, days with a record, and the sum read = kept + set_aside."""

    source: str
    title: str
    publisher: str
    files: int
    refused: int  # files refused whole; their records are in none of the sums
    days: int  # days of the window, in its zone, with at least one kept record
    first: date | None  # of those days
    last: date | None
    read: int
    kept: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class EditionUse:
    """One reference table that placed records of the window."""

    id: str
    content: str  # "country" or "network"
    basis: str  # model.place.Basis
    day: date
    embedded: bool = False  # came with the installation
    instead_from: date | None = None  # UTC days without an edition on or before them, for which this later one was used
    instead_to: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the numbers rest on. Sums of records, not figures: nobody is counted here."""

    sources: tuple[SourceCoverage, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)  # reason → records set aside
    missing: tuple[date, ...] = ()  # days of the window without a single record
    missing_before: tuple[date, ...] = ()  # the same for the previous window
    editions: tuple[EditionUse, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is published. Nothing is edited: a correction is a new bulletin that supersedes the old one."""

    id: str  # first 16 hex digits of the SHA-256 over everything below but `language` and `issued_at`
    origin: str  # ISO 3166-1 alpha-2, or ZZ
    target: str
    window: Window
    previous: Window  # what the change is measured against
    publisher: str
    marking: Marking
    language: str  # it is rendered in unless asked otherwise; a file in products/words: "en", "zh"
    issued_at: datetime  # UTC
    statements: tuple[Statement, ...]  # in the order of products.bulletin.needed
    texts: tuple[FigureText, ...]
    coverage: Coverage
    notice: str = ""  # shown as a band on every rendering, e.g. that the data are synthetic
    supersedes: str | None = None
    quality: QualityNote | None = None  # None in bulletins of before there was one

    @property
    def name(self) -> str:
        """Name for its files, without extension: "bulletin-US-CN-2014-03-19-2014-05-18"."""
        return f"bulletin-{self.origin}-{self.target}-{self.window.first}-{self.window.last}"
