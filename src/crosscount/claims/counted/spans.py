"""The days of changes and parts, from those of the numbers that they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.timeline import Span
from crosscount.claims.sentences.grammar import Draft
from crosscount.model.claim import ClaimKind

__all__ = ["stretch", "whole", "year_after"]


def whole(draft: Draft, main: Span | None) -> Span | None:
    """The days of the whole that a number is a part of, unless that was one of a time before, for comparison."""
    window = draft.base.window if draft.base is not None else None
    return None if window is not None and main is not None and window[1] < main[0] else window


def stretch(window: Span | None, here: Sequence[Draft]) -> Span | None:
    """What a change took: from the one day to the other, where two numbers before are each of a day."""
    days = [d.window for d in here if d.kind is ClaimKind.COUNT and d.window and d.window[0] == d.window[1]]
    if window is not None and window[0] == window[1] and days and days[0][0] < window[0]:
        return days[0][0], window[1]
    return window


def year_after(draft: Draft, dated: Sequence[Dated], before: Sequence[Draft]) -> Span | None:
    """Of "800 in 2015, 500 in 2014. It rose by 60% compared to 2014", said of 2015: the days counted after those."""
    window = draft.window
    told = [each.base for each in dated if (each.first, each.last) == window]
    if window is None or not told or not all(told):
        return window
    later = (d.window for d in reversed(before) if d.role == draft.role and d.window is not None)
    return next((span for span in later if (span[0] - window[1]).days == 1), window)
