"""Numbers that contradict themselves: what a claim or a finding says in one field against what it says in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crosscount.model.claim import ClaimKind, Modifier, Verdict
from crosscount.register.reading import Fault, short
from crosscount.register.records import Claim, Finding

__all__ = ["of_claim", "of_finding"]

HUNDRED = Decimal(100)
# Kind → the least and the largest number of that kind; a fall of 100 % leaves nothing to fall further.
BOUNDS: dict[ClaimKind, tuple[Decimal, Decimal | None]] = {
    ClaimKind.SHARE: (Decimal(0), HUNDRED),
    ClaimKind.CHANGE: (-HUNDRED, None),
    ClaimKind.RANK: (Decimal(1), None),
}
LEAST = Decimal(0)  # of every other kind
PER = re.compile(r"\b(?:per|an?|each|every) (second|minute|hour|day|week|month|year)\b", re.IGNORECASE)
PERCENT = re.compile(r"%|％|\bper ?cents?\b|\bpercentages?\b|\bpct\b|百分", re.IGNORECASE)
SHOWN = 40  # characters of what was found


def of_claim(claim: Claim, file: str) -> Iterator[Fault]:
    """What is impossible in a claim, as errors; what is odd, as warnings."""
    told = {name: value for name in ("quantity", "low", "high") if (value := getattr(claim, name)) is not None}
    least, most = BOUNDS.get(claim.kind, (LEAST, None))
    for name, value in told.items():
        if value < least or (most is not None and value > most):
            allowed = f"from {least} to {most}" if most is not None else f"{least} or more"
            yield Fault(file, name, f"{value} of kind '{claim.kind}'", f"{allowed}")
        elif claim.kind is ClaimKind.RANK and value != value.to_integral_value():
            yield Fault(file, name, f"{value} of kind '{claim.kind}'", "a whole number")
    yield from _bounds(claim, file)
    if claim.modifier is Modifier.RANGE and (claim.low is None or claim.high is None):
        yield Fault(file, "modifier", "range", "'low' and 'high' with it")
    if claim.origin is not None and claim.origin == claim.target:
        yield Fault(
            file, "target", f"'{claim.target}', as the origin", "another country, if it is not at home", "warning"
        )
    yield from _unit(claim, file)


def of_finding(finding: Finding, file: str) -> Iterator[Fault]:
    """The same for what a recount gave."""
    for name in ("found", "low", "high"):
        value = getattr(finding, name)
        if value is not None and value < 0:
            yield Fault(file, name, str(value), "0 or more")
    if finding.verdict in (Verdict.REPRODUCED, Verdict.CONTRADICTED) and not finding.evidence:
        yield Fault(file, "evidence", "none", f"what '{finding.verdict}' rests on")
    yield from _ends(finding, finding.found, "found", file)


def _bounds(claim: Claim, file: str) -> Iterator[Fault]:
    if claim.quantity is None and (claim.low is None or claim.high is None):
        yield Fault(file, "quantity", "no number", "'quantity', or 'low' and 'high' of a range")
    yield from _ends(claim, claim.quantity, "quantity", file)


def _ends(record: Claim | Finding, value: Decimal | None, name: str, file: str) -> Iterator[Fault]:
    low, high = record.low, record.high
    if low is not None and high is not None and low > high:
        yield Fault(file, "low", str(low), f"no number above 'high', {high}")
    elif value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        yield Fault(file, name, str(value), f"a number from 'low' to 'high', {low} to {high}")


def _unit(claim: Claim, file: str) -> Iterator[Fault]:
    """A unit that names a rate or a share, of a claim that says it is a plain count."""
    if claim.kind is not ClaimKind.COUNT:
        return
    rate = PER.search(claim.unit)
    if rate:
        wanted = f"'rate_per_{rate[1].lower()}'"
        yield Fault(file, "kind", f"count, of '{short(claim.unit, SHOWN)}'", wanted, "warning")
    if PERCENT.search(claim.unit):
        yield Fault(file, "kind", f"count, of '{short(claim.unit, SHOWN)}'", "'share_pct' or 'change_pct'", "warning")
