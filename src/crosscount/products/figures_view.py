"""The upper half of the page: sentences, tables, maps, rankings, days, as plain values for the template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.place import UNKNOWN
from crosscount.model.window import Window, zone_named
from crosscount.products import charts, worldmap
from crosscount.products.bulletin import EIGHT, FAMILIES_OF, NETWORKS_OF, SLOTS
from crosscount.products.reading import NOTHING, Reading, only
from crosscount.products.wording import Words

__all__ = ["Shown", "breakdowns", "days", "figures", "head", "maps", "origins", "panels", "sentences", "shown", "slots"]

SENTENCES = ("control", "phishing", "backdoors")
MAPPED = ("c2-servers", "phishing-hosts", "backdoor-origins")  # figures whose members are at the origin
PANEL_ROWS, TABLE_ROWS, BREAKDOWN_ROWS, MAP_LABELS = 8, 15, 8, 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as the page shows it: what it says, which state it is in, and the statement it comes from."""

    text: str
    state: str
    statement: str
    reading: str = ""  # how the language also reads it: 118万


def shown(statement: Statement, cell: Cell, w: Words) -> Shown:
    """The cell with the id of its statement."""
    extra = w.reading(cell.value) if cell.value else ""
    return Shown(w.cell(cell), cell.state.value, statement.id, extra)


def head(reading: Reading, w: Words) -> dict[str, str]:
    """What the title block says."""
    b = reading.bulletin
    return {
        "origin": w.country(b.origin),
        "target": w.country(b.target),
        "zone": f"{b.window.zone} ({_offsets(b.window)})",
        "range": w.span(b.window.first, b.window.last),
        "days": w.page("days", n=w.number(b.window.length)),
        "before": w.span(b.previous.first, b.previous.last),
        "issued": w.moment(b.issued_at),
        "tlp": b.marking.name.lower().replace("_", "-"),
        "marking": w.marking(b.marking.value),
    }


def sentences(reading: Reading, w: Words) -> Iterator[list[tuple[str, str]]]:
    """Each sentence as parts: text and the id of the statement it quotes, "" where it quotes none."""
    b = reading.bulletin
    fixed = {
        "period": w.period(b.window),
        "origin": w.country_in_sentence(b.origin),
        "target": w.country_in_sentence(b.target),
    }
    for key in SENTENCES:
        parts = []
        for text, filled in w.sentence(key):
            if not filled or text in fixed:
                parts.append((fixed[text] if filled else text, ""))
            else:
                statement = reading.total(text)
                parts.append((w.noun(text, only(statement)), statement.id))
        if parts[0][0][:1].islower():
            parts[0] = (parts[0][0][:1].upper() + parts[0][0][1:], parts[0][1])
        yield parts


def figures(reading: Reading, w: Words) -> list[dict[str, Any]]:
    """One row a figure: title, number, previous, change, share, rank, sparkline."""
    rows = []
    for figure in EIGHT:
        statement = reading.total(figure)
        before = reading.find(figure, where=reading.pair, before=True)
        whole = reading.find(figure, where=reading.any_origin)
        change, share, rank = reading.change(figure), reading.share(figure), reading.rank(figure)
        rows.append(
            {
                "id": figure,
                "title": w.figure(reading.text(figure)).title,
                "now": shown(statement, only(statement), w),
                "before": shown(before, only(before), w),
                "whole": shown(whole, only(whole), w),
                "change": w.state("none") if change.absolute is None else w.signed(change.absolute),
                "direction": 0 if change.absolute is None else (change.absolute > 0) - (change.absolute < 0),
                "percent": w.state("new")
                if change.new
                else w.state("none")
                if change.share is None
                else w.percent(change.share, sign=True),
                "share": w.state("none") if share is None else w.percent(share),
                "rank": w.state("none")
                if rank.place is None
                else w.page("rank_of", rank=w.number(rank.place), n=w.number(rank.among)),
                "spark": charts.sparkline([value for _, value in _by_day(reading, figure)]),
            }
        )
    return rows


def slots(reading: Reading, w: Words) -> list[dict[str, Any]]:
    """Operations and attacks at each length of the slot."""
    return [
        {
            "title": w.figure(reading.text(figure)).title,
            "cells": [
                (w.page("slot", n=w.number(minutes)), shown(reading.total(variant), only(reading.total(variant)), w))
                for minutes, variant in lengths.items()
            ],
        }
        for figure, lengths in SLOTS.items()
    ]


