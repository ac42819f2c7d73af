"""Numbers that a text says twice: the same again, or rounder than elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosscount.claims.completing.found import Found
from crosscount.kernels.claiming.implied import implied
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["beside_rank", "lend_ends", "restated"]

BOUNDS = (Modifier.MORE_THAN, Modifier.LESS_THAN)
HURT = {"victim_host", "infected_host"}  # the role of the first may not be settled yet


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


def lend_ends(each: Found, before: Sequence[Found]) -> None:
    """ "Chinese spies hacked nearly 1,300 computers … at least 1,295 infected computers": the same, and by the same."""
    draft, value = each.draft, each.draft.quantity.value
    if each.kind is not ClaimKind.COUNT or draft.origin is not None or draft.base is not None:
        return
    for first in reversed(before):
        rounder = first.draft.quantity.place > draft.quantity.place
        near = abs(first.draft.quantity.value - value) < first.draft.quantity.place
        alike = first.draft.role == draft.role or {first.draft.role, draft.role} == HURT
        same = first.kind is each.kind and alike and first.window == each.window
        if same and rounder and near and draft.target in (None, first.draft.target):
            draft.origin, draft.target = first.draft.origin, first.draft.target
            return


def beside_rank(rank: Found, found: Sequence[Found]) -> bool:
    """Whether a percentage beside the rank says more, or the number of that country: "number one with 896 servers"."""
    return any(
        f.kind is ClaimKind.SHARE or 0 < f.draft.quantity.first - rank.draft.quantity.last <= 2
        for f in found
        if f.sentence is rank.sentence
    )
