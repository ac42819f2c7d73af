"""What a percentage is a share of, and what a multiple multiplies."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.grammar import (
    BARE_CASES,
    NO_CLAIM,
    Draft,
    alike,
    leading_phrase,
    main,
    nearest,
    nounless,
    part_of,
)
from crosscount.claims.quantities import Quantity
from crosscount.claims.reading import Phrase, Reading
from crosscount.model.claim import ClaimKind

__all__ = ["ratio", "share"]

ELLIPTIC = frozenset(("them", "these", "those", "which", "all", "the", "cases", "that", "it"))


def share(
    reading: Reading, quantity: Quantity, phrase: Phrase | None, out: list[Draft], before: Sequence[Draft]
) -> Draft | None:
    """The draft of a percentage that is a share, with its whole."""
    kind = ClaimKind.SHARE
    if quantity.one_in and any(
        reading.tokens[at].text in {"(", "（"}
        for at in range(quantity.last, min(len(reading.tokens), quantity.last + 14))
    ):
        return None  # the percentage in brackets says the same
    part = part_of(reading, quantity.last)
    if part is None and reading.lower(quantity.last) == "of" and reading.lower(quantity.last + 1) not in ELLIPTIC:
        return None
    if part is not None and not (reading.lower(part.head) in BARE_CASES and not part.topics):
        if part.sort in NO_CLAIM:
            return None
        counted = [d for d in out if d.phrase is part]
        return Draft(quantity, kind, part, counted[0] if counted else alike(part, [*before, *out]))
    if phrase is not None and phrase.sort not in NO_CLAIM and part is None:
        return Draft(quantity, kind, phrase, alike(phrase, [*before, *out]))
    leading = leading_phrase(reading, quantity)
    if leading is not None:
        return Draft(
            quantity,
            kind,
            leading,
            alike(leading, [*before, *out]) or next((d for d in out if d.phrase is leading), None),
        )
    bracketed = _bracketed(reading, quantity)
    if bracketed is not None:
        return Draft(quantity, kind, bracketed, alike(bracketed, [*before, *out]))
    for other in reading.quantities:  # "47 percent, or 6,531 addresses"
        if 0 < other.first - quantity.last <= 2 and "or" in reading.words(quantity.last, other.first).split():
            for each in reading.phrases:
                if other in each.counted:
                    return Draft(quantity, kind, each, alike(each, before))
    told = [d for d in out if d.kind is not ClaimKind.RANK]
    if told:
        base = next((d for d in reversed(told) if d.kind is ClaimKind.COUNT), told[-1])
        return Draft(quantity, kind, base.phrase, base)
    subject = next((p for p in reading.phrases if p.last <= quantity.first and p.sort not in NO_CLAIM), None)
    if subject is not None:
        return Draft(quantity, kind, subject, alike(subject, before))
    if not nounless(reading, quantity.last) and not _accounts(reading, quantity):
        return None
    last = nearest(out, before)
    return None if last is None else Draft(quantity, kind, last.phrase, last)


def _bracketed(reading: Reading, quantity: Quantity) -> Phrase | None:
    """位于日本(22.8%)、美国(20.4%)的控制服务器: the noun behind 的."""
    if reading.lower(quantity.first - 1) not in {"(", "（"}:
        return None
    for at in range(quantity.last, min(len(reading.tokens), quantity.last + 24)):
        if reading.tokens[at].text in {"。", "；", "，"}:
            return None
        if reading.tokens[at].text == "的":
            return next((p for p in reading.phrases if at <= p.first <= at + 2 or p.first <= at < p.last), None)
    return None


def _accounts(reading: Reading, quantity: Quantity) -> bool:
    return any(0 <= quantity.first - mark.last <= 3 for mark in reading.plains if mark.value)


def ratio(reading: Reading, quantity: Quantity, out: list[Draft], before: Sequence[Draft]) -> Draft | None:
    """The draft of a multiple, with what was multiplied."""
    kind = ClaimKind.RATIO
    if out:
        return Draft(quantity, kind, out[-1].phrase, out[-1])
    left = [
        p for p in reversed(reading.phrases) if p.last <= quantity.first and p.sort not in NO_CLAIM and not p.counted
    ]
    subject = next((p for p in left if main(reading, p)), left[0] if left else None)
    if subject is not None:
        return Draft(quantity, kind, subject, alike(subject, before))
    last = nearest(out, before)
    return None if last is None else Draft(quantity, kind, last.phrase, last)
