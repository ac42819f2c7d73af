"""The first rule that speaks answers: rules are asked in their order, and one may say that there is no threat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final, TypeVar

__all__ = ["NO_THREAT", "NoThreat", "first_answer"]

Case = TypeVar("Case")
Answer = TypeVar("Answer")


class NoThreat(Enum):
    """What a rule says of a number that counts no threat; a rule that says None leaves it to the next one."""

    NO_THREAT = "counts no threat"


NO_THREAT: Final = NoThreat.NO_THREAT


def first_answer(rules: Iterable[Callable[[Case], Answer | NoThreat | None]], case: Case) -> Answer | None:
    """What the first rule that speaks says of a case, None where it is no threat or all are silent."""
    for rule in rules:
        said = rule(case)
        if said is not None:
            return None if isinstance(said, NoThreat) else said
    return None
