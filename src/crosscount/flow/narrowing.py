"""Which rows a question is about, as a condition for reading them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.model.figure import Figure, Side
from crosscount.model.window import Window

__all__ = ["narrowed", "within"]


def within(window: Window) -> pc.Expression:
    """Rows observed in the window."""
    return (pc.field("observed_at") >= window.start) & (pc.field("observed_at") < window.end)


def narrowed(figure: Figure, where: Mapping[str, str]) -> pc.Expression:
    """Rows of `threats` with these values; the empty text stands for null, and the day is left to the window."""
    condition = pc.scalar(True)
    names = {"network": "origin_asn" if figure.unit.side is Side.ORIGIN else "target_asn"}
    for dimension, value in where.items():
        if dimension != "day":
            column = pc.field(names.get(dimension, dimension)).cast(pa.string())
            condition &= (column == value) if value else column.is_null()
    return condition
