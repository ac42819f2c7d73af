"""Judge the claims of a text: by its own arithmetic, by other versions of the statement, by the evidence stored."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from crosscount.claims.arithmetic import reckon
from crosscount.claims.compared import undated
from crosscount.claims.siblings import compare
from crosscount.claims.sums import Reckoned
from crosscount.claims.wholes import lent
from crosscount.claims.wording import noun_of, number_named, region_of, shown
from crosscount.flow import oddities, recount
from crosscount.flow.saying import days_told, place, quoted, sentence, told, uncompared, written
from crosscount.kernels.claiming.implied import last_place, near
from crosscount.model.claim import (
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
OPEN = (Verdict.NOT_COVERED, Verdict.UNVERIFIABLE)
ADDRESSES = ("controlled-machines", "phishing-hosts", "backdoor-origins")  # figures whose members are addresses
COMPARED = "The number is one that another is compared with, and the text does not say clearly of which days it is."


def run(claims: Sequence[Claim], *, settings: Settings, registered: Iterable[Registered] = ()) -> list[Finding]:
    """A finding for each claim, in order. Statements that were counted on the way are kept in the ledger."""
    asked = lent(claims)
    reckoned = reckon(asked)
    compared = undated(asked)
    asked = [replace(each, first=None, last=None) if n in compared else each for n, each in enumerate(asked)]
    known = list(registered)
    counter = recount.Counter(settings)
    counter.prepare(asked)
    found = []
    for number, (claim, each) in enumerate(zip(claims, asked, strict=True)):
        drifted = compare(each, known, asked)
        finding = _judge(each, [one for one in reckoned if one.claim == number], drifted, counter)
        if number in compared and finding.verdict is Verdict.UNVERIFIABLE and recount.figure_of(each) is not None:
            finding = replace(finding, sentence=COMPARED)
        found.append(replace(finding, claim=claim))
    return found


def _judge(
    claim: Claim,
    reckoned: Sequence[Reckoned],
    compared: tuple[Sequence[Raised], Sequence[Registered]],
    counter: recount.Counter,
) -> Finding:
    flags = [Raised(each.flag, sentence(each.sentence)) for each in reckoned if each.flag is not None]
    drifted, versions = compared
    found = [Found("arithmetic of the text", None, each.interval, where=each.sentence) for each in reckoned]
    found += [
        Found(f"register {each.id}", _whole(each.claim.quantity), each.claim.interval, where=each.source)
        for each in versions
    ]
    judged = _derived(claim, reckoned) if claim.kind in DERIVED else _evidence(claim, counter)
    if judged is None:
        judged = _evidence(claim, counter)
    if judged.verdict in OPEN and any(not each.holds for each in reckoned):
        wrong = next(each for each in reckoned if not each.holds)
        judged = replace(
            judged, verdict=Verdict.CONTRADICTED, sentence=f"The text contradicts itself: {wrong.sentence}."
        )
    elif judged.verdict in OPEN and claim.kind is ClaimKind.SHARE and reckoned:
        judged = replace(judged, verdict=Verdict.CONSISTENT, sentence=sentence(reckoned[0].sentence))
    raised = {each.flag: each for each in (*judged.flags, *drifted, *flags)}
    same_unit = not any(each.flag is Flag.UNIT_MISMATCH for each in drifted)
    if same_unit and any(each.claim.interval.meets(claim.interval) for each in versions):
        raised.pop(Flag.UNIT_MISMATCH, None)  # the published unit was the same
    if Flag.WINDOW_DRIFT in raised and claim.interval.low != claim.interval.high:
        raised.pop(Flag.SUM_OF_DAYS, None)  # the number is that of other days: a rounded sum fits by accident
    ordered = tuple(raised[flag] for flag in Flag if flag in raised)
    return replace(judged, flags=ordered, found=(*judged.found, *found))


def _derived(claim: Claim, reckoned: Sequence[Reckoned]) -> Finding | None:
    """A change or a multiple follows from two numbers; where the text has both, they decide."""
    if not reckoned:
        return None
    verdict = Verdict.CONSISTENT if all(each.holds for each in reckoned) else Verdict.CONTRADICTED
    return Finding(claim, verdict, sentence(reckoned[0].sentence))


def _evidence(claim: Claim, counter: recount.Counter) -> Finding:
    figure = recount.figure_of(claim)
    if figure is None:
        return Finding(claim, Verdict.UNVERIFIABLE, f"No figure of this store counts {claim.unit or 'such things'}.")
    if claim.kind not in (ClaimKind.COUNT, ClaimKind.SHARE):
        return Finding(claim, Verdict.UNVERIFIABLE, uncompared(claim.kind))
    window = recount.window_of(claim, counter.settings)
    if window is None:
        return Finding(claim, Verdict.UNVERIFIABLE, "The text does not say of which days the number is.")
    if claim.target in (None, WORLD) and claim.origin is None:
        return Finding(claim, Verdict.NOT_COVERED, "The number is of the whole world, which no set of sensors sees.")
    region = region_of(claim)
    if region:
        return Finding(claim, Verdict.NOT_COVERED, f"Figures are counted by country, not for {region}.")
    if claim.narrowed is not None:
        return _part(claim, figure, window, counter)
    if claim.kind is ClaimKind.SHARE:
        return _share(claim, figure, window, counter)
    return _count(claim, figure, window, counter)


def _part(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Finding:
    """A part that no figure counts apart: bounded by what all of them are, and no more than that."""
    apart = f"No figure of this store counts that part by itself ('{claim.narrowed}')"
    if claim.kind is ClaimKind.SHARE:
        return Finding(claim, Verdict.UNVERIFIABLE, f"{apart}.")
    counted = recount.recount(claim, figure, window, counter)
    if _gap(claim, counted, window) or not counted.interval.high:
        return Finding(claim, Verdict.UNVERIFIABLE, f"{apart}.", notes=counted.notes)
    low, high, all_of_them = claim.interval.low, counted.interval.high, told(counted.interval)
    if low is not None and low > high:
        said = f"A part cannot be more than the whole: the recount of all gives {all_of_them}{written(claim)}."
        return Finding(claim, Verdict.CONTRADICTED, said, (), (counted.found,), notes=counted.notes)
    if counted.exact and oddities.tight(claim).meets(counted.interval):
        said = f"{apart}, but all of them are as many: the recount gives {all_of_them}{written(claim)}."
        return Finding(claim, Verdict.CONSISTENT, said, (), (counted.found,), notes=counted.notes)
    said = f"{apart}. The recount of all gives {all_of_them}, so the part may be that large; more it does not say."
    return Finding(claim, Verdict.UNVERIFIABLE, said, (), (counted.found,), notes=counted.notes)


def _count(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Finding:
    counted = recount.recount(claim, figure, window, counter)
    gap = _gap(claim, counted, window)
    value = counted.found.value
    partly = counted.reach.known and not counted.reach.nothing and bool(value)
    if gap and partly and value is not None and claim.interval.holds(_decimal(value)):
        said = f"{gap} Those that it has give {value:,} already, which fits{written(claim)}."
        return Finding(claim, Verdict.CONSISTENT, said, (), (counted.found,), _distance(claim, value), counted.notes)
    if gap and (not partly or claim.interval.high is None or _decimal(value or 0) <= claim.interval.high):
        return Finding(claim, Verdict.NOT_COVERED, gap, found=(counted.found,), notes=counted.notes)
    if not counted.interval.high:
        said = f"Nothing of that kind was seen {place(claim)} in those days; that does not show the claim to be wrong."
        flags = [*oddities.direction(claim, figure, window, counter)]
        return Finding(claim, Verdict.NOT_COVERED, said, tuple(flags), (counted.found,), notes=counted.notes)
    verdict, said = _verdict(claim, counted, gap)
    flags = [*oddities.mismatch(claim, figure)]
    if verdict is Verdict.CONTRADICTED:
        flags += oddities.direction(claim, figure, window, counter)
        flags += oddities.sum_of_days(claim, counted)
        flags += oddities.other_figure(claim, figure, window, counter)
    notes = list(counted.notes)
    if figure in ADDRESSES and noun_of(claim) == "host":
        notes.append("the recount is of addresses; one machine may show several, and several machines one")
    return Finding(claim, verdict, said, tuple(flags), (counted.found,), _distance(claim, value), tuple(notes))


def _verdict(claim: Claim, counted: recount.Recounted, gap: str) -> tuple[Verdict, str]:
    stands, number = written(claim), told(counted.interval)
    if gap:
        return Verdict.CONTRADICTED, f"{gap} Those that it has give {number} already, not '{shown(claim)}'{stands}."
    close = near(claim.interval, claim.modifier, last_place(str(abs(int(claim.quantity)))))
    if counted.exact and close.meets(counted.interval):
        return Verdict.REPRODUCED, f"The recount gives {number}{stands}."
    if claim.interval.meets(counted.interval):
        how = "the recount gives" if counted.exact else "the evidence bounds the number:"
        return Verdict.CONSISTENT, f"Nothing speaks against it: {how} {number}{stands}."
    if _edge(claim).meets(counted.interval):
        said = f"The recount gives {number}, at the edge: '{quoted(claim)}' excludes it only if taken to the letter."
        return Verdict.CONSISTENT, said
    return Verdict.CONTRADICTED, f"The recount gives {number}, not '{shown(claim)}'{stands}."


def _edge(claim: Claim) -> Interval:
    """What a quantity allows that is not taken to the letter: "nearly 14,000" also what 14,000 itself stands for."""
    if claim.modifier is Modifier.NEARLY:
        return oddities.tight(claim)
    return Interval(claim.interval.low, claim.interval.high)


def _share(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Finding:
    if claim.origin is None or len(claim.origin) != 2:
        said = "A share is recounted only for one country of origin."
        return Finding(claim, Verdict.UNVERIFIABLE, said)
    counted = recount.recount(claim, figure, window, counter)
    gap = _gap(claim, counted, window)
    shares = recount.share(claim, figure, window, counter)
    if gap or not shares or not counted.found.value:
        said = gap or f"Nothing of that kind was seen {place(claim)} in those days."
        return Finding(claim, Verdict.NOT_COVERED, said, found=(counted.found,), notes=counted.notes)
    fits = [(base, interval, found) for base, interval, found in shares if interval.meets(claim.interval)]
    shared = "; ".join(f"{told(interval)} per cent of {base}" for base, interval, _ in shares)
    founds = tuple(
        replace(found, interval=interval, where=f"share of {base}: {found.where}") for base, interval, found in shares
    )
    if not fits:
        return Finding(
            claim, Verdict.CONTRADICTED, f"The recount gives {shared}, not {number_named(claim)}.", (), founds
        )
    flags = []
    if len(fits) < len(shares):
        flags.append(Raised(Flag.BASE_UNCLEAR, f"It is right of {fits[0][0]} only: the recount gives {shared}."))
    return Finding(claim, Verdict.REPRODUCED, f"The recount gives {shared}.", tuple(flags), founds)


def _gap(claim: Claim, counted: recount.Recounted, window: Window) -> str:
    """Why the evidence cannot decide, or nothing."""
    seen = counted.reach
    if seen.nothing:
        return f"The store holds no record of {days_told(window.first, window.last)} that could show it."
    if not seen.known:
        return "No list, report or detection of that kind is in the store for those days."
    if seen.missing:
        first, last = seen.missing[0], seen.missing[-1]
        apart = "in all between " if (last - first).days >= len(seen.missing) else ""
        few = f"{len(seen.missing)} of {seen.days} days, {apart}{days_told(first, last)}"
        return f"The store has no such records on some days of the claim ({few})."
    if claim.target in (None, WORLD):
        return "The number is of targets anywhere, of which this store sees some."
    return ""


def _whole(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() else None


def _decimal(value: int) -> Decimal:
    return Decimal(value)


def _distance(claim: Claim, value: int | None) -> float | None:
    if not value or claim.quantity <= 0 or claim.modifier is Modifier.RANGE:
        return None
    return math.log10(float(claim.quantity) / value)
