"""The quality note as the page shows it. Nothing is counted here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crosscount.model.bulletin import Coverage
from crosscount.model.estimate import Interval
from crosscount.model.figure import Cell
from crosscount.model.quality import Behind, Issue, Limitation, QualityNote, Variants
from crosscount.products.reading import Reading
from crosscount.products.wording import Words

__all__ = ["quality"]

BASES = ("registered", "routed", "located")


def quality(reading: Reading, w: Words) -> dict[str, Any] | None:
    """The section, None for a bulletin of before there was a note."""
    note = reading.bulletin.quality
    if note is None:
        return None
    return {
        "facts": _facts(reading, note, w),
        "placed": [_placed(reading, variants, w) for variants in note.placed],
        "choices": _choices(note, w),
        "tagged": _tagged(reading, note, w),
        "issues": [_issue(reading, issue, w) for issue in note.issues],
        "machines": _machines(note.machines, w),
        "limitations": [_limitation(limitation, w) for limitation in note.limitations],
    }


def _facts(reading: Reading, note: QualityNote, w: Words) -> list[tuple[str, str]]:
    """What one sentence each can say: concept, coverage, confidentiality."""
    coverage, window = reading.bulletin.coverage, reading.bulletin.window
    days = w.quality("missing", n=w.number(len(coverage.missing)), all=w.number(window.length))
    smallest = w.number(note.smallest_cell)
    return [
        (w.quality("concept_head"), w.quality("concept")),
        (w.quality("sensors_head"), _listed(note.sensors, w)),
        (w.quality("feeds_head"), _listed(note.feeds, w)),
        (w.quality("missing_head"), days),
        (w.quality("aside_head"), _aside(coverage, w)),
        (
            w.quality("confidentiality_head"),
            w.quality("confidentiality", n=smallest) if note.smallest_cell > 1 else w.quality("confidentiality_none"),
        ),
    ]


def _listed(names: Sequence[str], w: Words) -> str:
    if not names:
        return w.quality("none")
    said = (w.mark("listed") + w.mark("gap")).join(names)
    return f"{w.number(len(names))}{w.mark('colon')}{said}"


def _aside(coverage: Coverage, w: Words) -> str:
    read, aside = (sum(getattr(source, name) for source in coverage.sources) for name in ("read", "set_aside"))
    share = Decimal(aside) / read if read > 0 else Decimal(0)
    return w.quality("aside", n=w.number(aside), all=w.number(read), share=w.percent(share))


def _title(reading: Reading, figure: str, w: Words) -> str:
    return w.figure(reading.text(figure)).title


def _number(cell: Cell, w: Words) -> dict[str, str]:
    return {"text": w.cell(cell), "state": cell.state.value}


def _placed(reading: Reading, variants: Variants, w: Words) -> dict[str, Any]:
    ends = variants.range
    said = ""
    if ends is not None:
        low, high = (w.number(end.value or 0) for end in ends)
        said = low if low == high else w.quality("range", low=low, high=high)
    return {
        "title": _title(reading, variants.figure, w),
        "stated": _number(variants.stated, w),
        "range": said,
        "cells": [_number(cell, w) for cell in variants.cells],
    }


def _choices(note: QualityNote, w: Words) -> list[dict[str, str]]:
    """The heads of the columns: those of the figure that has them all."""
    longest = max((variants.cells for variants in note.placed), key=len, default=())
    return [
        {
            "basis": w.page(f"basis_{cell.key[0]}") if cell.key[0] in BASES else cell.key[0],
            "edition": cell.key[1] or w.quality("each_day"),
            "code": "code" if cell.key[1] else "",
        }
        for cell in longest
    ]


def _tagged(reading: Reading, note: QualityNote, w: Words) -> dict[str, Any]:
    """Only the tags that change a number: without the others every figure is what it is with everything."""
    numbers = {variants.figure: {cell.key: cell for cell in variants.cells} for variants in note.tagged}
    keys = list(dict.fromkeys(cell.key for variants in note.tagged for cell in variants.cells))
    shown = [key for key in keys if len(key) == 1 and any(_differs(cells, key) for cells in numbers.values())]
    every = max(keys, key=len, default=())
    ways = [key for key in [(), *shown, every] if key in keys]
    ways = list(dict.fromkeys(ways))
    heads = [
        w.quality("with_everything")
        if not way
        else w.quality("without_any")
        if way == every
        else w.quality("without", tag=w.word("tags", way[0]))
        for way in ways
    ]
    rows = [
        {
            "title": _title(reading, variants.figure, w),
            "stated": _number(variants.stated, w),
            "cells": [_cell(numbers[variants.figure], way, w) for way in ways],
        }
        for variants in note.tagged
    ]
    return {"heads": heads, "rows": rows, "none": not shown}


def _cell(cells: dict[tuple[str, ...], Cell], way: tuple[str, ...], w: Words) -> dict[str, str]:
    return _number(cells[way], w) if way in cells else {"text": "—", "state": ""}


def _differs(cells: dict[tuple[str, ...], Cell], key: tuple[str, ...]) -> bool:
    return key in cells and () in cells and (cells[key].value, cells[key].state) != (cells[()].value, cells[()].state)


def _issue(reading: Reading, issue: Issue, w: Words) -> dict[str, Any]:
    rows = [
        {
            "title": _title(reading, revision.figure, w),
            "then": _number(revision.then, w),
            "now": _number(revision.now, w),
            "change": "—"
            if revision.then.value is None or revision.now.value is None
            else w.signed(revision.now.value - revision.then.value),
            "causes": w.mark("listed").join(w.word("causes", cause) for cause in revision.causes)
            or w.quality("unchanged"),
        }
        for revision in issue.revisions
    ]
    caption = w.quality(
        "issue", id=issue.id, issued=w.moment(issue.issued_at), range=w.span(issue.window.first, issue.window.last)
    )
    return {"caption": caption, "rows": rows}


def _machines(behind: Behind | None, w: Words) -> list[str]:
    if behind is None:
        return [w.quality("machines_none")]
    if behind.withheld:
        return [w.quality("machines_withheld")]
    out = []
    if behind.live is not None:
        out.append(w.quality("machines_live", **_interval(behind.live, w)))
    if behind.footprint is not None:
        out.append(w.quality("machines_footprint", **_interval(behind.footprint, w)))
    elif behind.envelope is not None:
        low, high = (w.number(round(value)) for value in behind.envelope)
        out.append(w.quality("machines_envelope", low=low, high=high))
    return out


def _interval(interval: Interval, w: Words) -> dict[str, str]:
    return {name: w.number(round(getattr(interval, name))) for name in ("value", "low", "high")}


def _limitation(limitation: Limitation, w: Words) -> str:
    said = w.said["limitations"].get(limitation.key)
    return limitation.key if said is None else str(said).format(n=w.number(limitation.count))
