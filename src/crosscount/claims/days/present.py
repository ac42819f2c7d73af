"""Whether a number is of no days in particular: "currently", "normally", "2,000 attacks a day"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from crosscount.claims.days.periods import EARLIER
from crosscount.claims.sentences.reading import MARKS
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = ["at_present", "equals", "going_on", "opens_now", "timeless"]

HABITS = frozenset(("normally", "usually", "ordinarily", "typically", "generally", "historically", "traditionally"))
STILL = frozenset(("still", "infected"))
# Verbs of what goes on day by day; none that is a noun as well ("reports").
GOING = frozenset(
    ("see", "face", "receive", "get", "suffer", "block", "detect", "register", "record", "handle", "repel",
     "experience", "intercept",
     "encounter", "log", "include", "fend", "thwart", "deflect", "conduct", "stop", "monitor", "bring",
     "come", "prevent", "foil", "counter", "observe", "identify", "filter", "reject", "remove", "sustain", "endure",
     "withstand", "undergo", "find", "spot", "discover", "produce", "send", "generate", "commit", "make",
     "take", "allow", "enable", "occur", "happen", "arrive", "deal", "respond", "defend", "infect",
     "compromise", "originate")
)  # fmt: skip
PRESENT = frozenset((*GOING, *(verb + "s" for verb in GOING), "carry", "carries", "launch", "launches", "has", "have"))
BE, NOW_BE = frozenset(("is", "are", "get", "gets", "was", "were")), frozenset(("is", "are", "get", "gets"))
PAST = frozenset(
    ("had", "been", "saw", "got", "came", "took", "found", "brought", "made", "sent", "hit", "fell", "rose", "grew",
     "dealt", "withstood", "underwent", "caught")
)  # fmt: skip
NOW = frozenset(("today", "currently", "now", "nowadays", "recently"))
HAS = frozenset(("has", "have", "is", "are", "controls", "counts", "comprises", "stands", "numbers"))
MOMENT = ("at present", "at the moment", "right now")
MAYBE = frozenset(("may", "might", "could"))
EQUALS = frozenset(
    ("is", "means", "amounts", "equals", "works", "comes", "represents", "marks", "translates", "constitutes",
     "averages", "corresponds", "equates")
)  # fmt: skip
STOPPING = frozenset(",;.")
CLAUSE = 20  # tokens
A = frozenset(("a", "an", "per", "each", "every"))
EACH_TIME = frozenset(("daily", "hourly"))
UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))


def at_present(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "350,000 are currently infected", "some 200,000 at any one time"."""
    behind = " ".join(token.lower for token in tokens[quantity.last : quantity.last + 10])
    ahead = " ".join(token.lower for token in tokens[: quantity.first])
    if "recent period" in ahead or ahead.removesuffix(" the").endswith((" in addition to", " on top of")):
        return True  # "on top of 9,000 infected before"
    if _habitual(tokens, quantity):
        return True
    if any(f"at any {one} time" in behind for one in ("one", "given")):
        return True
    near = tokens[max(0, quantity.first - 5) : quantity.last + 4]
    clause = takewhile(lambda token: token.text not in STOPPING, tokens[quantity.last : quantity.last + CLAUSE])
    behind_it = [token.lower for token in clause]
    if any(one in {"is", "are", "remain"} and other == "still" for one, other in pairwise(behind_it)):
        return True  # "half of those found in an earlier operation are still infected"
    if quantity.kind is ClaimKind.COUNT and _of_now(tokens, near, behind_it):
        return True  # not "it now has 26 percent of all", of a report's quarter
    still = any(one.lower in {"is", "are", "remain"} and other.lower in STILL for one, other in pairwise(near))
    return still or bool({token.lower for token in near} & {"currently", "presently"})


def _of_now(tokens: Sequence[Token], near: Sequence[Token], behind: Sequence[str]) -> bool:
    """ "It now has 900 servers", "at present 900 are in use", "900 are infected at the moment"."""
    pairs = [{one.lower, other.lower} for one, other in pairwise(near)]
    if any("now" in pair and pair & HAS for pair in pairs):
        return True
    opens = " ".join(token.lower for token in tokens[:3])
    return opens.startswith(MOMENT) or any(each in " ".join(behind) for each in MOMENT)


def timeless(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a number is of no days in particular where its sentence names none."""
    return going_on(tokens, quantity) or opens_now(tokens) or _may_be(tokens, quantity)


def _habitual(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Normally it sees about five a day"."""
    return bool({token.lower for token in tokens[max(0, quantity.first - 7) : quantity.first]} & HABITS)


def going_on(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "The network sees 2,000 attacks a day": a rate in the present, of no days in particular."""
    behind = [token.lower for token in tokens[quantity.last : quantity.last + 16]]
    opened = [token.lower for token in tokens if token.text not in MARKS][:3]
    words = [*behind, "", *opened, ""]
    rate = bool({*behind, *opened[:1]} & EACH_TIME) or any(
        one in A and unit in UNITS and after not in EARLIER
        for one, unit, after in zip(words, words[1:], words[2:], strict=False)
    )
    if not rate or equals(tokens):
        return False
    near = tokens[max(0, quantity.first - CLAUSE) : quantity.first]
    clause = takewhile(lambda token: token.text not in STOPPING, tokens[quantity.last : quantity.last + CLAUSE])
    ahead, after = _tenses(near), _tenses(list(clause))
    return ahead[-1] if ahead else after[0] if after else False


def _tenses(tokens: Sequence[Token]) -> list[bool]:
    """Of each verb, in order, whether it tells of the present: "are blocked", "was fending off", "brings"."""
    out: list[bool] = []
    helped = 0  # tokens up to which a participle goes with "is" or "are"
    for at, token in enumerate(tokens):
        word, after = token.lower, tokens[at + 1].lower if at + 1 < len(tokens) else ""
        if word in BE:
            out.append(word in NOW_BE or after.endswith("ing") or after in NOW)
            helped = at + 3
        elif word in PAST or (word.endswith("ed") and at > 0 and tokens[at - 1].sort != "number"):
            out.extend([] if at <= helped or after == "by" else [False])  # "the attacks recorded by it"
            helped = at
        elif word in PRESENT:
            out.append(True)
    return out


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
