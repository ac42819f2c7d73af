"""How a recount from a bundle, and a proof, look on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crosscount.cli.files import text_of
from crosscount.cli.shown import inert, number
from crosscount.errors import InputError
from crosscount.flow.evidence import bundle
from crosscount.flow.evidence.keys import expected_key
from crosscount.flow.evidence.proof import Answer
from crosscount.flow.quality import recount as quality
from crosscount.flow.verify import Report
from crosscount.model.bulletin import Bulletin
from crosscount.model.figure import Statement
from crosscount.products import bulletin as product
from crosscount.products import tabular
from crosscount.settings import Settings

__all__ = ["key_lines", "key_said", "opened", "proof_lines", "statement_of", "verdict", "with_note"]


def opened(folder: Path, key: str | None) -> tuple[bundle.Bundle, Bulletin]:
    """The bundle and the bulletin in it, which must be the one that was published."""
    found = bundle.opened(folder, None if key is None else expected_key(key))
    try:
        published = _published(folder)
    except InputError as error:
        raise found.unreadable(str(error)) from error
    faults = product.altered(published)
    if published.id != found.manifest["bulletin"]:
        faults.append(f"the bundle is of bulletin {found.manifest['bulletin']}, and holds {published.id}")
    return replace(found, faults=(*found.faults, *faults)), published


def key_lines(found: bundle.Bundle) -> Iterator[str]:
    """Whose signature it is, whether anybody said whose it should be, and what lies there unsigned."""
    if found.pinned:
        yield f"key: {found.key}"
    else:
        yield f"key: {found.key}; nobody said which is expected: compare it with what the publisher says elsewhere,"
        yield "  and give that as --key. Without it, whoever signed a copy anew passes too"
    for name in found.unsigned:
        yield f"not part of the bundle, and signed by nobody: {inert(name)}"


def key_said(found: bundle.Bundle) -> dict[str, object]:
    """The same for JSON."""
    return {"key": found.key, "key_expected": found.pinned, "unsigned": found.unsigned}


def with_note(published: Bulletin, report: Report, settings: Settings) -> Report:
    """The report with the checks of the quality note; where rows expired nothing of it can be recounted."""
    note = published.quality
    if note is None or report.expired:
        return report
    pair = published.origin, published.target
    checks = quality.checks(note, published.statements, *pair, published.window, settings=settings)
    return Report((*report.checks, *checks))


def verdict(published: Bulletin, report: Report, altered: list[str], left: str) -> Iterator[str]:
    """What differs, then the verdict."""
    for check in report.differences:
        yield f"not the same: {check.about}\n  said {check.said}; {check.found}"
    yield from (f"not the same: {fault}" for fault in altered)
    for check in report.expired:
        yield f"expired: {check.about}\n  said {check.said}; {check.found}"
    if report.same and not altered:
        yield f"same: bulletin {published.id}, {number(len(report.checks))} checks, every number recounted from rows"
    if published.quality is not None:
        yield f"not recounted: {left}"


def statement_of(published: Bulletin, name: str) -> Statement:
    """The total of that id, or the figure's total for the bulletin's own pair and window."""
    pair = {"origin_country": published.origin, "target_country": published.target}
    for statement in published.statements:
        of_pair = statement.figure == name and dict(statement.where) == pair and statement.window == published.window
        if not statement.by and (statement.id == name or of_pair):
            return statement
    raise InputError(f"bulletin {published.id} has no total of '{name}' for {published.origin} and {published.target}")


def proof_lines(answer: Answer) -> Iterator[str]:
    """What the proof says, and whether it holds."""
    said = "is counted" if answer.counted else "is not counted"
    if answer.holds:
        yield f"{inert(answer.member)} {said} in statement {answer.statement}"
        yield f"holds: {answer.why}"
    else:
        yield f"it says that {inert(answer.member)} {said} in statement {answer.statement}, which it does not prove"
        yield f"does not hold: {inert(answer.why)}"


def _published(folder: Path) -> Bulletin:
    return tabular.from_json(text_of(folder / "bulletin.json"))
