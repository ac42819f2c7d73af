"""Who is counted in which cell of a statement, read again at the version that the statement names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow import compute, rows
from crosscount.model.figure import CellState, Statement
from crosscount.settings import Settings

__all__ = ["CELL_SEPARATOR", "members_of"]

CELL_SEPARATOR = " | "
PAIRS_HELD = 2_000_000


def members_of(statements: Sequence[Statement], settings: Settings) -> Iterator[tuple[Statement, pa.Table]]:
    """Each statement with its distinct counted (cell, member) pairs, without those of withheld cells.

    All statements are of one figure, window and version, so that the rows are read once.
    """
    first = statements[0]
    figure = compute.figure_named(first.figure)
    evidence = first.evidence
    reading = rows.pairs_at(
        figure, first.window, settings=settings, version=evidence.version, references=evidence.references
    )
    parts: list[list[pa.Table]] = [[] for _ in statements]
    for pairs in reading:
        counted = pairs.filter(pc.and_(pairs.column("counted"), pc.is_valid(pairs.column("member"))))
        for held, statement in zip(parts, statements, strict=True):
            held.append(_distinct(counted, statement))
            if sum(part.num_rows for part in held) > PAIRS_HELD:
                held[:] = [_united(held)]
    for held, statement in zip(parts, statements, strict=True):
        hidden = [CELL_SEPARATOR.join(cell.key) for cell in statement.cells if cell.state is CellState.SUPPRESSED]
        united = _united(held)
        yield statement, united.filter(pc.invert(pc.is_in(united.column("cell"), pa.array(hidden, pa.string()))))


def _distinct(pairs: pa.Table, statement: Statement) -> pa.Table:
    for name, value in statement.where.items():
        pairs = pairs.filter(pc.equal(_text(pairs.column(name)), value))
    texts = [_text(pairs.column(name)) for name in statement.by]
    cell = pc.binary_join_element_wise(*texts, CELL_SEPARATOR) if texts else pa.repeat("", pairs.num_rows)
    return _united([pa.table({"cell": cell, "member": pairs.column("member")})])


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(column.cast(pa.string()), "")


def _united(parts: Sequence[pa.Table]) -> pa.Table:
    empty = pa.table({"cell": pa.array([], pa.string()), "member": pa.array([], pa.binary())})
    return pa.concat_tables([empty, *parts]).group_by(["cell", "member"]).aggregate([]).combine_chunks()
