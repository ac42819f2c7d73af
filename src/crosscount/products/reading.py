"""Reads a bulletin's statements: which one says what, the change, the share and the rank. Nothing is counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crosscount.errors import InputError
from crosscount.model.bulletin import Bulletin, FigureText, Request
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.place import UNKNOWN
from crosscount.model.window import Window

__all__ = ["Change", "Rank", "Reading"]

NOTHING = Cell((), None, CellState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Change:
    """Against the previous window. Unknown at either end gives None; `share` is None where the previous is 0."""

    absolute: int | None
    share: Decimal | None
    new: bool  # something where there was nothing


@dataclass(frozen=True, slots=True)
class Rank:
    """Place among the origin countries that were seen, the largest first, ties sharing a place. ZZ has none."""

    place: int | None
    among: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Look-ups in one bulletin."""

    bulletin: Bulletin

    @property
    def pair(self) -> dict[str, str]:
        """Narrowed to the bulletin's origin and target."""
        return {"origin_country": self.bulletin.origin, "target_country": self.bulletin.target}

    @property
    def any_origin(self) -> dict[str, str]:
        """Narrowed to the target."""
        return {"target_country": self.bulletin.target}

    def find(self, figure: str, *, by: tuple[str, ...] = (), where: dict[str, str], before: bool = False) -> Statement:
        """The statement; InputError where the bulletin has none."""
        window: Window = self.bulletin.previous if before else self.bulletin.window
        request = Request(figure, window, by, where)
        for statement in self.bulletin.statements:
            if request.asks_for(statement):
                return statement
        raise InputError(f"bulletin {self.bulletin.id[:40]} has no statement of '{figure}' by ({', '.join(by)})")

    def text(self, figure: str) -> FigureText:
        """What the figure says about itself."""
        for text in self.bulletin.texts:
            if text.id == figure:
                return text
        raise InputError(f"bulletin {self.bulletin.id[:40]} does not say what '{figure}' means")

    def total(self, figure: str) -> Statement:
        """The figure for the pair in the window."""
        return self.find(figure, where=self.pair)

    def change(self, figure: str) -> Change:
        """Window against previous window, for the pair."""
        now = only(self.find(figure, where=self.pair)).value
        before = only(self.find(figure, where=self.pair, before=True)).value
        if now is None or before is None:
            return Change(None, None, new=False)
        share = Decimal(now - before) / before if before else None
        return Change(now - before, share, new=before == 0 and now > 0)

    def share(self, figure: str) -> Decimal | None:
        """The pair's part of what was counted for the target from any origin."""
        part = only(self.total(figure)).value
        whole = only(self.find(figure, where=self.any_origin)).value
        return Decimal(part) / whole if part is not None and whole else None

    def origins(self, figure: str) -> dict[str, Cell]:
        """Country of origin → cell, the largest first."""
        statement = self.find(figure, by=("origin_country",), where=self.any_origin)
        return {cell.key[0] or UNKNOWN: cell for cell in statement.cells}

    def rank(self, figure: str) -> Rank:
        """Where the bulletin's origin stands."""
        sizes = {code: cell.value for code, cell in self.origins(figure).items() if cell.value and code != UNKNOWN}
        own = sizes.get(self.bulletin.origin)
        return Rank(None if own is None else 1 + sum(value > own for value in sizes.values()), len(sizes))


def only(statement: Statement) -> Cell:
    """The one cell of a total; unknown where it has none."""
    return statement.cells[0] if len(statement.cells) == 1 else NOTHING
