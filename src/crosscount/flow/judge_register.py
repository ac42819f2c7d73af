"""Holds the claims of a register against their statement's arithmetic, earlier versions and the store; keeps findings.

A finding is a record like any other: it says who judged, when, on which evidence. When the evidence changes, a further
finding is added beside the old one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crosscount import __version__
from crosscount.flow import judge
from crosscount.model import claim as model
from crosscount.model.claim_plain import number
from crosscount.register import writing
from crosscount.register.claims import registered
from crosscount.register.reading import Register
from crosscount.register.records import Case, Claim, Finding
from crosscount.settings import Settings

__all__ = ["Judged", "run"]

BY = f"crosscount {__version__}"
LONGEST = 1_000  # characters of one line of evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found, and which of it is new."""

    findings: tuple[Finding, ...]
    written: tuple[str, ...]  # ids of the new ones


def run(register: Register, *, settings: Settings, on: date, case: Case | None = None, dry: bool = False) -> Judged:
    """A finding for each claim of the register or of a case, in the order of their ids; new ones are written."""
    known = registered(register)
    statements = {record.id: record.statement for record in register.of(Claim)}
    together: defaultdict[str, list[model.Registered]] = defaultdict(list)
    for each in known:
        if case is None or statements[each.id] in case.records:
            together[statements[each.id]].append(each)
    findings: list[Finding] = []
    written: list[str] = []
    for same in together.values():
        earlier = [each for each in known if each not in same and _before(each, same)]
        judged = judge.run([each.claim for each in same], settings=settings, registered=earlier)
        for each, found in zip(same, judged, strict=True):
            finding, new = _record(register, each.id, found, on)
            findings.append(finding)
            if new:
                written.append(finding.id)
                if not dry:
                    writing.add(finding, register.folder)
    return Judged(tuple(sorted(findings, key=lambda each: each.claim)), tuple(sorted(written)))


def _before(each: model.Registered, same: Sequence[model.Registered]) -> bool:
    """Whether it was published first: a copy may lose a hedge of the original, never the other way round."""
    own = min((one.published for one in same if one.published), default=None)
    return own is None or each.published is None or each.published <= own


def _record(register: Register, claim: str, found: model.Finding, on: date) -> tuple[Finding, bool]:
    counted = next((each for each in found.found if each.table), None)
    interval = counted.interval if counted else None
    made = {
        "claim": claim,
        "verdict": found.verdict.value,
        "by": BY,
        "date": on.isoformat(),
        "sentence": found.sentence,
        "found": counted.value if counted else None,
        "low": number(interval.low) if interval else None,
        "high": number(interval.high) if interval else None,
        "flags": [raised.flag.value for raised in found.flags],
        "evidence": [_told(each) for each in found.found] or ["the words of the claim"],
        "note": " ".join([*(raised.sentence for raised in found.flags), *found.notes]),
    }
    before = [each for each in register.of(Finding) if each.claim == claim]
    for each in before:
        if each.by == BY and _same(each, Finding.model_validate({**made, "id": each.id, "date": each.date})):
            return each, False
    taken = {each.id for each in before}
    name = next(n for n in (f"f-{claim}-{count}" for count in range(1, len(taken) + 2)) if n not in taken)
    return Finding.model_validate({**made, "id": name}), True


def _same(one: Finding, other: Finding) -> bool:
    return one.model_copy(update={"coder": ""}) == other


def _told(each: model.Found) -> str:
    version = f"{each.table} version {each.version}" if each.table else ""
    digest = f"digest {each.digest}" if each.digest else ""
    return ", ".join(part for part in (each.what, each.where, version, digest) if part).replace("\n", " ")[:LONGEST]
