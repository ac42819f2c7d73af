"""What a detector is: how observations become conclusions, before anything is placed on a map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.model.kinds import Seen
from crosscount.model.tables import TIME
from crosscount.settings import Settings

__all__ = ["CONCLUSIONS", "Among", "Context", "Detect", "Detector", "Gathering", "nobody", "nothing"]

# A row of `threats` before its ends are placed; named as there. `brand` helps to place the target and is not kept.
CONCLUSIONS = pa.schema(
    [
        ("kind", pa.string()),
        ("rule", pa.string()),
        ("indicator", pa.binary()),
        ("source", pa.string()),
        ("record", pa.binary()),
        ("observed_at", TIME),
        ("origin_ip", pa.binary()),
        ("target_ip", pa.binary()),
        ("family", pa.string()),
        ("host", pa.string()),
        ("page", pa.string()),
        ("site", pa.string()),
        ("bot_id", pa.string()),
        ("brand", pa.string()),
        ("tags", pa.string()),
        ("measured", pa.string()),
    ]
)

Detect = Callable[[pa.RecordBatch], pa.Table]  # observations → CONCLUSIONS
Among = Callable[[pa.Array | pa.ChunkedArray], npt.NDArray[np.bool_]]  # addresses → whether each is one; false for null


@runtime_checkable
class Gathering(Protocol):
    """A Detect that can only conclude once it has seen every row of its days."""

    def __call__(self, rows: pa.RecordBatch) -> pa.Table:
        """Take observations; what can be concluded from them alone."""

    def finish(self) -> Iterator[pa.Table]:
        """What follows from all rows together. Called once, after the last."""


def nobody(addresses: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """No address is one."""
    return np.zeros(len(addresses), np.bool_)


def nothing(clients: pa.Array) -> Iterator[pa.RecordBatch]:
    """No past is known."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Context:
    """What a detector may know besides the rows that it is shown."""

    settings: Settings
    start: datetime  # UTC midnight
    end: datetime  # UTC midnight after the last day: conclusions lie in [start, end)
    listings: pa.Table  # OBSERVATIONS whose `stated` is one of Detector.listings and that touch these days
    own: Among = nobody  # whether an address lies in the networks whose behaviour counts
    past: Callable[[pa.Array], Iterator[pa.RecordBatch]] = (
        nothing  # flows of clients, Detector.past_days before start on
    )
    scratch: Path | None = None  # folder for what does not fit into memory; None: everything has to


class Detector(Protocol):
    """One way to recognise a threat. Its revision is raised whenever the same rows lead to other conclusions."""

    @property
    def id(self) -> str:
        """Stable name, e.g. "c2"."""

    @property
    def revision(self) -> int:
        """Part of what a concluded day depends on."""

    @property
    def seen(self) -> Sequence[Seen]:
        """Which observations it looks at."""

    @property
    def listings(self) -> Sequence[str]:
        """Which stated kinds it needs as indicators."""

    @property
    def past_days(self) -> int:
        """How many days before a day its conclusions depend on, by flows; 0 for none."""

    def depends(self, settings: Settings) -> str:
        """Everything outside the store that its conclusions depend on, as text; equal texts, equal conclusions."""

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """What of its rules or files cannot be used: (where, why)."""

    def prepare(self, context: Context) -> Detect:
        """A function over the observations of the context's days, in any order and split; maybe a Gathering."""
