"""Judge the claims of a text: by its own arithmetic, by other versions of the statement, by the evidence stored."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from crosscount.claims.arithmetic import Reckoned, reckon, shown
from crosscount.claims.siblings import compare, noun_of
from crosscount.flow import recount
from crosscount.kernels.claiming.implied import last_place, near
from crosscount.model.claim import (
    OVERSEAS,
    WORLD,
    Claim,
    ClaimKind,
    Finding,
    Flag,
    Found,
    Interval,
    Modifier,
    Raised,
    Registered,
    Verdict,
)
from crosscount.model.window import Window
from crosscount.settings import Settings

__all__ = ["run"]

DERIVED = (ClaimKind.CHANGE, ClaimKind.RATIO)
ADDRESSES = ("controlled-machines", "phishing-hosts", "backdoor-origins")  # figures whose members are addresses


def run(claims: Sequence[Claim], *, settings: Settings, registered: Iterable[Registered] = ()) -> list[Finding]:
    """A finding for each claim, in order. Statements that were counted on the way are kept in the ledger."""
    reckoned = reckon(claims)
    known = list(registered)
    counter = recount.Counter(settings)
    counter.prepare(claims)
    return [
        _judge(claim, [each for each in reckoned if each.claim == number], known, counter)
        for number, claim in enumerate(claims)
    ]


def _judge(
    claim: Claim, reckoned: Sequence[Reckoned], known: Sequence[Registered], counter: recount.Counter
) -> Finding:
    flags = [Raised(each.flag, _sentence(each.sentence)) for each in reckoned if each.flag is not None]
    drifted, versions = compare(claim, known)
    found = [Found("arithmetic of the text", None, each.interval, where=each.sentence) for each in reckoned]
    found += [
        Found(f"register {each.id}", _whole(each.claim.quantity), each.claim.interval, where=each.source)
        for each in versions
    ]
    judged = _derived(claim, reckoned) if claim.kind in DERIVED else _evidence(claim, counter)
    if judged is None:
        judged = _evidence(claim, counter)
    if judged.verdict in (Verdict.NOT_COVERED, Verdict.UNVERIFIABLE) and any(not each.holds for each in reckoned):
        wrong = next(each for each in reckoned if not each.holds)
        judged = replace(
            judged, verdict=Verdict.CONTRADICTED, sentence=f"The text contradicts itself: {wrong.sentence}."
        )
    raised = {each.flag: each for each in (*judged.flags, *drifted, *flags)}
    if versions and not any(each.flag is Flag.UNIT_MISMATCH for each in drifted):
        raised.pop(Flag.UNIT_MISMATCH, None)  # the published unit was the same
    ordered = tuple(raised[flag] for flag in Flag if flag in raised)
    return replace(judged, flags=ordered, found=(*judged.found, *found))


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:] + "."


def _derived(claim: Claim, reckoned: Sequence[Reckoned]) -> Finding | None:
    """A change or a multiple follows from two numbers; where the text has both, they decide."""
    if not reckoned:
        return None
    verdict = Verdict.CONSISTENT if all(each.holds for each in reckoned) else Verdict.CONTRADICTED
    return Finding(claim, verdict, _sentence(reckoned[0].sentence))


def _evidence(claim: Claim, counter: recount.Counter) -> Finding:
    figure = recount.figure_of(claim)
    if figure is None:
        return Finding(claim, Verdict.UNVERIFIABLE, f"No figure of this store counts {claim.unit or 'such things'}.")
    if claim.kind not in (ClaimKind.COUNT, ClaimKind.SHARE):
        said = (
            f"The number is a {claim.kind.value.replace('_', ' ')}; the numbers that it compares are not in the text."
        )
        return Finding(claim, Verdict.UNVERIFIABLE, said)
    window = recount.window_of(claim, counter.settings)
    if window is None:
        return Finding(claim, Verdict.UNVERIFIABLE, "The text does not say of which days the number is.")
    if claim.target in (None, WORLD) and claim.origin is None:
        return Finding(claim, Verdict.NOT_COVERED, "The number is of the whole world, which no set of sensors sees.")
    if claim.kind is ClaimKind.SHARE:
        return _share(claim, figure, window, counter)
    return _count(claim, figure, window, counter)


def _count(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Finding:
    counted = recount.recount(claim, figure, window, counter)
    gap = _gap(counted, window)
    value = counted.found.value
    partly = counted.reach.known and not counted.reach.nothing and bool(value)
    if gap and partly and value is not None and claim.interval.holds(_decimal(value)):
        said = f"{gap} Those that it has give {value:,} already, which fits{_written(claim)}."
        return Finding(claim, Verdict.CONSISTENT, said, (), (counted.found,), _distance(claim, value), counted.notes)
    if gap and (not partly or claim.interval.high is None or _decimal(value or 0) <= claim.interval.high):
        return Finding(claim, Verdict.NOT_COVERED, gap, found=(counted.found,), notes=counted.notes)
    if not counted.interval.high:
        said = f"Nothing of that kind was seen {_place(claim)} in those days, which contradicts nothing."
        flags = _direction(claim, figure, window, counter)
        return Finding(claim, Verdict.NOT_COVERED, said, tuple(flags), (counted.found,), notes=counted.notes)
    told = _told(counted.interval)
    verdict, said = _verdict(claim, counted, told, bool(gap))
    flags = _mismatch(claim, figure)
    if verdict is Verdict.CONTRADICTED:
        flags += _direction(claim, figure, window, counter)
        if counted.days_sum is not None and claim.interval.holds(_decimal(counted.days_sum)):
            flags.append(
                Raised(
                    Flag.SUM_OF_DAYS,
                    f"The daily numbers add up to {counted.days_sum:,}: who came on two days is counted twice.",
                )
            )
    notes = list(counted.notes)
    if figure in ADDRESSES and noun_of(claim) == "host":
        notes.append("the recount is of addresses; one machine may show several, and several machines one")
    return Finding(claim, verdict, said, tuple(flags), (counted.found,), _distance(claim, value), tuple(notes))


def _verdict(claim: Claim, counted: recount.Recounted, told: str, partial: bool) -> tuple[Verdict, str]:
    written = _written(claim)
    if partial:
        return Verdict.CONTRADICTED, f"Although not every day is covered, {told} were seen already{written}."
    place = last_place(str(abs(int(claim.quantity))))
    close = near(claim.interval, claim.modifier, place)
    if counted.exact and close.meets(counted.interval):
        return Verdict.REPRODUCED, f"The recount gives {told}{written}."
    if claim.interval.meets(counted.interval):
        how = "the recount gives" if counted.exact else "the evidence bounds the number:"
        return Verdict.CONSISTENT, f"Nothing speaks against it: {how} {told}{written}."
    return Verdict.CONTRADICTED, f"The recount gives {told}, not {shown(claim)}{written}."


def _share(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Finding:
    if claim.origin is None or len(claim.origin) != 2:
        said = "A share is recounted only for one country of origin."
        return Finding(claim, Verdict.UNVERIFIABLE, said)
    counted = recount.recount(claim, figure, window, counter)
    gap = _gap(counted, window)
    shares = recount.share(claim, figure, window, counter)
    if gap or not shares or not counted.found.value:
        said = gap or f"Nothing of that kind was seen {_place(claim)} in those days."
        return Finding(claim, Verdict.NOT_COVERED, said, found=(counted.found,), notes=counted.notes)
    fits = [(base, interval, found) for base, interval, found in shares if interval.meets(claim.interval)]
    told = "; ".join(f"{_told(interval)} per cent of {base}" for base, interval, _ in shares)
    founds = tuple(
        replace(found, interval=interval, where=f"share of {base}: {found.where}") for base, interval, found in shares
    )
    if not fits:
        return Finding(claim, Verdict.CONTRADICTED, f"The recount gives {told}, not {claim.quantity_text}.", (), founds)
    flags = []
    if len(fits) < len(shares):
        flags.append(Raised(Flag.BASE_UNCLEAR, f"It is right of {fits[0][0]} only: the recount gives {told}."))
    return Finding(claim, Verdict.REPRODUCED, f"The recount gives {told}.", tuple(flags), founds)


def _gap(counted: recount.Recounted, window: Window) -> str:
    """Why the evidence cannot decide, or nothing."""
    seen = counted.reach
    if seen.nothing:
        return f"The store holds no record of {window.first} to {window.last} that could show it."
    if not seen.known:
        return "No list, report or detection of that kind is in the store for those days."
    if seen.missing:
        few = f"{len(seen.missing)} of {seen.days} days, {seen.missing[0]} to {seen.missing[-1]}"
        return f"The store has no such records on some days of the claim ({few})."
    return ""


def _mismatch(claim: Claim, figure: str) -> list[Raised]:
    if figure != "backdoor-origins" or noun_of(claim) != "host":
        return []
    said = "What is counted are addresses; the text calls them machines, of which one may have many addresses."
    return [Raised(Flag.UNIT_MISMATCH, said)]


def _direction(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> list[Raised]:
    """Whether the number is right the other way round."""
    found = recount.turned(claim, figure, window, counter)
    if found is None or not found.value or not claim.interval.holds(_decimal(found.value)):
        return []
    said = f"From {claim.target} to {claim.origin} the recount gives {found.value:,}: origin and target are exchanged."
    return [Raised(Flag.DIRECTION_WRONG, said)]


def _written(claim: Claim) -> str:
    """What the quantity allows, where that is more than one number."""
    if claim.interval.low == claim.interval.high:
        return ""
    qualified = (
        "" if claim.modifier in (Modifier.EXACT, Modifier.RANGE) else claim.modifier.value.replace("_", " ") + " "
    )
    return f"; '{qualified}{claim.quantity_text}' stands for {_told(claim.interval)}"


def _place(claim: Claim) -> str:
    origin = "abroad" if (claim.origin or "").startswith(OVERSEAS) else claim.origin
    return f"from {origin or 'anywhere'} to {claim.target or WORLD}"


def _told(interval: Interval) -> str:
    low, high = (
        None if end is None else f"{end:,.2f}".rstrip("0").rstrip(".") for end in (interval.low, interval.high)
    )
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    below = f"up to but not including {high}" if interval.high_open else f"to {high}"
    return f"{low} {below}"


def _whole(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() else None


def _decimal(value: int) -> Decimal:
    return Decimal(value)


def _distance(claim: Claim, value: int | None) -> float | None:
    if not value or claim.quantity <= 0 or claim.modifier is Modifier.RANGE:
        return None
    return math.log10(float(claim.quantity) / value)
