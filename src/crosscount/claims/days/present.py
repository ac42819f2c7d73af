"""Whether a number is of no days in particular: "currently", "normally", "2,000 attacks a day"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from crosscount.claims.sentences.reading import MARKS
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token

__all__ = ["at_present", "equals", "opens_now", "timeless"]

HABITS = frozenset(("normally", "usually", "ordinarily", "typically", "generally"))
STILL = frozenset(("still", "infected"))
# Verbs of what goes on day by day.
PRESENT = frozenset(
    ("sees", "see", "faces", "face", "receives", "receive", "gets", "get", "suffers", "suffer", "is", "are", "blocks",
     "block", "detects", "detect", "registers", "register", "records", "record", "handles", "handle", "repels", "repel",
     "experiences", "experience", "encounters", "encounter", "intercepts", "intercept", "has", "have", "logs",
     "launches", "launch", "includes", "include", "fends", "fend", "thwarts", "thwart", "deflects", "deflect",
     "conducts", "conduct", "carries", "carry", "stops", "stop")
)  # fmt: skip
PAST = frozenset(("was", "were", "had", "been", "saw", "got"))
NOW = frozenset(("today", "currently", "now", "nowadays"))
MAYBE = frozenset(("may", "might", "could"))
HAPPENING = frozenset(("take", "takes", "occur", "occurs", "happen", "happens", "arrive", "arrives"))
EQUALS = frozenset(("is", "means", "amounts", "equals", "works", "comes"))
STOPPING = frozenset(",;.")
CLAUSE = 20  # tokens
UNITS = frozenset(("second", "minute", "hour", "day", "week", "month"))


def at_present(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "350,000 are currently infected", "some 200,000 at any one time"."""
    behind = " ".join(token.lower for token in tokens[quantity.last : quantity.last + 10])
    ahead = " ".join(token.lower for token in tokens[: quantity.first])
    if "recent period" in ahead:
        return True
    if "at any one time" in behind or "at any given time" in behind:
        return True
    near = tokens[max(0, quantity.first - 5) : quantity.last + 4]
    clause = takewhile(lambda token: token.text not in STOPPING, tokens[quantity.last : quantity.last + CLAUSE])
    behind_it = [token.lower for token in clause]
    if any(one in {"is", "are", "remain"} and other == "still" for one, other in pairwise(behind_it)):
        return True  # "half of those found in an earlier operation are still infected"
    still = any(one.lower in {"is", "are", "remain"} and other.lower in STILL for one, other in pairwise(near))
    return still or bool({token.lower for token in near} & {"currently", "presently"})


def timeless(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a number is of no days in particular where its sentence names none."""
    return _habitual(tokens, quantity) or _going_on(tokens, quantity) or opens_now(tokens) or _may_be(tokens, quantity)


def _habitual(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Normally it sees about five a day"."""
    return bool({token.lower for token in tokens[max(0, quantity.first - 7) : quantity.first]} & HABITS)


def _going_on(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "The network sees 2,000 attacks a day": a rate in the present, of no days in particular."""
    behind = tokens[quantity.last : quantity.last + 16]
    rate = any(token.lower in {"daily", "hourly"} for token in behind) or any(
        one.lower in {"a", "per", "each", "every"} and other.lower in UNITS for one, other in pairwise(behind)
    )
    near = tokens[max(0, quantity.first - 20) : quantity.first]
    verbs = [
        "is" if one.lower in {"was", "were"} and (other.lower.endswith("ing") or other.lower in NOW) else other.lower
        for one, other in pairwise(near)
        if other.lower in PRESENT | PAST
        or (other.lower.endswith("ed") and one.sort != "number" and one.lower not in {"is", "are"})
        or (one.lower in {"was", "were"} and other.lower.endswith("ing"))  # "said that it was fending off"
    ]
    opened = [token.lower for token in tokens if token.text not in MARKS][:3]
    if opened[:1] in (["every"], ["each"]) and opened[1:2] == ["day"] and opened[2:] == [","]:
        rate = True  # "Every day, the ministry stops 300"
    goes_on = {token.lower for token in behind}
    if rate and goes_on & HAPPENING and not goes_on & PAST:
        return True  # "31 cases take place every day"
    return rate and bool(verbs) and verbs[-1] in PRESENT and not equals(tokens)


def equals(tokens: Sequence[Token]) -> bool:
    """ "That is 40 a day": the number before, said otherwise."""
    words = [token.lower for token in tokens[:4] if token.text not in MARKS]
    short = words[0] == "that" and words[1] in {"a", "an", "s"}  # "that's", cut at its apostrophe
    return short or (words[0] in {"that", "this"} and words[1] in EQUALS)


def _may_be(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Some 33,000 machines may be infected": what somebody guesses, of no days in particular."""
    near = tokens[quantity.last : quantity.last + 5]
    return any(one.lower in MAYBE and other.lower in {"be", "still"} for one, other in pairwise(near))


def opens_now(tokens: Sequence[Token]) -> bool:
    """ "Today there are", or "Since the takeover": from an event on, whose day is not said."""
    words = [token.lower for token in tokens if token.text not in MARKS][:2]
    first, second = words if len(words) > 1 else ("", "")
    return first in NOW or (first == "since" and second in {"the", "its", "their", "this", "that"})
