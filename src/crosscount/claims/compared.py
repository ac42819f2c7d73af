"""Which two numbers of a text a change or a multiple compares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscount.claims.wholes import alike, between, same_figure
from crosscount.model.claim import Claim, ClaimKind

__all__ = ["Pair", "pair", "undated"]

Pair = tuple[int, int]  # places of the number of now and of that of before

NEAR = 400  # characters
UNLIKE = (ClaimKind.SHARE, ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK)
FROM = r"(?:from|against|over|on|than|versus|vs\.?|compared (?:with|to|from)|(?:the )?(?:figure|number|total) of)"
AGAINST = re.compile(rf"^[^,;.\d]{{0,40}},?\s*\b{FROM}\b[^,;\d]{{0,40}}$", re.IGNORECASE)
RISING = re.compile(r"\bfrom\b[^,;.\d]{0,40}$", re.IGNORECASE)
UNTIL = re.compile(r"^[^,;.\d]{0,60}\bto\b[^,;.\d]{0,20}$", re.IGNORECASE)


def pair(number: int, claims: Sequence[Claim]) -> Pair | None:
    """The number of now and the number of before that a change compares, by the words beside them or by their days."""
    return _by_words(number, claims) or _by_days(number, claims)


def _by_words(number: int, claims: Sequence[Claim]) -> Pair | None:
    """ "Up 50 percent from 900,000", "from 900,000 to 1.18 million, up 31 percent"."""
    change = claims[number]
    counts = [n for n, c in enumerate(claims) if c.kind not in UNLIKE and same_figure(c, change)]
    behind = next((n for n in counts if n > number), None)
    if behind is not None and behind == number + 1 and _matches(AGAINST, change, claims[behind]):
        now = next((n for n in reversed(counts) if n < number), None)
        after = next((n for n in counts if n == behind + 1), None)
        if after is not None and _matches(UNTIL, claims[behind], claims[after]):
            now = after
        near = now is not None and change.start - claims[now].start < NEAR
        return (now, behind) if now is not None and near and _comparable(claims[now], claims[behind]) else None
    earlier = [n for n in counts if n < number]
    if len(earlier) < len(("now", "before")) or claims[earlier[-1]].sentence != change.sentence:
        return None
    first, last = earlier[-2:]
    before = claims[first].sentence
    stands = before.find(claims[first].quantity_text)
    rose = RISING.search(before[: max(0, stands)]) and _matches(UNTIL, claims[first], claims[last])
    return (last, first) if rose else None


def _matches(pattern: re.Pattern[str], one: Claim, other: Claim) -> bool:
    said = between(one, other)
    return said is not None and pattern.search(said) is not None


def _comparable(one: Claim, other: Claim) -> bool:
    return one.kind is other.kind and (one.origin == other.origin or None in (one.origin, other.origin))


def _by_days(number: int, claims: Sequence[Claim]) -> Pair | None:
    """The number of the days of the change, and one of days before."""
    change = claims[number]
    same = [n for n, c in enumerate(claims) if c.kind not in UNLIKE and c.role == change.role
            and c.origin == change.origin and c.target == change.target]  # fmt: skip
    now = [n for n in same if (claims[n].first, claims[n].last) == (change.first, change.last)]
    if not now or change.first is None:
        return None
    current = min(now, key=lambda n: (claims[n].sentence != change.sentence, _gap(claims[n], change)))
    before = [n for n in same if _earlier(claims[n], change) and claims[n].kind is claims[current].kind]
    beside = [n for n in before if claims[n].sentence == change.sentence]
    beside = beside or [n for n in before if _gap(claims[n], change) < NEAR]
    return (current, min(beside, key=lambda n: _gap(claims[n], change))) if beside else None


def _earlier(claim: Claim, change: Claim) -> bool:
    return claim.last is not None and change.first is not None and claim.last < change.first


def _gap(one: Claim, other: Claim) -> int:
    return abs(one.start - other.start)


def undated(claims: Sequence[Claim]) -> set[int]:
    """The places of numbers that another one is compared with, whose days the text leaves open.

    A number of before has not the days of the number of now, nor days among them.
    """
    pairs = (pair(n, claims) for n, c in enumerate(claims) if c.kind in (ClaimKind.CHANGE, ClaimKind.RATIO))
    return {before for found in pairs if found for now, before in [found] if _overlap(claims[now], claims[before])}


def _overlap(now: Claim, before: Claim) -> bool:
    if now.first is None or now.last is None or before.first is None or before.last is None:
        return False
    return (before.last >= now.first and before.first <= now.last) or alike(now, before)
