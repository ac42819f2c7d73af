"""The text's own arithmetic: a total against its parts, a percentage or multiple against the two numbers it compares.

Every number is the interval that it stands for, so rounding is never called an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from crosscount.claims.compared import Pair, pair
from crosscount.claims.sums import Reckoned, parts
from crosscount.claims.wholes import between, whole_behind
from crosscount.claims.wording import number_named, shown, span
from crosscount.kernels.claiming.implied import divided
from crosscount.model.claim import OVERSEAS, Claim, ClaimKind, Flag, Interval

__all__ = ["Reckoned", "reckon"]

HUNDRED = Decimal(100)
SLIP = Decimal("1.9")  # numbers about twice each other, or more, are of two things
COMPARING = (ClaimKind.CHANGE, ClaimKind.RATIO)
BACK = re.compile(r"(?:\bout of the|\bof the|\bthe|\bthese|\bthose)\s*$", re.IGNORECASE)

APPOSED = re.compile(r"^[^,;.\d]{1,40},\s*(?:or\s+)?(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
AGAIN = re.compile(r"(?:,\s*or\b|\()[^,;.\d]{0,20}$", re.IGNORECASE)
OF_ALL = re.compile(r"^\s+of (?:the total|all)\b", re.IGNORECASE)
OF_ANY = re.compile(r"^\s+of\b", re.IGNORECASE)  # without it, "by 128 percent" may be a change
NEAR = 250  # characters from a share to the sentence that takes it up


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
    return [*found, *parts(claims), *_shares_over_all(claims), *_over_all(claims)]


def _share(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """A percentage beside the part ("940 addresses, or 13 percent") and a whole before it."""
    share = claims[number]
    if share.origin is None and share.sentence.count("%") > 2:
        return
    same = [c for c in claims if _counted_alike(c, share)]
    part = _part(share, same)
    if part is None:
        return
    wholes = [c for c in same if c is not part and c.start < max(part.start, share.start) and _wider(c, part)]
    wholes.sort(key=lambda c: -c.start)
    tested = [(whole, quotient) for whole in wholes[:3] if (quotient := _percent(part, whole)) is not None]
    if not tested:
        return
    fits = [(whole, quotient) for whole, quotient in tested if quotient.meets(share.interval)]
    whole, quotient = (fits or tested)[0]
    if not fits and _apart(share.interval, quotient) and not _apposed(part, share):
        return  # "half of them failed, but 52 succeeded": two parts of the same
    said = f"{shown(part)} of {shown(whole)} is {span(quotient)} per cent"
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
        yield Reckoned(number, False, quotient, f"{said}, not {number_named(share)}", Flag.INTERNALLY_INCONSISTENT)


def _part(share: Claim, same: Sequence[Claim]) -> Claim | None:
    """The number that a share says again: beside it, or taken up later ("nearly half … of the 221,000 from abroad")."""
    ours = [c for c in same if c.origin == share.origin]
    beside = [c for c in ours if c.sentence == share.sentence and abs(c.start - share.start) < 90]
    beside += [c for c in same if APPOSED.search(between(c, share) or "") and OF_ALL.match(_behind(share))]
    if beside:
        return min(beside, key=lambda c: abs(c.start - share.start))
    taken_up = [c for c in ours if 0 < c.start - share.start < NEAR and share.origin and BACK.search(_before(c))]
    return taken_up[0] if taken_up else None


def _apposed(part: Claim, share: Claim) -> bool:
    """Whether one is said to be the other: "47 percent, or 6,531 addresses", "6,531 (47 percent)"."""
    said = between(part, share) or between(share, part) or ""
    return AGAIN.search(said) is not None or APPOSED.search(said) is not None


def _before(claim: Claim) -> str:
    return claim.sentence.partition(claim.quantity_text)[0]


def _behind(claim: Claim) -> str:
    return claim.sentence.partition(claim.quantity_text)[2]


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


def _change(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    two = pair(number, claims)
    quotient = divided(claims[two[0]].interval, claims[two[1]].interval) if two else None
    if two is None or quotient is None or quotient.low is None or quotient.high is None:
        return
    interval = Interval((quotient.low - 1) * HUNDRED, (quotient.high - 1) * HUNDRED)
    now, before = (shown(claims[each]) for each in two)
    told = _told(number, claims[number], interval, f"from {before} to {now} is {span(interval)} per cent")
    if told.holds or _speaks_of(number, two, quotient, claims):
        yield told


def _ratio(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    two = pair(number, claims)
    quotient = divided(claims[two[0]].interval, claims[two[1]].interval) if two else None
    if two is None or quotient is None:
        return
    now, before = (shown(claims[each]) for each in two)
    told = _told(number, claims[number], quotient, f"{now} is {span(quotient)} times {before}")
    if told.holds or _speaks_of(number, two, quotient, claims):
        yield told


def _speaks_of(number: int, two: Pair, quotient: Interval, claims: Sequence[Claim]) -> bool:
    """Whether a change that two numbers do not give must be theirs: else it may be that of a kind that has no number.

    It is theirs where all three stand in one sentence and no other change there is theirs. From another sentence, a
    number is another thing's if it is far off; the number of before, also if it counts in other words, or a part.
    """
    change, now, before = claims[number], claims[two[0]], claims[two[1]]
    others = (n for n, c in enumerate(claims) if n != number and c.kind in COMPARING and c.sentence == change.sentence)
    if any(pair(n, claims) == two and (abs(n - two[1]), n) < (abs(number - two[1]), number) for n in others):
        return False  # "down 9 percent from 557, but up 77 percent on the year before"
    if now.sentence == before.sentence == change.sentence:
        return True
    said = change.interval if change.kind is ClaimKind.RATIO else _times(change.interval)
    if _apart(said, quotient):
        return False
    plain = before.narrowed is None and now.narrowed is None
    return before.sentence == change.sentence or (plain and _word(now) == _word(before) == _word(change))


def _times(change: Interval) -> Interval:
    """How many times as many a change in per cent gives."""
    low, high = (None if end is None else end / HUNDRED + 1 for end in (change.low, change.high))
    return Interval(low, high)


def _apart(one: Interval, other: Interval) -> bool:
    """Whether two numbers are so far apart that no slip of the pen explains it."""
    widened = Interval(
        None if other.low is None else other.low / SLIP, None if other.high is None else other.high * SLIP
    )
    return not widened.meets(one)


def _word(claim: Claim) -> str:
    """What a claim counts, in the words of the text, for comparison: "cyberattacks" and "attacks" are one."""
    return claim.unit.lower().replace("cyber", "").strip(" -").removesuffix("s")


def _told(number: int, claim: Claim, interval: Interval, said: str) -> Reckoned:
    if interval.meets(claim.interval):
        return Reckoned(number, True, interval, f"{said}, as the text says")
    return Reckoned(number, False, interval, f"{said}, not {number_named(claim)}", Flag.INTERNALLY_INCONSISTENT)


def _again(number: int, claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """The same number a second time: "Of the 2.7 million attacks, few were new"."""
    claim = claims[number]
    if (
        claim.narrowed is not None
        or not BACK.search(_before(claim))
        or (number and whole_behind(claims[number - 1], claim))
    ):
        return
    for other in reversed(claims[:number]):
        key = (other.kind, other.role, other.origin, other.target, other.first, other.last)
        if other.narrowed is not None or key != (
            claim.kind,
            claim.role,
            claim.origin,
            claim.target,
            claim.first,
            claim.last,
        ):
            continue
        holds = other.interval.meets(claim.interval)
        said = f"the text gives {shown(other)} before and {shown(claim)} here"
        yield Reckoned(number, holds, other.interval, said, None if holds else Flag.INTERNALLY_INCONSISTENT)
        return


def _over_all(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """A share of more than all of it."""
    for number, claim in enumerate(claims):
        low = claim.interval.low if claim.kind is ClaimKind.SHARE else None
        if low is not None and low > HUNDRED and OF_ANY.match(_behind(claim)):
            said = f"{number_named(claim)} is more than all of one whole"
            yield Reckoned(number, False, Interval(Decimal(0), HUNDRED), said, Flag.INTERNALLY_INCONSISTENT)


def _shares_over_all(claims: Sequence[Claim]) -> Iterator[Reckoned]:
    """Shares of one whole by country in one sentence may not exceed it."""
    shares = [(n, c) for n, c in enumerate(claims) if c.kind is ClaimKind.SHARE and c.origin and len(c.origin) == 2]
    for _, group in groupby(shares, lambda item: (item[1].sentence, item[1].role, item[1].target, item[1].first)):
        members = list(group)
        if len({c.origin for _, c in members}) < 2:
            continue
        low = sum((c.interval.low or Decimal(0) for _, c in members), Decimal(0))
        if low > HUNDRED:
            listed = " + ".join(number_named(c) for _, c in members)
            said = f"the shares {listed} come to {span(Interval(low, None))} per cent, more than one whole has"
            yield from (Reckoned(n, False, Interval(low, None), said, Flag.INTERNALLY_INCONSISTENT) for n, _ in members)
