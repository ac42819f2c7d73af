"""Lines beside a list that lead from an event to those that answer it, as in the graph of a version history.

All answers to one event share a track. A track lives from the event to its last answer; two that live at the same time
lie beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Segment", "laid_out"]


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a track beside one row."""

    track: int  # from 0, the nearest to the list
    shade: int  # 0 to 5: so that neighbours differ
    shape: str  # begins (the answered event), passes, answers (and goes on), ends (the last answer)


SHADES = 6


def laid_out(rows: Sequence[str], answers: Mapping[str, Sequence[str]]) -> tuple[list[list[Segment]], int]:
    """For each row its segments, and how many tracks there are.

    `answers`: id of a row → ids of the rows above that it answers. Answers to a row below are left out: a line that
    goes up against time would mislead.
    """
    place = {row: number for number, row in enumerate(rows)}
    reached: dict[str, list[int]] = {}
    for name, answered in answers.items():
        for each in dict.fromkeys(answered):
            if name in place and place.get(each, len(rows)) < place[name]:
                reached.setdefault(each, []).append(place[name])
    segments: list[list[Segment]] = [[] for _ in rows]
    free_from: list[int] = []  # by track: the first row that it does not occupy
    for number, target in enumerate(sorted(reached, key=place.__getitem__)):
        first, stops = place[target], set(reached[target])
        last = max(stops)
        track = next((track for track, free in enumerate(free_from) if free <= first), len(free_from))
        free_from[track:] = [last + 1, *free_from[track + 1 :]]
        for row in range(first, last + 1):
            shape = "begins" if row == first else "ends" if row == last else "answers" if row in stops else "passes"
            segments[row].append(Segment(track, number % SHADES, shape))
    return segments, len(free_from)
