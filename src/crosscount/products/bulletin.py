"""Which statements a bulletin needs, and the bulletin made of them. Nothing is counted here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from crosscount.errors import InputError
from crosscount.model.bulletin import Bulletin, Coverage, FigureText, Marking, Request
from crosscount.model.figure import CellState, Statement
from crosscount.model.plain import statement_id
from crosscount.model.quality import QualityNote
from crosscount.model.window import Window
from crosscount.products.tabular import bulletin_id

__all__ = ["ADDRESSES_SEEN", "EIGHT", "FAMILIES_OF", "NETWORKS_OF", "SLOTS", "altered", "build", "needed"]

EIGHT = (
    "c2-servers",
    "controlled-machines",
    "phishing-hosts",
    "phishing-pages",
    "phishing-operations",
    "backdoor-origins",
    "backdoored-sites",
    "backdoor-attacks",
)
# Figure → minutes of the slot → id of the figure that counts at that length.
SLOTS: dict[str, dict[int, str]] = {
    figure: {5: f"{figure}-5", 30: figure, 60: f"{figure}-60", 1440: f"{figure}-1440"}
    for figure in ("phishing-operations", "backdoor-attacks")
}
NETWORKS_OF = tuple(figure for figure in EIGHT if figure not in SLOTS)
FAMILIES_OF = ("c2-servers", "controlled-machines")
ADDRESSES_SEEN = ("client-addresses", "server-addresses")

COUNTRY = re.compile(r"[A-Z]{2}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def needed(origin: str, target: str, window: Window) -> list[Request]:
    """Every statement that a bulletin quotes, in a fixed order. Totals are asked for, never added up."""
    pair = {"origin_country": origin, "target_country": target}
    any_origin = {"target_country": target}
    before = window.previous()
    finer = [variant for lengths in SLOTS.values() for variant in lengths.values() if variant not in EIGHT]
    return [
        *(Request(figure, window, (), pair) for figure in EIGHT),
        *(Request(figure, before, (), pair) for figure in EIGHT),
        *(Request(figure, window, (), pair) for figure in finer),
        *(Request(figure, window, (), any_origin) for figure in EIGHT),
        *(Request(figure, window, ("origin_country",), any_origin) for figure in EIGHT),
        *(Request(figure, window, ("day",), pair) for figure in EIGHT),
        *(Request(figure, window, ("network",), pair) for figure in NETWORKS_OF),
        *(Request(figure, window, ("family",), pair) for figure in FAMILIES_OF),
        *(Request(figure, span, (), {}) for figure in ADDRESSES_SEEN for span in (window, before)),
    ]


def build(
    statements: Iterable[Statement],
    coverage: Coverage,
    texts: Iterable[FigureText],
    *,
    origin: str,
    target: str,
    window: Window,
    publisher: str,
    issued_at: datetime,
    marking: Marking = Marking.CLEAR,
    language: str = "en",
    notice: str = "",
    supersedes: str | None = None,
    quality: QualityNote | None = None,
) -> Bulletin:
    """The bulletin, or an InputError that names the statement that is missing or the number without evidence."""
    for code in (origin, target):
        if not COUNTRY.fullmatch(code):
            raise InputError(f"country '{code}' is not an ISO 3166-1 code of two capital letters, such as 'US'")
    if issued_at.tzinfo is None:
        raise InputError(f"the time of issue {issued_at.isoformat()} has no time zone; give it in UTC")
    available = list(statements)
    chosen = tuple(_chosen(available, request) for request in needed(origin, target, window))
    by_id = {text.id: text for text in texts}
    unsaid = sorted({statement.figure for statement in chosen} - set(by_id))
    if unsaid:
        raise InputError(f"no definition is given for figure '{unsaid[0]}', so a reader could not know what it counts")
    draft = Bulletin(
        id="",
        origin=origin,
        target=target,
        window=window,
        previous=window.previous(),
        publisher=publisher,
        marking=marking,
        language=language,
        issued_at=issued_at.astimezone(UTC),
        statements=chosen,
        texts=tuple(by_id[name] for name in dict.fromkeys(statement.figure for statement in chosen)),
        coverage=coverage,
        notice=notice,
        supersedes=supersedes,
        quality=quality,
    )
    return replace(draft, id=bulletin_id(draft))


def altered(bulletin: Bulletin) -> list[str]:
    """Names what no longer has the digest it was published under: the bulletin itself, or a statement in it."""
    faults = [
        f"statement {statement.id} ({statement.figure}) is not what was stated: its content gives {actual}"
        for statement in bulletin.statements
        if (actual := statement_id(statement)) != statement.id
    ]
    if (actual := bulletin_id(bulletin)) != bulletin.id:
        faults.append(f"bulletin {bulletin.id} is not what was published: its content gives {actual}")
    return faults


def _chosen(available: list[Statement], request: Request) -> Statement:
    answers = [statement for statement in available if request.asks_for(statement)]
    if not answers:
        raise InputError(
            f"no statement of '{request.figure}' {_place(request.where)}by ({', '.join(request.by) or 'total'}) "
            f"for {request.window.first} to {request.window.last} {request.window.zone}; run 'crosscount compute'"
        )
    latest = max(answers, key=lambda statement: (statement.computed_at, statement.id))
    _demand_evidence(latest)
    return latest


def _place(where: Mapping[str, str]) -> str:
    return "".join(f"{name} {value} " for name, value in sorted(where.items()))


def _demand_evidence(statement: Statement) -> None:
    counted = [cell for cell in statement.cells if cell.value is not None]
    for cell in statement.cells:
        hidden = cell.state in (CellState.UNKNOWN, CellState.SUPPRESSED)
        fits = hidden if cell.value is None else not hidden and (cell.value == 0) == (cell.state is CellState.ZERO)
        if not fits or (cell.value or 0) < 0:
            raise InputError(f"statement {statement.id} ({statement.figure}): a {cell.state} cell says {cell.value}")
    if not statement.by and len(statement.cells) != 1:
        raise InputError(f"statement {statement.id} ({statement.figure}) is a total with {len(statement.cells)} cells")
    withheld = any(cell.state is CellState.SUPPRESSED for cell in statement.cells)
    if not counted or (withheld and not any(cell.value for cell in counted)):
        return  # what is withheld shows no evidence: a digest over a few addresses would tell them
    evidence = statement.evidence
    lacking = [name for name in ("table", "where", "code") if not getattr(evidence, name).strip()]
    lacking += [name for name in ("digest", "files") if not DIGEST.fullmatch(getattr(evidence, name))]
    if any(cell.value for cell in counted) and (evidence.version < 0 or evidence.rows <= 0):
        lacking.append("table version and rows")
    if lacking:
        raise InputError(
            f"statement {statement.id} ({statement.figure}) has a number without evidence: no {', no '.join(lacking)}"
        )
