"""To whom else a deed is done: what "and" joins to them, and what says them again."""

from __future__ import annotations

from itertools import pairwise

from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import lead

__all__ = ["more", "partner", "twin"]


def twin(reading: Reading, patient: Phrase | None) -> Phrase | None:
    """The other of "a third of the machines, 90,000 computers," and of "most of them — 90,000 computers —"."""
    for one, other in pairwise(reading.phrases):
        if patient not in (one, other) or one.sort != other.sort or not other.counted:
            continue
        marks = {reading.lower(one.last), reading.lower(other.last)}
        if lead(reading.tokens, other.counted[0]) == one.last and len(marks) == 1 and marks <= {",", "–", "—"}:
            return other if patient is one else one
    return None


def more(reading: Reading, patient: Phrase | None) -> Phrase | None:
    """What "and" joins to a patient on its right: "infected 9,000 computers and 400 servers"."""
    if patient is None or not patient.counted or reading.lower(patient.last) != "and":
        return None
    right = next((p for p in reading.phrases if p.first == patient.last + 1), None)
    return right if right is not None and right.counted and right.sort in ("host", "server") else None


def partner(reading: Reading, patient: Phrase | None) -> Phrase | None:
    """What "and" joins to a patient on its left."""
    if patient is None or not patient.counted or reading.lower(patient.first - 1) != "and":
        return None
    left = next((p for p in reading.phrases if p.last == patient.first - 1 and p.sort != "place"), None)
    return left if left is not None and (left.counted or left.sort in ("host", "server")) else None
