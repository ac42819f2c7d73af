"""Charts as SVG, drawn by hand so that the same numbers give the same bytes and every text stays escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

__all__ = ["Bar", "bars", "daily", "nice_ceiling", "sparkline"]

WIDTH, PLOT_TOP, PLOT_BOTTOM, PLOT_LEFT, PLOT_RIGHT = 480, 12, 132, 62, 476


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a ranking. `value` is None where the number is unknown or withheld; `shown` says so."""

    label: str
    value: int | None
    shown: str
    marked: bool = False  # the bulletin's own origin
    aside: bool = False  # the row of what could not be placed


def nice_ceiling(value: int) -> int:
    """The smallest round number that is not below the value: 1, 2, 3, 4, 5, 6 or 8 times a power of ten."""
    size = 1
    while True:
        for step in (1, 2, 3, 4, 5, 6, 8):
            if step * size >= value:
                return step * size
        size *= 10


def daily(
    days: Sequence[tuple[date, int | None]],
    *,
    alt: str,
    number: Callable[[int], str],
    label: Callable[[date], str],
) -> Markup:
    """Columns, one a day; a day without data is hatched, a day with nothing is a gap."""
    known = [value for _, value in days if value is not None]
    top = nice_ceiling(max([*known, 1]))
    step = (PLOT_RIGHT - PLOT_LEFT) / max(len(days), 1)
    height = PLOT_BOTTOM - PLOT_TOP
    parts = [_open(WIDTH, 156, alt, "daily")]
    for share in (0.0, 0.5, 1.0):
        y = PLOT_BOTTOM - share * height
        if share != 0.5 or top % 2 == 0:
            parts.append(f'<path class="grid" d="M{PLOT_LEFT} {_n(y)}H{PLOT_RIGHT}"/>')
            parts.append(
                f'<text class="axis" x="{PLOT_LEFT - 5}" y="{_n(y + 4)}">{escape(number(int(top * share)))}</text>'
            )
    gaps = "".join(
        f"M{_n(PLOT_LEFT + i * step)} {PLOT_TOP}h{_n(step)}V{PLOT_BOTTOM}h-{_n(step)}z"
        for i, (_, value) in enumerate(days)
        if value is None
    )
    parts.append(f'<path class="gap" d="{gaps}"/>' if gaps else "")
    width = step * 0.78 if step > 2 else step
    columns = _columns([value for _, value in days], top, PLOT_LEFT, step, width, PLOT_BOTTOM, height)
    parts.append(f'<path class="column" d="{columns}"/>' if columns else "")
    for position, anchor in _ticks([day for day, _ in days]):
        x = PLOT_LEFT + (position + 0.5) * step
        parts.append(f'<path class="tick" d="M{_n(x)} {PLOT_BOTTOM}v4"/>')
        parts.append(f'<text class="axis {anchor}" x="{_n(x)}" y="149">{escape(label(days[position][0]))}</text>')
    return Markup("".join(parts) + "</svg>")


def sparkline(values: Sequence[int | None]) -> Markup:
    """The same columns without axes, for a card; said in words elsewhere, so hidden from screen readers."""
    top = max([value for value in values if value is not None] or [0]) or 1
    step = 160 / max(len(values), 1)
    columns = _columns(values, top, 0, step, step * 0.75, 28, 27)
    return Markup(
        '<svg class="spark" viewBox="0 0 160 28" aria-hidden="true" focusable="false" preserveAspectRatio="none">'
        f'<path class="column" d="{columns}"/></svg>'
    )


def bars(rows: Sequence[Bar], *, alt: str) -> Markup:
    """Horizontal bars with their label before and their number behind."""
    row, left, room = 23, 160, 222
    top = max([bar.value or 0 for bar in rows] or [0]) or 1
    parts = [_open(WIDTH, row * max(len(rows), 1) + 2, alt, "bars")]
    for position, bar in enumerate(rows):
        y = position * row
        look = " ".join(name for name, on in (("marked", bar.marked), ("aside", bar.aside)) if on)
        parts.append(
            f'<g class="{look}"><text class="label" x="{left - 7}" y="{y + 16}">{escape(_short(bar.label))}</text>'
        )
        length = max(1.5, (bar.value or 0) / top * room) if bar.value else 0
        if length:
            parts.append(f'<rect x="{left}" y="{y + 4}" width="{_n(length)}" height="{row - 8}" rx="1.5"/>')
        state = "figure" if bar.value is not None else "figure none"
        parts.append(f'<text class="{state}" x="{_n(left + length + 6)}" y="{y + 16}">{escape(bar.shown)}</text></g>')
    return Markup("".join(parts) + "</svg>")


def _open(width: int, height: int, alt: str, look: str) -> str:
    return f'<svg class="{look}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(alt)}">'


def _columns(
    values: Sequence[int | None], top: int, left: float, step: float, width: float, bottom: float, height: float
) -> str:
    return "".join(
        f"M{_n(left + i * step + (step - width) / 2)} {_n(bottom)}v-{_n(max(0.8, value / top * height))}"
        f"h{_n(width)}V{_n(bottom)}z"
        for i, value in enumerate(values)
        if value
    )


def _ticks(days: Sequence[date]) -> list[tuple[int, str]]:
    """First and last day, and the firsts of months that leave them room."""
    if len(days) < 2:
        return [(0, "middle")] if days else []
    last = len(days) - 1
    months = [i for i, day in enumerate(days) if day.day == 1 and last * 0.2 <= i <= last * 0.8]
    kept = months[:: max(1, -(-len(months) // 3))]
    return [(0, "start"), *((position, "middle") for position in kept), (last, "end")]


def _short(label: str) -> str:
    wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in label)
    if wide <= 19:
        return label
    room, out = 18, ""
    for letter in label:
        room -= 2 if ord(letter) > 0x2E80 else 1
        if room < 0:
            break
        out += letter
    return out.rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
