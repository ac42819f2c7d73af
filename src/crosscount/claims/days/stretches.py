"""Stretches of years that a text spells out: what "the past six years" in it are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from crosscount.claims.days.calendar import dates
from crosscount.claims.days.timeline import Span

__all__ = ["stretches"]


def stretches(text: str, today: date | None) -> Mapping[int, Span]:
    """By length in begun years: ranges such as "from 2017 to July this year", else years told one after the other."""
    spans = [(each.first, each.last) for each in dates(text, today) if not each.base and each.covers]
    spans = [span for span in spans if (span[0].month, span[0].day) == (1, 1) and not (today and span[1] > today)]
    told = {first.year for first, last in spans if (last + timedelta(days=1)) == date(first.year + 1, 1, 1)}
    out: dict[int, Span] = {}
    for first in sorted(told - {year + 1 for year in told}):
        last = next(year for year in range(first, first + len(told)) if year + 1 not in told)
        out[last - first + 1] = date(first, 1, 1), date(last, 12, 31)
    out |= {last.year - first.year + 1: (first, last) for first, last in spans if last.year > first.year}
    return {length: span for length, span in out.items() if length > 1}
