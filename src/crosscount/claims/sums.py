"""A total against its parts: by country, or by words that tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from crosscount.claims.wholes import alike, between, same_figure, whole_behind, whole_of
from crosscount.claims.wording import shown, span
from crosscount.kernels.claiming.implied import implied, last_place
from crosscount.model.claim import OVERSEAS, WORLD, Claim, ClaimKind, Flag, Interval, Modifier

__all__ = ["Reckoned", "parts"]

SHARED = r"(?:[\d.]+ ?(?:%|per ?cent),? or )?(?:[a-z]+\s+){0,2}$"  # ", 47 percent, or nearly" before the number
OF_THEM = re.compile(rf"\b(?:of|among) (?:which|whom|them|these|those),?\s+{SHARED}", re.IGNORECASE)
OF_THE_FIRST = re.compile(rf"^(?:(?:out )?of|among) (?:the|these|those|all)\b[^,;]*,\s+{SHARED}", re.IGNORECASE)
OF_THOSE = re.compile(r"^\s+of (?:these|those|them|which|whom)\b", re.IGNORECASE)
OF_THE = re.compile(r"\bof the\s+$", re.IGNORECASE)
OPENING = re.compile(r"(?:out )?of the\s+", re.IGNORECASE)
ALL_OF_IT = re.compile(r"\b(?:comprising|consisting of|made up of|composed of|made of)\b|[:：]", re.IGNORECASE)
WRONG = Flag.INTERNALLY_INCONSISTENT


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the other numbers of the text give for a claim."""

    claim: int  # its place among the claims
    holds: bool
    interval: Interval  # what they give
    sentence: str
    flag: Flag | None = None


