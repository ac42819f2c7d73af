"""One detector over a few rows, results as tuples of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from crosscount.kernels import ip
from crosscount.model.detector import CONCLUSIONS, Context, Detector
from crosscount.settings import Settings
from tests.flow.observed import instant, observations

__all__ = ["concluded"]

Rows = Sequence[Mapping[str, Any]]


def concluded(
    detector: Detector,
    rows: Rows,
    *columns: str,
    listings: Rows = (),
    settings: Settings | None = None,
    days: tuple[str, str] = ("2014-03-19", "2014-03-20"),
) -> list[tuple[Any, ...]]:
    """What the detector concludes on [first day, end), in its order; `record` and `indicator` as numbers."""
    context = Context(
        settings or Settings(),
        instant(days[0]),
        instant(days[1]),
        pa.Table.from_batches([observations(listings, "listings")]),
    )
    found = detector.prepare(context)(observations(rows))
    assert found.schema == CONCLUSIONS
    return list(zip(*(_plain(found.column(name).combine_chunks(), name) for name in columns), strict=True))


def _plain(column: pa.Array, name: str) -> list[Any]:
    if name.endswith("_ip"):
        return list(ip.text(column).to_pylist())
    if name in ("record", "indicator"):
        return [None if value is None else int.from_bytes(value[8:], "big") for value in column.to_pylist()]
    if name == "observed_at":
        return [f"{value:%Y-%m-%d %H:%M:%S}" for value in column.to_pylist()]
    return list(column.to_pylist())
