"""The days of numbers before the first that are said: those, if the same speaker or report names them later."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.completing.found import COMPARING, INFECTED, Found
from crosscount.claims.days.timeline import Span
from crosscount.claims.words.lexicon import lexicon
from crosscount.model.claim import ClaimKind

__all__ = ["days_of"]

RATES = frozenset(kind for kind in ClaimKind if kind.value.startswith("rate_"))
SINGULAR = 100  # of so many units, a number is hardly by chance another
TELLING = 10  # of one digit only, a number may be any other


def days_of(found: Sequence[Found], tabled: Span | None) -> list[Span | None]:
    """The days of each number: before the first that are said, those, if the same speaker names them later."""
    framed = (
        n
        for n, f in enumerate(found)
        if f.lends and f.kind is not ClaimKind.CHANGE and f.window and f.window[0] != f.window[1]
    )
    first = next(framed, None)
    out: list[Span | None] = []
    for number, each in enumerate(found):
        later = found[first] if first is not None and number < first and not each.present else None
        opens = each.sentence is found[0].sentence
        exact = _exact(each, found[number + 1 :]) if opens else _again(each, found[number + 1 :])
        if exact is not None:
            out.append(exact.window)
        elif later is not None and later.sentence is not each.sentence and _goes_on(each, later, opens=opens):
            out.append(each.window or later.window)
        else:
            out.append(each.window or tabled)
    return out


def _goes_on(each: Found, later: Found, *, opens: bool) -> bool:
    """Whether a later number is of the same matter: one that the text opens with and details, or of one speaker."""
    if each.kind in RATES and any(token.lower == "had" for token in later.sentence.tokens):
        return False  # "there are 3,000 attacks a day; in 2012 it had counted 1,100"
    detailed = opens and later.draft.role == each.draft.role and later.kind not in COMPARING
    detailed = detailed and each.draft.role not in INFECTED
    return detailed or _by_paper(each, later) or later.voice.same(each.voice)


def _by_paper(each: Found, later: Found) -> bool:
    """ "A report revealed … according to the report of": whose it is, the text says later."""
    first, other = each.sentence.tokens, later.sentence.tokens
    papers, others = lexicon().marks(first, "papers"), lexicon().marks(other, "papers")
    told = any({t.lower for t in first[max(0, m.first - 4) : m.first]} & {"a", "new"} for m in papers)
    return each.voice.speaker is None and told and any(other[m.first - 1].lower == "the" for m in others if m.first)


def _again(each: Found, after: Sequence[Found]) -> Found | None:
    """The same number said again with its days: a headline, or a lead that the text goes into."""
    quantity = each.draft.quantity
    if each.window is not None or each.kind is not ClaimKind.COUNT or quantity.value < SINGULAR * quantity.place:
        return None
    same = (f for f in after if f.kind is each.kind and f.draft.role == each.draft.role and f.window)
    return next((f for f in same if f.draft.quantity.value == quantity.value), None)


def _exact(each: Found, after: Sequence[Found]) -> Found | None:
    """The number that says to more digits, and of which days, what a text opens with: "over 4,100 … 4,135"."""
    quantity = each.draft.quantity
    if each.kind is not ClaimKind.COUNT or quantity.place * TELLING > quantity.value:
        return _again(each, after)
    closer = [
        f
        for f in after
        if f.kind is each.kind and f.draft.role == each.draft.role and f.draft.quantity.place < quantity.place
        if f.window and 0 < abs(f.draft.quantity.value - quantity.value) < quantity.place
    ]
    return next((f for f in closer if f.window == each.window), closer[0] if closer else _again(each, after))