def parts(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """Parts may not be more than their total; where they are all of it, not less either."""
    yield from _by_country(claims)
    yield from _beyond(claims)
    told: dict[int, list[int]] = {}
    for number, claim in enumerate(claims):
        whole = whole_of(number, claims) if claim.narrowed else None
        if whole is not None:
            told.setdefault(whole, []).append(number)
    for whole, members in told.items():
        yield from _narrowed(whole, members, claims)


def _beyond(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """What the text calls a part, and is more than that whole and any other that it may be of: "of which 51,000"."""
    for number, part in enumerate(claims):
        whole = _called_whole(number, claims) if part.kind is ClaimKind.COUNT else None
        if whole is None or not _more(part, whole):
            continue
        others = [c for c in claims[:number] if c.kind is ClaimKind.COUNT and same_figure(c, part)]
        if all(_more(part, other) for other in others):
            said = f"{shown(part)} cannot be a part of {shown(whole)}"
            yield Reckoned(number, False, whole.interval, said, WRONG)


def _called_whole(number: int, claims: Sequence[Claim]) -> Claim | None:
    """The number that the words call the whole of this one: right behind ("9 of the 4"), or told before ("of them")."""
    part = claims[number]
    behind = next((c for c in claims[number + 1 :] if c.kind is ClaimKind.COUNT), None)
    if behind is not None and whole_behind(part, behind):
        return behind
    head, _, tail = part.sentence.partition(part.quantity_text)
    told = OF_THEM.search(head) or OF_THE_FIRST.search(head) or OF_THOSE.search(tail)
    before = next((c for c in claims[:number] if c.start == part.part_of), None)
    if before is None:  # "of which 47 percent, or 6,531"
        same = [c for c in claims[:number] if c.kind is ClaimKind.COUNT and alike(c, part)]
        return same[-1] if told and same else None
    if before.kind is not ClaimKind.COUNT or (before.first, before.last) != (part.first, part.last):
        return None
    if not (same_figure(before, part) or same_figure(before, replace(part, target=WORLD))):
        return None
    first = OPENING.match(part.sentence)
    opened = first is not None and part.sentence.startswith(before.quantity_text, first.end())
    return before if opened or told else None


def _narrowed(whole: int, members: Sequence[int], claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """Parts that the text tells apart in like words, so that nothing is in two: "of banks", "of shops"."""
    total, ways = claims[whole], [_way(claims[n]) for n in members]
    for number in members:
        if _more(claims[number], total):
            said = f"{shown(claims[number])} cannot be a part of {shown(total)}"
            yield Reckoned(number, False, total.interval, said, WRONG)
    if len(set(ways)) == 1:
        yield from _summed(whole, total, [claims[n] for n in members])


def _way(part: Claim) -> str:
    """The word that opens what narrows a part; none for a word before the noun."""
    words = (part.narrowed or "").split()
    return words[0].lower() if len(words) > 1 else ""


def _more(part: Claim, whole: Claim) -> bool:
    low, high = part.interval.low, whole.interval.high
    return low is not None and high is not None and low > high


def _by_country(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """Parts by country may not be more than their total; where they are all of it, not less either."""
    counts = [(n, c) for n, c in enumerate(claims) if c.kind is ClaimKind.COUNT and c.narrowed is None]

    def key(item: tuple[int, Claim]) -> tuple[str, str, str, str]:
        return (item[1].role, item[1].target or "", str(item[1].first), str(item[1].last))

    for _, group in groupby(sorted(counts, key=key), key):
        members = sorted(group, key=lambda item: item[1].start)
        wholes = [(n, c) for n, c in members if c.origin is None or c.origin.startswith("XX")]
        for position, (number, whole) in enumerate(wholes):
            end = wholes[position + 1][1].start if position + 1 < len(wholes) else 1 << 60
            found = {c.origin: c for _, c in members if c.origin and len(c.origin) == 2 and whole.start < c.start < end}
            abroad = [c for _, c in members if whole.origin is None and whole.start < c.start and _overseas(c)]
            for place, part in ((n, c) for n, c in members if c in found.values() or c in abroad):
                if _more(part, whole):
                    said = f"{shown(part)} cannot be a part of {shown(whole)}"
                    yield Reckoned(place, False, whole.interval, said, WRONG)
            yield from _summed(number, whole, list(found.values()))


def _overseas(claim: Claim) -> bool:
    """Whether it is the part from abroad of what was told before: "of the 221,000 from outside"."""
    abroad = claim.origin is not None and claim.origin.startswith(OVERSEAS)
    return abroad and OF_THE.search(claim.sentence.partition(claim.quantity_text)[0]) is not None


def _beside(part: Claim, whole: Claim) -> Interval:
    """What a part stands for: beside a whole that is counted out, it is good to two digits at least.

    "400 and 200" are more than "563" in all, though 400 alone may stand for 350.
    """
    if whole.interval.low != whole.interval.high or part.modifier is not Modifier.EXACT:
        return part.interval
    place = Decimal(10) ** max(0, part.quantity.adjusted() - 1)
    return implied(part.quantity, min(place, last_place(f"{abs(part.quantity):f}")), part.modifier, part.kind)


def _summed(number: int, whole: Claim, parts: list[Claim]) -> Iterator[Reckoned]:
    ends = [_beside(p, whole) for p in parts]
    lows, highs = [each.low for each in ends], [each.high for each in ends]
    if len(parts) < 2 or None in lows:
        return
    low = sum((each for each in lows if each is not None), Decimal(0))
    listed = " + ".join(p.quantity_text for p in parts)
    if whole.interval.high is not None and low > whole.interval.high:
        said = f"the parts {listed} come to more than the total of {shown(whole)}"
        yield Reckoned(number, False, Interval(low, None), said, WRONG)
        return
    together = all(p.sentence == whole.sentence for p in parts) and None not in highs
    if together and ALL_OF_IT.search(between(whole, parts[0]) or ""):
        total = Interval(low, sum((each for each in highs if each is not None), Decimal(0)))
        holds = total.meets(whole.interval)
        said = f"the parts {listed} come to {span(total)}"
        yield Reckoned(
            number,
            holds,
            total,
            said if holds else f"{said}, not {shown(whole)}",
            None if holds else WRONG,
        )
