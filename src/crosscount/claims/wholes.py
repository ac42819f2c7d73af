"""Wholes and their parts: which number of a text another one is a part of, and what it shares with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosscount.model.claim import FIGURE_OF, Claim, ClaimKind

__all__ = ["alike", "between", "lent", "same_figure", "whole_behind", "whole_of"]

LINKS = re.compile(
    r"[:：]|\b(?:includ(?:e|es|ed|ing)|compris(?:e|es|ed|ing)|consist(?:s|ed|ing)? of|made up of|composed of"
    r"|of (?:which|these|those|them)|among (?:them|these|those))\b|其中|包括",
    re.IGNORECASE,
)
BACK = re.compile(r"(?:\b(?:of|out of|the|these|those|all)|这)\s*$", re.IGNORECASE)
OF = re.compile(
    r"^\s*(?:out )?of(?: (?:the|some|about|around|approximately|roughly|all|these|those))*\s*$", re.IGNORECASE
)
COMPARING = (ClaimKind.CHANGE, ClaimKind.RATIO)


def between(one: Claim, other: Claim) -> str | None:
    """What is written between two numbers of one sentence, None if the second does not follow the first there."""
    gap = other.start - one.start
    if one.sentence != other.sentence or other.start < one.end:
        return None
    if not (one.end or other.end):  # of a register, which keeps no places
        at = one.sentence.find(one.quantity_text) + len(one.quantity_text)
        behind = one.sentence.find(other.quantity_text, at)
        return one.sentence[at:behind] if at >= len(one.quantity_text) and behind >= 0 else None
    for found in re.finditer(re.escape(one.quantity_text), one.sentence):
        if one.sentence.startswith(other.quantity_text, found.start() + gap):
            return one.sentence[found.end() : found.start() + gap]
    return None


def alike(one: Claim, other: Claim) -> bool:
    """Whether two numbers count the same for the same place and days, wherever it comes from."""
    return same_figure(one, other) and (one.first, one.last) == (other.first, other.last)


def same_figure(one: Claim, other: Claim) -> bool:
    """Whether two numbers count the same for the same place, whenever."""
    figures = [FIGURE_OF.get(each.role, each.role) for each in (one, other)]
    return figures[0] == figures[1] and one.target == other.target


def whole_of(number: int, claims: Sequence[Claim]) -> int | None:
    """The place of the whole that a number is a part of, as far as the text says so."""
    part = claims[number]
    if part.kind is not ClaimKind.COUNT:
        return None
    if part.part_of is not None:
        found = next((n for n, c in enumerate(claims[:number]) if c.start == part.part_of), None)
        while found is not None and claims[found].narrowed is not None:
            further = claims[found].part_of  # "800 of the state, 300 of towns": both are of the number before
            found = next((n for n, c in enumerate(claims[:found]) if c.start == further), None)
        return found if found is not None and _contains(claims[found], part) else None
    if part.narrowed is None:
        return None
    for n in range(number - 1, -1, -1):
        whole = claims[n]
        said = between(whole, part)
        if said is None:
            return None
        if whole.narrowed is None and whole.kind is ClaimKind.COUNT and alike(whole, part):
            return n if LINKS.search(said) else None
    return None


def _contains(whole: Claim, part: Claim) -> bool:
    low, high = part.interval.low, whole.interval.high
    fits = low is None or high is None or low <= high
    counts = whole.kind is ClaimKind.COUNT and alike(whole, part) and whole.quantity != part.quantity
    return fits and counts and (part.origin is None or whole.origin in (None, part.origin))


def whole_behind(part: Claim, whole: Claim) -> bool:
    """Whether a number stands right behind its part: "9 of the 4"."""
    return same_figure(part, whole) and OF.search(between(part, whole) or "") is not None


def lent(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with what another number lends them: a part, or the same number once more, comes from where that does.

    A part of a whole is narrowed, even if no word says by what.
    """
    out: list[Claim] = []
    for number, claim in enumerate(claims):
        so_far = [*out, claim]
        whole = whole_of(number, so_far)
        if whole is not None and claim.narrowed is None and claim.origin in (None, out[whole].origin):
            claim = replace(claim, narrowed=f"of {out[whole].quantity_text} {out[whole].unit}".strip())
        behind = claims[number + 1] if claim.kind is ClaimKind.COUNT and number + 1 < len(claims) else None
        if behind is not None and claim.narrowed is None and whole_behind(claim, behind):
            claim = replace(claim, narrowed=f"of {behind.quantity_text} {behind.unit}".strip())
        lender = out[whole] if whole is not None else next(_lenders(claim, out), None)
        if lender is not None and claim.origin is None and lender.origin is not None:
            claim = replace(claim, origin=lender.origin, role=lender.role)
        out.append(claim)
    return out


def _lenders(claim: Claim, before: Sequence[Claim]) -> Iterator[Claim]:
    """Numbers before that a number repeats, or that a change speaks of."""
    behind = claim.sentence[: max(0, claim.sentence.find(claim.quantity_text))]
    again = claim.kind is ClaimKind.COUNT and claim.narrowed is None and BACK.search(behind)
    for other in reversed(before):
        if other.kind is not ClaimKind.COUNT or other.narrowed is not None or not alike(claim, other):
            continue
        if (again and other.interval.meets(claim.interval)) or claim.kind in COMPARING:
            yield other
