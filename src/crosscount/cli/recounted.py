"""How a recount from a bundle, and a proof, look on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crosscount.cli.files import text_of
from crosscount.cli.shown import inert, number
from crosscount.errors import InputError
from crosscount.flow.evidence import bundle, recount
from crosscount.flow.evidence.proof import Answer
from crosscount.flow.quality import recount as quality
from crosscount.flow.verify import Report
from crosscount.model.bulletin import Bulletin
from crosscount.model.figure import Statement
from crosscount.products import bulletin as product
from crosscount.products import tabular
from crosscount.settings import Settings

__all__ = ["from_bundle", "proof_lines", "statement_of", "verdict", "with_note"]


def from_bundle(folder: Path) -> tuple[Bulletin, Report, list[str]]:
    """The bulletin in the bundle, what came of the recount, and what in the bulletin was altered."""
    opened = bundle.opened(folder)
    published = _published(folder)
    altered = product.altered(published)
    if published.id != opened.manifest["bulletin"]:
        altered.append(f"the bundle is of bulletin {opened.manifest['bulletin']}, and holds {published.id}")
    return published, recount.run(opened, published.statements), altered


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


def statement_of(folder: Path, name: str) -> Statement:
    """The statement of that id, or the figure's total for the bulletin's own pair and window."""
    published = _published(folder)
    pair = {"origin_country": published.origin, "target_country": published.target}
    for statement in published.statements:
        of_pair = statement.figure == name and dict(statement.where) == pair and statement.window == published.window
        if statement.id == name or (of_pair and not statement.by):
            return statement
    raise InputError(f"bulletin {published.id} has no total of '{name}' for {published.origin} and {published.target}")


def proof_lines(answer: Answer) -> Iterator[str]:
    """What the proof says, and whether it holds."""
    said = "is counted" if answer.counted else "is not counted"
    yield f"{inert(answer.member)} {said} in statement {answer.statement}"
    yield f"{'holds' if answer.holds else 'does not hold'}: {answer.why}"


def _published(folder: Path) -> Bulletin:
    return tabular.from_json(text_of(folder / "bulletin.json"))
