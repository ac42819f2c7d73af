"""The text's own arithmetic: a total against its parts, a percentage or multiple against the two numbers it compares.

Every number is the interval that it stands for, so rounding is never called an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from crosscount.kernels.claiming.implied import divided
from crosscount.model.claim import OVERSEAS, Claim, ClaimKind, Flag, Interval

__all__ = ["Reckoned", "reckon", "shown"]

HUNDRED = Decimal(100)
ALL_OF_IT = re.compile(r"\b(?:comprising|consisting of|made up of|composed of|made of)\b|[:：]", re.IGNORECASE)
BACK = re.compile(r"(?:\bout of the|\bof the|\bthe|\bthese|\bthose)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the other numbers of the text give for a claim."""

    claim: int  # its place among the claims
    holds: bool
    interval: Interval  # what they give
    sentence: str
    flag: Flag | None = None


def reckon(claims: Sequence[Claim]) -> list[Reckoned]:
    """Every sum that the text allows to redo, in the order of the claims."""
    found: list[Reckoned] = []
    for number, claim in enumerate(claims):
        if claim.kind is ClaimKind.SHARE and claim.upper is None:
            found.extend(_share(number, claims))
        elif claim.kind is ClaimKind.CHANGE:
            found.extend(_change(number, claims))
        elif claim.kind is ClaimKind.RATIO:
            found.extend(_ratio(number, claims))
        elif claim.kind is ClaimKind.COUNT:
            found.extend(_again(number, claims))
    return [*found, *_parts(claims), *_shares_over_all(claims)]


def _share(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """A percentage beside the part ("940 addresses, or 13 percent") and a whole before it."""
    share = claims[number]
    if share.origin is None and share.sentence.count("%") > 2:
        return
    same = [c for c in claims if _counted_alike(c, share)]
    parts = [
        c for c in same if c.origin == share.origin and c.sentence == share.sentence and abs(c.start - share.start) < 90
    ]
    if not parts:
        return
    part = min(parts, key=lambda c: abs(c.start - share.start))
    wholes = [c for c in same if c is not part and c.start < max(part.start, share.start) and _wider(c, part)]
    wholes.sort(key=lambda c: -c.start)
    tested = [(whole, quotient) for whole in wholes[:3] if (quotient := _percent(part, whole)) is not None]
    if not tested:
        return
    fits = [(whole, quotient) for whole, quotient in tested if quotient.meets(share.interval)]
    whole, quotient = (fits or tested)[0]
    said = f"{shown(part)} of {shown(whole)} is {_span(quotient)} per cent"
    if fits:
        other = tested[0][0]
        unclear = other is not whole
        yield Reckoned(
            number,
            True,
            quotient,
            f"{said}, as the text says"
            + (
                f"; of the {shown(other)} named last it is not, so the reader may take the wrong whole"
                if unclear
                else ""
            ),
            Flag.BASE_UNCLEAR if unclear else None,
        )
    else:
        yield Reckoned(number, False, quotient, f"{said}, not {share.quantity_text}", Flag.INTERNALLY_INCONSISTENT)


def _counted_alike(claim: Claim, share: Claim) -> bool:
    window = (claim.first, claim.last) == (share.first, share.last)
    return claim.kind is ClaimKind.COUNT and claim.role == share.role and claim.target == share.target and window


def _wider(whole: Claim, part: Claim) -> bool:
    """Whether the one may contain the other."""
    if whole.interval.high is not None and part.interval.low is not None and whole.interval.high < part.interval.low:
        return False
    return whole.origin is None or whole.origin.startswith(OVERSEAS[:2]) or whole.origin == part.origin


def _percent(part: Claim, whole: Claim) -> Interval | None:
    quotient = divided(part.interval, whole.interval)
    return (
        None
        if quotient is None or quotient.low is None or quotient.high is None
        else Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)
    )


