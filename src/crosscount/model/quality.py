"""What the quality note of a bulletin says, all of it computed from the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crosscount.model.estimate import Interval
from crosscount.model.figure import Cell
from crosscount.model.window import Window

__all__ = ["Behind", "Issue", "Limitation", "QualityNote", "Revision", "Variants"]


@dataclass(frozen=True, slots=True)
class Variants:
    """One figure, counted otherwise. A cell that would tell a small number is suppressed."""

    figure: str
    stated: Cell  # as the bulletin states it
    cells: tuple[Cell, ...]  # key: (basis, edition), edition "" for each day its own; or the tags that are left out

    @property
    def range(self) -> tuple[Cell, Cell] | None:
        """The smallest and the largest of what is shown, None if nothing is."""
        shown = [cell for cell in self.cells if cell.value is not None]
        ends = [min, max]
        return (ends[0](shown, key=_size), ends[1](shown, key=_size)) if shown else None


def _size(cell: Cell) -> int:
    return cell.value or 0


@dataclass(frozen=True, slots=True)
class Revision:
    """A number that was published before, and what it is now."""

    figure: str
    then: Cell
    now: Cell
    causes: tuple[str, ...]  # definition, editions, records, program; what differs in the evidence


@dataclass(frozen=True, slots=True)
class Issue:
    """An earlier bulletin of the same pair whose window this one counts too."""

    id: str
    issued_at: datetime
    window: Window
    revisions: tuple[Revision, ...]  # of every figure, also where nothing changed


@dataclass(frozen=True, slots=True)
class Behind:
    """How many machines stand behind the addresses of controlled machines: `model.estimate.Machines`, rounded."""

    estimate: str  # id of the estimate
    live: Interval | None
    footprint: Interval | None
    envelope: tuple[float, float] | None
    withheld: bool = False  # the addresses are too few to say anything of the machines
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limitation:
    """What a reader must keep in mind, and how much of it there is."""

    key: str  # of [limitations] in products/words
    count: int = 0


@dataclass(frozen=True, slots=True)
class QualityNote:
    """What the numbers of a bulletin owe to its editions, its tags, its files and its earlier issue."""

    version: int  # of `threats`, that everything below was counted from
    editions: tuple[str, ...]  # country editions that could have placed the window
    sensors: tuple[str, ...]  # sources that saw traffic in the window
    feeds: tuple[str, ...]  # sources that name or report
    placed: tuple[Variants, ...]  # the figures of addresses, under each basis and edition
    tagged: tuple[Variants, ...]  # every figure, with everything and without each tag
    issues: tuple[Issue, ...]  # the last of the same window, the last of the window before
    machines: Behind | None
    smallest_cell: int  # a number, or a difference of numbers, below it is withheld; 0: none is
    limitations: tuple[Limitation, ...]
