"""Numbers that a text says twice: the same again, or rounder than elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosscount.claims.completing.found import Found
from crosscount.kernels.claiming.implied import implied
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["beside_rank", "restated"]

BOUNDS = (Modifier.MORE_THAN, Modifier.LESS_THAN)


def restated(each: Found, value: Decimal, before: Sequence[Found]) -> bool:
    """Whether an earlier number of the text is the same to more digits."""
    quantity = each.draft.quantity
    if each.kind is not ClaimKind.COUNT or each.modifier in BOUNDS:
        return False
    width = implied(value, quantity.place, each.modifier, each.kind)
    return any(
        f.kind is each.kind
        and f.draft.role == each.draft.role
        and f.draft.quantity.value != value
        and f.draft.quantity.place < quantity.place
        and width.holds(f.draft.quantity.value)
        for f in before
    )


def beside_rank(rank: Found, found: Sequence[Found]) -> bool:
    """Whether a percentage beside the rank says more, or the number of that country: "number one with 896 servers"."""
    return any(
        f.kind is ClaimKind.SHARE or 0 < f.draft.quantity.first - rank.draft.quantity.last <= 2
        for f in found
        if f.sentence is rank.sentence
    )
