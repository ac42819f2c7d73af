"""Rows of `threats` → what a figure counts: members with the dimensions they can be grouped by.

The pairs (group, member) of any split over files, threads or machines, united, are the same set; so is the figure.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.counting.days import day_of
from crosscount.kernels.counting.lists import exploded
from crosscount.kernels.counting.members import member_columns, members
from crosscount.model.figure import Figure, Side
from crosscount.model.kinds import Tag
from crosscount.model.window import Window

__all__ = ["PAIRS", "pairs_of_sets", "pairs_of_threats", "threat_columns"]

# `counted` is false for rows that carry a tag which the figure leaves out; `rows` says how many threat rows stand
# behind the pair.
PAIRS = pa.schema(
    [
        ("origin_country", pa.string()),
        ("target_country", pa.string()),
        ("network", pa.int64()),
        ("family", pa.string()),
        ("day", pa.date32()),
        ("member", pa.binary()),
        ("counted", pa.bool_()),
        ("rows", pa.int64()),
    ]
)
KEYS = [name for name in PAIRS.names if name != "rows"]


def threat_columns(figure: Figure) -> list[str]:
    """The columns of `threats` that `pairs_of_threats` reads for this figure."""
    names = {"kind", "tags", "observed_at", "origin_country", "target_country", "family", _network(figure)}
    return sorted(names | set(member_columns(figure.unit)))


def pairs_of_threats(batch: pa.RecordBatch, figure: Figure, window: Window) -> pa.Table:
    """The pairs of one batch of threat rows; a null member stays and is not counted."""
    times = batch.column("observed_at")
    start, end = (pa.scalar(instant, times.type) for instant in (window.start, window.end))
    rows = batch.filter(pc.and_(pc.greater_equal(times, start), pc.less(times, end)))
    if figure.kinds:
        rows = rows.filter(pc.is_in(rows.column("kind"), _values(figure)))
    columns = {
        "network": rows.column(_network(figure)),
        "day": day_of(rows.column("observed_at"), window.zone),
        "member": members(rows, figure.unit),
        "counted": _counted(rows.column("tags"), figure.without),
        "rows": pa.repeat(1, rows.num_rows),
    }
    return _distinct(rows, columns)


def pairs_of_sets(rows: pa.Table, figure: Figure, window: Window) -> pa.Table:
    """The pairs of rows of `sets` of the figure's unit and kinds: their days are days of the reporting zone."""
    day = rows.column("day")
    first, last = (pa.scalar(value, day.type) for value in (window.first, window.last))
    within = rows.filter(pc.and_(pc.greater_equal(day, first), pc.less_equal(day, last)))
    flat = exploded(within).combine_chunks()
    columns = {
        "family": flat.column("family").cast(pa.string()),
        "counted": _counted(flat.column("tags").combine_chunks(), figure.without),
        "rows": flat.column("times"),
    }
    return _distinct(flat, columns)


def _distinct(rows: pa.RecordBatch | pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    arrays = [columns[name] if name in columns else rows.column(name) for name in PAIRS.names]
    grouped = pa.table(arrays, schema=PAIRS).group_by(KEYS).aggregate([("rows", "sum")])
    return grouped.rename_columns([*KEYS, "rows"]).select(PAIRS.names)


def _network(figure: Figure) -> str:
    return "origin_asn" if figure.unit.side is Side.ORIGIN else "target_asn"


def _values(figure: Figure) -> pa.Array:
    return pa.array([kind.value for kind in figure.kinds], pa.string())


def _counted(tags: pa.Array, without: tuple[Tag, ...]) -> pa.Array:
    """False where the row carries one of the tags that the figure leaves out."""
    if not without or not len(tags):
        return pa.repeat(True, len(tags))
    encoded = tags.dictionary_encode()
    names = {tag.value for tag in without}
    clean = [not names & set((text or "").split(",")) for text in encoded.dictionary.to_pylist()]
    return pc.fill_null(pa.array(clean, pa.bool_()).take(encoded.indices), True)
