"""Numbers without the words that qualify them: what stands beside "at least 900 servers" is beside "900 servers".

Rules of grammar look at the words before and behind a number. Left in place, every "nearly" and "as many as" would have
to be stepped over by each of them; so they are taken out first, and what they said is kept with the number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from crosscount.claims.words.lexicon import Mark, lexicon
from crosscount.claims.words.quantities import CHANGE_WORDS, Quantity, quantities
from crosscount.claims.words.tokens import Sentence, Token
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["OVER_WHAT", "without_qualifiers"]

# Verbs among the qualifiers say what a number did, and stay: "exceeded 900".
VERBS = frozenset(
    ("exceeding", "exceeded", "exceeds", "surpassed", "topped", "approaching", "approached", "neared", "nearing")
)
RISING = CHANGE_WORDS | {"goes", "go", "gone", "moved", "shot"}
TOTALS = (
    ("a", "total", "of"),
    ("a", "combined", "total", "of"),
    ("a", "combined"),
    ("altogether",),
    ("in", "total"),
    ("in", "all"),
)
VERBAL = ("active", "passive")  # "take over 900 sites"
SIDES = frozenset(("above", "below", "under", "over", "up", "at", "as"))
OVER_WHAT = frozenset(("control", "controls", "spread", "distributed", "power", "scattered", "access", "advantage"))
THAN = frozenset(("more", "less", "fewer", "greater"))
TIMES = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))
YEARS = (1990, 2100)
HUNDRED = 100


def without_qualifiers(sentence: Sentence) -> tuple[Sentence, Mapping[int, Modifier]]:
    """The sentence without words that qualify numbers, and the modifier of each such number by where it starts."""
    tokens = sentence.tokens
    marks = lexicon().marks(tokens, "before")
    verbs = {at for sort in VERBAL for verb in lexicon().marks(tokens, sort) for at in range(verb.first, verb.last)}
    numbers = {number.first: number for number in quantities(tokens, ())}
    ends = {number.last for number in numbers.values()}
    said: dict[int, Modifier] = {}
    out: set[int] = set()
    for mark in reversed(marks):
        begin = mark.last
        while begin in out:  # "approximately at least 900"
            begin += 1
        number = numbers.get(begin)
        if number is None or number.kind is ClaimKind.RATIO or mark.first in ends:
            continue
        if (
            _of_time(tokens, number)
            or not _qualifies(tokens, mark)
            or (mark.last - mark.first == 1 and mark.first in verbs)
        ):
            continue
        out |= {*range(mark.first, mark.last)}
        start = tokens[number.first].start
        said.setdefault(start, Modifier.EXACT if _in_wonder(tokens, mark, number) else Modifier(mark.value))
    out |= _totals(tokens, {*numbers, *out})
    if not out:
        return sentence, MappingProxyType(said)
    left = tuple(token for at, token in enumerate(tokens) if at not in out)
    return Sentence(left, opening=sentence.start), MappingProxyType(said)


def _totals(tokens: Sequence[Token], counted: set[int]) -> set[int]:
    """The tokens of "a total of" before numbers (or what qualifies these), which say no more than the number."""
    out: set[int] = set()
    for words in TOTALS:
        for at in counted:
            begin = at - len(words)
            if begin >= 0 and tuple(token.lower for token in tokens[begin:at]) == words:
                out |= {*range(begin, at)}
    return out


def _qualifies(tokens: Sequence[Token], mark: Mark) -> bool:
    word, before = tokens[mark.first].lower, tokens[mark.first - 1].lower if mark.first else ""
    estimated = "estimated" in {token.lower for token in tokens[mark.first : mark.last]}  # a doubt, too
    if tokens[mark.first].sort == "han" or estimated or word in VERBS or (word == "over" and before in OVER_WHAT):
        return False
    if word in THAN and before in {"percent", "%", "times", "fold", "cent", "much", "many"}:
        return False  # "8 percent more than the", "twice as many more than": compared
    return not (word in SIDES and before in RISING)  # "rose above 900", "grew up to"


def _of_time(tokens: Sequence[Token], number: Quantity) -> bool:
    """Whether it is a year, "over 2013", or how long something took, "in less than 60 days"."""
    year = (
        number.last - number.first == 1
        and YEARS[0] <= number.value <= YEARS[1]
        and "," not in tokens[number.first].text
    )
    behind = tokens[number.last].lower.rstrip("s") if number.last < len(tokens) else ""
    return year or behind in TIMES


def _in_wonder(tokens: Sequence[Token], mark: Mark, number: Quantity) -> bool:
    """ "As many as 33,147": a number to its last digit, and no bound."""
    whole = number.place == 1 and number.value >= HUNDRED
    return whole and mark.value == Modifier.UP_TO.value and tokens[mark.first].lower == "as"
