"""The lower half of the page: what each figure means, what the numbers rest on, and the evidence of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from crosscount.model.bulletin import EditionUse
from crosscount.model.figure import Statement
from crosscount.products.bulletin import ADDRESSES_SEEN, EIGHT
from crosscount.products.figures_view import shown
from crosscount.products.reading import Reading, only
from crosscount.products.wording import Words

__all__ = ["rests"]


def rests(reading: Reading, w: Words) -> dict[str, Any]:
    """Everything below the figures."""
    b = reading.bulletin
    known = sorted({reference for statement in b.statements for reference in statement.evidence.references})
    return {
        "references": [(f"E{number}", reference) for number, reference in enumerate(known, 1)],
        "programs": sorted({statement.evidence.code.split(",")[0] for statement in b.statements}),
        "rules": w.rules(zone=b.window.zone),
        "methods": [_method(reading, figure, w) for figure in EIGHT],
        "sources": _sources(reading, w),
        "reasons": sorted(b.coverage.reasons.items(), key=lambda item: (-item[1], item[0])),
        "missing": _runs(b.coverage.missing, w),
        "missing_before": _runs(b.coverage.missing_before, w),
        "seen": [_seen(reading, figure, w) for figure in ADDRESSES_SEEN],
        "editions": [_edition(edition, w) for edition in b.coverage.editions],
        "uncounted": [_uncounted(reading, figure, w) for figure in EIGHT],
        "notes": list(dict.fromkeys([*b.coverage.notes, *_notes(reading)])),
        "evidence": [_evidence(reading, statement, known, w) for statement in b.statements],
        "verify": f"crosscount verify {b.name}.json",
        "explain": _explain(reading, EIGHT[0]),
    }


def _explain(reading: Reading, figure: str) -> str:
    b = reading.bulletin
    return (
        f"crosscount explain {figure} --origin {b.origin} --target {b.target} "
        f"--from {b.window.first} --to {b.window.last} --timezone {b.window.zone}"
    )


def _method(reading: Reading, figure: str, w: Words) -> dict[str, Any]:
    statement = reading.total(figure)
    return {
        "id": figure,
        "text": w.figure(reading.text(figure)),
        "cell": shown(statement, only(statement), w),
        "explain": _explain(reading, figure),
    }


def _sources(reading: Reading, w: Words) -> dict[str, Any]:
    listed = reading.bulletin.coverage.sources
    rows = [
        {
            "title": source.title,
            "id": source.source,
            "publisher": source.publisher,
            "files": w.number(source.files),
            "refused": w.page("refused", n=w.number(source.refused)) if source.refused else "",
            "days": w.page("days_of", n=w.number(source.days), all=w.number(reading.bulletin.window.length)),
            "span": w.span(source.first, source.last) if source.first and source.last else "",
            "sums": [w.number(value) for value in (source.read, source.kept, source.set_aside)],
        }
        for source in listed
    ]
    sums = [sum(values) for values in zip(*((s.read, s.kept, s.set_aside) for s in listed), strict=True)]
    files, refused = sum(source.files for source in listed), sum(source.refused for source in listed)
    return {
        "rows": rows,
        "files": w.number(files),
        "refused": w.page("refused", n=w.number(refused)) if refused else "",
        "sums": [w.number(value) for value in sums],
    }


def _runs(days: Sequence[date], w: Words) -> list[str]:
    """Days as spans without a gap."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [w.span(run[0], run[-1]) for run in runs]


def _seen(reading: Reading, figure: str, w: Words) -> dict[str, Any]:
    now, before = (reading.find(figure, where={}, before=earlier) for earlier in (False, True))
    return {
        "title": w.figure(reading.text(figure)).title,
        "now": shown(now, only(now), w),
        "before": shown(before, only(before), w),
    }


def _edition(edition: EditionUse, w: Words) -> dict[str, str]:
    remarks = [w.page("embedded")] if edition.embedded else []
    if edition.instead_from and edition.instead_to:
        remarks.append(w.page("instead", range=w.span(edition.instead_from, edition.instead_to)))
    known = {"registered", "routed", "located", "override"}
    return {
        "id": edition.id,
        "content": w.page(f"content_{edition.content}")
        if edition.content in ("country", "network")
        else edition.content,
        "basis": w.page(f"basis_{edition.basis}") if edition.basis in known else edition.basis,
        "day": w.day(edition.day),
        "remarks": w.mark("listed").join(remarks),
        "instead": "instead" if edition.instead_from else "",
    }


def _uncounted(reading: Reading, figure: str, w: Words) -> dict[str, str]:
    statement = reading.total(figure)
    value = only(statement).value
    return {
        "title": w.figure(reading.text(figure)).title,
        "with_them": "" if value is None else w.number(value + statement.excluded),
        "rows": w.number(statement.evidence.rows),
        "without_member": w.number(statement.without_member),
        "excluded": w.number(statement.excluded),
        "statement": statement.id,
    }


def _numbers(references: Sequence[str], known: list[str]) -> str:
    """The numbers of references in the list below the table, runs as spans: "E1–E4, E7"."""
    runs: list[list[int]] = []
    for number in sorted({known.index(reference) + 1 for reference in references}):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"E{run[0]}" if len(run) == 1 else f"E{run[0]}–E{run[-1]}" for run in runs)


def _notes(reading: Reading) -> Iterator[str]:
    """What the statements remark, in the words of the computation."""
    for statement in reading.bulletin.statements:
        if statement.window == reading.bulletin.window:
            yield from statement.notes


def _evidence(reading: Reading, statement: Statement, known: list[str], w: Words) -> dict[str, Any]:
    evidence = statement.evidence
    text = w.figure(reading.text(statement.figure))
    about = [w.page(f"by_{dimension}") for dimension in statement.by if dimension != ""]
    if not statement.where:
        about.append(w.page("everywhere"))
    elif "origin_country" not in statement.where and "origin_country" not in statement.by:
        about.append(w.page("from_any"))
    if statement.window != reading.bulletin.window:
        about.append(w.page("in_previous"))
    return {
        "id": statement.id,
        "figure": f"{statement.figure}@{statement.version}",
        "title": text.title,
        "about": about,
        "says": w.page("cells", n=w.number(len(statement.cells))) if statement.by else w.cell(only(statement)),
        "state": "" if statement.by else only(statement).state.value,
        "table": evidence.table,
        "version": w.page("version", n=w.number(evidence.version)),
        "rows": w.number(evidence.rows),
        "digest": evidence.digest[:12],
        "files": evidence.files[:12],
        "references": _numbers(evidence.references, known),
        "where": evidence.where,
    }
