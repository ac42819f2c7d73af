"""What qualifies a number: "nearly", "more than", 约, "or more"; and doubts."""

from __future__ import annotations

from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.qualified import OVER_WHAT
from crosscount.model.claim import Modifier

__all__ = ["hedge_of", "modifier_of", "negated"]

FILLER = frozenset(
    ["a", "an", "the", "total", "of", "daily", "average", "its", "another", "as", "be", "further", "up", "to", "which"]
)
BEYOND = frozenset(("above", "exceed", "exceeds", "exceeded", "beyond", "surpass"))
BE = frozenset(("is", "are", "was", "were", "be", "been", "simply", "plainly"))
REACHED = frozenset(("goes", "go", "went", "gone", "rose", "rises", "grew", "climbed", "shot", "moved", "jumped"))


def modifier_of(reading: Reading, draft: Draft) -> Modifier:
    """How the number is qualified."""
    quantity, tokens = draft.quantity, reading.tokens
    if quantity.upper is not None:
        return Modifier.RANGE
    if quantity.most or quantity.inner:
        return Modifier.MORE_THAN
    left_out = reading.qualified.get(tokens[quantity.first].start, Modifier.EXACT)
    if left_out is not Modifier.EXACT:
        return left_out
    known = lexicon()
    verbs = {at for mark in (*reading.actives, *reading.passives) for at in range(mark.first, mark.last)}
    for mark in reversed(known.marks(tokens, "before")):
        if mark.last > quantity.first or mark.first in verbs:
            continue
        between = [reading.lower(at) for at in range(mark.last, quantity.first)]
        if all(word in FILLER for word in between):
            word = tokens[mark.first].lower
            if word in {"more", "less", "fewer"} and any(q.last == mark.first for q in reading.quantities):
                break  # "8 percent more than the 1.3 million": compared
            if mark.first and tokens[mark.first - 1].lower in (
                REACHED if word == "up" else OVER_WHAT if word == "over" else ()
            ):
                break  # "goes up to 21 percent", "gained control over 730 sites"
            if (
                between
                and mark.value in ("about", "more_than", "less_than")
                and tokens[mark.first].lower in {"over", "under", "above", "below", "some", "about", "around"}
            ):
                break
            return Modifier(mark.value)
        break
    for mark in known.marks(tokens, "after"):
        behind = mark.first - quantity.last
        if behind == 0 or (
            behind == 1 and tokens[quantity.last].sort == "han" and len(tokens[quantity.last].text) <= 2
        ):
            return Modifier(mark.value)
    return Modifier.EXACT


def hedge_of(reading: Reading, draft: Draft, previous: int) -> str | None:
    """A doubt said of this number, behind the number before (whose last token is `previous`)."""
    first = draft.quantity.first
    for mark in reversed(lexicon().marks(reading.tokens, "hedge")):
        near = first - mark.last <= 8 or " and to " in f" {reading.words(mark.last, first)} "
        if previous <= mark.first < draft.quantity.last and near:
            return mark.value  # also "is believed to have run for years and to have infected"
    return None


def negated(reading: Reading, draft: Draft) -> bool:
    """Whether the sentence says that it is not so."""
    if _refuted(reading, draft):
        return True
    for mark in lexicon().marks(reading.tokens, "negation"):
        if 0 <= draft.quantity.first - mark.last <= 6:
            if {reading.lower(at) for at in range(mark.last, draft.quantity.first)} & BEYOND:
                return False  # "does not go above 16,500": no more than that
            return not any(
                reading.tokens[at].text in {",", ";", ":", "：", "—", "–"}
                for at in range(mark.last, draft.quantity.first)
            )
    return False


def _refuted(reading: Reading, draft: Draft) -> bool:
    """ "Rumours that 3,000 sites had been hit are false"."""
    known = lexicon()
    first, last = draft.quantity.first, draft.quantity.last
    things = [*known.marks(reading.tokens, "denied_things"), *known.marks(reading.tokens, "rumours")]
    told = any(
        thing.last <= first and "that" in {reading.lower(at) for at in range(thing.last, first)} for thing in things
    )
    stops = {at for at in range(last, len(reading.tokens)) if reading.tokens[at].text in {";", ":", "."}}
    wrong = [mark.first for mark in known.marks(reading.tokens, "wrong") if mark.first >= last]
    return told and bool(wrong) and reading.lower(wrong[0] - 1) in BE and not any(at < wrong[0] for at in stops)
