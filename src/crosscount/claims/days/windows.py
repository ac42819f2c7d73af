"""Which window a number belongs to, of those that its sentence and the sentences before name."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.days.bound import bind
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.onward import goes_on
from crosscount.claims.days.placed import placed_dates
from crosscount.claims.days.shared import shared_dates, window_of
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token

__all__ = ["windows_of"]


def windows_of(
    tokens: Sequence[Token], quantities: Sequence[Quantity], dated: Sequence[Dated], before: Timeline
) -> tuple[list[Span | None], Timeline]:
    """The window of each quantity, and what goes on."""
    bound = bind(tokens, quantities, placed_dates(tokens, quantities, dated, before), before.main)
    shared = shared_dates(bound)
    spans = [window_of(number, bound, shared) for number in range(len(quantities))]
    own, mains, attached, leading = [*bound.spans.values()], shared.mains, shared.attached, shared.leading
    onward = goes_on(tokens, quantities, dated, before, own, mains, attached, leading, shared.implied)
    return spans, onward
