"""What a detector is: how observations become conclusions, before anything is placed on a map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pyarrow as pa

from crosscount.model.kinds import Seen
from crosscount.model.tables import TIME
from crosscount.settings import Settings

__all__ = ["CONCLUSIONS", "Context", "Detect", "Detector"]

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
    ]
)

Detect = Callable[[pa.RecordBatch], pa.Table]  # observations → CONCLUSIONS


@dataclass(frozen=True, slots=True)
class Context:
    """What a detector may know besides the rows that it is shown."""

    settings: Settings
    start: datetime  # UTC midnight
    end: datetime  # UTC midnight after the last day: conclusions lie in [start, end)
    listings: pa.Table  # OBSERVATIONS whose `stated` is one of Detector.listings and that touch these days


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

    def depends(self, settings: Settings) -> str:
        """Everything outside the store that its conclusions depend on, as text; equal texts, equal conclusions."""

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """What of its rules or files cannot be used: (where, why)."""

    def prepare(self, context: Context) -> Detect:
        """A function over the observations of the context's days, in any order and split."""
