"""Whether a number is said of each day, hour or month: "a day", "daily", "on average", 每天."""

from __future__ import annotations

from collections.abc import Callable

from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.model.claim import ClaimKind

__all__ = ["rate_of"]

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
NO_RATE = frozenset(("half", "of", "in", "within", "than", "for", "after", "over"))  # "in the span of a year"
EVERY = frozenset(("per", "each", "every"))
AN = EVERY | {"a", "an"}
SLASH = AN | {"/"}
EACH = frozenset(("日均", "每天", "每日", "月均", "每月", "每周", "每小时", "每秒"))
OFTEN = frozenset(("daily", "hourly", "weekly", "monthly"))
TOTALS = frozenset(("average", "averages", "number", "total", "count"))
NEAR, FAR = 5, 12  # tokens behind what is counted
AHEAD, LEAD = 4, 6  # tokens in front of what is counted, and of its number


def rate_of(reading: Reading, draft: Draft) -> ClaimKind:
    """The kind of a count: a rate where it is said of each day, month, …"""
    if draft.kind is not ClaimKind.COUNT:
        return draft.kind
    if draft.phrase is not None and draft.phrase.sort in ("volume", "flood"):
        return ClaimKind.COUNT  # a second is part of the unit
    return next((kind for kind in (rule(reading, draft) for rule in RULES) if kind is not None), ClaimKind.COUNT)


def _end(draft: Draft) -> int:
    """The token behind a number and what it counts."""
    last = draft.quantity.last
    return last if draft.phrase is None else max(last, draft.phrase.last)


def _right_behind(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "110,000 an hour, or 30 every second", "30 times a day"; not "1,849 a year earlier"."""
    last = draft.quantity.last
    at = last + (reading.lower(last) == "times")
    said = last not in reading.dated and reading.lower(at) in AN
    return RATES.get(reading.lower(at + 1)) if said else None


def _as_before(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "Up from 300 a day to 900", "20 of these": as the number held against; not what a later sentence counts."""
    base = draft.base
    if base is None or draft.phrase is not base.phrase:
        return None
    part = reading.lower(draft.quantity.last) == "of"
    return base.rate if part or base.quantity in reading.quantities else None


def _soon_behind(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "900 attacks on Peru a day", "every single day", "900 attacks daily"; not "in the span of a year"."""
    end = _end(draft)
    for at in range(draft.quantity.last, min(len(reading.tokens), end + NEAR)):
        if at in reading.dated:
            continue
        word, after = reading.lower(at), reading.lower(at + 1)
        after = reading.lower(at + 2) if after == "single" else after
        if word in SLASH and after in RATES and reading.lower(at - 1) not in NO_RATE:
            return RATES[after]
        if at >= end and word in ADVERBS:
            return RATES[ADVERBS[word]]
        if at >= end and reading.tokens[at].sort == "mark":
            return None
    return None


def _later_behind(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "900 attacks on the networks of the ministry of defence per day", "on a daily basis", "daily" at the end."""
    end = _end(draft)
    for at in range(draft.quantity.last, min(len(reading.tokens), end + FAR)):
        token, word, after = reading.tokens[at], reading.lower(at), reading.lower(at + 1)
        if token.sort == "number" or token.text in {",", ";", "，"}:
            return None
        closes = at + 1 < len(reading.tokens) and (reading.tokens[at + 1].sort == "mark" or after == "basis")
        if at >= end and closes and word in OFTEN:
            return RATES[ADVERBS[word]]
        if word in EVERY and after in RATES:
            return RATES[after]
    return None


def _average_of(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "The daily average of attacks reached 1,620", "the daily number of attacks rose from 700 to 900"."""
    if draft.phrase is None or draft.phrase.first >= draft.quantity.first:
        return None
    ahead = [reading.lower(at) for at in range(draft.phrase.first - AHEAD, draft.phrase.first)]
    averaged = [word for word in ahead if word in ADVERBS]
    return RATES[ADVERBS[averaged[-1]]] if averaged and TOTALS & {*ahead} else None


def _of_subject(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "Daily attacks rose to 640", "attacks detected per day came to 640"; "the daily Hurriyet" is read."""
    phrase, quantity = draft.phrase, draft.quantity
    if phrase is None or phrase.last > quantity.first or phrase not in reading.phrases:
        return None
    for at in range(max(0, phrase.first - 1), quantity.first):
        word, after = reading.lower(at), reading.lower(at + 1)
        if word in ADVERBS and not reading.tokens[at + 1].text[:1].isupper():
            return RATES[ADVERBS[word]]
        if word in EVERY and after in RATES:
            return RATES[after]
    return None


def _in_front(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "A daily average of 640", 每天."""
    first = draft.quantity.first
    lead = [reading.lower(at) for at in range(first - LEAD, first)]
    said = (word for word in lead if word in ADVERBS and ("average" in lead or word in EACH))
    return next((RATES[ADVERBS[word]] for word in said), None)


def _opening(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "Every day, 300 attacks hit", "Every day 8,000 machines are infected"."""
    if reading.lower(0) not in {"every", "each"}:
        return None
    first = reading.lower(2) == "," or reading.quantities[0] is draft.quantity
    return RATES.get(reading.lower(1)) if first else None


def _inside(reading: Reading, draft: Draft) -> ClaimKind | None:
    """ "900 daily attacks"."""
    words = (reading.lower(at) for at in range(draft.quantity.last, _end(draft)))
    return next((RATES[ADVERBS[word]] for word in words if word in ADVERBS), None)


RULES: tuple[Callable[[Reading, Draft], ClaimKind | None], ...] = (
    _right_behind,
    _as_before,
    _soon_behind,
    _later_behind,
    _average_of,
    _of_subject,
    _in_front,
    _opening,
    _inside,
)
