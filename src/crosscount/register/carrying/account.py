"""The account of an import: every value of every file is carried into a record or set aside with a reason.

It is kept in values, and in the cells that anybody can count in the file. A cell is one that is not blank, below the
head of a CSV; of JSON, one key of one object (of `meta`, one key in it) that says anything. A cell that lists several
things gives several values. It is carried if any of them is, and set aside if none is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crosscount.register.carrying.cells import cleaned

__all__ = ["NOTHING", "Account", "Aside", "Cell", "Row", "distinct"]

# Words by which tables say that they say nothing.
NOTHING = frozenset({"not available", "unknown", "none", "n/a", "na", "nan", "nat", "null", "-", "[]", "not stated"})
SILENT = "says nothing"


Place = tuple[str, int, str]  # file, row, column: one cell


class Cell(NamedTuple):
    """One value where it stood. A cell that lists several gives several."""

    file: str
    row: int  # from 1, the head not counted
    column: str
    value: str


class Aside(NamedTuple):
    """A value that was not carried over."""

    file: str
    row: int
    column: str
    value: str
    why: str


@dataclass
class Account:
    """read = carried + set aside, in values and in cells."""

    read: int = 0
    cells: int = 0
    cleaned: Counter[str] = field(default_factory=Counter)  # what was done to the text of cells → how many cells
    asides: list[Aside] = field(default_factory=list)
    held: defaultdict[str, list[Cell]] = field(default_factory=lambda: defaultdict(list))  # id of a record → its values

    @property
    def carried(self) -> int:
        """Values that went into a record."""
        return sum(map(len, self.held.values()))

    @property
    def reasons(self) -> dict[str, int]:
        """Reason → how many values."""
        return dict(Counter(each.why for each in self.asides).most_common())

    @property
    def cells_carried(self) -> set[Place]:
        """Cells of which a value at least went into a record."""
        return {cell[:3] for held in self.held.values() for cell in held}

    @property
    def cells_aside(self) -> set[Place]:
        """Cells of which a value at least was set aside; those in both were carried in part."""
        return {each[:3] for each in self.asides}

    def text(self, cell: str) -> str:
        """The cell without what only machines need, which is counted."""
        text, done = cleaned(cell)
        self.cleaned.update(done)
        return text

    def drop(self, record: str, why: str) -> None:
        """Set aside everything that went into a record, because it is not written."""
        self.asides += [Aside(*cell, why) for cell in self.held.pop(record, [])]


class Row:
    """The values of one row, handed out once each. A cell without any says nothing, whatever stands in it."""

    def __init__(
        self,
        account: Account,
        file: str,
        number: int,
        values: Mapping[str, Sequence[str]],
        cells: Mapping[str, str] | None = None,  # the same before they were split
    ) -> None:
        self.account, self.file, self.number = account, file, number
        self.left = {column: list(each) for column, each in values.items() if any(map(str.strip, each))}
        account.read += sum(bool(value.strip()) for each in self.left.values() for value in each)
        account.cells += len(self.left)
        for column, cell in (cells or {}).items():
            if cell.strip() and column not in self.left:  # separators alone
                account.cells += 1
                account.read += 1
                account.asides.append(Aside(file, number, column, cell, SILENT))

    def take(self, column: str, into: str) -> list[str]:
        """The values of a column that say something; they are held for the record `into`."""
        taken = []
        for value in self.left.pop(column, []):
            if not value.strip():
                continue  # an empty place in a list
            if value.strip().casefold() in NOTHING:
                self.account.asides.append(Aside(self.file, self.number, column, value, SILENT))
            elif "\ufffd" in value:
                self.account.asides.append(Aside(self.file, self.number, column, value, "bytes that are not UTF-8"))
            else:
                self.account.held[into].append(Cell(self.file, self.number, column, value))
                taken.append(value.strip())
        return taken

    def one(self, column: str, into: str) -> str:
        """The only value of a column, or ""; further ones are set aside."""
        values = self.take(column, into)
        for further in values[1:]:
            self.refuse(column, further, into, "a second value for one field")
        return values[0] if values else ""

    def places(self, columns: Sequence[str], into: str) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
        """Parallel lists as one dict for each place; and the lists whose length is another than that of the longest."""
        raw = {column: list(self.left.get(column, [])) for column in columns if any(self.left.get(column, []))}
        longest = max(map(len, raw.values()), default=0)
        told: list[dict[str, str]] = [{} for _ in range(longest)]
        unpaired = {}
        for column, values in raw.items():
            kept = self.take(column, into)
            if len(values) != longest:
                unpaired[column] = kept
                continue
            for place, value in enumerate(values):
                if kept and value.strip() == kept[0]:
                    told[place][column] = kept.pop(0)
        return [each for each in told if each], unpaired

    def give(self, told: Mapping[str, str], lists: str, made: str) -> None:
        """Move what is said at one place of parallel lists to the record that is made of it."""
        held = self.account.held
        for column, value in told.items():
            for at, cell in enumerate(held[lists]):
                if cell[:3] == (self.file, self.number, column) and cell.value.strip() == value:
                    held[made].append(held[lists].pop(at))
                    break

    def refuse(self, column: str, value: str, into: str, why: str) -> None:
        """Set aside a value that was taken."""
        held = self.account.held[into]
        for place in range(len(held) - 1, -1, -1):
            cell = held[place]
            if cell[:3] == (self.file, self.number, column) and cell.value.strip() == value:
                del held[place]
                self.account.asides.append(Aside(*cell, why))
                return
        raise KeyError(f"{column}: {value!r} was not taken")

    def close(self, why: str = "no field of a record for this column") -> None:
        """Set aside what nobody took."""
        for column, values in self.left.items():
            for value in filter(str.strip, values):
                said = SILENT if value.strip().casefold() in NOTHING else why
                self.account.asides.append(Aside(self.file, self.number, column, value, said))
        self.left = {}


def distinct(values: Iterable[str]) -> list[str]:
    """The values in their order, each once."""
    return list(dict.fromkeys(values))
