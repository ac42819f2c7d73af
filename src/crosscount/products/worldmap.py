"""A world map of dots, coloured by country, with the flow of the largest origins to the target.

The map is our own: templates/world.csv, one cell a patch of land in the Gall stereographic projection (150 columns
around the globe, the meridian 169° W at the left edge, 78° N to 56° S), its text the country code under which
addresses there are registered. Small countries and territories have a cell of their own. It draws no borders, and
whoever disagrees with a cell changes it in a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, sqrt
from statistics import median

from markupsafe import Markup, escape

__all__ = ["CLASSES", "Label", "breaks", "cells", "draw"]

CELL = 6.6
WIDTH, HEIGHT = 150 * CELL, 77 * CELL
CLASSES = 5
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A country named on the map, with its number."""

    country: str
    name: str
    shown: str
    value: int
    marked: bool = False


@cache
def cells() -> Mapping[str, Sequence[tuple[int, int]]]:
    """Country code → (column, row) of its dots; "" is no country's."""
    found: dict[str, list[tuple[int, int]]] = {}
    text = (files("crosscount.products") / "templates" / "world.csv").read_text(encoding="ascii")
    for row, codes in enumerate(csv.reader(text.splitlines())):
        for column, code in enumerate(codes):
            if code:
                found.setdefault(code, []).append((column, row))
    return found


def breaks(values: Sequence[int]) -> list[int]:
    """Where classes begin: 1 and round numbers in equal ratios up to the largest, at most CLASSES of them."""
    largest = max(values, default=0)
    starts = [1] if largest else []
    for step in range(1, CLASSES):
        start = _round_number(largest ** (step / CLASSES)) if largest else 1
        if starts and starts[-1] < start <= largest:
            starts.append(start)
    return starts


def _round_number(value: float) -> int:
    """The nearest by ratio of 1, 2 and 5 times the powers of ten."""
    steps: list[int] = [step * 10**size for size in range(19) for step in (1, 2, 5)]
    return min(steps, key=lambda step: abs(log(step / value)))


def draw(
    values: Mapping[str, int],
    *,
    target: str,
    target_label: str,
    labels: Sequence[Label],
    alt: str,
    text_size: float = 14.5,
) -> Markup:
    """The map: darker for more, the target in its own colour, arcs from the labelled origins to it."""
    starts = breaks(list(values.values()))
    groups: dict[str, list[tuple[int, int]]] = {}
    for code, dots in cells().items():
        value = values.get(code, 0)
        look = f"c{sum(value >= start for start in starts)}"
        groups.setdefault("target" if code == target else look, []).extend(dots)
    parts = [f'<svg class="world" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(alt)}">']
    for look in sorted(groups):
        parts.append(f'<path class="dot {look}" d="{_dots(groups[look])}"/>')
    parts += _arcs(labels, target)
    parts += _names(labels, target, target_label, text_size)
    return Markup("".join(parts) + "</svg>")


def _dots(dots: list[tuple[int, int]]) -> str:
    """Zero-length strokes with round ends; runs in a row go by relative moves to keep the page small."""
    out, at = [], None
    for row, column in sorted((row, column) for column, row in dots):
        move = f"m{CELL * (column - at[1]):.4g} 0h0" if at and at[0] == row else f"M{_x(column)} {_x(row)}h0"
        out.append(move)
        at = (row, column)
    return "".join(out)


def _arcs(labels: Sequence[Label], target: str) -> list[str]:
    there = _middle(target)
    largest = max((label.value for label in labels), default=0)
    out = []
    for label in sorted(labels, key=lambda label: (label.marked, label.value)):
        here = _middle(label.country)
        if there is None or here is None or label.country == target:
            continue
        bow = 0.22 * abs(there[0] - here[0]) + 18
        width = 1.2 + 3.6 * sqrt(label.value / largest)
        middle_x, middle_y = (here[0] + there[0]) / 2, min(here[1], there[1]) - bow
        look = "arc marked" if label.marked else "arc"
        out.append(
            f'<path class="{look}" stroke-width="{width:.1f}" '
            f'd="M{here[0]:.0f} {here[1]:.0f}Q{middle_x:.0f} {max(middle_y, 4):.0f} {there[0]:.0f} {there[1]:.0f}"/>'
        )
    return out


def _names(labels: Sequence[Label], target: str, target_label: str, size: float) -> list[str]:
    """A dot for each labelled country, and its label on whichever side of it is still free."""
    named = [("target", target, target_label)]
    named += [
        ("marked" if label.marked else "other", label.country, f"{label.name} {label.shown}")
        for label in sorted(labels, key=lambda label: not label.marked)
        if label.country != target
    ]
    placed = [(look, text, at) for look, country, text in named if (at := _middle(country)) is not None]
    taken = [(x - size / 2, y - size / 2, x + size / 2, y + size / 2) for _, _, (x, y) in placed]
    out = [
        f'<circle class="place {look}" cx="{x:.0f}" cy="{y:.0f}" r="{size * (0.26 if look == "other" else 0.4):.1f}"/>'
        for look, _, (x, y) in placed
    ]
    for look, text, (x, y) in placed:
        box = _free_box(text, x, y, size, taken)
        taken.append(box)
        out.append(
            f'<text class="place {look}" font-size="{size:g}" x="{box[0]:.0f}" y="{box[3] - size * 0.3:.0f}">'
            f"{escape(text)}</text>"
        )
    return out


def _free_box(text: str, x: float, y: float, size: float, taken: Sequence[Box]) -> Box:
    """Right, left, below or above of the point, ever farther away, until nothing is covered."""
    wide = sum(size if ord(letter) > 0x2E80 else size * 0.63 for letter in text)
    high = size * 1.25
    for far in range(12):
        gap = size * 0.75
        for left, top in (
            (x + gap, y - high / 2 + far * size * 0.6),
            (x + gap, y - high / 2 - far * size * 0.6),
            (x - gap - wide, y - high / 2 + far * size * 0.6),
            (x - wide / 2, y + gap * (1 + far)),
            (x - wide / 2, y - gap * (1 + far) - high),
        ):
            box = (left, top, left + wide, top + high)
            inside = left >= 0 and top >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT
            if inside and not any(_overlap(box, other) for other in taken):
                return box
    return (min(x, WIDTH - wide), y, min(x, WIDTH - wide) + wide, y + high)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _middle(country: str) -> tuple[float, float] | None:
    dots = cells().get(country)
    if not dots:
        return None
    return float(_x(median(column for column, _ in dots))), float(_x(median(row for _, row in dots)))


def _x(index: float) -> str:
    return f"{(index + 0.5) * CELL:.4g}"
