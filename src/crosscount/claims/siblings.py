"""Other versions of the same statement: digits, unit, window, hedge or direction that changed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from crosscount.claims.arithmetic import shown
from crosscount.claims.sentences.phrases import read
from crosscount.claims.words.lexicon import lexicon
from crosscount.model.claim import Claim, Flag, Modifier, Raised, Registered

__all__ = ["compare", "noun_of"]

QUALIFIED = frozenset(Modifier) - {Modifier.EXACT}
NOUNS = {
    "host": "machines",
    "server": "servers",
    "ip": "addresses",
    "site": "sites",
    "page": "pages",
    "domain": "domain names",
    "event": "attacks or operations",
    "incident": "incidents or cases",
    "user": "users",
    "organisation": "organisations",
}


def compare(claim: Claim, registered: Iterable[Registered]) -> tuple[list[Raised], list[Registered]]:
    """The flags that the nearest versions of a claim give, and these versions; nothing where one agrees in full."""
    versions = sorted(
        ((score, each) for each in registered if (score := _kinship(claim, each.claim)) >= 6),
        key=lambda found: (-found[0], found[1].id),
    )
    if not versions:
        return [], []
    best = versions[0][0]
    judged = [(list(_differences(claim, each)), each) for score, each in versions if score == best]
    raised, version = min(judged, key=lambda found: (len(found[0]), found[1].published or date.max, found[1].id))
    return raised, [version]


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
    if number < 3 and not same_role:
        return 0
    return number + 2 * same_role + (2 if same_way else 2 if turned and number == 3 else 0) + window


def _number(claim: Claim, other: Claim) -> int:
    if claim.interval.meets(other.interval) and _digits(claim.quantity)[:2] == _digits(other.quantity)[:2]:
        return 3
    return 1 if _variant(claim.quantity, other.quantity) else 0


def _digits(value: Decimal) -> str:
    return str(abs(value).normalize().as_tuple().digits)


def _variant(one: Decimal, other: Decimal) -> bool:
    """One digit changed or two exchanged, or a factor of ten: what goes wrong in copying."""
    digits = ["".join(map(str, value.normalize().as_tuple().digits)) for value in (one, other)]
    if digits[0] == digits[1]:
        return one != other
    longest = max(map(len, digits))
    left, right = (each.ljust(longest, "0") for each in digits)
    wrong = [at for at in range(longest) if left[at] != right[at]]
    same_size = one.adjusted() == other.adjusted()
    if len(wrong) == 1:
        return same_size and longest > 1
    return same_size and len(wrong) == 2 and left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]]


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
    if _number(claim, other) < 3:
        yield Raised(Flag.DIGIT_VARIANT, f"{source} gives {shown(other)}; here the number is {claim.quantity_text}")
    one, two = noun_of(claim), noun_of(other)
    if one != two and one in NOUNS and two in NOUNS:
        said = f"{source} counts {NOUNS[two]} ({other.unit}); here the same number counts {NOUNS[one]} ({claim.unit})"
        yield Raised(Flag.UNIT_MISMATCH, said)
    if claim.first and other.first and (claim.first, claim.last) != (other.first, other.last):
        said = f"{source} says it of {other.first} to {other.last}; here it is said of {claim.first} to {claim.last}"
        yield Raised(Flag.WINDOW_DRIFT, said)
    if (other.modifier in QUALIFIED and claim.modifier is Modifier.EXACT) or (other.hedge and not claim.hedge):
        how = other.hedge or other.modifier.value.replace("_", " ")
        yield Raised(Flag.HEDGE_LOST, f"{source} says '{how}'; here the number stands without it")
    if claim.role == other.role and claim.target == other.target and _moved(claim.origin, other.origin):
        said = f"{source} says that it comes from {other.origin}; here it comes from {claim.origin}"
        yield Raised(Flag.DIRECTION_WRONG, said)
    if _turned(claim, other):
        said = (
            f"{source} says from {other.origin} to {other.target}; here it runs from {claim.origin} to {claim.target}"
        )
        yield Raised(Flag.DIRECTION_WRONG, said)


def noun_of(claim: Claim) -> str:
    """The class of the noun that a claim counts: "ip", "host", …; "" if there is none that we know."""
    tokens = tuple(lexicon().cut(claim.unit))
    return next((phrase.sort for phrase in read(tokens, [], (), ()).phrases if phrase.sort in NOUNS), "")
