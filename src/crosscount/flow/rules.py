"""The Sigma rules and path lists of a store's settings: what is used, and why something is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosscount.flow.concluding import DETECTORS
from crosscount.kernels.detecting import own_files
from crosscount.settings import Settings

__all__ = ["Listed", "run"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule, or a file or line that cannot be used."""

    state: str  # used, used in part, left out
    kind: str  # what follows from a match; "" if left out
    log: str  # request or lookup
    level: str
    title: str
    file: str
    why: str  # it is left out, or used in part only


def run(*, settings: Settings) -> Sequence[Listed]:
    """Those that are used by file and title, then those that are not."""
    rules, _ = own_files.rules(own_files.rule_files(settings))
    used = [
        Listed(
            "used in part" if rule.queries.lacking else "used",
            rule.kind.value,
            rule.log,
            rule.level,
            rule.title,
            rule.file,
            f"no source keeps {rule.queries.lacking}" if rule.queries.lacking else "",
        )
        for rule in rules
    ]
    used.sort(key=lambda one: (one.file, one.title))
    problems = sorted(problem for one in DETECTORS for problem in one.problems(settings))
    return [*used, *(Listed("left out", "", "", "", "", file, why) for file, why in problems)]