def maps(reading: Reading, w: Words) -> list[dict[str, Any]]:
    """A world map for each figure whose members are at the origin."""
    target = reading.bulletin.target
    out = []
    for number, figure in enumerate(MAPPED):
        title = w.figure(reading.text(figure)).title
        sizes = {code: cell.value for code, cell in reading.origins(figure).items() if cell.value}
        placed = {code: value for code, value in sizes.items() if code != UNKNOWN}
        chosen = sorted(placed, key=lambda code: (-placed[code], code))[: MAP_LABELS if number == 0 else 3]
        if reading.bulletin.origin in placed and reading.bulletin.origin not in chosen:
            chosen.append(reading.bulletin.origin)
        labels = [
            worldmap.Label(code, w.country(code), w.number(placed[code]), placed[code], code == reading.bulletin.origin)
            for code in chosen
        ]
        largest = w.mark("listed").join(f"{label.name} {label.shown}" for label in labels) or w.page("map_none")
        starts = worldmap.breaks(list(placed.values()))
        ends = [start - 1 for start in starts[1:]]
        legend = [
            w.number(start) if start == end else f"{w.number(start)}–{w.number(end)}"
            for start, end in zip(starts, ends, strict=False)
        ]
        out.append(
            {
                "figure": figure,
                "caption": w.page("map_caption", figure=title, target=w.country(target)),
                "svg": worldmap.draw(
                    placed,
                    target=target,
                    target_label=w.country(target),
                    labels=labels,
                    alt=w.page("map_alt", figure=title, largest=largest),
                    text_size=14.5 if number == 0 else 26,
                ),
                "legend": [*legend, *([f"≥ {w.number(starts[-1])}"] if starts else [])],
                "target": w.page("map_target", target=w.country(target)),
                "largest": largest,
                "unplaced": w.page("map_unplaced", n=w.number(sizes[UNKNOWN])) if UNKNOWN in sizes else "",
            }
        )
    return out


def panels(reading: Reading, w: Words) -> list[dict[str, Any]]:
    """Bars of the largest origin countries, a panel each figure; the bulletin's own origin is always among them."""
    out = []
    for figure in EIGHT:
        title = w.figure(reading.text(figure)).title
        cells = {code: cell for code, cell in reading.origins(figure).items() if cell.state is not CellState.ZERO}
        chosen = list(cells)[:PANEL_ROWS]
        for code in (reading.bulletin.origin, UNKNOWN):
            if code in cells and code not in chosen:
                chosen = [*chosen[: PANEL_ROWS - 1], code]
        rows = [
            charts.Bar(w.country(c), cells[c].value, w.cell(cells[c]), c == reading.bulletin.origin, c == UNKNOWN)
            for c in chosen
        ]
        said = w.mark("listed").join(f"{row.label} {row.shown}" for row in rows) or w.page("nothing")
        svg = charts.bars(rows, alt=w.page("bars_alt", figure=title, list=said)) if rows else None
        out.append({"title": title, "svg": svg})
    return out


def origins(reading: Reading, w: Words) -> dict[str, Any]:
    """The table of origin countries: best placed first, then the bulletin's own origin and the unplaceable."""
    cells = {figure: reading.origins(figure) for figure in EIGHT}
    order: dict[str, tuple[int, int, str]] = {}
    for sizes in cells.values():
        for place, (code, cell) in enumerate(sizes.items()):
            if cell.state is CellState.ZERO:
                continue
            best, total, _ = order.get(code, (place, 0, code))
            order[code] = (min(best, place), total + place - 999, code)
    ranked = [code for code in sorted(order, key=lambda code: order[code]) if code != UNKNOWN]
    codes = ranked[:TABLE_ROWS]
    if reading.bulletin.origin in ranked and reading.bulletin.origin not in codes:
        codes.append(reading.bulletin.origin)
    more = len(ranked) - len(codes)
    codes += [UNKNOWN] if UNKNOWN in order else []
    covered = {f: only(reading.find(f, where=reading.any_origin)).state is not CellState.UNKNOWN for f in EIGHT}
    empty = {f: Cell((), 0, CellState.ZERO) if covered[f] else NOTHING for f in EIGHT}
    by = {f: reading.find(f, by=("origin_country",), where=reading.any_origin) for f in EIGHT}
    whole = {f: reading.find(f, where=reading.any_origin) for f in EIGHT}
    return {
        "titles": [w.figure(reading.text(figure)).title for figure in EIGHT],
        "rows": [
            {
                "country": w.country(code),
                "own": code == reading.bulletin.origin,
                "aside": code == UNKNOWN,
                "cells": [shown(by[f], cells[f].get(code, empty[f]), w) for f in EIGHT],
            }
            for code in codes
        ],
        "any": [shown(whole[f], only(whole[f]), w) for f in EIGHT],
        "more": w.page("more_countries", n=w.number(more)) if more > 0 else "",
    }


