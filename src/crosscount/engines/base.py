"""Where counting runs. An engine changes how long a figure takes, never what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

__all__ = ["Counted", "Engine", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """How pairs are narrowed and grouped: dimensions of model.figure.DIMENSIONS."""

    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """The size of the union of all pairs, group by group, and what was left out of it."""

    groups: Mapping[tuple[str, ...], int]  # values of `by`, "" for null → distinct counted members
    digest: str  # SHA-256 over the sorted distinct counted pairs: values of `by` joined by 0x1f, then 0x1e, then member
    rows: int  # threat rows behind all pairs, counted or not
    without_member: int  # of these: rows that name no member
    excluded: int  # distinct members that only contaminated rows show


class Engine(Protocol):
    """The verb that unites and counts."""

    name: str

    def count_distinct(self, pairs: Iterable[pa.Table], questions: Sequence[Question]) -> list[Counted]:
        """Unite tables of the schema kernels.counting.distinct.PAIRS and answer each question by exact counting."""
        ...
