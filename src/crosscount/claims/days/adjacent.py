"""Dates close to a number, in brackets, in front of it or behind its verb, and what they say of the numbers about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.earlier import compared
from crosscount.claims.days.timeline import Span
from crosscount.claims.days.undated import SEEING
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = [
    "aside_of",
    "bracketed",
    "in_apposition",
    "in_brackets",
    "inside",
    "named_by",
    "subjects",
    "when",
    "within",
    "without_brackets",
]

TOTALS = frozenset(("total", "tally", "figure", "level", "number", "count", "record", "high", "peak", "low"))
NEAR, FAR = 8, 24  # tokens between a date and a number that is of it
IT = frozenset(("it", "they", "there", "this"))
BEING = frozenset(("was", "were", "has", "have", "had", "been", "are", "is"))
UNLISTED = BEING | frozenset((";", "from", "than", "which", "while", "but", "to", "in", "including", "with"))


def aside_of(tokens: Sequence[Token], quantity: Quantity, other: Quantity) -> bool:
    """Whether a number stands in brackets behind another: "300 attacks (20 of them floods) in 2012"."""
    between = [token.text for token in tokens[quantity.last : other.first]]
    return between.count("(") > between.count(")") and ";" not in between


def in_apposition(
    tokens: Sequence[Token], before: Quantity, quantity: Quantity, attached: Sequence[tuple[int, Dated]]
) -> bool:
    """ "30,000 cases in May, double the number of April": what is said right behind the date of a number, of it."""
    if before.kind is not ClaimKind.COUNT or quantity.kind is ClaimKind.COUNT or compared(tokens, before):
        return False
    dated = next((each for at, each in attached if before.last <= at < quantity.first), None)
    if dated is None:
        return False
    end = next((n for n, token in enumerate(tokens) if token.start >= dated.end), len(tokens))
    between = [token.lower for token in tokens[end : quantity.first]]
    return between[:1] == [","] and "," not in between[1:] and len(between) <= 5


def subjects(
    tokens: Sequence[Token], quantities: Sequence[Quantity], bound: Mapping[int, Span], at: int
) -> dict[int, Span]:
    """ "492 cases, 35 attacks and 151 leaks were seen in May": all numbers of a list are of the date of its verb."""
    last = max((n for n, quantity in enumerate(quantities) if quantity.last <= at), default=0)
    verb = next((n for n in range(quantities[last].last, at) if tokens[n].lower in BEING), None)
    found: dict[int, Span] = {}
    while verb is not None and last > 0 and last in bound and quantities[last - 1].kind is quantities[last].kind:
        between = [token.lower for token in tokens[quantities[last - 1].last : quantities[last].first]]
        joint = {"and"} if not found else {",", "and"}
        if not joint & {*between[-2:]} or {*between} & UNLISTED or len(between) > 8:
            break
        last -= 1
        found[last] = bound.get(last, bound[last + 1])
        bound = {**bound, **found}
    return found


def in_brackets(tokens: Sequence[Token], at: int) -> bool:
    """ "(June 2016)", "(with a peak of 300 in June)": a date that says nothing of what follows the brackets."""
    last = next((token.text for token in reversed(tokens[:at]) if token.text in "()（）"), "")
    return last in {"(", "（"}


def named_by(tokens: Sequence[Token], quantity: Quantity, each: Dated) -> bool:
    """ "The 2016 tally of 279 million", "on May 3: 1,400", "2012 saw 90": a date of the number behind it, whatever else
    is dated.
    """
    end = next((n for n, token in enumerate(tokens) if token.start >= each.end), len(tokens))
    between = [token.lower for token in tokens[end : lead(tokens, quantity) + 1]]
    if len(between) > 1 and between[0] in SEEING and tokens[end - 1].end == each.end:
        return {*between[1:-1]} <= {"a", "total", "of", "as", "many"}
    return (between == [":"] and each.single_day) or (len(between) == 2 and between[0] in TOTALS and between[1] == "of")


def when(tokens: Sequence[Token], quantity: Quantity, each: Dated) -> bool:
    """ "From the previous month (1,151)", "over 2008, when there were 7,310": the number is of the date before it."""
    end = next((n for n, token in enumerate(tokens) if token.start >= each.end), len(tokens))
    if not 0 < quantity.first - end <= FAR or quantity.kind not in (ClaimKind.COUNT, ClaimKind.SHARE):
        return False
    if tokens[end].text == "的":
        return quantity.first == end + 1  # 较2012年的680个
    between = tokens[end + 1 : quantity.first]
    if tokens[end].text == "(" and not any(token.text in {",", ";", ")"} for token in between):
        return len(between) < NEAR
    rest = without_brackets(tokens[end : quantity.first])
    words = [token.lower for token in rest]
    words = words[1:] if words[:1] == [","] else words
    opens = words[:1] in (["when"], ["where"], ["which"]) or words[2:4] == ["that", "saw"]
    opens |= words[1:2] == ["which"] and words[0] != "of"  # "since 2014, of which 42 this year"
    opens |= (
        each.base and len(rest) > 1 and rest[0].lower in IT and rest[1].lower in BEING
    )  # "; the year before it was 300"
    return opens and not {",", ";", "(", ")"} & {*words}


def bracketed(tokens: Sequence[Token], quantity: Quantity, each: Dated) -> bool:
    """ "The worst days were May 9 (298 attacks) and May 1 (287)": a day, and how many there were on it."""
    return (
        each.single_day and tokens[quantity.first - 1].text == "(" and tokens[quantity.first - 1].start - each.end <= 1
    )


def without_brackets(tokens: Sequence[Token]) -> list[Token]:
    """What is left when closed brackets are cut out."""
    opened = next((n for n, token in enumerate(tokens) if token.text in {"(", "（"}), None)
    closed = next((n for n, token in enumerate(tokens) if token.text in {")", "）"}), None)
    if opened is None or closed is None or closed < opened:
        return list(tokens)
    return [*tokens[:opened], *tokens[closed + 1 :]]


def inside(
    tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[tuple[int, Dated]]
) -> dict[int, Span]:
    """ "(In 2005 there were 300)": numbers behind a date in its brackets."""
    return {
        number: (each.first, each.last)
        for at, each in placed
        for number in within(tokens, quantities, at)
        if quantities[number].first > at and (not each.base or tokens[at - 1].text == "(")
    }


def within(tokens: Sequence[Token], quantities: Sequence[Quantity], at: int) -> list[int]:
    """The numbers in the brackets in which a date stands."""
    opened = next((n for n in range(min(at, len(tokens) - 1), -1, -1) if tokens[n].text in {"(", ")"}), None)
    closed = next((n for n in range(at, len(tokens)) if tokens[n].text in {"(", ")"}), None)
    if opened is None or closed is None or tokens[opened].text != "(" or tokens[closed].text != ")":
        return []
    return [number for number, quantity in enumerate(quantities) if opened < quantity.first < closed]
