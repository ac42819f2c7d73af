"""One detector over a few rows, results as tuples of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import ip
from crosscount.kernels.detecting.contamination import address_list, covered
from crosscount.model.detector import CONCLUSIONS, Context, Detector, Gathering
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
    past: Rows = (),
    split: int = 1_000_000,
    scratch: Path | None = None,
    asked: list[pa.Array] | None = None,
) -> list[tuple[Any, ...]]:
    """What the detector concludes on [first day, end), in its order; `record` and `indicator` as numbers.

    `asked` learns of which clients the past was read, time by time.
    """

    def flows(clients: pa.Array) -> Iterator[pa.RecordBatch]:
        if asked is not None:
            asked.append(clients)
        return (batch.filter(pc.is_in(batch.column("client_ip"), clients)) for batch in (earlier, seen))

    settings = settings or Settings()
    networks = address_list(settings.detection.own_networks)
    context = Context(
        settings=settings,
        start=instant(days[0]),
        end=instant(days[1]),
        listings=pa.Table.from_batches([observations(listings, "listings")]),
        own=lambda addresses: covered(addresses, networks).to_numpy(zero_copy_only=False),
        past=flows,
        scratch=scratch,
    )
    earlier, seen = observations(past, "past"), observations(rows)
    detect = detector.prepare(context)
    parts = [detect(seen.slice(low, split)) for low in range(0, max(seen.num_rows, 1), split)]
    if isinstance(detect, Gathering):
        parts += detect.finish()
    found = pa.concat_tables(parts)
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
