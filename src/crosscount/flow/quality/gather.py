"""Distinct rows of a table that grows, held once."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.model.figure import Figure
from crosscount.model.kinds import Tag

__all__ = ["Distinct", "clean", "of_kinds"]

PENDING = 1_000_000  # rows that are held before they are united with what is there


class Distinct:
    """The distinct keys of all tables added; a flag (a Boolean column) is true if it was in any of their rows."""

    def __init__(self, keys: tuple[str, ...], flags: tuple[str, ...] = ()) -> None:
        self._keys, self._flags = keys, flags
        self._held: list[pa.Table] = []
        self._rows = 0  # of what was added since it was last united

    def add(self, table: pa.Table) -> None:
        """Further rows; united at once where they are many."""
        if not table.num_rows:
            return
        self._held.append(table)
        self._rows += table.num_rows
        if self._rows > max(PENDING, self._held[0].num_rows):
            self._unite()

    def table(self) -> pa.Table:
        """Every key once."""
        if not self._held:
            none = [pa.array([], pa.binary()) for _ in self._keys] + [pa.array([], pa.bool_()) for _ in self._flags]
            return pa.table(none, names=[*self._keys, *self._flags])
        self._unite()
        return self._held[0]

    def _unite(self) -> None:
        grouped = pa.concat_tables(self._held).group_by(list(self._keys))
        united = grouped.aggregate([(flag, "any") for flag in self._flags])
        self._held, self._rows = [united.rename_columns([*self._keys, *self._flags])], 0


def of_kinds(table: pa.Table, figures: Sequence[Figure]) -> pa.Table:
    """The rows that one of the figures counts."""
    kinds = sorted({kind.value for figure in figures for kind in figure.kinds})
    return table.filter(pc.is_in(table.column("kind"), pa.array(kinds, pa.string())))


def clean(table: pa.Table, without: Sequence[Tag]) -> pa.Array:
    """False for rows that carry one of these tags."""
    encoded = table.column("tags").combine_chunks().dictionary_encode()
    names = {tag.value for tag in without}
    said = [not names & set((text or "").split(",")) for text in encoded.dictionary.to_pylist()]
    return pc.fill_null(pa.array(said, pa.bool_()).take(encoded.indices), True)
