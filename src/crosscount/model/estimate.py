"""What an estimate says: a value with its interval, and what it rests on. It is never a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crosscount.model.provenance import Evidence
from crosscount.model.window import Window

__all__ = ["Interval", "MachineEstimate", "Machines"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the interval that holds the truth in 95 of 100 such estimates."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Machines:
    """How many machines stand behind the addresses of a window."""

    live: Interval | None  # machines present in an hour, mean over the hours of the window; None without a sighting
    # Distinct machines in the window; None where too few rows name a bot, or those that do are not like the others.
    footprint: Interval | None
    envelope: tuple[float, float] | None  # then: an order of magnitude, not an interval
    addresses: int  # distinct addresses, what a plain count would say
    diagnostics: Mapping[str, float]  # name → value; kernels.estimating.machines says what each means
    assumptions: tuple[str, ...] = ()  # sentences: what must hold for the numbers to hold


@dataclass(frozen=True, slots=True)
class MachineEstimate:
    """Machines of one window and question, with the evidence: what the ledger keeps."""

    id: str  # SHA-256 (first 16 hex digits) over everything below but `computed_at`
    window: Window
    where: Mapping[str, str]
    machines: Machines
    evidence: Evidence
    computed_at: datetime
    notes: tuple[str, ...] = field(default=())
