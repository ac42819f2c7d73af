"""A checked text as one HTML page: the text with its claims marked, and a finding for each. No script, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from markupsafe import Markup

from crosscount.claims.wording import kind_named, places_named, role_named
from crosscount.model.claim import Claim, Finding, Found, Interval, Verdict
from crosscount.products.pages import environment

__all__ = ["VERDICTS", "direction", "html", "interval_words", "window_words"]

# Verdict → what it says, in the order of the legend.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.REPRODUCED: ("Reproduced", "a recount gives the same number, after rounding"),
    Verdict.CONSISTENT: ("Consistent", "something supports it and nothing contradicts it"),
    Verdict.CONTRADICTED: ("Contradicted", "the evidence covers it, and gives another number"),
    Verdict.NOT_COVERED: ("Not covered", "no evidence for that place, time or kind; this says nothing about the claim"),
    Verdict.UNVERIFIABLE: ("Unverifiable", "no such number can be measured, or too little is said"),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text; of a claim where `number` is not 0."""

    text: str
    number: int = 0
    verdict: str = ""
    title: str = ""


def html(
    text: str, findings: Sequence[Finding], *, name: str, day: date | None, publisher: str = "", notice: str = ""
) -> str:
    """The page. Everything that the text holds is shown as text, whatever it is."""
    counts = [
        (verdict.value, word, means, sum(f.verdict is verdict for f in findings))
        for verdict, (word, means) in VERDICTS.items()
    ]
    return (
        environment()
        .get_template("checked.html.j2")
        .render(
            style=Markup((files("crosscount.products") / "templates" / "style.css").read_text(encoding="utf-8")),
            name=name,
            day=day.isoformat() if day else "unknown: years that the text does not write are open",
            publisher=publisher,
            notice=notice,
            paragraphs=list(_paragraphs(text, findings)),
            counts=counts,
            rows=[_row(number, finding) for number, finding in enumerate(findings, 1)],
        )
    )


def _paragraphs(text: str, findings: Sequence[Finding]) -> Iterator[list[_Piece]]:
    start = 0
    for gap in [*re.finditer(r"\n\s*\n", text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield list(_pieces(text, start, end, findings))
        start = gap.end() if gap else end


def _pieces(text: str, start: int, end: int, findings: Sequence[Finding]) -> Iterator[_Piece]:
    at = start
    inside = [(n, f) for n, f in enumerate(findings, 1) if start <= f.claim.start < end and f.claim.end <= end]
    for number, finding in sorted(inside, key=lambda each: each[1].claim.start):
        claim = finding.claim
        if claim.start < at:
            continue
        yield _Piece(text[at : claim.start])
        word = VERDICTS[finding.verdict][0]
        yield _Piece(text[claim.start : claim.end], number, finding.verdict.value, f"{word}: {finding.sentence}")
        at = claim.end
    yield _Piece(text[at:end])


def _row(number: int, finding: Finding) -> dict[str, object]:
    claim = finding.claim
    return {
        "number": number,
        "claim": claim,
        "verdict": finding.verdict.value,
        "word": VERDICTS[finding.verdict][0],
        "sentence": finding.sentence,
        "flags": [(raised.flag.value.replace("_", " "), raised.sentence) for raised in finding.flags],
        "counts": f"{role_named(claim.role)} ({kind_named(claim.kind)})",
        "written": interval_words(claim.interval),
        "way": direction(claim),
        "window": window_words(claim),
        "said": said_by(claim),
        "found": [_found(found) for found in finding.found],
        "notes": finding.notes,
    }


def _found(found: Found) -> dict[str, str]:
    value = (
        f"{found.value:,}"
        if found.value is not None
        else interval_words(found.interval)
        if found.interval
        else "unknown"
    )
    home = (
        f"statement {found.statement}, {found.table} version {found.version}, digest {found.digest}"
        if found.statement
        else ""
    )
    return {"what": found.what, "value": value, "where": found.where, "home": home}


def said_by(claim: Claim) -> str:
    """Speaker, source, outlet, doubts."""
    parts = [claim.speaker or "nobody named"]
    if claim.cited_source and claim.cited_source != claim.speaker:
        parts.append(f"on data of {claim.cited_source}")
    if claim.carried_by:
        parts.append(f"through {claim.carried_by}")
    if claim.hedge:
        parts.append(f"hedged: {claim.hedge}")
    if claim.disputed:
        parts.append(f"disputed by {claim.disputed_by or 'others'}")
    return ", ".join(parts)


def direction(claim: Claim) -> str:
    """From where to where, in words."""
    return f"{places_named(claim.origin) or 'unsaid'} → {places_named(claim.target) or 'unsaid'}"


def window_words(claim: Claim) -> str:
    """Both days, or that there are none."""
    return f"{claim.first} to {claim.last}" if claim.first and claim.last else "no days said"


def interval_words(interval: Interval) -> str:
    """The numbers inside, as a reader says it."""
    low, high = (
        None if end is None else f"{end:,.2f}".rstrip("0").rstrip(".") for end in (interval.low, interval.high)
    )
    if low == high and low is not None:
        return f"exactly {low}"
    if high is None:
        return f"{'more than' if interval.low_open else 'at least'} {low}"
    return f"{low} to {'below ' if interval.high_open else ''}{high}"
