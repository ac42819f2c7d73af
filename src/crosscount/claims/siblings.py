"""Other versions of the same statement: digits, unit, window, hedge or direction that changed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from crosscount.claims.wording import NOUNS, noun_of, number_named, places_named, shown
from crosscount.kernels.claiming.digits import rounds_to, significant, variant
from crosscount.kernels.claiming.implied import last_place, near
from crosscount.model.claim import Claim, Flag, Modifier, Raised, Registered

__all__ = ["compare"]

QUALIFIED = frozenset(Modifier) - {Modifier.EXACT}
BOUNDS = (Modifier.MORE_THAN, Modifier.LESS_THAN, Modifier.UP_TO, Modifier.RANGE)
KIN = 6  # points from which two claims are versions of one
FIRST = 2  # digits that two numbers of different things must share
TELLING = 3  # digits by which a number is known again


def compare(claim: Claim, registered: Iterable[Registered]) -> tuple[list[Raised], list[Registered]]:
    """The flags that the nearest versions of a claim give, and these versions; nothing where one agrees in full."""
    known = {each.id: each for each in registered}
    versions = sorted(
        ((score, each) for each in known.values() if (score := _kinship(claim, each.claim)) >= KIN),
        key=lambda found: (-found[0], found[1].id),
    )
    if not versions:
        return [], []
    best = versions[0][0]
    roots = {root.id: root for score, each in versions if score == best for root in [_root(each, claim, known)]}
    judged = [(list(_differences(claim, each)), each) for each in roots.values()]
    raised, version = min(judged, key=lambda found: (len(found[0]), found[1].published or date.max, found[1].id))
    return raised, [version]


def _root(version: Registered, claim: Claim, known: Mapping[str, Registered]) -> Registered:
    """The statement that a version goes back to, as far as it is one of the same number: a copy may lose a hedge."""
    seen = {version.id}
    while (earlier := known.get(version.drifts_from or "")) is not None and earlier.id not in seen:
        if _kinship(claim, earlier.claim) < KIN:
            break
        version = earlier
        seen.add(version.id)
    return version


def _kinship(claim: Claim, other: Claim) -> int:
    """How likely two claims are versions of one: equal parts count, exchanged or drifted ones a little less."""
    if claim.kind is not other.kind:
        return 0
    number = _number(claim, other)
    same_role, same_way = claim.role == other.role, (claim.origin, claim.target) == (other.origin, other.target)
    turned = _turned(claim, other)
    window = _window(claim, other)
    if number == 0 and not (same_role and same_way and window == 2):
        return 0  # another number of another thing
    if number < 3 and claim.narrowed is not None:
        return 0  # a part is no version of the whole
    if not same_role and (number < 3 or not _known_again(claim, other)):
        return 0
    return number + 2 * same_role + (2 if same_way else 2 if turned and number == 3 else 0) + window


def _number(claim: Claim, other: Claim) -> int:
    """3: the same number, as far as both are written; 1: one miswritten; 0: another."""
    near_one, near_two = (near(each.interval, each.modifier, _place(each)) for each in (claim, other))
    if near_one.meets(near_two) and _alike(claim, other):
        return 3
    return 1 if _miswritten(claim, other) else 0


def _known_again(claim: Claim, other: Claim) -> bool:
    """Whether the first digits are the same: "100,000" of machines is not the "57,000" of attacks, rounded."""
    one, two = significant(claim.quantity), significant(other.quantity)
    return min(len(one), len(two)) >= FIRST and one[:FIRST] == two[:FIRST] and claim.narrowed is None


def _place(claim: Claim) -> Decimal:
    return last_place(f"{abs(claim.quantity):f}")


def _alike(claim: Claim, other: Claim) -> bool:
    """Whether one is the other, rounded."""
    fine, coarse = sorted((claim, other), key=_place)
    return rounds_to(fine.quantity, coarse.quantity, max(_place(coarse), Decimal(1)))


def _miswritten(claim: Claim, other: Claim) -> bool:
    """Whether digits differ as in a bad copy. A round number that bounds is no copy: "more than 600" of 563."""
    bounds = claim.modifier is not other.modifier and (claim.modifier in BOUNDS or other.modifier in BOUNDS)
    short = min(len(significant(each.quantity)) for each in (claim, other)) < TELLING
    return variant(claim.quantity, other.quantity) and not (bounds and short)


def _turned(claim: Claim, other: Claim) -> bool:
    return claim.origin != claim.target and (claim.origin, claim.target) == (other.target, other.origin)


def _moved(origin: str | None, other: str | None) -> bool:
    """Whether two countries are named, and not the same."""
    return origin is not None and other is not None and len(origin) == len(other) == 2 and origin != other


def _window(claim: Claim, other: Claim) -> int:
    if (claim.first, claim.last) == (other.first, other.last):
        return 2
    if claim.first is None or claim.last is None or other.first is None or other.last is None:
        return 1
    return int(claim.first <= other.last and other.first <= claim.last)


def _differences(claim: Claim, version: Registered) -> Iterator[Raised]:
    other, source = version.claim, version.source or version.id
    number = _number(claim, other)
    if number == 0:
        return  # another number of the same thing: what else differs is of no weight
    if number < 3:
        said = f"{source} gives {shown(other)}; here the number is {number_named(claim)}"
        yield Raised(Flag.DIGIT_VARIANT, said)
    one, two = noun_of(claim), noun_of(other)
    if one != two and one in NOUNS and two in NOUNS:
        said = f"{source} counts {_noun(other, two)}; here the same number counts {_noun(claim, one)}"
        yield Raised(Flag.UNIT_MISMATCH, said)
    if claim.first and other.first and (claim.first, claim.last) != (other.first, other.last):
        said = f"{source} says it of {other.first} to {other.last}; here it is said of {claim.first} to {claim.last}"
        yield Raised(Flag.WINDOW_DRIFT, said)
    if (other.modifier in QUALIFIED and claim.modifier is Modifier.EXACT) or (other.hedge and not claim.hedge):
        how = other.hedge or other.modifier.value.replace("_", " ")
        yield Raised(Flag.HEDGE_LOST, f"{source} says '{how}'; here the number stands without it")
    if claim.role == other.role and claim.target == other.target and _moved(claim.origin, other.origin):
        ends = [places_named(each.origin) for each in (other, claim)]
        said = f"{source} says that it comes from {ends[0]}; here it comes from {ends[1]}"
        yield Raised(Flag.DIRECTION_WRONG, said)
    if _turned(claim, other):
        ways = [f"from {places_named(each.origin)} to {places_named(each.target)}" for each in (other, claim)]
        said = f"{source} says that it runs {ways[0]}; here it runs {ways[1]}"
        yield Raised(Flag.DIRECTION_WRONG, said)


def _noun(claim: Claim, noun: str) -> str:
    """What is counted: the class, and the words of the text where a reader of English can read them."""
    return f"{NOUNS[noun]} ({claim.unit})" if claim.unit.isascii() and claim.unit != NOUNS[noun] else NOUNS[noun]
