"""With and without: each figure of a pair with everything, and without each tag, from one reading of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow.quality.gather import Distinct, of_kinds
from crosscount.kernels.counting.members import member_columns, members
from crosscount.model.figure import Figure
from crosscount.model.kinds import Tag

__all__ = ["Tagged", "columns", "left_out"]


def columns(figures: Sequence[Figure]) -> set[str]:
    """What must be read of `threats`."""
    wanted = {name for figure in figures for name in member_columns(figure.unit)}
    return wanted | {"kind", "tags", "origin_country", "target_country"}


def left_out(figure: Figure) -> list[tuple[str, ...]]:
    """What is left out in turn: nothing, what the figure leaves out, each tag alone, and every tag."""
    every = tuple(sorted(tag.value for tag in Tag))
    ways = [(), tuple(sorted(tag.value for tag in figure.without)), *((name,) for name in every), every]
    return list(dict.fromkeys(ways))


class Tagged:
    """Gathers the distinct members of each figure with the tags of the rows that show them."""

    def __init__(self, figures: Sequence[Figure], pair: Mapping[str, str]) -> None:
        self._figures, self._pair = figures, pair
        self._members = {figure.id: Distinct(("member", "tags")) for figure in figures}

    def add(self, batch: pa.RecordBatch) -> None:
        """Rows inside the window, of any pair."""
        rows = pa.table(batch)
        for name, value in self._pair.items():
            rows = rows.filter(pc.equal(rows.column(name), value))
        for figure in self._figures:
            mine = of_kinds(rows, [figure]).combine_chunks()
            if not mine.num_rows:
                continue
            table = pa.table({"member": members(mine, figure.unit), "tags": mine.column("tags").fill_null("")})
            table = table.filter(pc.is_valid(table.column("member")))
            self._members[figure.id].add(table.group_by(["member", "tags"]).aggregate([]))

    def found(self) -> dict[str, dict[tuple[str, ...], int]]:
        """Figure → tags left out → size of the set."""
        return {figure.id: _sizes(self._members[figure.id].table(), left_out(figure)) for figure in self._figures}


def _sizes(table: pa.Table, ways: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """A member that one untagged row shows counts whatever is left out; the others are looked at for each way."""
    bare = pc.equal(table.column("tags").cast(pa.string()), "")
    always = table.filter(bare).column("member")
    rest = table.filter(pc.invert(bare))
    if rest.num_rows:
        rest = rest.filter(pc.invert(pc.is_in(rest.column("member"), always.combine_chunks())))
    texts = rest.column("tags").cast(pa.string())
    out = {}
    for way in ways:
        counted = [text for text in pc.unique(texts).to_pylist() if not set(way) & set(text.split(","))]
        shown = rest.column("member").filter(pc.is_in(texts, pa.array(counted, pa.string())))
        out[way] = len(always) + int(pc.count_distinct(shown).as_py())
    return out
