"""Where work runs. An engine changes how long a figure takes, never what it says.

Neither verb commits: what workers staged is published by `store.commit`, from the process that asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import pyarrow as pa

__all__ = ["Counted", "Engine", "Pairs", "Question"]

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Question:
    """How pairs are narrowed and grouped: dimensions of model.figure.DIMENSIONS."""

    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Tables of the schema kernels.counting.distinct.PAIRS that are yet to be read, item by item, wherever that is.

    `read` and the items can be pickled: a function of a module, or a partial of one, and plain values.
    """

    read: Callable[[Any], Iterable[pa.Table]]
    items: Sequence[Any]

    def __iter__(self) -> Iterator[pa.Table]:
        for item in self.items:
            yield from self.read(item)


@dataclass(frozen=True, slots=True)
class Counted:
    """The size of the union of all pairs, group by group, and what was left out of it."""

    groups: Mapping[tuple[str, ...], int]  # values of `by`, "" for null → distinct counted members
    digest: str  # SHA-256 over the sorted distinct counted pairs: values of `by` joined by 0x1f, then 0x1e, then member
    rows: int  # threat rows behind all pairs, counted or not
    without_member: int  # of these: rows that name no member
    excluded: int  # distinct members that only contaminated rows show


class Engine(Protocol):
    """Two verbs: run a function once an item, and unite and count."""

    name: str

    def each(
        self, work: Callable[[Item], Result], items: Sequence[Item], *, small: bool = False
    ) -> Iterator[tuple[int, Result]]:
        """Run `work` once for each item and yield (number of the item, result) as results come in, in any order.

        `work` is a function of a module, or a partial of one; it, items and results can be pickled. It may run twice,
        where a machine is lost, so the second time must give the same. What it raises is raised here. `small` work is
        done sooner than others could be asked to do it.
        """
        ...

    def count_distinct(self, pairs: Iterable[pa.Table], questions: Sequence[Question]) -> list[Counted]:
        """Unite tables of the schema kernels.counting.distinct.PAIRS and answer each question by exact counting.

        `Pairs` are read where the engine runs its work; any other iterable is read here.
        """
        ...