def _pair(number: int, claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The number of now and the number of before that a change compares."""
    change = claims[number]
    alike = [c for c in claims if c.kind not in (ClaimKind.SHARE, ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK)
             and c.role == change.role and c.origin == change.origin and c.target == change.target]  # fmt: skip
    now = [c for c in alike if (c.first, c.last) == (change.first, change.last)]
    if not now or change.first is None:
        return None
    current = min(now, key=lambda c: (c.sentence != change.sentence, abs(c.start - change.start)))
    before = [c for c in alike if c.last is not None and c.last < change.first and c.kind is current.kind]
    same = [c for c in before if c.sentence == change.sentence]
    if not same and before:
        same = [c for c in before if abs(c.start - change.start) < 400]
    return (current, min(same, key=lambda c: abs(c.start - change.start))) if same else None


def _change(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    change, pair = claims[number], _pair(number, claims)
    quotient = divided(pair[0].interval, pair[1].interval) if pair else None
    if pair is None or quotient is None or quotient.low is None or quotient.high is None:
        return
    interval = Interval((quotient.low - 1) * HUNDRED, (quotient.high - 1) * HUNDRED)
    yield _told(number, change, interval, f"from {shown(pair[1])} to {shown(pair[0])} is {_span(interval)} per cent")


def _ratio(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    ratio, pair = claims[number], _pair(number, claims)
    quotient = divided(pair[0].interval, pair[1].interval) if pair else None
    if pair is not None and quotient is not None:
        yield _told(number, ratio, quotient, f"{shown(pair[0])} is {_span(quotient)} times {shown(pair[1])}")


def _told(number: int, claim: Claim, interval: Interval, said: str) -> Reckoned:
    if interval.meets(claim.interval):
        return Reckoned(number, True, interval, f"{said}, as the text says")
    return Reckoned(number, False, interval, f"{said}, not {claim.quantity_text}", Flag.INTERNALLY_INCONSISTENT)


def _again(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """The same number a second time: "Of the 2.7 million attacks, few were new"."""
    claim = claims[number]
    before = claim.sentence[: max(0, claim.sentence.find(claim.quantity_text))]
    if not BACK.search(before):
        return
    for other in reversed(claims[:number]):
        key = (other.kind, other.role, other.origin, other.target, other.first, other.last)
        if key != (claim.kind, claim.role, claim.origin, claim.target, claim.first, claim.last):
            continue
        holds = other.interval.meets(claim.interval)
        said = f"the text gives {shown(other)} before and {shown(claim)} here"
        yield Reckoned(number, holds, other.interval, said, None if holds else Flag.INTERNALLY_INCONSISTENT)
        return


def _parts(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """Parts by country may not be more than their total; where they are all of it, not less either."""
    counts = [(n, c) for n, c in enumerate(claims) if c.kind is ClaimKind.COUNT]

    def key(item: tuple[int, Claim]) -> tuple[str, str, str, str]:
        return (item[1].role, item[1].target or "", str(item[1].first), str(item[1].last))

    for _, group in groupby(sorted(counts, key=key), key):
        members = sorted(group, key=lambda item: item[1].start)
        wholes = [(n, c) for n, c in members if c.origin is None or c.origin.startswith("XX")]
        for position, (number, whole) in enumerate(wholes):
            end = wholes[position + 1][1].start if position + 1 < len(wholes) else 1 << 60
            parts = {c.origin: c for _, c in members if c.origin and len(c.origin) == 2 and whole.start < c.start < end}
            for _, part in ((n, c) for n, c in members if c in parts.values()):
                if (
                    part.interval.low is not None
                    and whole.interval.high is not None
                    and part.interval.low > whole.interval.high
                ):
                    place = next(n for n, c in members if c is part)
                    said = f"{shown(part)} cannot be a part of {shown(whole)}"
                    yield Reckoned(place, False, whole.interval, said, Flag.INTERNALLY_INCONSISTENT)
            yield from _summed(number, whole, list(parts.values()))


def _summed(number: int, whole: Claim, parts: list[Claim]) -> Iterator[Reckoned]:
    lows, highs = [p.interval.low for p in parts], [p.interval.high for p in parts]
    if len(parts) < 2 or None in lows:
        return
    low = sum((each for each in lows if each is not None), Decimal(0))
    listed = " + ".join(p.quantity_text for p in parts)
    if whole.interval.high is not None and low > whole.interval.high:
        said = f"the parts {listed} come to more than the total of {shown(whole)}"
        yield Reckoned(number, False, Interval(low, None), said, Flag.INTERNALLY_INCONSISTENT)
        return
    together = all(p.sentence == whole.sentence for p in parts) and None not in highs
    between = whole.sentence[whole.sentence.find(whole.quantity_text) : whole.sentence.find(parts[0].quantity_text)]
    if together and ALL_OF_IT.search(between):
        total = Interval(low, sum((each for each in highs if each is not None), Decimal(0)))
        holds = total.meets(whole.interval)
        said = f"the parts {listed} come to {_span(total)}"
        yield Reckoned(
            number,
            holds,
            total,
            said if holds else f"{said}, not {shown(whole)}",
            None if holds else Flag.INTERNALLY_INCONSISTENT,
        )


def _shares_over_all(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """Shares of one whole by country in one sentence may not exceed it."""
    shares = [(n, c) for n, c in enumerate(claims) if c.kind is ClaimKind.SHARE and c.origin and len(c.origin) == 2]
    for _, group in groupby(shares, lambda item: (item[1].sentence, item[1].role, item[1].target, item[1].first)):
        members = list(group)
        if len({c.origin for _, c in members}) < 2:
            continue
        low = sum((c.interval.low or Decimal(0) for _, c in members), Decimal(0))
        if low > HUNDRED:
            said = "the shares of one whole come to more than 100 per cent"
            yield from (Reckoned(n, False, Interval(low, None), said, Flag.INTERNALLY_INCONSISTENT) for n, _ in members)


def shown(claim: Claim) -> str:
    """A claim as a reader would say it."""
    unit = claim.unit.strip()
    qualified = "" if claim.modifier.value in ("exact", "range") else claim.modifier.value.replace("_", " ") + " "
    return f"{qualified}{claim.quantity_text} {unit}".strip()


def _span(interval: Interval) -> str:
    low, high = (None if end is None else f"{end:,.1f}".removesuffix(".0") for end in (interval.low, interval.high))
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return low if low == high else f"{low} to {high}"
