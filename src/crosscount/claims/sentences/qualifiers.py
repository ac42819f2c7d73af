"""What qualifies a number: "nearly", "more than", 约, "or more"; doubts; "a day"."""

from __future__ import annotations

from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.qualified import OVER_WHAT
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["hedge_of", "modifier_of", "negated", "rate_of"]

FILLER = frozenset(
    ["a", "an", "the", "total", "of", "daily", "average", "its", "another", "as", "be", "further", "up", "to", "which"]
)
RATES = {
    "second": ClaimKind.PER_SECOND,
    "minute": ClaimKind.PER_MINUTE,
    "hour": ClaimKind.PER_HOUR,
    "day": ClaimKind.PER_DAY,
    "week": ClaimKind.PER_WEEK,
    "month": ClaimKind.PER_MONTH,
    "year": ClaimKind.PER_YEAR,
}
ADVERBS = {
    "daily": "day", "hourly": "hour", "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year",
    "日均": "day", "每天": "day", "每日": "day", "月均": "month", "每月": "month", "每周": "week", "每小时": "hour",
    "每秒": "second",
}  # fmt: skip
BEYOND = frozenset(("above", "exceed", "exceeds", "exceeded", "beyond", "surpass"))
BE = frozenset(("is", "are", "was", "were", "be", "been", "simply", "plainly"))
REACHED = frozenset(("goes", "go", "went", "gone", "rose", "rises", "grew", "climbed", "shot", "moved", "jumped"))
NO_RATE = frozenset(("half", "of", "in", "within", "than", "for", "after", "over"))  # "in the span of a year"
EVERY = frozenset(("per", "each", "every"))
EACH = frozenset(("日均", "每天", "每日", "月均", "每月", "每周", "每小时", "每秒"))


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


def rate_of(reading: Reading, draft: Draft) -> ClaimKind:
    """The kind of a count: a rate where it is said of each day, month, …"""
    tokens, quantity = reading.tokens, draft.quantity
    if draft.kind is not ClaimKind.COUNT:
        return draft.kind
    if draft.phrase is not None and draft.phrase.sort in ("volume", "flood"):
        return ClaimKind.COUNT  # a second is part of the unit
    end = draft.phrase.last if draft.phrase is not None and draft.phrase.last > quantity.last else quantity.last
    after_times = quantity.last + (reading.lower(quantity.last) == "times")
    behind = [token.lower for token in tokens[after_times : after_times + 2]]
    said = quantity.last not in reading.dated and len(behind) == 2  # not "1,849 a year earlier"
    if said and behind[0] in EVERY | {"a", "an"} and behind[1] in RATES:
        return RATES[behind[1]]  # "110,000 an hour, or 30 every second"
    if draft.base is not None and draft.base.rate is not None and draft.phrase is draft.base.phrase:
        return draft.base.rate
    for at in range(quantity.last, min(len(tokens), end + 5)):
        if at in reading.dated:
            continue
        word, after = tokens[at].lower, reading.lower(at + 1)
        after = reading.lower(at + 2) if after == "single" else after  # "every single day"
        if word in EVERY | {"a", "an", "/"} and after in RATES and tokens[at - 1].lower not in NO_RATE:
            return RATES[after]
        if at >= end and word in ADVERBS:
            return RATES[ADVERBS[word]]
        if at >= end and tokens[at].sort == "mark":
            break
    for at in range(quantity.last, min(len(tokens), end + 12)):
        word, after = tokens[at].lower, reading.lower(at + 1)
        if tokens[at].sort == "number" or tokens[at].text in {",", ";", "，"}:
            break
        last = at + 1 < len(tokens) and (tokens[at + 1].sort == "mark" or after == "basis")
        if at >= end and last and word in {"daily", "hourly", "weekly", "monthly"}:
            return RATES[ADVERBS[word]]
        if word in EVERY and after in RATES:
            return RATES[after]
    if draft.phrase is not None and draft.phrase.first < quantity.first:  # "the daily average of attacks reached 1,620"
        ahead = [token.lower for token in tokens[max(0, draft.phrase.first - 4) : draft.phrase.first]]
        averaged = [word for word in ahead if word in ADVERBS]
        if averaged and {"average", "averages"} & {*ahead}:
            return RATES[ADVERBS[averaged[-1]]]
    subject = draft.phrase is not None and draft.phrase.last <= quantity.first and draft.phrase in reading.phrases
    for at in range(max(0, draft.phrase.first - 1), quantity.first) if draft.phrase is not None and subject else ():
        word, after = tokens[at].lower, tokens[at + 1].lower
        if word in ADVERBS and not tokens[at + 1].text[:1].isupper():  # "the daily Hurriyet" is read
            return RATES[ADVERBS[word]]  # "daily attacks rose to 640"
        if word in EVERY and after in RATES:
            return RATES[after]  # "attacks detected per day came to 640"
    lead = [tokens[at].lower for at in range(max(0, quantity.first - 6), quantity.first)]
    for word in lead:
        if word in ADVERBS and ("average" in lead or word in EACH):
            return RATES[ADVERBS[word]]
    opened = tokens[0].lower in {"every", "each"} and reading.lower(1) in RATES
    if opened and (tokens[2].text == "," or reading.quantities[0] is quantity):
        return RATES[tokens[1].lower]  # "Every day, 300 attacks hit", "Every day 8,000 machines are infected"
    inside = {token.lower for token in tokens[quantity.last : end]} & ADVERBS.keys()
    return RATES[ADVERBS[inside.pop()]] if inside else ClaimKind.COUNT
