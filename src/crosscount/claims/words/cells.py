"""Cells of tables and lists: where they stand in a text, and which hold a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["NUMBER", "YEAR", "Cell"]

NUMBER = re.compile(
    r"(?:[~<>≈]|nearly |about |over |some |almost |more than |约|近)?\s*\d[\d,. ]*"
    r"(?:%|per ?cent|thousand|million|billion|[万亿])?"
)
YEAR = re.compile(r"(?:19[89]|20[0-4])\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters `start` to `end` of a text."""

    start: int
    end: int
    text: str

    @property
    def numeric(self) -> bool:
        """Whether it is a number, and no year."""
        return bool(NUMBER.fullmatch(self.text)) and not YEAR.fullmatch(self.text)