def days(reading: Reading, w: Words) -> dict[str, Any]:
    """A chart each figure, and all their values by day."""
    out = []
    for figure in EIGHT:
        title = w.figure(reading.text(figure)).title
        series = _by_day(reading, figure)
        known = [(value, day) for day, value in series if value is not None]
        peak = max(known, key=lambda item: (item[0], item[1].toordinal() * -1), default=None)
        if peak is None or peak[0] == 0:
            alt, top = w.page("daily_alt_none", figure=title), ""
        else:
            low = w.number(min(value for value, _ in known))
            values = {"figure": title, "peak": w.number(peak[0]), "day": w.day(peak[1]), "low": low}
            alt, top = w.page("daily_alt", **values), w.page("peak", n=w.number(peak[0]), day=w.day(peak[1], "short"))
        svg = charts.daily(series, alt=alt, number=w.number, label=lambda day: w.day(day, "short"))
        out.append({"title": title, "svg": svg, "peak": top})
    statements = {figure: _daily(reading, figure) for figure in EIGHT}
    cells = {figure: {cell.key[0]: cell for cell in statement.cells} for figure, statement in statements.items()}
    table = [
        (w.day(day), [shown(statements[f], cells[f].get(day.isoformat(), NOTHING), w) for f in EIGHT])
        for day in reading.bulletin.window.days()
    ]
    gaps = any(value is None for figure in EIGHT for _, value in _by_day(reading, figure))
    return {"charts": out, "titles": [chart["title"] for chart in out], "table": table, "gaps": gaps}


def breakdowns(reading: Reading, w: Words, dimension: str) -> list[dict[str, Any]]:
    """Tables of the largest networks or families of the pair."""
    out = []
    for figure in NETWORKS_OF if dimension == "network" else FAMILIES_OF:
        statement = reading.find(figure, by=(dimension,), where=reading.pair)
        cells = [cell for cell in statement.cells if cell.state is not CellState.ZERO]
        top = max([cell.value or 0 for cell in cells] or [0]) or 1
        rows = [
            {"name": _named(cell.key[0], dimension, w), "cell": shown(statement, cell, w), "bar": _share(cell, top)}
            for cell in cells[:BREAKDOWN_ROWS]
        ]
        title = w.figure(reading.text(figure)).title
        b = reading.bulletin
        phrase = "networks_caption" if dimension == "network" else "families_caption"
        caption = w.page(phrase, figure=title, origin=w.country(b.origin), target=w.country(b.target))
        rest = len(cells) - len(rows)
        out.append(
            {
                "title": title,
                "caption": caption,
                "head": w.page(dimension),
                "rows": rows,
                "further": w.page("further", n=w.number(rest)) if rest else "",
            }
        )
    return out


def _offsets(window: Window) -> str:
    """How far the zone is from UTC at both ends of the window: "UTC+08:00"."""
    zone = zone_named(window.zone)
    ends = (window.start.astimezone(zone), (window.end - timedelta(microseconds=1)).astimezone(zone))
    written = (at.strftime("%z") for at in ends)
    return ", ".join(dict.fromkeys(f"UTC{text[:3]}:{text[3:5]}" for text in written))


def _named(key: str, dimension: str, w: Words) -> str:
    if dimension == "family":
        return key or w.page("family_unknown")
    return f"AS{key}" if key else w.page("network_unknown")


def _share(cell: Cell, top: int) -> Markup:
    """Length of the bar in per cent; a number of ours, so it may stand in a style."""
    return Markup(f"{100 * (cell.value or 0) / top:.1f}")


def _daily(reading: Reading, figure: str) -> Statement:
    return reading.find(figure, by=("day",), where=reading.pair)


def _by_day(reading: Reading, figure: str) -> list[tuple[date, int | None]]:
    values = {cell.key[0]: cell.value for cell in _daily(reading, figure).cells}
    return [(day, values.get(day.isoformat())) for day in reading.bulletin.window.days()]
