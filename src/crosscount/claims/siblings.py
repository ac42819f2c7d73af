"""Other versions of the same statement: digits, unit, window, hedge or direction that changed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from crosscount.claims.wording import NOUNS, noun_of, number_named, places_told, shown
from crosscount.kernels.claiming.digits import rounds_to, significant, variant
from crosscount.kernels.claiming.implied import last_place, near
from crosscount.model.claim import WORLD, Claim, ClaimKind, Flag, Modifier, Raised, Registered

__all__ = ["compare"]

QUALIFIED = frozenset(Modifier) - {Modifier.EXACT}
BOUNDS = (Modifier.MORE_THAN, Modifier.LESS_THAN, Modifier.UP_TO, Modifier.RANGE)
KIN = 6  # points from which two claims are versions of one
FIRST = 2  # digits that two numbers of different things must share
TELLING = 3  # digits by which a number is known again
NOWHERE = (WORLD, "XX")  # the world and "abroad" name no country
CLOSE = Decimal("0.10")  # a number that is cut or rounded is no other number up to this part of it
ROUGH = frozenset((Modifier.ABOUT, Modifier.NEARLY))  # a number that they qualify allows others near it


def compare(
    claim: Claim, registered: Iterable[Registered], text: Sequence[Claim] = ()
) -> tuple[list[Raised], list[Registered]]:
    """The flags that the nearest versions of a claim give, and these versions; nothing where one agrees in full.

    `text`: the claims of the same text. What one of them repeats in full, another one does not give in other words.
    """
    known = {each.id: each for each in registered}
    versions = sorted(
        (
            (score, each)
            for each in known.values()
            if (score := _kinship(claim, each.claim)) >= KIN and not _repeated(claim, each.claim, text)
        ),
        key=lambda found: (-found[0], found[1].id),
    )
    if not versions:
        return [], []
    best = versions[0][0]
    roots = {root.id: root for score, each in versions if score == best for root in [_root(each, claim, known)]}
    if len({each.claim.quantity for each in roots.values() if not _number(claim, each.claim)}) > 1:
        return [], []  # several numbers of the same thing: which of them this one should be is not said
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
    digits = not same_role and not same_way and window == 2 and _same_digits(claim, other)
    return number + 2 * same_role + (2 if same_way else 2 if turned and number == 3 else 0) + window + digits


def _repeated(claim: Claim, version: Claim, text: Sequence[Claim]) -> bool:
    """Whether another claim of the text is that version in full, and this one counts something else or otherwise."""
    same = claim.role == version.role and (claim.origin, claim.target) == (version.origin, version.target)
    if same and _number(claim, version) > 0:
        return False
    return any(each is not claim and _in_full(each, version) for each in text)


def _in_full(claim: Claim, version: Claim) -> bool:
    parts = [
        (each.kind, each.role, each.origin, each.target, each.first, each.last, each.narrowed)
        for each in (claim, version)
    ]
    return parts[0] == parts[1] and _number(claim, version) == 3


def _same_digits(claim: Claim, other: Claim) -> bool:
    """Whether the numbers are equal, with more digits than two things share by accident."""
    return claim.quantity == other.quantity and len(significant(claim.quantity)) > TELLING


def _number(claim: Claim, other: Claim) -> int:
    """3: the same number, as far as both are written; 1: one miswritten; 0: another."""
    near_one, near_two = (near(each.interval, each.modifier, _place(each)) for each in (claim, other))
    modifiers = {claim.modifier, other.modifier}
    rough = claim.role == other.role and bool(modifiers & ROUGH) and modifiers <= ROUGH | {Modifier.EXACT}
    if near_one.meets(near_two) and (rough or _alike(claim, other)):
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


def _another(claim: Claim, other: Claim) -> bool:
    """Whether one body's number of the same thing and days is another here: neither as written nor cut or rounded."""
    if claim.kind is not ClaimKind.COUNT or claim.first is None or claim.interval.meets(other.interval):
        return False
    rounded = _alike(claim, other) and abs(claim.quantity - other.quantity) <= CLOSE * other.quantity
    return not rounded and _of_one_body(claim, other)


def _of_one_body(claim: Claim, other: Claim) -> bool:
    """Whether speaker or source of both is the same: "CNCERT", "CNCERT/CC". Somebody else may count otherwise."""
    ours, theirs = ([name.casefold() for name in (each.cited_source, each.speaker) if name] for each in (claim, other))
    return any(one in two or two in one for one in ours for two in theirs)


def _turned(claim: Claim, other: Claim) -> bool:
    return claim.origin != claim.target and (claim.origin, claim.target) == (other.target, other.origin)


def _moved(origin: str | None, other: str | None) -> bool:
    """Whether two countries are named, and not the same."""
    named = all(end is not None and len(end) == 2 and end not in NOWHERE for end in (origin, other))
    return named and origin != other


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
        if _another(claim, other):
            said = f"{source} gives {shown(other)}; here it is {shown(claim)}"
            yield Raised(Flag.OTHER_NUMBER, said)
        return  # another number of the same thing: what else differs is of no weight
    if number < 3:
        said = f"{source} gives {shown(other)}; here the number is {number_named(claim)}"
        yield Raised(Flag.DIGIT_VARIANT, said)
    one, two = noun_of(claim), noun_of(other)
    if one != two and one in NOUNS and two in NOUNS:
        said = f"{source} counts {_noun(other, two)}; here the same number counts {_noun(claim, one)}"
        yield Raised(Flag.UNIT_MISMATCH, said)
    if claim.first and other.first and (claim.first, claim.last) != (other.first, other.last):
        said = f"{source} says it of {_days(other)}; here it is said of {_days(claim)}"
        yield Raised(Flag.WINDOW_DRIFT, said)
    if (other.modifier in QUALIFIED and claim.modifier is Modifier.EXACT) or (other.hedge and not claim.hedge):
        how = other.hedge or other.modifier.value.replace("_", " ")
        yield Raised(Flag.HEDGE_LOST, f"{source} says '{how}'; here the number stands without it")
    if claim.role == other.role and claim.target == other.target and _moved(claim.origin, other.origin):
        ends = [places_told(each.origin) for each in (other, claim)]
        said = f"{source} says that it comes from {ends[0]}; here it comes from {ends[1]}"
        yield Raised(Flag.DIRECTION_WRONG, said)
    if claim.role == other.role and claim.origin == other.origin and _moved(claim.target, other.target):
        ends = [places_told(each.target) for each in (other, claim)]
        said = f"{source} says it of {ends[0]} as the target; here the target is {ends[1]}"
        yield Raised(Flag.DIRECTION_WRONG, said)
    if _turned(claim, other):
        ways = [f"from {places_told(each.origin)} to {places_told(each.target)}" for each in (other, claim)]
        said = f"{source} says that it runs {ways[0]}; here it runs {ways[1]}"
        yield Raised(Flag.DIRECTION_WRONG, said)


def _days(claim: Claim) -> str:
    return f"{claim.first}" if claim.first == claim.last else f"{claim.first} to {claim.last}"


def _noun(claim: Claim, noun: str) -> str:
    """What is counted: the class, and the words of the text where a reader of English can read them."""
    return f"{NOUNS[noun]} ({claim.unit})" if claim.unit.isascii() and claim.unit != NOUNS[noun] else NOUNS[noun]
